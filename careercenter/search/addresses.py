"""A query as an address, and an address as a query: `/jobs?q=ed&credential=CPC&state=TX&remote=1`.

Whatever an address says that makes no sense is left out, so that an old or mistyped link still opens.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote

from flask import url_for
from werkzeug.datastructures import MultiDict

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES, find_place
from careercenter.postings.pay import parse_amount
from careercenter.search.facets import DAYS, MILES, OPEN_LISTS, YEARS
from careercenter.search.query import BY_PIECE, NOTHING, Query, Sort
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, WorkMode

MODES = {"remote": WorkMode.REMOTE, "hybrid": WorkMode.HYBRID, "onsite": WorkMode.ON_SITE}
PAY_UNITS = {"hour": PayUnit.HOUR, "year": PayUnit.YEAR, "chart": PayUnit.CHART, "rvu": PayUnit.RVU}
LIKELY_YEARLY = 1000_00
"""Cents: more than that is nobody's hourly wage, less nobody's yearly one."""

MOST_CHARACTERS = 120
MOST_VALUES = 12
"""Of one field: more than anybody chooses."""

MANY = {"settings": "setting", "specialties": "specialty", "roles": "role", "types": "type", "encoders": "encoder",
        "ehrs": "ehr", "kinds": "kind", "mentions": "mentions", "credentials": "credential"}
"""Fields with several values, by their names in addresses."""

T = TypeVar("T", bound=StrEnum)


def read_query(args: MultiDict[str, str]) -> Query:
    """The query that an address asks for."""
    pay, per = _read_pay(args.get("pay", ""), args.get("per", ""))
    state = args.get("state", "").strip().upper()
    credentials = _codes(args.getlist("credential"))
    near = printable(args.get("near", ""))
    return Query(
        words=printable(args.get("q", "")),
        credentials=credentials, one_away=bool(credentials) and _is_on(args, "one_away"),
        mentions=_codes(args.getlist("mentions")), apprentices=_is_on(args, "apprentices"),
        modes=tuple(mode for name, mode in MODES.items() if _is_on(args, name)),
        state=state if state in STATES else "",
        near=near, miles=_one_of(MILES, args.get("miles", ""), NOTHING.miles) if near else NOTHING.miles,
        settings=_terms(Setting, args.getlist("setting")), roles=_terms(RoleFamily, args.getlist("role")),
        types=_terms(EmploymentType, args.getlist("type")), kinds=_terms(EmployerKind, args.getlist("kind")),
        specialties=_open("specialties", args.getlist("specialty")),
        encoders=_open("encoders", args.getlist("encoder")), ehrs=_open("ehrs", args.getlist("ehr")),
        pay=pay, pay_per=per, pay_stated=_is_on(args, "pay_stated"),
        experience=0 if _is_on(args, "no_experience") else _one_of(YEARS, args.get("experience", ""), None),
        direct=_is_on(args, "direct"), employer=_number(args.get("employer", "")),
        posted_within=_one_of(DAYS, args.get("posted", ""), None),
        sort=_read_sort(args.get("sort", ""), near))


def as_args(query: Query) -> dict[str, Any]:
    """The shortest address of a query; `read_query` reads the same query from it."""
    args: dict[str, Any] = {
        "q": query.words, "credential": list(query.credentials),
        "one_away": _on(query.one_away and bool(query.credentials)), "state": query.state,
        **{name: _on(mode in query.modes) for name, mode in MODES.items()},
        "near": query.near, "miles": str(query.miles) if query.near and query.miles != NOTHING.miles else "",
        **{name: [str(one) for one in getattr(query, field)] for field, name in MANY.items() if name != "credential"},
        "pay": _plain(query.pay) if query.pay else "",
        "per": next((name for name, unit in PAY_UNITS.items() if unit is query.pay_per), ""),
        "apprentices": _on(query.apprentices), "experience": "" if query.experience is None else str(query.experience),
        "pay_stated": _on(query.pay_stated), "direct": _on(query.direct), "employer": str(query.employer or ""),
        "posted": str(query.posted_within or ""),
        "sort": query.sort.value if query.sort is not NOTHING.sort else ""}
    return {name: value for name, value in args.items() if value}


def url_of(query: Query, **more: Any) -> str:
    """The address of a query; `more` are further arguments, such as the page."""
    return url_for("search.index", **as_args(query), **more)


def urls_of_each(query: Query, name: str, values: Iterable[str]) -> dict[str, str]:
    """The address of a query with each of these plain words in the place of what its argument `name` says."""
    before, _, after = url_for("search.index", **{**as_args(query), name: _ANY}).partition(quote(_ANY))
    return {value: f"{before}{value}{after}" for value in values}


_ANY = "\0"
"""Stands for a value. Nobody can type it: see `printable`."""


def printable(text: str) -> str:
    """What was typed, without signs that nobody sees and at most so long."""
    seen = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(seen[:MOST_CHARACTERS].split())


def read_pay(amount: str) -> tuple[int | None, PayUnit | None]:
    """An amount in cents and what it must be for; None if it is none."""
    return _read_pay(amount, "")


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


def _read_sort(text: str, near: str) -> Sort:
    chosen = next((one for one in Sort if one.value == text.strip().lower()), NOTHING.sort)
    # A distance from nowhere is none.
    return NOTHING.sort if chosen is Sort.DISTANCE and not (near and find_place(near)) else chosen


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    found = (text.strip().upper() for text in values)
    return tuple(dict.fromkeys(code for code in found if code in catalogue()))[:MOST_VALUES]


def _terms(kind: type[T], values: Iterable[str]) -> tuple[T, ...]:
    chosen = {value.strip().lower() for value in values}
    return tuple(term for term in kind if term.value in chosen)


def _open(field: str, values: Iterable[str]) -> tuple[str, ...]:
    """Words of an open list, in the list's own spelling where it has them."""
    spelled = {one.lower(): one for one in OPEN_LISTS[field]}
    said = (printable(value)[:60] for value in values)
    return tuple(dict.fromkeys(spelled.get(one.lower(), one) for one in said if one))[:MOST_VALUES]


def _one_of(choices: Iterable[int], text: str, otherwise: Any) -> Any:
    return next((one for one in choices if str(one) == text.strip()), otherwise)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 9 else None


def _is_on(args: MultiDict[str, str], name: str) -> bool:
    return args.get(name, "").lower() in ("1", "on", "yes", "true")


def _on(is_so: bool) -> str:
    return "1" if is_so else ""


def _plain(amount: int) -> str:
    units, cents = divmod(amount, 100)
    return f"{units}.{cents:02}" if cents else str(units)
