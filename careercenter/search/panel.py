"""The filters as a page shows them: every choice with its name, its state, and what choosing it finds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from careercenter.places import STATES
from careercenter.search import addresses
from careercenter.search.addresses import MANY, url_of, urls_of_each
from careercenter.search.documents import BAND, HIGHEST_BAND, LOWEST_BAND
from careercenter.search.facets import BANDS, DAYS, MILES, MODES, STATES_OPEN, WAGES, YEARS
from careercenter.search.finding import Results
from careercenter.search.labels import EXPERIENCE, POSTED
from careercenter.search.query import BY_PIECE, Query
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting

MOST_SHOWN = 14
"""Of an open list: those with the most jobs."""

SHADES = 4
HIGHEST, LOWEST = 60.0, 1.5
"""Of a bar, in the units of its picture."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick, an entry of a list, a link."""

    name: str  # of the field in the address
    value: str
    label: str
    is_on: bool
    jobs: int  # how many are found once it is chosen; of a chosen one, how many it has itself
    added: int | None = None  # how many more are found once it is chosen, where others of its field are

    @property
    def count(self) -> str:
        """`12`, or `+12` where it adds to what is found."""
        return f"{self.jobs:,}" if self.added is None else f"+{self.added:,}"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its choices."""

    legend: str
    choices: list[Choice]

    @property
    def chosen(self) -> int:
        return sum(choice.is_on for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Tile:
    """A state on the map."""

    code: str
    name: str
    jobs: int
    shade: int  # 0 (none) to SHADES (the most)
    url: str
    is_chosen: bool

    @property
    def count(self) -> str:
        """`950`, `1.2k`, `12k`."""
        if self.jobs < 1_000:
            return str(self.jobs)
        return f"{self.jobs / 1_000:.{int(self.jobs < 10_000)}f}k".replace(".0", "")

    @property
    def says(self) -> str:
        """`Texas: 1,234 jobs`."""
        return f"{self.name}: {self.jobs:,} job{'' if self.jobs == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Bar:
    """Jobs whose pay, made comparable, lies between two wages."""

    place: int  # from 0, in order
    low: int  # US dollars an hour
    jobs: int
    height: float  # of the highest, HIGHEST

    @property
    def label(self) -> str:
        """`$28 to $30 an hour`, in words for the ends."""
        if self.low == LOWEST_BAND:
            return f"under ${LOWEST_BAND + BAND} an hour"
        if self.low == HIGHEST_BAND:
            return f"${self.low} or more an hour"
        return f"${self.low} to ${self.low + BAND} an hour"


class Panel:
    """All choices beside one search."""

    def __init__(self, query: Query, results: Results) -> None:
        self.query, self.counts, self.total = query, results.counts, results.page.total

    @property
    def modes(self) -> list[Choice]:
        names = {mode: name for name, mode in addresses.MODES.items()}
        return [self._choice(MODES, names[mode], "1", mode.label, str(mode), mode in self.query.modes,
                             bool(self.query.modes)) for mode in names]

    @property
    def credentials(self) -> list[Choice]:
        """Those that most jobs can be had with, and those held."""
        held = self.query.credentials
        found = [self._choice("credentials", "credential", code, code, code, code in held, bool(held))
                 for code in self.counts["credentials"]]
        return _most(found, 8)

    @property
    def one_away(self) -> Choice | None:
        if not self.query.credentials:
            return None
        return self._single("one_away", "one_away", "Or one credential away", self.query.one_away)

    @property
    def starting(self) -> list[Choice]:
        return [self._single("apprentices", "apprentices", "Apprentices welcome", self.query.apprentices)]

    @property
    def experience(self) -> list[Choice]:
        return [Choice("experience", str(years), EXPERIENCE[years], self.query.experience == years,
                       self.counts["experience"][str(years)]) for years in YEARS]

    @property
    def posted(self) -> list[Choice]:
        return [Choice("posted", str(days), f"In {POSTED[days]}", self.query.posted_within == days,
                       self.counts["posted_within"][str(days)]) for days in DAYS]

    @property
    def pay_stated(self) -> Choice:
        return self._single("pay_stated", "pay_stated", "Pay is stated", self.query.pay_stated)

    @property
    def wages(self) -> list[tuple[Choice, str]]:
        """Wages to ask for with a click, each with its address."""
        hourly = replace(self.query, pay=100, pay_per=PayUnit.HOUR)
        urls = urls_of_each(hourly, "pay", map(str, WAGES))
        return [(Choice("pay", wage, f"${wage}+", False, self.counts["pay"][wage]), url) for wage, url in urls.items()]

    @property
    def miles(self) -> list[int]:
        return list(MILES)

    @property
    def groups(self) -> Iterator[Group]:
        """The fields with many values."""
        yield self._group("Setting", "settings", Setting)
        yield self._group("Kind of work", "roles", RoleFamily)
        yield self._group("Employment type", "types", EmploymentType)
        yield self._group("Specialty", "specialties")
        kinds = self._group("Employer", "kinds", EmployerKind)
        direct = self._single("direct", "direct", "Direct employers only", self.query.direct)
        yield Group(kinds.legend, [direct, *kinds.choices])
        yield self._group("Credential asked for by name", "mentions")
        yield self._group("Encoder", "encoders")
        yield self._group("EHR", "ehrs")

    @property
    def tiles(self) -> list[Tile]:
        """The states, by how many of the jobs one can do living there."""
        jobs = self.counts[STATES_OPEN]
        most = max(jobs.values(), default=0)
        least = min((found for found in jobs.values() if found), default=0)
        urls = urls_of_each(replace(self.query, state="TX"), "state", STATES)
        urls[self.query.state] = url_of(self.query.without("state"))
        return [Tile(code, name, jobs[code], _shade(jobs[code], least, most), urls[code], code == self.query.state)
                for code, name in STATES.items() if code not in _TERRITORIES or jobs[code]]

    @cached_property
    def bars(self) -> list[Bar]:
        """Where the pay of the jobs found lies; nothing if none can be compared."""
        jobs = {int(band): found for band, found in self.counts[BANDS].items()}
        most = max(jobs.values(), default=0)
        return [Bar(place, low, found, max(HIGHEST * found / most, LOWEST) if found else 0)
                for place, (low, found) in enumerate(sorted(jobs.items()))] if most else []

    @property
    def middle_wage(self) -> Bar | None:
        """The band in which the middle one of the comparable jobs lies."""
        bars, seen = self.bars, 0
        whole = sum(bar.jobs for bar in bars)
        for bar in bars:
            seen += bar.jobs
            if seen * 2 >= whole:
                return bar
        return None

    @property
    def besides(self) -> list[tuple[int, str, str]]:
        """What a demand for pay leaves out: jobs, in words, and where they are."""
        if not self.query.pay or self.query.pay_per in BY_PIECE:
            return []
        without = self.query.without("pay")
        found = [(self.counts["apart"][unit], f"paid by the {said}", url_of(replace(without, pay_per=unit)))
                 for unit, said in ((PayUnit.CHART, "chart"), (PayUnit.RVU, "RVU"))]
        found.append((self.counts["unstated"]["1"], "without stated pay", url_of(without)))
        return [row for row in found if row[0]]

    def _group(self, legend: str, field: str, terms: Iterable[Any] = ()) -> Group:
        chosen = [str(one) for one in getattr(self.query, field)]
        labels: Mapping[str, str] = {str(term): term.label for term in terms}
        choices = [self._choice(field, MANY[field], value, labels.get(value, value), value, value in chosen,
                                bool(chosen)) for value in self.counts[field]]
        return Group(legend, choices if labels else _most(choices, MOST_SHOWN))

    def _choice(self, facet: str, name: str, value: str, label: str, key: str, is_on: bool, adds: bool) -> Choice:
        jobs = self.counts[facet][key]
        return Choice(name, value, label, is_on, jobs, jobs - self.total if adds and not is_on else None)

    def _single(self, facet: str, name: str, label: str, is_on: bool) -> Choice:
        return Choice(name, "1", label, is_on, self.counts[facet]["1"])


def _most(choices: list[Choice], most: int) -> list[Choice]:
    """Those chosen, and those that find the most, in the order of what they find."""
    worth = sorted((one for one in choices if one.is_on or (one.jobs and one.added != 0)),
                   key=lambda one: (not one.is_on, -one.jobs, one.label))
    return worth[:max(most, sum(one.is_on for one in worth))]


def _shade(jobs: int, least: int, most: int) -> int:
    """0 for none; else by where it lies between the fewest and the most."""
    if not jobs:
        return 0
    return SHADES if most == least else 1 + round((SHADES - 1) * (jobs - least) / (most - least))


_TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
