"""The moderator's decision and the visitor's report."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.moderation.models import ReportReason
from careercenter.moderation.reasons import REASONS


class DecisionForm(FlaskForm):
    """Reasons and a note; the verdict is the button that was pressed."""

    reasons = SelectMultipleField(
        "Reasons", choices=[(reason.code, reason.label) for reason in REASONS.values()],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description="The employer gets our words for each, which say how to mend it.")
    note = TextAreaField(
        "Note to the employer", validators=[Length(max=2000, message="Keep the note below 2,000 characters.")],
        description="Optional with a reason. Plain, friendly, exact.")


class ReportForm(FlaskForm):
    """What is wrong with a job."""

    reason = RadioField("What is wrong?", choices=ReportReason.choices(),
                        validators=[InputRequired("Choose what is wrong.")])
    details = TextAreaField(
        "Tell us more", validators=[Length(max=2000, message="Keep it below 2,000 characters.")],
        description="Optional. What did you see, and where? Please no patient data.")
