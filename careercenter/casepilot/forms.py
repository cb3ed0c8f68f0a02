"""What people type to CasePilot."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from careercenter.casepilot import casecoding
from careercenter.casepilot.casecoding import CareSetting
from careercenter.casepilot.conversations.asking import LONGEST
from careercenter.casepilot.conversations.keeping import LONGEST_REASON
from careercenter.casepilot.conversations.models import Rating
from careercenter.core import new_public_id


class AskForm(FlaskForm):
    """A question; `key` makes it one, however often the form is sent."""

    question = TextAreaField("Your question", [DataRequired("Write a question."), Length(
        max=LONGEST, message=f"A question has at most {LONGEST:,} characters.")])
    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=64)])
    conversation = HiddenField(validators=[Length(max=64)])
    about = HiddenField(validators=[Length(max=40)])


class CaseForm(FlaskForm):
    """A note to be coded; a text area sends its lines with CR LF, and the spans are counted without."""

    note = TextAreaField("The note", [DataRequired("Paste a note."), Length(
        max=casecoding.LONGEST, message=f"A note has at most {casecoding.LONGEST:,} characters.")],
        filters=[lambda text: text.replace("\r\n", "\n") if text else text])
    setting = RadioField("Where the care was given", choices=list(CareSetting.choices()),
                         default=CareSetting.OUTPATIENT.value,
                         description="Outpatient, a diagnosis that isn’t certain isn’t coded (guideline IV.H).")


class RateForm(FlaskForm):
    """What the reader thought of an answer."""

    rating = HiddenField(validators=[AnyOf([rating.value for rating in Rating], "Say whether it was good.")])
    reason = StringField("Why", [Length(max=LONGEST_REASON)])
