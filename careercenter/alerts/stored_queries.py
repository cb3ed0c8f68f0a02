"""A query as JSON, as saved searches keep it for years: what a later version doesn't know is left out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import Any

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES
from careercenter.search.facets import DAYS, MILES, YEARS
from careercenter.search.query import NOTHING, Query, Sort
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, Term, WorkMode

LARGEST = 2**31 - 1
MOST_VALUES = 60


def to_json(query: Query) -> dict[str, Any]:
    """The fields that say something, as JSON-ready data."""
    said = {field.name: getattr(query, field.name) for field in fields(query)}
    return {name: [str(one) for one in value] if isinstance(value, tuple) else
            str(value) if isinstance(value, Term) else value
            for name, value in said.items() if value != getattr(NOTHING, name)}


def from_json(data: Mapping[str, Any]) -> Query:
    """What `to_json` wrote. Fields and values that nobody knows any more narrow nothing."""
    read = {name: value for name, reader in _READERS.items()
            if name in data and (value := reader(data[name])) is not None}
    if read.get("pay") is not None and "pay_per" not in read:
        del read["pay"]  # an amount says nothing without its unit
    return Query(**read)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Any) -> int | None:
    return value if type(value) is int and 0 < value <= LARGEST else None


def _one_of(choices: Collection[int]) -> Callable[[Any], int | None]:
    return lambda value: value if type(value) is int and value in choices else None


def _state(value: Any) -> str | None:
    return value if isinstance(value, str) and value in STATES else None


def _texts(known: Callable[[str], bool] = bool) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        rows = value if isinstance(value, list) else []
        return tuple(dict.fromkeys(one for one in rows if isinstance(one, str) and known(one)))[:MOST_VALUES]
    return read


def _term(kind: type[Term]) -> Callable[[Any], Term | None]:
    known = {term.value: term for term in kind}
    return lambda value: known.get(value) if isinstance(value, str) else None


def _terms(kind: type[Term]) -> Callable[[Any], tuple[Term, ...]]:
    read_one, read_texts = _term(kind), _texts()
    return lambda value: tuple(term for one in read_texts(value) if (term := read_one(one)) is not None)


def _is_credential(code: str) -> bool:
    return code in catalogue()


_READERS: dict[str, Callable[[Any], Any]] = {
    "words": _text, "credentials": _texts(_is_credential), "one_away": _flag, "mentions": _texts(_is_credential),
    "apprentices": _flag, "modes": _terms(WorkMode), "state": _state, "near": _text, "miles": _one_of(MILES),
    "settings": _terms(Setting), "specialties": _texts(), "roles": _terms(RoleFamily),
    "types": _terms(EmploymentType), "pay": _number, "pay_per": _term(PayUnit), "pay_stated": _flag,
    "experience": _one_of(YEARS), "encoders": _texts(), "ehrs": _texts(), "kinds": _terms(EmployerKind),
    "direct": _flag, "employer": _number, "posted_within": _one_of(DAYS), "sort": _term(Sort),
}
