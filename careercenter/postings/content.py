"""What a posting says, as JSON-ready data: for revisions, copies and comparison."""

import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy.orm import Mapped

from careercenter.places import find_city, find_zip
from careercenter.postings.models import JobPosting, PostingContent
from careercenter.postings.requirement import Requirement

Content = dict[str, Any]
"""Fields of PostingContent by name; enumerations as their values, dates as ISO text."""

FIELDS: tuple[str, ...] = tuple(
    name for name, kind in get_type_hints(PostingContent).items() if get_origin(kind) is Mapped)

SMALL = frozenset({"openings", "deadline_on", "department", "reports_to"})
"""Fields that an approved posting changes at once. Everything else is substance: what decides whether a
coder applies, or what a scam would change after the review."""


def snapshot(posting: PostingContent) -> Content:
    """The whole content as JSON-ready data."""
    return {name: _plain(getattr(posting, name)) for name in FIELDS}


def blank() -> Content:
    """The content of a new posting."""
    return snapshot(with_content({}))


def with_content(content: Mapping[str, Any]) -> JobPosting:
    """An unsaved posting with this content, for looking at."""
    posting = JobPosting()
    for name in FIELDS:
        column = JobPosting.__table__.c[name]
        default = column.default.arg if column.default is not None else None  # pyright: ignore
        setattr(posting, name, default(None) if callable(default) else default)
    apply(posting, content)
    return posting


def apply(posting: JobPosting, content: Mapping[str, Any]) -> None:
    """Write (part of) a content into a posting, and find its coordinates.

    Raises:
        KeyError: a name that isn't a field.
        ValueError: a value that isn't of its field's kind.
    """
    for name, value in content.items():
        setattr(posting, name, _typed(name, value))
    posting.requirement = Requirement.from_json(posting.requirement).as_json()
    place = None
    if posting.country == "US":
        place = find_zip(posting.zip) if posting.zip else None
        place = place or (find_city(posting.city, posting.region) if posting.city else None)
    posting.latitude = place.latitude if place else None
    posting.longitude = place.longitude if place else None


def merged(before: Mapping[str, Any], content: Mapping[str, Any]) -> Content:
    """A content with some of its fields replaced, in its stored form."""
    return snapshot(with_content({**before, **content}))


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the fields that differ, in the order of the page."""
    return [name for name in FIELDS if name in after and _meant(before.get(name)) != _meant(after[name])]


def _meant(value: Any) -> Any:
    """A value without the order of its words: boxes come back in the page's order, not as they were ticked."""
    if isinstance(value, dict):
        return {key: _meant(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted(value) if all(isinstance(one, str) for one in value) else [_meant(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def _kind_of(name: str) -> Any:
    kind = get_args(get_type_hints(PostingContent)[name])[0]
    if get_origin(kind) in (Union, types.UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


_KINDS = {name: _kind_of(name) for name in FIELDS}


def _typed(name: str, value: Any) -> Any:
    kind = _KINDS[name]
    if value is None:
        return None
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind is float:
        return float(value)
    return value
