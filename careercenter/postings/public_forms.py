"""A search as an address, and an address as a search: `/jobs?q=ed&credential=CPC&state=TX&remote=1`.

Whatever an address says that makes no sense is left out, so that an old or mistyped link still opens.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for
from werkzeug.datastructures import MultiDict

from careercenter.core import Money
from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES, state_name
from careercenter.postings.finding import BY_PIECE, Search
from careercenter.postings.pay import parse_amount
from careercenter.terms import EmploymentType, PayUnit, RoleFamily, Setting, WorkMode

DAYS = {1: "the last day", 3: "the last 3 days", 7: "the last week", 14: "the last 2 weeks", 30: "the last month"}
MODES = {"remote": WorkMode.REMOTE, "hybrid": WorkMode.HYBRID, "onsite": WorkMode.ON_SITE}
PAY_UNITS = {"hour": PayUnit.HOUR, "year": PayUnit.YEAR, "chart": PayUnit.CHART, "rvu": PayUnit.RVU}
PAY_LABELS = {"hour": "an hour", "year": "a year", "chart": "by the chart", "rvu": "by the RVU"}
LIKELY_YEARLY = 1000_00
"""Cents: more than that is nobody's hourly wage, less nobody's yearly one."""

MOST_CHARACTERS = 120

T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the address of the same search without it."""

    label: str
    url: str


def read_search(args: MultiDict[str, str]) -> Search:
    """The search that an address asks for."""
    pay, per = _read_pay(args.get("pay", ""), args.get("per", ""))
    state = args.get("state", "").strip().upper()
    days = args.get("posted", 0, type=int)
    return Search(
        words=_words(args.get("q", "")),
        credentials=tuple(dict.fromkeys(
            code for text in args.getlist("credential") if (code := text.strip().upper()) in catalogue())),
        state=state if state in STATES else "",
        modes=tuple(mode for name, mode in MODES.items() if _is_on(args, name)),
        settings=_terms(Setting, args.getlist("setting")),
        types=_terms(EmploymentType, args.getlist("type")),
        roles=_terms(RoleFamily, args.getlist("role")),
        pay=pay, pay_per=per,
        apprentices=_is_on(args, "apprentices"), no_experience=_is_on(args, "no_experience"),
        pay_stated=_is_on(args, "pay_stated"),
        posted_within=days if days in DAYS else None)


def as_args(search: Search) -> dict[str, Any]:
    """The shortest address of a search; `read_search` reads the same search from it."""
    names = {unit: name for name, unit in PAY_UNITS.items()}
    args: dict[str, Any] = {
        "q": search.words, "credential": list(search.credentials), "state": search.state,
        **{name: "1" for name, mode in MODES.items() if mode in search.modes},
        "setting": [one.value for one in search.settings], "type": [one.value for one in search.types],
        "role": [one.value for one in search.roles],
        "pay": _plain(search.pay) if search.pay else "", "per": names[search.pay_per] if search.pay_per else "",
        "apprentices": "1" if search.apprentices else "", "no_experience": "1" if search.no_experience else "",
        "pay_stated": "1" if search.pay_stated else "", "posted": str(search.posted_within or "")}
    return {name: value for name, value in args.items() if value}


def url_of(search: Search) -> str:
    """The address of a search."""
    return url_for("jobs.index", **as_args(search))


def list_chips(search: Search) -> list[Chip]:
    """The active filters, each removable."""
    chips: list[Chip] = []
    for name in search.active:
        value = getattr(search, name)
        if isinstance(value, tuple):
            chips += [Chip(label_of(name, one), url_of(search.without(name, one))) for one in value]
        else:
            chips.append(Chip(label_of(name, search), url_of(search.without(name))))
    return chips


def label_of(name: str, value: Any) -> str:
    """A field of a search in words; `value` is the search, or one of the field's several values."""
    if not isinstance(value, Search):
        return f"I hold {value}" if name == "credentials" else value.label
    match name:
        case "words":
            return f"“{value.words}”"
        case "state":
            return f"Open to {state_name(value.state)}"
        case "pay" if value.pay is not None and value.pay_per:
            return f"{Money(value.pay)} {value.pay_per.label} or more"
        case "pay_per" if value.pay_per:
            return f"Paid by the {'RVU' if value.pay_per is PayUnit.RVU else 'chart'}"
        case "posted_within" if value.posted_within:
            return f"Posted in {DAYS[value.posted_within]}"
        case _:
            return LABELS[name]


LABELS = {"credentials": "My credentials", "modes": "Way of working", "settings": "Setting",
          "types": "Employment type", "roles": "Kind of work", "apprentices": "Apprentices welcome",
          "no_experience": "No experience needed", "pay_stated": "Pay stated"}


def name_of(name: str, search: Search) -> str:
    """A filter in words, all its values together: what one would loosen."""
    value = getattr(search, name)
    if isinstance(value, tuple):
        return " or ".join(label_of(name, one) for one in value) if name != "credentials" else (
            f"I hold {' and '.join(value)}")
    return label_of(name, search)


def _words(text: str) -> str:
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable[:MOST_CHARACTERS].split())


def _is_on(args: MultiDict[str, str], name: str) -> bool:
    return args.get(name, "").lower() in ("1", "on", "yes", "true")


def _terms(kind: type[T], values: list[str]) -> tuple[T, ...]:
    chosen = {value.strip().lower() for value in values}
    return tuple(term for term in kind if term.value in chosen)


def _read_pay(amount: str, per: str) -> tuple[int | None, PayUnit | None]:
    unit = PAY_UNITS.get(per.strip().lower())
    try:
        pay = parse_amount(amount) or None if amount.strip() else None
    except ValueError:
        pay = None
    if unit in BY_PIECE:
        return pay, unit
    if pay is None:
        return None, None
    return pay, PayUnit.YEAR if pay >= LIKELY_YEARLY else PayUnit.HOUR


def _plain(amount: int) -> str:
    units, cents = divmod(amount, 100)
    return f"{units}.{cents:02}" if cents else str(units)
