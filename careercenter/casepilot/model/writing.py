"""An answer in a model's words: passed on sentence by sentence, each held to its sources first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from careercenter.casepilot.answers import Answer, Citation, Engine, Piece, Sentence
from careercenter.casepilot.model import spending
from careercenter.casepilot.model.endpoint import AnswerModel, Unavailable, Usage
from careercenter.casepilot.model.holding import hold, split_written
from careercenter.casepilot.model.models import Outcome
from careercenter.casepilot.model.prompting import messages
from careercenter.casepilot.model.sources import Source, gather

_LATE = "The model didn’t answer in time, so this comes from the tables and the library alone."
_FAILED = "The model can’t be reached, so this comes from the tables and the library alone."
_UNSUPPORTED = (
    "What the model wrote wasn’t borne out by its sources, so this comes from the tables and the library alone.")
_SOME_DROPPED = "Sentences that their sources don’t bear out were left out."


@dataclass
class _Call:
    """One call while it goes on."""

    model: AnswerModel
    begun: float = field(default_factory=monotonic)
    usage: Usage = field(default=Usage(0, 0, is_estimated=True))
    kept: list[Sentence] = field(default_factory=list[Sentence])
    dropped: int = 0
    outcome: Outcome = Outcome.STOPPED  # until it is known: whoever reads it may go away

    def note(self) -> None:
        spending.note(self.model.name, self.outcome, self.usage, kept=len(self.kept), dropped=self.dropped,
                      milliseconds=int((monotonic() - self.begun) * 1000))


def write(question: str, draft: Answer, more: Sequence[Citation], model: AnswerModel) -> Iterator[Piece]:
    """The answer in the model's words from the sources of `draft` and `more`; `draft` itself, saying so, if it fails.

    `question` is sent as it is: what may tell of a patient must be taken out before.
    """
    sources = gather(draft, more)
    call = _Call(model)
    try:
        sent = messages(question, sources)
        call.usage = Usage(sum(len(one["content"]) for one in sent) // 4, 0, is_estimated=True)
        for sentence in _held(model.write(sent), sources, call):
            call.kept.append(sentence)
            yield sentence
        call.outcome = Outcome.ANSWERED if call.kept else Outcome.UNSUPPORTED
    except Unavailable as failure:
        call.outcome = Outcome.TIMED_OUT if failure.is_late else Outcome.FAILED
    finally:
        call.note()
    if call.outcome is Outcome.ANSWERED:
        yield _finished(draft, call)
        return
    notices = {Outcome.TIMED_OUT: _LATE, Outcome.FAILED: _FAILED, Outcome.UNSUPPORTED: _UNSUPPORTED}
    yield from _without(draft, notices[call.outcome])


def _held(pieces: Iterator[str | Usage], sources: Sequence[Source], call: _Call) -> Iterator[Sentence]:
    unfinished = ""
    for piece in pieces:
        if isinstance(piece, Usage):
            call.usage = piece
            continue
        written, unfinished = split_written(unfinished + piece)
        for one in written:
            yield from _one(one, sources, call)
    if unfinished.strip():
        yield from _one(unfinished.strip(), sources, call)


def _one(written: str, sources: Sequence[Source], call: _Call) -> Iterator[Sentence]:
    sentence = hold(written, sources)
    if sentence:
        yield sentence
    else:
        call.dropped += 1


def _finished(draft: Answer, call: _Call) -> Answer:
    share = len(call.kept) / (len(call.kept) + call.dropped)
    notice = " ".join(filter(None, (draft.notice, _SOME_DROPPED if call.dropped else "")))
    return replace(draft, sentences=tuple(call.kept), engine=Engine.MODEL, notice=notice,
                   confidence=round(draft.confidence * share, 2))


def _without(draft: Answer, notice: str) -> Iterator[Piece]:
    yield from draft.sentences
    yield replace(draft, notice=" ".join(filter(None, (draft.notice, notice))))
