"""Billing's forms."""

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    SelectChoice,  # pyright: ignore[reportAttributeAccessIssue]  (newer than its stubs)
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange

from careercenter.billing.models import FOR_JOBS
from careercenter.core import new_public_id


class GrantForm(FlaskForm):
    """Credits for nothing, from an admin."""

    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=64)])
    kind = SelectField("Kind of credit",
                       choices=[SelectChoice(kind.value, kind.value.title()) for kind in FOR_JOBS])
    credits = IntegerField("How many", default=1, validators=[DataRequired(), NumberRange(1, 100)])
    reason = StringField("Reason", description="For our own records.",
                         validators=[DataRequired(), Length(max=300)])
