"""What a candidate types about herself."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DecimalField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange, Optional, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.profiles import Facts
from careercenter.files.contents import LARGEST
from careercenter.places import find_zip, state_choices
from careercenter.terms import EHRS, ENCODERS, CodeSystem, EmploymentType, PayUnit, Setting, WorkMode

MOST_ROWS = 30
MOST_YEARS = 60
LARGEST_FLOOR = Decimal(10_000_000)  # dollars
_SEPARATORS = re.compile(r"\s*[,;\n]\s*")


def _folded(value: str | None) -> str:
    return " ".join((value or "").split())


class BoxesField(SelectMultipleField):
    """Several of a closed list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumberField(DecimalField):
    """A number as people type it; shown again as it was typed, also where it is none."""

    widget = TextInput()
    refusal = "Write a number."

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = self.tidy(valuelist[0]) if valuelist else ""
        try:
            self.data = Decimal(typed) if typed else None
        except InvalidOperation:
            self.data = Decimal("NaN")
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.refusal)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # what is no number is in no range either; one sentence is enough

    def tidy(self, value: str) -> str:
        """What to read of what was typed."""
        return value.strip()


class DollarsField(NumberField):
    """Dollars and cents: 32.50, $85,000."""

    refusal = "Write an amount, such as 32.50 or 68,000."

    def tidy(self, value: str) -> str:
        return value.replace("$", "").replace(",", "").strip()

    @property
    def cents(self) -> int | None:
        """The amount in cents; None if nothing was typed."""
        return int((self.data * 100).to_integral_value()) if self.data is not None else None


class YearsField(NumberField):
    """Years, also 1.5 or 1,5."""

    refusal = "Write a number of years, such as 3 or 1.5."

    def tidy(self, value: str) -> str:
        return value.replace(",", ".").strip()


class YearsRow(Form):
    """How long somebody coded something. An empty row counts as none."""

    term: StringField | SelectField
    years = YearsField("Years", [Optional(), NumberRange(0, MOST_YEARS, f"Write between 0 and {MOST_YEARS} years.")],
                       places=None, render_kw={"inputmode": "decimal"})

    @property
    def what(self) -> str:
        return _folded(self.term.data)

    @property
    def is_blank(self) -> bool:
        return not self.what and not _folded((self.years.raw_data or [""])[0])

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_blank:
            return True
        valid = super().validate(extra_validators)
        if not self.what:
            self.term.errors = ["Say what these years were."]
        elif self.years.data is None and not self.years.errors:
            self.years.errors = ["Say how many years; 0.5 is half a year."]
        return valid and not self.errors


class SettingRow(YearsRow):
    """Years in a setting."""

    term = SelectField("Setting", choices=[("", "Choose"), *Setting.choices()])


class SpecialtyRow(YearsRow):
    """Years in a specialty, of our list or not."""

    term = StringField("Specialty", [Length(max=60)], render_kw={"list": "specialties"})


