"""What somebody looks for, as a value: every field narrows it, an empty one doesn't.

Values within a field are alternatives, except `credentials`: those that she holds together.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

from careercenter.places import Place, find_place
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, Term, WorkMode

BY_PIECE = frozenset({PayUnit.CHART, PayUnit.RVU})
"""Pay that depends on how fast one is."""


class Sort(Term):
    """In which order the jobs come. Featured ones come first among equals, then the newest."""

    RELEVANCE = "relevance", "Best match"
    DATE = "date", "Newest"
    PAY = "pay", "Highest pay"
    DISTANCE = "distance", "Nearest"


@dataclass(frozen=True, slots=True)
class Query:
    """A search. Two that are equal find the same jobs."""

    words: str = ""  # each must be said by the job
    credentials: tuple[str, ...] = ()  # codes held today
    one_away: bool = False  # jobs too for which one credential more would be enough
    mentions: tuple[str, ...] = ()  # codes that the job asks for or prefers by name
    apprentices: bool = False
    modes: tuple[WorkMode, ...] = ()
    state: str = ""  # USPS: where she lives
    near: str = ""  # a ZIP code, or a city as "Houston, TX"
    miles: int = 25  # around `near`
    settings: tuple[Setting, ...] = ()
    specialties: tuple[str, ...] = ()
    roles: tuple[RoleFamily, ...] = ()
    types: tuple[EmploymentType, ...] = ()
    pay: int | None = None  # US cents for one pay_per, which the job's range reaches
    pay_per: PayUnit | None = None  # hour or year; alone, a unit of BY_PIECE: jobs that pay so
    pay_stated: bool = False
    experience: int | None = None  # years: jobs that ask for no more; 0: that ask for none
    encoders: tuple[str, ...] = ()
    ehrs: tuple[str, ...] = ()
    kinds: tuple[EmployerKind, ...] = ()
    direct: bool = False  # one codes for whom one works for
    employer: int | None = None  # id
    posted_within: int | None = None  # days
    sort: Sort = Sort.RELEVANCE

    @property
    def active(self) -> list[str]:
        """The names of the fields that narrow it. Those that say more about another field don't count."""
        said = [field.name for field in fields(self) if getattr(self, field.name) != getattr(NOTHING, field.name)]
        return [name for name in said if name not in _BESIDES or (name == "pay_per" and self.pay is None)]

    @property
    def place(self) -> Place | None:
        """Where `near` is; None if nobody knows such a place."""
        return find_place(self.near) if self.near else None

    def without(self, name: str, value: Any = None) -> "Query":
        """The same with one field, or one of its values, left open."""
        if value is not None:
            return replace(self, **{name: tuple(one for one in getattr(self, name) if one != value)})
        return replace(self, **{one: getattr(NOTHING, one) for one in _together(name)})

    def only(self, name: str) -> "Query":
        """One field of it, the others left open."""
        return replace(NOTHING, **{one: getattr(self, one) for one in _together(name)})

    def adding(self, name: str, value: Any) -> "Query":
        """The same with one more value in a field that takes several."""
        return replace(self, **{name: (*getattr(self, name), value)})


NOTHING = Query()
"""The search that finds every live job."""

_BESIDES = frozenset({"sort", "miles", "one_away", "pay_per"})
_GROUPS = (("pay", "pay_per"), ("near", "miles"), ("credentials", "one_away"))


def _together(name: str) -> tuple[str, ...]:
    return next((group for group in _GROUPS if name in group), (name,))
