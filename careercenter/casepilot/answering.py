"""CasePilot's door: a question, and its answer with a source for every sentence."""

from collections.abc import Iterator, Sequence

from careercenter.casepilot.answers import Answer, Piece, Sentence, Why
from careercenter.casepilot.citing import cite_code, show, title_of
from careercenter.codes import queries
from careercenter.codes.lookup import finding
from careercenter.codes.queries import Place


def answer(question: str, *, about: Place | None = None, earlier: Sequence[str] = ()) -> Answer:
    """The answer to a question. Changes nothing, and raises for no question.

    `about` is the code on whose page it is asked; `earlier` are the questions before it, the oldest first, for
    “and with sequela?”.
    """
    *_, whole = stream(question, about=about, earlier=earlier)
    if not isinstance(whole, Answer):
        raise TypeError("A stream ends with its answer.")
    return whole


def stream(question: str, *, about: Place | None = None, earlier: Sequence[str] = ()) -> Iterator[Piece]:
    """As `answer`, each sentence when it stands; the last piece is the whole answer, which holds if it differs."""
    places = _named(question) or ([about] if about else [])
    if not places:
        yield Answer(question, declined=Why.NOT_UNDERSTOOD, refusal="Name a code, or say what it should describe.")
        return
    sentences = tuple(Sentence(f"{place.code.code}: {title_of(place)}.", (cite_code(place),)) for place in places)
    yield from sentences
    yield Answer(question, sentences, tuple(show(place) for place in places), confidence=0.5)


def _named(question: str) -> list[Place]:
    found = finding.search(question)
    if not found.by_number:
        return []
    places = (queries.find_place(hit.system, hit.code) for hit in found.hits[:3])
    return [place for place in places if place and title_of(place)]
