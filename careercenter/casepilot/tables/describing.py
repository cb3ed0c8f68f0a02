"""What a code is, whether it may be reported, how two differ, and what it was before."""

from collections.abc import Iterator, Mapping, Sequence

from careercenter.casepilot.answers import Citation, Sentence
from careercenter.casepilot.asking.questions import Question
from careercenter.casepilot.citing import cite_code, cite_release, cite_words, page_of, title_of
from careercenter.codes import queries
from careercenter.codes.editorial.models import PlainWords
from careercenter.codes.editorial.queries import list_published
from careercenter.codes.models import Change, CodeKind, CodeSystem, NoteKind, Standing
from careercenter.codes.numbers import find_place, find_range
from careercenter.codes.queries import Place
from careercenter.codes.sections import Section
from careercenter.codes.tools.comparing import compare

MOST_CHILDREN = 8
MOST_TERMS = 6


def define(question: Question) -> Iterator[Sentence]:
    """What each code says, in its release's words and in ours."""
    words = list_published(place.code.id for place in question.places)
    for place in question.places:
        yield name(place)
        yield from _in_our_words(place, words)
        terms = [note.text for note in place.version.read_notes() if note.kind is NoteKind.INCLUSION_TERM]
        if terms:
            listed = "; ".join(terms[:MOST_TERMS]) + ("; and others" if len(terms) > MOST_TERMS else "")
            yield Sentence(f"It is also what to report for: {listed}.", (Citation(
                place.version.release.title, f"Also known as at {place.code.code}", cite_code(place).dated,
                page_of(place.code, Section.TREE), "; ".join(terms[:MOST_TERMS])),))
        if place.version.standing is not Standing.IN_FORCE or not place.version.is_billable:
            yield from _reportable(place)


def _in_our_words(place: Place, words: Mapping[int, PlainWords]) -> Iterator[Sentence]:
    if ours := words.get(place.code.id):
        yield Sentence(f"In everyday words: {' '.join(ours.description.split())}", (cite_words(place, ours),))


def name(place: Place) -> Sentence:
    """A code with its title; a CPT code without a licensed one by the range in which it stands."""
    code, title = place.code, title_of(place)
    if title:
        what = {CodeSystem.MODIFIER: "Modifier ", CodeSystem.POS: "Place of service "}.get(code.system, "")
        named = title if code.system is not CodeSystem.POS or not place.version.short else (
            f"{place.version.short}: {title}")
        return Sentence(f"{what}{code.code} is “{named}”.", (cite_code(place),))
    path = queries.list_path(code)
    if not path:
        return Sentence(f"{code.code} is a code of {code.system.label}.", (cite_code(place),))
    around = path[-1]
    return Sentence(f"{code.code} is a {code.system.label} code in the range {around.code.code}, “{title_of(around)}”.",
                    (cite_code(around), cite_code(place)))


def stand_in_range(numbers: Sequence[str]) -> Iterator[Sentence]:
    """Of CPT numbers that aren't in the list loaded here, the range in which each would stand, and our words."""
    for number in numbers:
        around = find_range(number)
        if around:
            yield Sentence(f"{number} lies in the CPT range {around.code.code}, “{title_of(around)}”.", (Citation(
                around.version.release.title, f"{number}: in {around.code.code}", cite_code(around).dated,
                page_of(around.code), title_of(around)),))
        if place := find_place(CodeSystem.CPT, number):
            yield from _in_our_words(place, list_published([place.code.id]))


def tell_billable(question: Question) -> Iterator[Sentence]:
    """Whether each code may be reported as it stands, and what to report instead."""
    for place in question.places:
        yield from _reportable(place, asked=True)


def _reportable(place: Place, *, asked: bool = False) -> Iterator[Sentence]:
    code, version = place
    source, named = cite_code(place), f"“{title_of(place)}”"
    if version.standing is Standing.DELETED:
        last = f" Its last day was {version.valid_to:%B %-d, %Y}." if version.valid_to else ""
        yield Sentence(f"{code.code} was deleted and can’t be reported.{last}", (source,))
    elif version.standing is Standing.NOT_YET:
        yield Sentence(f"{code.code} isn’t in force before {version.valid_from:%B %-d, %Y}.", (source,))
    elif code.kind is not CodeKind.CODE:
        yield Sentence(f"{code.code} is a heading, no code.", (source,))
    elif version.is_billable:
        complete = " It is complete: nothing stands below it." if code.system is CodeSystem.ICD10CM else ""
        called = f"{code.code} ({named})" if title_of(place) else code.code
        yield Sentence(f"{'Yes: ' if asked else ''}{called} is valid and may be reported.{complete}", (source,))
        return
    else:
        yield Sentence(f"{'No: ' if asked else ''}{code.code} ({named}) isn’t billable; it needs more characters.",
                       (source,))
    successors = queries.list_successors(place)
    if successors:
        yield children(successors, "Report one of these instead" if version.standing is Standing.DELETED
                       else "Choose among the codes below it")


def children(places: Sequence[Place], lead: str) -> Sentence:
    """Some codes in one sentence, each with its source."""
    shown = places[:MOST_CHILDREN]
    listed = "; ".join(f"{place.code.code} {title_of(place)}" for place in shown)
    more = f"; and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
    return Sentence(f"{lead}: {listed}{more}.", tuple(cite_code(place) for place in shown))


def differ(question: Question) -> Iterator[Sentence]:
    """Each pair's titles, what each says that the other doesn't, and what both stand under."""
    for place in question.places:
        yield name(place)
    words = list_published(place.code.id for place in question.places)
    for place in question.places:
        if place.code.id in words:
            ours = words[place.code.id]
            yield Sentence(f"{place.code.code} in everyday words: {' '.join(ours.description.split())}",
                           (cite_words(place, ours),))
    first = question.places[0]
    for other in question.places[1:]:
        if first.code.system is not other.code.system:
            continue
        compared = compare(first, other)
        sources = (cite_code(first), cite_code(other))
        if first.code.system not in (CodeSystem.ICD10CM, CodeSystem.HCPCS):
            continue  # our own words aren't written to be laid beside each other
        told = [f"{side.place.code.code} alone says “{said}”" for side in compared.sides
                if (said := " ".join(piece.text for piece in side.title if piece.differs))]
        if told:
            yield Sentence("; ".join(told) + ".", sources)
        if compared.shared:
            nearest = compared.shared[-1]
            yield Sentence(f"Both stand under {nearest.code.code}, “{title_of(nearest)}”.", (cite_code(nearest),))


def tell_history(question: Question) -> Iterator[Sentence]:
    """What each release said of a code, as far as ours go back."""
    for place in question.places:
        history = queries.list_history(place.code)
        for version in history:
            title = version.long or version.short
            said = {Change.ADDED: "is in", Change.CHANGED: "was changed by", Change.REMOVED: "was removed by"}
            yield Sentence(
                f"{place.code.code} {said[version.change]} {version.release.title}"
                + (f": “{title}”" if title and version.change is not Change.REMOVED else "") + ".",
                (cite_release(version.release, place.code.code, page_of(place.code), title),))
        if any(version.valid_from for version in history):
            began = min(version.valid_from for version in history if version.valid_from)
            yield Sentence(f"It holds from {began:%B %-d, %Y}.", (cite_code(place),))
        yield from _reportable(place)


