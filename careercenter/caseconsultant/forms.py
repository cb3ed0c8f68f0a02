"""What askers, consultants and reviewers type."""

from uuid import uuid4

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from careercenter.caseconsultant.reading.attachments import MOST_FILES, Attached, read_file
from careercenter.caseconsultant.reading.letter import MOST_TEXT

_FILES = "PDF, Word or text, at most 5 of 5 MB. We keep their words, without patient data; never the file itself."


class WriteForm(FlaskForm):
    """More words in a conversation."""

    key = HiddenField(default=lambda: uuid4().hex)  # a double click says it once
    text = TextAreaField("Your message", [Length(max=MOST_TEXT)], render_kw={"rows": 6},
                         description="Leave out whatever tells who a patient is. What we find of it is removed.")
    files = MultipleFileField("Files", [Optional()], description=_FILES)

    def attached(self) -> list[Attached]:
        """The words of the files."""
        files = [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]
        read = [read_file(number, file.read()) for number, file in enumerate(files[:MOST_FILES], 1)]
        return read + [Attached(f"attachment {number}", refusal=f"more than {MOST_FILES} files")
                       for number in range(len(read) + 1, len(files) + 1)]


class AskForm(WriteForm):
    """A new question."""

    subject = StringField("What is it about?", [Optional(), Length(max=200)])
    text = TextAreaField("Your question", [DataRequired("Write your question."), Length(max=MOST_TEXT)],
                         render_kw={"rows": 8},
                         description="Leave out whatever tells who a patient is. What we find of it is removed.")


class RateForm(FlaskForm):
    """Whether an answer helped."""

    may_show = BooleanField("Others may read it, without anything about me")


class AnswerForm(FlaskForm):
    """What a consultant says."""

    text = TextAreaField("Answer", [Length(max=MOST_TEXT)], render_kw={"rows": 14},
                         description="Plain text. Name a source of the draft by its number, like [1].")
    look_up = StringField("Look up a code", [Optional(), Length(max=200)])


class HandOverForm(FlaskForm):
    """To whom."""

    to = SelectField("Hand over to", [DataRequired("Choose a colleague.")])


class PublicForm(FlaskForm):
    """A question and answer for everybody."""

    title = StringField("Title", [DataRequired("Write a title."), Length(max=200)])
    question = TextAreaField("Question", [DataRequired("Write the question."), Length(max=MOST_TEXT)],
                             render_kw={"rows": 6}, description="Nothing may tell who asked, nor of which patient.")
    answer = TextAreaField("Answer", [DataRequired("Write the answer."), Length(max=MOST_TEXT)],
                           render_kw={"rows": 12})
    codes = StringField("Codes on whose pages it stands", [Optional(), Length(max=300)],
                        description="With commas between: E11.9, 99213.")
