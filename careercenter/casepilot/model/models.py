"""What each call of a model cost."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.terms.vocabulary import Term


class Outcome(Term):
    """How a call ended."""

    ANSWERED = "answered", "Answered"
    TIMED_OUT = "timed_out", "Not in time"
    FAILED = "failed", "Failed"
    UNSUPPORTED = "unsupported", "Said nothing that its sources support"
    STOPPED = "stopped", "Stopped by the reader"


class ModelCall(Model):
    """One call, with what it used. It says neither who asked nor what."""

    __tablename__ = "model_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    called_at: Mapped[datetime] = mapped_column(default=now, index=True)
    name: Mapped[str]  # of the model
    outcome: Mapped[Outcome]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    is_estimated: Mapped[bool]  # the endpoint didn't say; a token is taken for four characters
    cost: Mapped[int]  # millionths of a US dollar
    milliseconds: Mapped[int]
    kept: Mapped[int]  # sentences that their sources support
    dropped: Mapped[int]
