"""Which code says what somebody describes: the look-up's best, and what would be nearer."""

from collections.abc import Iterator
from dataclasses import dataclass

from careercenter.casepilot.answers import Sentence
from careercenter.casepilot.citing import cite_code, title_of
from careercenter.casepilot.tables.describing import children
from careercenter.codes import queries
from careercenter.codes.lookup import finding
from careercenter.codes.lookup.finding import Hit
from careercenter.codes.models import CodeSystem, Standing
from careercenter.codes.queries import Place

GOOD, FAIR = 0.42, 0.3
"""Scores of the look-up: what answers all that was said; what answers enough of it to be shown with a warning."""
NEARLY = 0.8  # of the best score: as good an answer
MOST = 4

_SAID = {"hcpcs": CodeSystem.HCPCS, "icd": CodeSystem.ICD10CM, "dx": CodeSystem.ICD10CM,
         "diagnosis": CodeSystem.ICD10CM, "cpt": CodeSystem.CPT, "modifier": CodeSystem.MODIFIER}


@dataclass(frozen=True, slots=True)
class Found:
    """Codes that answer a description, the best first."""

    places: tuple[Place, ...]
    score: float  # of the best

    @property
    def is_good(self) -> bool:
        return self.score >= GOOD


def look_up(subject: str, text: str = "") -> Found:
    """The codes that say it; of the system that the question's `text` names, if it names one."""
    wanted = next((system for word, system in _SAID.items() if word in text.lower()), None)
    hits = [hit for hit in finding.search(subject).hits if not hit.is_heading and not hit.is_gone]
    hits = [hit for hit in hits if hit.system is wanted] or ([] if wanted else hits)
    if not hits or hits[0].score < FAIR:
        return Found((), hits[0].score if hits else 0.0)
    return Found(tuple(_places(hits)), hits[0].score)


def _places(hits: list[Hit]) -> Iterator[Place]:
    best = hits[0]
    near = [hit for hit in hits if hit.score >= NEARLY * best.score and hit.system is best.system][:MOST]
    by_key = queries.list_by_keys(best.system, [hit.key for hit in near])
    for hit in near:
        place = by_key.get(hit.key) or next((one for one in by_key.values() if one.code.code == hit.code), None)
        if place and place.version.standing is Standing.IN_FORCE:
            yield place


def tell_found(found: Found) -> Iterator[Sentence]:
    """The best code with what is below it, then others that say as much."""
    best, *others = found.places
    title = title_of(best)
    if not title:
        yield Sentence(f"{best.code.code} is the nearest number.", (cite_code(best),))
    elif best.version.is_billable:
        yield Sentence(f"{best.code.code} is “{title}”.", (cite_code(best),))
    else:
        yield Sentence(f"{best.code.code} is “{title}”, but it isn’t billable: the record must say more.",
                       (cite_code(best),))
        below = [one for one in queries.list_children(best.code) if one.version.standing is Standing.IN_FORCE]
        if below:
            yield children(below, "Choose among the codes below it")
    told = [place for place in others if title_of(place)]
    if told:
        yield children(told, "Near it, if the record says so")
