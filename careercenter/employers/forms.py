"""What people type about an employer, read and checked."""

from typing import Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.core import new_public_id
from careercenter.employers.membership import ROLE_MEANINGS, ROLE_NAMES
from careercenter.employers.models import Employer, EmployerLocation, MemberRole
from careercenter.employers.profiles import MOST_LOCATIONS, Profile, Spot
from careercenter.files.contents import LARGEST
from careercenter.places import find_city, find_zip, state_choices, state_name
from careercenter.terms import EHRS, EmployerKind, EmployerSize

ROLE_CHOICES = [(role.value, f"{ROLE_NAMES[role]}: {ROLE_MEANINGS[role]}") for role in MemberRole]


def _stripped(value: str | None) -> str | None:
    return " ".join(value.split()) if value else value


class LocationForm(Form):
    """One place. An empty one counts as none."""

    city = StringField("City", [Length(max=80)], filters=[_stripped])
    state = SelectField("State", choices=[("", "Choose"), *state_choices()])
    zip = StringField("ZIP code", [Length(max=10)], filters=[_stripped],
                      render_kw={"inputmode": "numeric", "autocomplete": "postal-code"})

    @property
    def is_blank(self) -> bool:
        return not (self.city.data or self.state.data or self.zip.data)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_blank:
            return True
        return super().validate(extra_validators)

    def validate_zip(self, field: StringField) -> None:
        if not field.data:
            return
        place = find_zip(field.data)
        if place is None:
            raise ValidationError("We don't know this ZIP code. Check it, or leave it out.")
        if self.state.data and place.state != self.state.data:
            raise ValidationError(f"This ZIP code is in {state_name(place.state)}.")

    def validate_state(self, field: SelectField) -> None:
        if not field.data and not self.zip.data:
            raise ValidationError("Choose the state.")

    def validate_city(self, field: StringField) -> None:
        if not field.data:
            if not self.zip.data:
                raise ValidationError("Enter the city.")
        # Many ZIP codes have more city names than the gazetteer knows: with one, any name will do.
        elif not self.zip.data and self.state.data and find_city(field.data, self.state.data) is None:
            raise ValidationError(f"We don't know a {field.data} in {state_name(self.state.data)}. "
                                  "Check the spelling, or add its ZIP code.")

    def as_spot(self) -> Spot:
        """The place as the gazetteer writes it; of a valid row that isn't blank."""
        by_zip = find_zip(self.zip.data) if self.zip.data else None
        state = self.state.data or (by_zip.state if by_zip else "")
        by_name = find_city(self.city.data, state) if self.city.data else by_zip
        return Spot(by_name.city if by_name else str(self.city.data), state, by_zip.zip if by_zip else None)


