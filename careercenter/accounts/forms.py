"""What people type about their accounts."""

from collections import defaultdict
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import BooleanField, Field, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError
from wtforms.widgets import Select

from careercenter.accounts import passwords
from careercenter.accounts.models import Intent, StaffRole
from careercenter.accounts.registration import normalize_email

_US_ZONES = (
    ("America/New_York", "Eastern"), ("America/Chicago", "Central"), ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, without daylight saving (Arizona)"), ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"), ("Pacific/Honolulu", "Hawaii"), ("America/Puerto_Rico", "Atlantic"),
)


@lru_cache
def zone_choices() -> dict[str, list[tuple[str, str]]]:
    """Time zones for a select, those of the United States first."""
    choices: dict[str, list[tuple[str, str]]] = defaultdict(list)
    choices["United States"] = list(_US_ZONES)
    listed = {name for name, _ in _US_ZONES}
    for zone in sorted(available_timezones() - listed):
        region, _, city = zone.partition("/")
        if city and region not in ("Etc", "SystemV", "US", "posix", "right"):
            choices[region].append((zone, city.replace("_", " ").replace("/", ", ")))
    choices["Other"] = [("UTC", "UTC")]
    return dict(choices)


class ZoneSelect(Select):
    """A select of zones. Its five hundred options are rendered once for each that is chosen: rendering them for every
    page takes half of a page's time."""

    def __init__(self) -> None:
        super().__init__()
        self._rendered: dict[tuple[Any, ...], Markup] = {}

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        if field.data not in _names():
            return super().__call__(field, **kwargs)
        key = (field.name, field.id, field.data, *sorted(kwargs.items()))
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERED:
                self._rendered.clear()
            self._rendered[key] = super().__call__(field, **kwargs)
        return self._rendered[key]


MOST_RENDERED = 256


@lru_cache
def _names() -> frozenset[str]:
    return frozenset(zone for zones in zone_choices().values() for zone, _ in zones)


def is_address(_form: FlaskForm, field: Field) -> None:
    """Refuse what is no e-mail address, and keep the others in their plain form."""
    try:
        field.data = normalize_email(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from error


def is_name(_form: FlaskForm, field: Field) -> None:
    """Refuse what would make a link in a mail, or break its lines."""
    if any(mark in field.data for mark in ("http:", "https:", "www.", "\n", "\r", "<", ">")):
        raise ValidationError("Write your name alone.")


NAME = [DataRequired("Write your name."), Length(max=100), is_name]


class NewPassword:
    """Checks a password against what people would try first."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        email = form["email"].data or "" if "email" in form else getattr(form, "known_email", "")
        name = form["name"].data or "" if "name" in form else getattr(form, "known_name", "")
        if objection := passwords.objection(field.data or "", email=email, name=name):
            raise ValidationError(objection)


class RegisterForm(FlaskForm):
    """A new account."""

    name = StringField("Your name", NAME, render_kw={"autocomplete": "name"})
    email = StringField("E-mail address", [DataRequired("Write your e-mail address."), Length(max=254), is_address],
                        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"})
    password = PasswordField(
        "Password", [DataRequired("Choose a password."), NewPassword()],
        description=f"{passwords.SHORTEST} characters or more. Three or four words in a row are easy to remember.",
        render_kw={"autocomplete": "new-password"})
    intent = RadioField("What brings you here?", choices=[(Intent.WORK.value, "I look for work"),
                                                          (Intent.HIRE.value, "I hire"),
                                                          (Intent.CODES.value, "I look up codes")],
                        default=Intent.WORK.value)


class SignInForm(FlaskForm):
    """The first step."""

    email = StringField("E-mail address", [DataRequired("Write your e-mail address."), Length(max=254)],
                        render_kw={"type": "email", "autocomplete": "username webauthn", "inputmode": "email"})
    password = PasswordField("Password", [DataRequired("Type your password."), Length(max=1000)],
                             render_kw={"autocomplete": "current-password"})
    remember = BooleanField("Keep me signed in on this device for 30 days")


class CodeForm(FlaskForm):
    """A code of the authenticator app, or a recovery code."""

    code = StringField("Code", [DataRequired("Type the code."), Length(max=40)],
                       render_kw={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none",
                                  "spellcheck": "false"})


class PasswordForm(FlaskForm):
    """The password, to confirm that it is its owner who asks."""

    password = PasswordField("Your password", [DataRequired("Type your password."), Length(max=1000)],
                             render_kw={"autocomplete": "current-password"})


class RecoverForm(FlaskForm):
    """Whose password is forgotten."""

    email = StringField("E-mail address", [DataRequired("Write your e-mail address."), Length(max=254), is_address],
                        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"})


class ChoosePasswordForm(FlaskForm):
    """Another password, typed twice."""

    known_email, known_name = "", ""

    password = PasswordField(
        "New password", [DataRequired("Choose a password."), NewPassword()],
        description=f"{passwords.SHORTEST} characters or more. Three or four words in a row are easy to remember.",
        render_kw={"autocomplete": "new-password"})
    again = PasswordField("The same once more", [EqualTo("password", "The two don't match.")],
                          render_kw={"autocomplete": "new-password"})


class EmailForm(FlaskForm):
    """Another address."""

    email = StringField("New e-mail address",
                        [DataRequired("Write the new address."), Length(max=254), is_address],
                        render_kw={"type": "email", "autocomplete": "email", "inputmode": "email"})


class ProfileForm(FlaskForm):
    """How a person is called, and where her clock stands."""

    name = StringField("Your name", NAME, render_kw={"autocomplete": "name"})
    time_zone = SelectField("Time zone", choices=zone_choices, widget=ZoneSelect(),
                            description="Dates and times on our pages are shown in it.")


class RoleForm(FlaskForm):
    """A staff role."""

    role = SelectField("Role", choices=[(role.value, role.value.capitalize()) for role in StaffRole])


class ReasonForm(FlaskForm):
    """Why something is done to an account."""

    reason = TextAreaField("Reason", [DataRequired("Say why."), Length(max=1000)], render_kw={"rows": "3"})
