"""What candidates and employers type about an application."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from careercenter.applications.lifecycle import Stage
from careercenter.applications.models import MatchLevel
from careercenter.files.contents import LARGEST
from careercenter.postings.models import JobPosting, QuestionKind

LONGEST_NOTE = 4000
LONGEST_ANSWER = 2000
NUMBER = r"-?(([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,6})?|\.[0-9]{1,6})\Z"
"""Numbers as people write them. Kept as typed and never computed with: 1e3000000 would be three million digits."""


class ApplyForm(FlaskForm):
    """An application. The employer's questions are added by `apply_form`."""

    resume = FileField("Resume file", render_kw={"accept": ".pdf,.docx", "data-largest": LARGEST})
    cover_note = TextAreaField("Note to the employer", [Optional(), Length(max=LONGEST_NOTE)], render_kw={"rows": 8},
                               description="What they should know that isn’t in your profile. A few sentences do.")

    keys: tuple[str, ...] = ()

    @property
    def questions(self) -> list[Field]:
        """The fields of the employer's questions, in order."""
        return [self[_name(key)] for key in self.keys]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the questions' keys."""
        return {key: self[_name(key)].data or "" for key in self.keys}


def apply_form(posting: JobPosting) -> ApplyForm:
    """The form of a job, with its questions."""
    fields = {_name(asked["key"]): _field(asked) for asked in posting.screening_questions}
    keys = tuple(asked["key"] for asked in posting.screening_questions)
    return type("ApplyFormOfPosting", (ApplyForm,), {**fields, "keys": keys})()


def _name(key: str) -> str:
    return f"answer_{key}"


def _field(asked: dict[str, Any]) -> Any:
    needed = [InputRequired("The employer needs an answer to this.")] if asked.get("is_required") else [Optional()]
    label, kind = asked["question"], QuestionKind(asked["kind"])
    if kind is QuestionKind.YES_NO:
        return RadioField(label, needed, choices=[("Yes", "Yes"), ("No", "No")])
    if kind is QuestionKind.CHOICE:
        return RadioField(label, needed, choices=[(choice, choice) for choice in asked.get("choices", [])])
    if kind is QuestionKind.NUMBER:
        return StringField(label, [*needed, Regexp(NUMBER, message="Write a number, such as 12 or 1.5.")],
                           filters=[_stripped], render_kw={"inputmode": "decimal"})
    return TextAreaField(label, [*needed, Length(max=LONGEST_ANSWER)], render_kw={"rows": 3})


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class MoveForm(FlaskForm):
    """Words that go along with a step."""

    message = TextAreaField("Message to the candidate", [Optional(), Length(max=LONGEST_NOTE)], render_kw={"rows": 4},
                            description="It goes into the mail that tells of the step you choose. Kind words help, "
                                        "above all in a no.")


class NoteForm(FlaskForm):
    """A note of the employer's people."""

    text = TextAreaField("Note", [InputRequired("Write something first."), Length(max=LONGEST_NOTE)],
                         render_kw={"rows": 3}, description="Your colleagues read it; the candidate doesn’t.")


class FilterForm(Form):
    """Which applicants to list; in the address, so that a list can be kept and passed on."""

    posting = SelectField("Job", coerce=lambda value: int(value) if value else None)
    stage = SelectField("Stage", choices=[("", "All stages"), *Stage.choices()])
    match = SelectField("Match", choices=[("", "All"), *MatchLevel.choices()])

    def __init__(self, arguments: Any, titles: dict[int, str]) -> None:
        super().__init__(arguments)
        self.posting.choices = [("", "All jobs"), *((str(number), title) for number, title in titles.items())]
        self.titles = titles

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list; what isn't among the choices narrows nothing."""
        return {
            "posting_id": self.posting.data if self.posting.data in self.titles else None,
            "stage": Stage(self.stage.data) if self.stage.data in list(Stage) else None,
            "level": MatchLevel(self.match.data) if self.match.data in list(MatchLevel) else None,
        }
