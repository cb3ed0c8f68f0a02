"""What a code's page says, as far as it is open to whoever reads it: what is locked isn't read at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from careercenter.codes import crosswalks, guidance, medicare, numbers, procedures, queries
from careercenter.codes.crosswalks import Hcc, Mue, Pair
from careercenter.codes.editions import Edition
from careercenter.codes.editorial.models import PlainWords
from careercenter.codes.editorial.queries import find_published
from careercenter.codes.guidance import Guidance
from careercenter.codes.links import CoverageLink, Equivalence
from careercenter.codes.models import Code, CodeKind, CodeSystem, CodeVersion, Dataset, Note, NoteKind
from careercenter.codes.queries import Held, Listed, Place
from careercenter.codes.sections import OPEN, WITH_DESCRIPTIONS, Section
from careercenter.codes.spelling import normalize
from careercenter.core import NotFound
from careercenter.metering.policies import Level

PROCEDURES = (CodeSystem.CPT, CodeSystem.HCPCS)
SECTIONS = {
    CodeSystem.ICD10CM: (Section.TREE, Section.GUIDELINES, Section.CROSSWALKS, Section.COVERAGE),
    CodeSystem.HCPCS: tuple(Section),
    CodeSystem.CPT: tuple(Section),
    CodeSystem.MODIFIER: (Section.TREE,),
    CodeSystem.POS: (Section.TREE,),
}
"""What can be said of a code of each system."""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes of one kind that stand at one code."""

    kind: NoteKind
    at: Code
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Tree:
    """Where a code stands, and what the tabular list says there."""

    groups: list[NoteGroup]
    seventh_characters: list[Note]
    children: list[Listed]
    siblings: list[Listed]  # without itself
    history: list[CodeVersion]


@dataclass(frozen=True, slots=True)
class RiskCategory:
    """A category of a risk adjustment model that a diagnosis counts for, and the payment years in which it does."""

    model: str
    category: str
    label: str
    years: list[str]


@dataclass(frozen=True, slots=True)
class Crosswalks:
    """What a code counts for, or becomes, elsewhere."""

    hccs: list[RiskCategory]
    counts_below: bool  # it has none itself, and codes below it have some
    equivalences: list[Equivalence]
    related: list[Listed]
    has_hccs: bool  # whether the table is loaded: an empty list means nothing otherwise
    has_equivalences: bool


@dataclass(frozen=True, slots=True)
class Ncci:
    """Medicare's edits of a procedure."""

    pairs: list[Pair]
    mues: list[Mue]
    has_pairs: bool
    has_mues: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What Medicare says of paying for it."""

    facts: list[tuple[str, str]]
    links: list[CoverageLink]
    is_loaded: bool


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code with what is open of it; a part that is None is locked, or isn't said of its system."""

    place: Place
    path: list[Place]
    roughly: str  # what procedures around a CPT number are, in our own words
    successors: list[Listed]  # what is reported instead, if it may not be
    words: PlainWords | None
    is_described: bool
    sections: list[tuple[Section, bool]]  # in order, and whether each is open
    tree: Tree | None = None
    guidance: list[Guidance] = field(default_factory=list[Guidance])
    modifiers: list[Place] = field(default_factory=list[Place])
    crosswalks: Crosswalks | None = None
    ncci: Ncci | None = None
    coverage: Coverage | None = None

    @property
    def name(self) -> str:
        """The code with its short title, which everybody may read."""
        version = self.place.version
        return f"{self.place.code.code} {version.short or version.long}".strip()

    @property
    def title(self) -> str:
        """What stands beside the code: the official description, or only the short one."""
        version = self.place.version
        return (version.long if self.is_described else version.short) or version.short or version.long


