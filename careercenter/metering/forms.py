"""The staff's form."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from careercenter.core import new_public_id
from careercenter.metering.meters import METERS

MOST = 10_000


class AdjustForm(FlaskForm):
    """More for a person, or less."""

    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=64)])
    meter = SelectField("Of what", choices=[(meter.key, meter.label) for meter in METERS])
    amount = IntegerField("How many", description="With a minus, so many are taken away of those that are left.",
                          validators=[InputRequired("Write how many."), NumberRange(-MOST, MOST)])
    reason = StringField("Reason", description="For the audit log; the person doesn't see it.",
                         validators=[DataRequired("Say why."), Length(max=300)])