class ProfileForm(FlaskForm):
    """All facts of the profile, in sections."""

    headline = StringField("One line about you", [Optional(), Length(max=120)],
                           description="For example: Inpatient coder, 6 years, Level I trauma.")
    phone = TelField("Phone", [Optional(), Length(max=40), Regexp(
        r"^[0-9+()./\-\sext]*$", message="Write a phone number, such as 512-555-0100.")],
        render_kw={"autocomplete": "tel"}, description="Employers see it in applications that you send.")
    home_zip = StringField("Home ZIP code", [Optional(), Length(max=10)],
                           render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
                           description="Remote jobs take people of certain states: we tell you which take you.")
    work_states = BoxesField("Further states", choices=state_choices(), description="In which you would work on "
                             "site, or to which you would move. The state where you live follows from your ZIP code.")
    work_modes = BoxesField("Where do you want to work?", choices=WorkMode.choices())
    employment_types = BoxesField("On what footing?", choices=EmploymentType.choices())
    years_by_setting = FieldList(FormField(SettingRow), "Years by setting", min_entries=2, max_entries=MOST_ROWS)
    years_by_specialty = FieldList(FormField(SpecialtyRow), "Years by specialty", min_entries=2,
                                   max_entries=MOST_ROWS)
    code_systems = BoxesField("Code systems that you work with", choices=CodeSystem.choices())
    encoders = BoxesField("Encoders", choices=[(name, name) for name in ENCODERS])
    ehrs = BoxesField("EHRs", choices=[(name, name) for name in EHRS])
    other_tools = StringField("Other tools", [Optional(), Length(max=300)],
                              description="With commas between them.")
    pay_floor = DollarsField("Least pay", [Optional(), NumberRange(
        Decimal("0.01"), LARGEST_FLOOR, "Write an amount in dollars, such as 32.50 or 68,000.")],
        render_kw={"inputmode": "decimal"},
        description="We warn you when a job pays less. Employers don't see it.")
    pay_floor_unit = SelectField("For", choices=PayUnit.choices(), default=PayUnit.HOUR.value)

    @staticmethod
    def of(profile: CandidateProfile) -> "ProfileForm":
        """The form, filled in with what is known, and with an empty row after each list."""
        known = {*ENCODERS, *EHRS}
        form = ProfileForm(
            headline=profile.headline, phone=profile.phone, home_zip=profile.home_zip or "",
            work_states=profile.work_states, work_modes=profile.work_modes, employment_types=profile.employment_types,
            years_by_setting=_rows(profile.years_by_setting),
            years_by_specialty=_rows(profile.years_by_specialty), code_systems=profile.code_systems,
            encoders=[tool for tool in profile.tools if tool in ENCODERS],
            ehrs=[tool for tool in profile.tools if tool in EHRS],
            other_tools=", ".join(tool for tool in profile.tools if tool not in known),
            pay_floor=Decimal(profile.pay_floor) / 100 if profile.pay_floor else None,
            pay_floor_unit=profile.pay_floor_unit or PayUnit.HOUR.value)
        if not form.is_submitted():
            for rows in (form.years_by_setting, form.years_by_specialty):
                if len(rows) < MOST_ROWS and rows.entries[-1].form.what:
                    rows.append_entry()
        return form

    def add_row_if_asked(self, pressed: str | None) -> bool:
        """Add an empty row to the list whose button was pressed; whether one was."""
        rows = {"setting": self.years_by_setting, "specialty": self.years_by_specialty}.get(pressed or "")
        if rows is None:
            return False
        if len(rows) < MOST_ROWS:
            rows.append_entry()
        return True

    def as_facts(self) -> Facts:
        """What was typed."""
        others = [_folded(tool) for tool in _SEPARATORS.split(self.other_tools.data or "")]
        return Facts(
            headline=_folded(self.headline.data), phone=_folded(self.phone.data),
            work_states=list(self.work_states.data or []),
            work_modes=[WorkMode(value) for value in self.work_modes.data or []],
            employment_types=[EmploymentType(value) for value in self.employment_types.data or []],
            years_by_setting={Setting(what): years for what, years in _pairs(self.years_by_setting)},
            years_by_specialty=dict(_pairs(self.years_by_specialty)),
            code_systems=[CodeSystem(value) for value in self.code_systems.data or []],
            tools=list(dict.fromkeys(
                [*(self.encoders.data or []), *(self.ehrs.data or []), *filter(None, others)])),
            pay_floor=self.pay_floor.cents,
            pay_floor_unit=PayUnit(self.pay_floor_unit.data) if self.pay_floor.cents else None)

    def validate_home_zip(self, field: StringField) -> None:
        if field.data and find_zip(field.data) is None:
            raise ValidationError("We know no place with this ZIP code. Check its five digits.")

    def validate_years_by_setting(self, field: FieldList) -> None:
        _refuse_repeats(field)

    def validate_years_by_specialty(self, field: FieldList) -> None:
        _refuse_repeats(field)


class ResumeForm(FlaskForm):
    """A resume to upload."""

    resume = FileField("Resume file", [FileRequired("Choose the file first.")],
                       description="PDF or Word (.docx), at most 5 MB.",
                       render_kw={"accept": ".pdf,.docx", "data-largest": LARGEST})


def _rows(years: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"term": what, "years": Decimal(f"{number:g}")} for what, number in years.items()]


def _pairs(rows: FieldList) -> list[tuple[str, float]]:
    return [(row.form.what, float(row.form.years.data)) for row in rows if not row.form.is_blank]


def _refuse_repeats(rows: FieldList) -> None:
    seen: set[str] = set()
    for row in rows:
        what = row.form.what.casefold()
        if what and what in seen:
            row.form.term.errors = ["This stands above already. Put the years together."]
            raise ValidationError("One of them stands here twice.")
        seen.add(what)
