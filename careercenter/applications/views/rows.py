"""An application's data as the rows that components take."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from careercenter.applications.lifecycle import Stage
from careercenter.applications.models import StageChange
from careercenter.applications.views.pages import blueprint
from careercenter.web.filters import day

Row = tuple[Any, str, str]


def stage_rows(changes: Iterable[StageChange]) -> list[Row]:
    """What happened, for `timeline`."""
    return [(change.at, "Applied" if change.to_state is Stage.NEW else change.to_state.label, change.message)
            for change in changes]


def answer_rows(answers: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Questions and answers for `facts`."""
    return [(answer["question"], answer["answer"] or "not answered") for answer in answers]


@blueprint.app_template_filter()
def stored_day(value: str) -> str:
    """A date of stored data as `day` writes it."""
    return day(date.fromisoformat(value))


@blueprint.app_context_processor
def offer_rows() -> dict[str, Any]:
    """Give them to templates."""
    return {"stage_rows": stage_rows, "answer_rows": answer_rows}
