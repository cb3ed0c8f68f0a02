"""CasePilot's door: a question, and its answer with a source for every sentence."""

from collections.abc import Iterator, Sequence

from careercenter.casepilot.answers import Answer, Piece, Sentence
from careercenter.casepilot.asking.questions import understand
from careercenter.casepilot.composing import MOST_SENTENCES, Plan, compose
from careercenter.casepilot.model import writing
from careercenter.casepilot.model.endpoint import find_model
from careercenter.casepilot.tables import ruling
from careercenter.codes.queries import Place
from careercenter.deidentification import find, redact


def answer(question: str, *, about: Place | None = None, earlier: Sequence[str] = ()) -> Answer:
    """The answer to a question. It raises for no question.

    `about` is the code on whose page it is asked; `earlier` are the questions before it, the oldest first, for
    “and with sequela?”. If a model is set, the question goes to it without what may tell of a patient.
    """
    *_, whole = stream(question, about=about, earlier=earlier)
    if not isinstance(whole, Answer):
        raise TypeError("A stream ends with its answer.")
    return whole


def stream(question: str, *, about: Place | None = None, earlier: Sequence[str] = ()) -> Iterator[Piece]:
    """As `answer`, each sentence when it stands; the last piece is the whole answer, which holds if it differs."""
    plan = compose(understand(question, about=about, earlier=earlier))
    model = None if plan.refusal else find_model()
    if model is None:
        yield from _from_tables(plan)
        return
    *_, draft = _from_tables(plan)
    if not isinstance(draft, Answer) or draft.declined:
        yield draft
        return
    yield from writing.write(redact(question, find(question)), draft, ruling.list_passages(plan.question), model)


def _from_tables(plan: Plan) -> Iterator[Piece]:
    told: dict[str, Sentence] = {}
    for sentence in plan.sentences:
        if sentence.text not in told:
            told[sentence.text] = sentence
            yield sentence
        if len(told) == MOST_SENTENCES:
            break
    yield plan.finish(list(told.values()))
