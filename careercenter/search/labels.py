"""A query in words: its chips, its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from careercenter.core import Money
from careercenter.places import state_name
from careercenter.search.addresses import url_of
from careercenter.search.query import Query
from careercenter.terms import PayUnit

POSTED = {1: "the last day", 3: "the last 3 days", 7: "the last week", 14: "the last 2 weeks", 30: "the last month"}
EXPERIENCE = {0: "No experience needed", 1: "At most 1 year asked", 2: "At most 2 years asked",
              3: "At most 3 years asked", 5: "At most 5 years asked"}
FIELDS = {"apprentices": "Apprentices welcome", "pay_stated": "Pay stated", "direct": "Direct employers only"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows a search, in words, and the address of the same search without it."""

    label: str
    url: str


def list_chips(query: Query) -> list[Chip]:
    """All that narrows a search, each removable."""
    return [Chip(label, url_of(query.without(name, one))) for name, one, label in _said(query)]


def _said(query: Query) -> Iterator[tuple[str, Any, str]]:
    """What narrows a search: the field, which of its several values if it has them, and both in words."""
    for name in query.active:
        value = getattr(query, name)
        if isinstance(value, tuple):
            yield from ((name, one, label_of(name, one)) for one in value)
        else:
            yield name, None, label_of(name, query)


def label_of(name: str, value: Any) -> str:
    """A field of a query in words; `value` is the query, or one of the field's several values."""
    if not isinstance(value, Query):
        return _LABELS.get(name, "{}").format(getattr(value, "label", value))
    match name:
        case "words":
            return f"“{value.words}”"
        case "state":
            return f"Open to {state_name(value.state)}"
        case "near":
            place = value.place
            return f"Within {value.miles} miles of {place.label if place else value.near}"
        case "pay" if value.pay is not None and value.pay_per:
            return f"{Money(value.pay)} {value.pay_per.label} or more"
        case "pay_per" if value.pay_per:
            return f"Paid by the {'RVU' if value.pay_per is PayUnit.RVU else 'chart'}"
        case "posted_within" if value.posted_within:
            return f"Posted in {POSTED[value.posted_within]}"
        case "experience" if value.experience is not None:
            return EXPERIENCE[value.experience]
        case "employer":
            return "One employer"
        case _:
            return FIELDS[name]


def name_of_field(name: str, query: Query) -> str:
    """A field in words, all its values together: what one would loosen."""
    value = getattr(query, name)
    if not isinstance(value, tuple):
        return label_of(name, query)
    return f"I hold {' and '.join(value)}" if name == "credentials" else " or ".join(
        label_of(name, one) for one in value)


def name_of(query: Query) -> str:
    """A query in short words: "CPC, Remote, Open to Texas"."""
    return ", ".join(label for _, _, label in _said(query)) or "All jobs"


_LABELS = {"credentials": "I hold {}", "mentions": "Asks for {}"}