class EmployerForm(FlaskForm):
    """An employer's profile."""

    key = HiddenField(default=new_public_id)  # of this form: sent twice, it creates one employer
    name = StringField("Name", [DataRequired("Enter the organization's name."), Length(max=120)],
                       filters=[_stripped], description="As job seekers know it.",
                       render_kw={"autocomplete": "organization"})
    kind = SelectField("Kind", choices=[("", "Choose"), *EmployerKind.choices()],
                       validators=[InputRequired("Choose what the organization is.")])
    size = SelectField("People who work there", choices=[("", "Not stated"), *EmployerSize.choices()],
                       validators=[Optional()],
                       description="Some states' pay transparency laws depend on it.")
    website = StringField("Website", [Optional(), Length(max=200)], filters=[_stripped],
                          render_kw={"inputmode": "url", "autocomplete": "url"})
    about = TextAreaField("About", [Optional(), Length(max=10_000)], render_kw={"rows": 8},
                          description="What coders should know before they apply. You may use Markdown.")
    ehrs = SelectMultipleField("EHRs in use", choices=[(name, name) for name in EHRS],
                               widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
                               validators=[Optional()])
    other_ehrs = StringField("Other EHRs", [Optional(), Length(max=300)], description="Separated by commas.")
    locations = FieldList(FormField(LocationForm), label="Locations", min_entries=1)

    @classmethod
    def of(cls, employer: Employer, locations: list[EmployerLocation], **kwargs: Any) -> "EmployerForm":
        """The form filled with what is stored, unless the request brings values."""
        return cls(**kwargs, data={
            "name": employer.name, "kind": employer.kind.value,
            "size": employer.size.value if employer.size else "", "website": employer.website,
            "about": employer.about, "ehrs": [name for name in employer.ehrs if name in EHRS],
            "other_ehrs": ", ".join(name for name in employer.ehrs if name not in EHRS),
            "locations": [{"city": row.city, "state": row.state, "zip": row.zip} for row in locations]})

    def validate_website(self, field: StringField) -> None:
        typed = field.data or ""
        address = typed if "://" in typed else f"https://{typed}"
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.username or "." not in (parts.hostname or ""):
            raise ValidationError("Enter a web address, for example https://www.mercy.org.")
        field.data = address

    def validate_other_ehrs(self, field: StringField) -> None:
        if any(len(name) > 60 for name in self._own_ehrs()):
            raise ValidationError("Separate the names by commas; none is longer than 60 letters.")

    def add_location(self) -> None:
        """One more empty row."""
        if len(self.locations) < MOST_LOCATIONS:
            self.locations.append_entry()

    def remove_location(self, number: str) -> None:
        """Take the row of this number (as in its fields' names) away; the others stay as typed."""
        kept = [entry for entry in self.locations.entries if entry.name != f"locations-{number}"]
        self.locations.entries = kept
        if not kept:
            self.locations.append_entry()

    def as_profile(self) -> Profile:
        """What was typed; of a valid form."""
        spots = [row.form.as_spot() for row in self.locations if not row.form.is_blank][:MOST_LOCATIONS]
        return Profile(
            name=str(self.name.data), kind=EmployerKind(self.kind.data),
            size=EmployerSize(self.size.data) if self.size.data else None,
            website=self.website.data or None, about=(self.about.data or "").strip(),
            ehrs=list(dict.fromkeys([*(self.ehrs.data or []), *self._own_ehrs()])),
            locations=list(dict.fromkeys(spots)))

    def _own_ehrs(self) -> list[str]:
        return [name for part in (self.other_ehrs.data or "").split(",") if (name := " ".join(part.split()))]


class LogoForm(FlaskForm):
    """A picture to upload."""

    picture = FileField("Picture", [FileRequired("Choose a picture.")],
                        description="PNG, JPEG or WebP, up to 5 MB. We make it 400 pixels wide at most.",
                        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif", "data-largest": LARGEST})


class InviteForm(FlaskForm):
    """Whom to invite as what."""

    email = EmailField("E-mail", [DataRequired("Enter your colleague's address."), Length(max=254),
                                  Email("This is no e-mail address.")],
                       render_kw={"autocomplete": "off"})
    role = RadioField("Role", choices=ROLE_CHOICES, default=MemberRole.RECRUITER.value,
                      validators=[InputRequired("Choose a role.")])


class RoleForm(FlaskForm):
    """A member's new role."""

    role = SelectField("Role", choices=[(role.value, ROLE_NAMES[role]) for role in MemberRole])


class AcceptForm(FlaskForm):
    """Whether another account than the invited one is meant."""

    with_other_address = BooleanField("Yes, I want to use this account")


class DomainForm(FlaskForm):
    """Which domain is claimed."""

    domain = StringField("Domain", [DataRequired("Enter a domain, for example mercy.org."), Length(max=253)],
                         description="The name of your website or your work addresses, such as mercy.org.",
                         render_kw={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})


class CodeAddressForm(FlaskForm):
    """Where the code goes."""

    email = EmailField("Your address at the domain",
                       [DataRequired("Enter an address at the domain."), Length(max=254),
                        Email("This is no e-mail address.")])


class CodeForm(FlaskForm):
    """The code from the mail."""

    code = StringField("Code", [DataRequired("Enter the code."), Length(max=20)],
                       description="Eight digits, from the mail.",
                       render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"})
