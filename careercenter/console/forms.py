"""The console's forms."""

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from careercenter.billing.models import FOR_JOBS
from careercenter.core import new_public_id


class GrantForm(FlaskForm):
    """Free postings for an employer."""

    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=64)])
    kind = SelectField("Kind", choices=[(kind.value, kind.value.title()) for kind in FOR_JOBS])
    credits = IntegerField("How many", default=1,
                           validators=[InputRequired("Write how many."), NumberRange(1, 100)])
    reason = StringField("Reason", description="For the audit log; the employer doesn't see it.",
                         validators=[DataRequired("Say why."), Length(max=300)])


class ReasonForm(FlaskForm):
    """Why something is done."""

    reason = TextAreaField("Reason", [DataRequired("Say why."), Length(max=1000)], render_kw={"rows": "3"})


class DollarsForm(FlaskForm):
    """An amount of money."""

    amount = DecimalField("Amount in US dollars", places=2, validators=[
        InputRequired("Write the amount, like 149 or 149.50."), NumberRange(Decimal("0.01"), 99_999)],
        render_kw={"inputmode": "decimal"})

    def validate_amount(self, given: DecimalField) -> None:
        if given.data is not None and given.data.is_finite() and given.data != round(given.data, 2):
            raise ValidationError("Amounts go down to the cent.")

    @property
    def cents(self) -> int:
        return int((self.amount.data or Decimal()) * 100)


class PriceForm(DollarsForm):
    """What a product costs from now on."""

    amount = DecimalField("New price in US dollars", places=2, validators=[
        InputRequired("Write the price, like 149 or 149.50."), NumberRange(1, 99_999)],
        render_kw={"inputmode": "decimal"})


class RefundForm(DollarsForm):
    """Some of a member's payment back."""

    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=64)])
    invoice = IntegerField(validators=[InputRequired()])
    ends_now = BooleanField("End the membership now, too")
    reason = StringField("Reason", description="For the audit log; the member doesn't see it.",
                         validators=[DataRequired("Say why."), Length(max=300)])
