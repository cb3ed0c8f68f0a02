"""What a person types about a credential."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from careercenter.core import today
from careercenter.credentials.catalogue import credential_choices, get_credential
from careercenter.credentials.holdings import Details
from careercenter.credentials.models import CredentialHolding

FIRST_YEAR = 1960
HELD, IN_PROGRESS = "held", "in_progress"


def _in_a_working_life(_form: Any, field: DateField) -> None:
    """A year of two digits, or a slip of the finger, is no date that anybody meant."""
    last = today().year + 10
    if field.data and not FIRST_YEAR <= field.data.year <= last:
        raise ValidationError(f"Write a day between {FIRST_YEAR} and {last}.")


class DetailsForm(FlaskForm):
    """What is said of a credential that is named."""

    standing = RadioField("Where are you with it?", choices=[
        (HELD, "I hold it"), (IN_PROGRESS, "I am working on it")], default=HELD)
    number = StringField("Member or certificate number", [Optional(), Length(max=40)],
                         description="Employers check it with the issuer. It shows only in applications you send.")
    issued_on = DateField("Issued on", [Optional(), _in_a_working_life])
    expires_on = DateField("Expires on", [Optional(), _in_a_working_life],
                           description="Leave it empty if it doesn't expire while you keep up your membership.")
    expected_on = DateField("Expected on", [Optional(), _in_a_working_life],
                            description="If you are working on it: the day of your exam, or your best guess.")

    @staticmethod
    def of(holding: CredentialHolding) -> "DetailsForm":
        """The form, filled in with what is known."""
        return DetailsForm(obj=holding, standing=IN_PROGRESS if holding.is_in_progress else HELD)

    @property
    def is_held(self) -> bool:
        return self.standing.data == HELD

    def as_details(self) -> Details:
        """What was typed; dates of the standing that wasn't chosen are left out."""
        number = " ".join((self.number.data or "").split())
        if self.is_held:
            return Details(number=number, issued_on=self.issued_on.data, expires_on=self.expires_on.data,
                           expected_on=None)
        return Details(number=number, issued_on=None, expires_on=None, expected_on=self.expected_on.data)

    def validate_issued_on(self, field: DateField) -> None:
        if self.is_held and field.data and field.data > today():
            raise ValidationError("This day is still to come. If you don't hold it yet, choose “I am working on it”.")

    def validate_expires_on(self, field: DateField) -> None:
        if self.is_held and field.data and self.issued_on.data and field.data < self.issued_on.data:
            raise ValidationError("It can't expire before it was issued.")

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.is_held and not self.expected_on.errors:
            if self.expected_on.data is None:
                return self._refuse_expected("Say when you expect it; your best guess is enough.")
            if self.expected_on.data < today():
                return self._refuse_expected("This day is past. If you passed, choose “I hold it”.")
        return valid

    def _refuse_expected(self, message: str) -> bool:
        self.expected_on.errors = [*self.expected_on.errors, message]
        return False


class AddForm(DetailsForm):
    """A credential to name."""

    code = SelectField("Credential", [InputRequired("Choose the credential.")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.choices = {"": [("", "Choose")], **dict(credential_choices())}

    def validate_standing(self, field: RadioField) -> None:
        if field.data == IN_PROGRESS and self.code.data and not get_credential(self.code.data).is_issued:
            raise ValidationError(f"{self.code.data} is no longer issued, so it can't be in progress.")
