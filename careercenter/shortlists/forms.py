"""What a person writes down about a job."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import g
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from careercenter.core import now
from careercenter.shortlists.models import ElsewhereStage, PostingMark
from careercenter.web.filters import DEFAULT_ZONE

LONGEST_NOTE = 4000


class NotesForm(FlaskForm):
    """A note, and how far an application elsewhere has come."""

    note = TextAreaField("Note to yourself", [Optional(), Length(max=LONGEST_NOTE)], render_kw={"rows": 5},
                         description="It is for you alone: no employer sees it.")
    stage = SelectField("Where do you stand?", choices=[("", "I haven’t applied elsewhere"), *ElsewhereStage.choices()])
    applied_on = DateField("Applied on", [Optional()], description="Leave it empty for today.")

    @staticmethod
    def of(mark: PostingMark | None, *, stage: str | None = None) -> "NotesForm":
        """The form with what is kept; `stage` is chosen where none is kept yet."""
        return NotesForm(
            note=mark.note if mark else "", applied_on=mark.applied_on if mark else None,
            stage=mark.stage.value if mark and mark.stage else stage or "")

    @property
    def chosen_stage(self) -> ElsewhereStage | None:
        return ElsewhereStage(self.stage.data) if self.stage.data else None

    @property
    def day(self) -> date:
        """The day that she applied."""
        return self.applied_on.data or _today_there()

    def validate_applied_on(self, field: DateField) -> None:
        if field.data and field.data > _today_there():
            raise ValidationError("This day is still to come. Write the day on which you applied.")


def _today_there() -> date:
    """Today's date where the reader is."""
    local: datetime = now().astimezone(ZoneInfo(g.get("zone", DEFAULT_ZONE)))
    return local.date()
