"""What the model costs: a row for each call, and their sum."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select

from careercenter.casepilot.model.endpoint import Usage
from careercenter.casepilot.model.models import ModelCall, Outcome
from careercenter.config import settings
from careercenter.core import aside, db, now


class Spent(NamedTuple):
    """The calls of a time together."""

    outcome: Outcome
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: int  # millionths of a US dollar


def price(usage: Usage, *, input_price: int, output_price: int) -> int:
    """What tokens cost in millionths of a US dollar, rounded up; prices are US cents for a million tokens."""
    return -(-(usage.prompt * input_price + usage.completion * output_price) // 100)


def note(name: str, outcome: Outcome, usage: Usage, *, milliseconds: int, kept: int, dropped: int) -> None:
    """Write down a call. What the caller has read stays as it was read."""
    with aside() as connection:
        connection.execute(insert(ModelCall).values(
            called_at=now(), name=name, outcome=outcome, prompt_tokens=usage.prompt,
            completion_tokens=usage.completion, is_estimated=usage.is_estimated,
            cost=price(usage, input_price=settings.model_input_price, output_price=settings.model_output_price),
            milliseconds=milliseconds, kept=kept, dropped=dropped))


def sum_up(*, since: datetime) -> list[Spent]:
    """What calls since an instant took, by how they ended."""
    rows = db.session.execute(
        select(ModelCall.outcome, func.count(), func.sum(ModelCall.prompt_tokens),
               func.sum(ModelCall.completion_tokens), func.sum(ModelCall.cost))
        .where(ModelCall.called_at >= since).group_by(ModelCall.outcome).order_by(ModelCall.outcome))
    return [Spent(*row) for row in rows]