def load(edition: Edition, level: Level) -> CodePage:
    """What somebody for whom so much is open reads of a code."""
    is_open = {section: section in OPEN[level] for section in SECTIONS[edition.system]}
    opened = {section for section, it_is in is_open.items() if it_is}
    line = (queries.list_line(edition.code_id) if edition.is_listed
            else numbers.list_line(edition.key))
    if not line:  # a release was rolled back just now
        raise NotFound(f"No release that is in force knows {edition.code}.")
    *path, place = line
    described = level in WITH_DESCRIPTIONS
    tree = _tree(edition, place, path) if Section.TREE in opened else None
    return CodePage(
        place, path, roughly(place), _successors(place, tree),
        find_published(edition.code_id) if described and edition.words_id else None, described, list(is_open.items()),
        tree=tree,
        guidance=guidance.list_guidance(place) if Section.GUIDELINES in opened else [],
        modifiers=crosswalks.list_modifiers(place) if Section.MODIFIERS in opened else [],
        crosswalks=_crosswalks(edition, place) if Section.CROSSWALKS in opened else None,
        ncci=_ncci(edition) if Section.NCCI in opened else None,
        coverage=_coverage(edition, place) if Section.COVERAGE in opened else None)


def roughly(place: Place) -> str:
    """What a procedure of which only the number may be shown is about, in our own words; empty for every other."""
    is_bare = place.code.system is CodeSystem.CPT and not (place.version.long or place.version.short)
    return procedures.words_around(place.code.key) if is_bare else ""


def _successors(place: Place, tree: Tree | None) -> list[Listed]:
    if tree and queries.leads_below(place):
        return tree.children  # read already
    return [Listed.of(other) for other in queries.list_successors(place)]


def _tree(edition: Edition, place: Place, path: Sequence[Place]) -> Tree:
    held = queries.list_notes_along(place, path)
    seventh = [one.note for one in queries.nearest_seventh(held)]
    if not edition.is_listed:
        return Tree(_grouped(held), seventh, [], [], [])
    beside_of = place.version.parent_id if place.code.system is CodeSystem.ICD10CM else None
    family = queries.list_below([place.code.id, *([beside_of] if beside_of else [])])
    children = [one for one in family if one.parent_id == place.code.id]
    siblings = [one for one in family
                if one.parent_id == beside_of and one.kind is CodeKind.CODE and one.code_id != place.code.id]
    is_first = edition.count_standing(place.version.release.dataset) == 1
    history = [place.version] if is_first else queries.list_history(place.code)
    return Tree(_grouped(held), seventh, children, siblings, history)


def _grouped(held: Sequence[Held]) -> list[NoteGroup]:
    told = [one for one in held if one.note.kind is not NoteKind.SEVENTH_CHARACTER]
    return [NoteGroup(kind, notes[0].at, [one.note for one in notes])
            for (kind, _), several in groupby(told, key=lambda one: (one.note.kind, one.at.id))
            if (notes := list(several))]


def _crosswalks(edition: Edition, place: Place) -> Crosswalks:
    key, is_diagnosis = edition.key, edition.system is CodeSystem.ICD10CM
    has_hccs, has_equivalences = edition.has(Dataset.HCC), edition.has(Dataset.GEMS)
    cross = [normalize(one) for one in place.version.attributes.get("cross_references", [])]
    related = [Listed.of(found) for system in PROCEDURES if cross
               for found in queries.list_by_keys(system, cross).values()]
    hccs = _by_category(crosswalks.list_hccs([key]).get(key, [])) if is_diagnosis and has_hccs else []
    is_above = is_diagnosis and has_hccs and not hccs and not place.version.is_billable
    return Crosswalks(
        hccs, is_above and crosswalks.counts_below(key),
        crosswalks.list_equivalences(key) if is_diagnosis and has_equivalences else [], related,
        has_hccs, has_equivalences)


def _by_category(hccs: Sequence[Hcc]) -> list[RiskCategory]:
    years: dict[tuple[str, str, str], list[str]] = {}
    for hcc in hccs:
        years.setdefault((hcc.model, hcc.category, hcc.label), []).append(hcc.payment_year)
    return [RiskCategory(*which, sorted(several)) for which, several in years.items()]


def _ncci(edition: Edition) -> Ncci:
    key, has_pairs, has_mues = edition.key, edition.has(Dataset.NCCI_PTP), edition.has(Dataset.NCCI_MUE)
    return Ncci(crosswalks.list_pairs(key) if has_pairs else [],
                crosswalks.list_mues([key]).get(key, []) if has_mues else [], has_pairs, has_mues)


def _coverage(edition: Edition, place: Place) -> Coverage:
    is_loaded = edition.has(Dataset.COVERAGE)
    return Coverage(medicare.list_facts(place.version.attributes),
                    crosswalks.list_coverage(edition.key) if is_loaded else [], is_loaded)
