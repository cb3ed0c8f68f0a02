"""What credentials a job asks for, as an expression: all of groups, each any of credentials.

Pure: no database, no request. "RHIT and (CCS or CIC), RHIA preferred" is
`Requirement((Group(("RHIT",)), Group(("CCS", "CIC"))), preferred=("RHIA",))`.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from careercenter.core import today
from careercenter.credentials.catalogue import catalogue, satisfies


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives: any one of these codes is enough; or any coding credential at all."""

    any_of: tuple[str, ...] = ()
    any_credential: bool = False

    def __post_init__(self) -> None:
        codes = () if self.any_credential else tuple(dict.fromkeys(self.any_of))
        object.__setattr__(self, "any_of", codes)

    def __bool__(self) -> bool:
        return self.any_credential or bool(self.any_of)

    def __str__(self) -> str:
        return "any coding credential" if self.any_credential else _listed(self.any_of, "or")

    def accepts(self, code: str, *, apprentices: bool = False) -> bool:
        """Whether a credential meets it, itself or through what it implies.

        An apprentice's credential (CPC-A) counts where it is asked for by name, and where the full one is
        asked for only if apprentices are welcome.
        """
        if self.any_credential:
            credential = catalogue().get(code)
            return credential is not None and (apprentices or not credential.is_apprentice)
        asked = set(self.any_of)
        if apprentices:
            asked.update(*(_apprentices_of(one) for one in self.any_of))
        return not asked.isdisjoint(satisfies(code))


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a posting asks for. Empty, it is met by everybody."""

    all_of: tuple[Group, ...] = ()
    apprentices_welcome: bool = False
    in_progress_months: int | None = None  # a credential in progress counts if it is earned within so many
    equivalents_considered: bool = False  # "or equivalent": other credentials are looked at, case by case
    preferred: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "all_of", tuple(group for group in self.all_of if group))
        object.__setattr__(self, "preferred", tuple(dict.fromkeys(self.preferred)))

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that it asks for, in order, each once; without the preferred ones."""
        return tuple(dict.fromkeys(code for group in self.all_of for code in group.any_of))

    def as_json(self) -> dict[str, Any]:
        """The expression as JSON-ready data, for a column."""
        return {
            "all_of": [{"any_credential": True} if group.any_credential else {"any_of": list(group.any_of)}
                       for group in self.all_of],
            "apprentices_welcome": self.apprentices_welcome,
            "in_progress_months": self.in_progress_months,
            "equivalents_considered": self.equivalents_considered,
            "preferred": list(self.preferred),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Requirement":
        """What `as_json` wrote; nothing at all is the empty requirement."""
        data = data or {}
        return cls(
            tuple(Group(tuple(group.get("any_of", ())), bool(group.get("any_credential")))
                  for group in data.get("all_of", ())),
            apprentices_welcome=bool(data.get("apprentices_welcome")),
            in_progress_months=data.get("in_progress_months"),
            equivalents_considered=bool(data.get("equivalents_considered")),
            preferred=tuple(data.get("preferred", ())))

    def sentence(self) -> str:
        """The expression in plain English: "RHIT, and either CCS or CIC. RHIA preferred." """
        return " ".join(filter(None, (
            self._asked(), self._apprentices(), self._in_progress(),
            f"{_listed(self.preferred, 'or')} preferred." if self.preferred else "")))

    def _asked(self) -> str:
        if not self.all_of:
            return "No credential required."
        if len(self.all_of) == 1:
            text = str(self.all_of[0])
            ending = ", or an equivalent." if self.equivalents_considered else "."
        else:
            first, *others = [_chosen(group) for group in self.all_of]
            text = ", and ".join([first, *others])
            ending = ". Equivalent credentials are considered." if self.equivalents_considered else "."
        return text[0].upper() + text[1:] + ending

    def _apprentices(self) -> str:
        if not self.apprentices_welcome:
            return ""
        codes = tuple(dict.fromkeys(one for code in self.codes for one in _apprentices_of(code)))
        return f"Apprentices ({_listed(codes, 'or')}) are welcome." if codes else "Apprentices are welcome."

    def _in_progress(self) -> str:
        if self.in_progress_months is None:
            return ""
        months = f"{self.in_progress_months} month{'' if self.in_progress_months == 1 else 's'}"
        return f"In progress counts, if earned within {months}."


class Status(StrEnum):
    """How a person stands to one item."""

    MET = "met"
    IN_PROGRESS = "in_progress"  # on the way, and soon enough for this employer
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Item:
    """One group of a requirement (or one preferred credential) held against what a person has."""

    group: Group
    status: Status
    by: str | None = None  # the code that meets it, or is in progress
    expected_on: date | None = None  # when a credential in progress is to be earned, in time or not

    @property
    def is_met(self) -> bool:
        return self.status is not Status.MISSING

    @property
    def text(self) -> str:
        """What is asked, and how it is met: "CCS or CIC: met by CCS"."""
        asked = str(self.group)[0].upper() + str(self.group)[1:]
        if self.status is Status.MET:
            return f"{asked}: met" if asked == self.by else f"{asked}: met by {self.by}"
        if self.by is None or self.expected_on is None:
            return f"{asked}: missing"
        when = f"{self.by} expected in {self.expected_on:%B %Y}"
        return f"{asked}: {when}" if self.is_met else f"{asked}: missing; {when}, later than asked"


@dataclass(frozen=True, slots=True)
class Match:
    """How a person stands to a requirement, item by item."""

    items: tuple[Item, ...]
    preferred: tuple[Item, ...]
    distance: int  # how many more credentials would be enough; 0 if it is met
    equivalents_considered: bool

    @property
    def is_met(self) -> bool:
        return all(item.is_met for item in self.items)

    @property
    def preferred_met(self) -> int:
        return sum(item.is_met for item in self.preferred)


def match(requirement: Requirement, held: Iterable[str], in_progress: Mapping[str, date] | None = None, *,
          on: date | None = None) -> Match:
    """Hold a requirement against the codes that a person holds today.

    Args:
        held: codes of the catalogue, earned and not expired.
        in_progress: codes on the way, with the day each is expected.
        on: the day that "within N months" counts from; today by default.
    """
    codes = sorted(set(held))
    coming = dict(in_progress or {})
    day = on or today()
    items = tuple(_item(group, requirement, codes, coming, day) for group in requirement.all_of)
    # Apprentices are welcome to the job, yet a preference for a CPC means a CPC.
    strict = replace(requirement, apprentices_welcome=False, in_progress_months=None)
    preferred = tuple(_item(Group((code,)), strict, codes, {}, day) for code in requirement.preferred)
    missing = [item.group for item in items if not item.is_met]
    return Match(items, preferred, _fewest(missing, apprentices=requirement.apprentices_welcome),
                 requirement.equivalents_considered)


def _item(group: Group, requirement: Requirement, codes: list[str], coming: Mapping[str, date],
          day: date) -> Item:
    fits = [code for code in codes if group.accepts(code, apprentices=requirement.apprentices_welcome)]
    if fits:
        named = [code for code in group.any_of if code in fits]
        return Item(group, Status.MET, (named or fits)[0])
    on_the_way = sorted((expected, code) for code, expected in coming.items()
                        if group.accepts(code, apprentices=requirement.apprentices_welcome))
    if not on_the_way:
        return Item(group, Status.MISSING)
    expected, code = on_the_way[0]
    months = requirement.in_progress_months
    in_time = months is not None and expected <= _months_later(day, months)
    return Item(group, Status.IN_PROGRESS if in_time else Status.MISSING, code, expected)


def _fewest(groups: list[Group], *, apprentices: bool) -> int:
    """The size of the smallest set of credentials that meets all of these groups."""
    if not groups:
        return 0
    accepted = [frozenset(code for code in catalogue() if group.accepts(code, apprentices=apprentices))
                for group in groups]
    if frozenset.intersection(*accepted):
        return 1
    narrow = min(accepted, key=len)
    return 1 + min((_fewest([group for group, codes in zip(groups, accepted, strict=True) if code not in codes],
                            apprentices=apprentices) for code in narrow), default=len(groups) - 1)


def _apprentices_of(code: str) -> tuple[str, ...]:
    """The apprentice credentials on the way to this one: CPC-A for CPC."""
    return tuple(one for one in satisfies(code) - {code} if one in catalogue() and catalogue()[one].is_apprentice)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _chosen(group: Group) -> str:
    if len(group.any_of) < 2:
        return str(group)
    return f"{'either' if len(group.any_of) == 2 else 'one of'} {group}"


def _listed(words: Iterable[str], last: str) -> str:
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""
