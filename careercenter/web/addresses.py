"""What no request may carry: bytes and numbers that a database can't hold."""

from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID = 2**31 - 1  # an integer column of PostgreSQL


class RowIdConverter(IntegerConverter):
    """An id in an address; a number that no row can have leads nowhere."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max", LARGEST_ID)
        super().__init__(map, *args, **kwargs)


class WithoutNul(ImmutableMultiDict[str, Any]):
    """What was typed, without NUL: PostgreSQL stores none in text, and people type none."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__([(_clean(name), _clean(value)) for name, value in iter_multi_items(mapping or ())])


def _clean(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class CleanRequest(Request):
    """A request whose address and form hold no NUL."""

    parameter_storage_class = WithoutNul


class TextConverter(UnicodeConverter):
    """A part of an address; one with NUL leads nowhere."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **kwargs)
        self.regex = self.regex.replace("[^/]", r"[^/\0]")


def init_app(app: Flask) -> None:
    """Have every request read so."""
    app.url_map.converters |= {"int": RowIdConverter, "default": TextConverter, "string": TextConverter}
    app.request_class = CleanRequest
