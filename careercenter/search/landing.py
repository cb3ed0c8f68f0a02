"""Pages for what many look for: a search with an address, words and figures of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask import url_for

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES
from careercenter.search import finding
from careercenter.search.facets import MODES, STATES_OPEN
from careercenter.search.panel import Panel
from careercenter.search.query import NOTHING, Query
from careercenter.terms import SPECIALTIES, WorkMode

THIN = 3
"""With fewer jobs, search engines are asked not to show the page."""


@dataclass(frozen=True, slots=True)
class Landing:
    """One such page."""

    kind: str  # "credential", "state", "remote", "specialty"
    key: str  # as the address has it
    title: str
    text: str
    query: Query

    @property
    def url(self) -> str:
        """Its address on this site."""
        if self.kind == "remote":
            return url_for("search.remote")
        return url_for("search.landing", kind=self.kind, key=self.key)


def find_landing(kind: str, key: str) -> Landing | None:
    """The page of this address; None if there is no such thing."""
    return _every().get((kind, key))


def landing_of(query: Query) -> Landing | None:
    """The page that shows just what a search finds; None if none does."""
    return next((one for one in _every().values() if one.query == query), None)


def list_landings(kind: str) -> list[Landing]:
    """All pages of one kind."""
    return [one for (what, _), one in _every().items() if what == kind]


def list_worth_finding() -> list[Landing]:
    """The pages that search engines may show, as enough jobs stand on them: one search counts for all of them."""
    counts = finding.search(NOTHING, size=1).counts
    return [one for one in _every().values() if _jobs_of(one, counts) >= THIN]


def _jobs_of(page: Landing, counts: Mapping[str, Mapping[str, int]]) -> int:
    facet, chosen = {
        "credential": ("credentials", page.query.credentials), "specialty": ("specialties", page.query.specialties),
        "state": (STATES_OPEN, (page.query.state,)), "remote": (MODES, page.query.modes)}[page.kind]
    return counts[facet].get(str(chosen[0]), 0)


def figures(panel: Panel) -> list[tuple[str, str]]:
    """What the jobs found have in common: a figure, and what it is of."""
    found = [(f"{panel.total:,}", "job" if panel.total == 1 else "jobs")]
    remote = next(choice.jobs for choice in panel.modes if choice.name == "remote")
    if panel.total:
        found.append((f"{round(100 * remote / panel.total)} %", "can be done remotely"))
        found.append((f"{round(100 * panel.pay_stated.jobs / panel.total)} %", "state their pay"))
    if panel.middle_wage:
        found.append((panel.middle_wage.label, "is what the middle one of them pays up to"))
    return found


def _every() -> dict[tuple[str, str], Landing]:
    if not _kept:
        _kept.update({(one.kind, one.key): one for one in (
            *_credentials(), *_states(), *_specialties(),
            Landing("remote", "", "Remote medical coding jobs",
                    "Each names the states in which you may live. Choose yours, and those closed to you are left out.",
                    replace(NOTHING, modes=(WorkMode.REMOTE,))))})
    return _kept


_kept: dict[tuple[str, str], Landing] = {}


def _credentials() -> Iterator[Landing]:
    for code, credential in catalogue().items():
        yield Landing(
            "credential", code.lower(), f"Jobs for a {code}",
            f"{code} is the {credential.name} of {credential.issuer}. These are the jobs for which it is enough, "
            "alone: what it implies is counted in, and jobs that ask for more are left out.",
            replace(NOTHING, credentials=(code,)))


def _states() -> Iterator[Landing]:
    for code, name in STATES.items():
        yield Landing(
            "state", code.lower(), f"Medical coding jobs open to {name}",
            f"On site and hybrid jobs in {name}, and the remote ones whose employers take coders who live there.",
            replace(NOTHING, state=code))


def _specialties() -> Iterator[Landing]:
    for name in SPECIALTIES:
        yield Landing(
            "specialty", slug_of(name), f"{name} coding jobs",
            f"Jobs whose employers name {name.lower()} as a specialty.",
            replace(NOTHING, specialties=(name,)))


def slug_of(name: str) -> str:
    """`ob-gyn` for `OB/GYN`."""
    return "-".join("".join(one if one.isalnum() else " " for one in name.lower()).split())
