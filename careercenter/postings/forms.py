"""What people type about a job. Every field takes any text: a draft is kept as it is, checked on submit."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.credentials.catalogue import catalogue
from careercenter.places import COUNTRIES, state_choices
from careercenter.postings.models import ApplyMethod, QuestionKind
from careercenter.postings.pay import CURRENCIES
from careercenter.terms import (
    EHRS,
    ENCODERS,
    SPECIALTIES,
    CodeSystem,
    EmploymentType,
    PayUnit,
    RoleFamily,
    Setting,
    WorkMode,
)

BENEFITS = (
    "Health insurance", "Dental and vision", "401(k) or 403(b)", "Retirement match", "Paid time off",
    "Paid holidays", "Sick leave", "Parental leave", "Life and disability insurance", "Tuition assistance",
    "Flexible hours",
)

MOST_ROWS = 12
"""Of a kind. More are refused at their field, not dropped."""

MOST_READ = 40
"""Rows that are looked at and come back, of those that a form sends."""


class CheckboxListField(SelectMultipleField):
    """Boxes to tick, any number; in the order of the page. Unknown values are dropped."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [value for value, *_ in self.iter_choices() if value in valuelist]


class CredentialsField(CheckboxListField):
    """Boxes of all credentials of the catalogue."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        choices = [(credential.code, credential.code) for credential in catalogue().values()]
        super().__init__(label, choices=choices, **kwargs)


class GroupForm(Form):
    """Alternatives: any one of them is enough."""

    any_credential = BooleanField("Any coding credential")
    any_of = CredentialsField("Any one of these")


class ExperienceForm(Form):
    """Years in one setting."""

    setting = SelectField("Setting", choices=[("", "Choose"), *Setting.choices()])
    years = StringField("Years", render_kw={"inputmode": "decimal"})
    is_required = SelectField("How firmly", choices=[("yes", "Required"), ("no", "Preferred")])
    note = StringField("What kind", description="For example: surgical, acute care.")


class ProductivityForm(Form):
    """How much is expected."""

    amount = StringField("How many", render_kw={"inputmode": "decimal"})
    unit = SelectField("Of what", choices=[("charts", "charts"), ("encounters", "encounters")])
    per = SelectField("In what time", choices=[("hour", "an hour"), ("day", "a day")])
    kind = StringField("What kind", description="For example: inpatient, ED, same-day surgery.")


class QuestionForm(Form):
    """A screening question."""

    key = HiddenField()
    question = StringField("Question")
    kind = SelectField("Answer", choices=[
        (QuestionKind.YES_NO, "Yes or no"), (QuestionKind.TEXT, "A few words"), (QuestionKind.NUMBER, "A number"),
        (QuestionKind.CHOICE, "One of a list")])
    choices = TextAreaField("The list, one answer a line", render_kw={"rows": 3})
    is_required = SelectField("Must it be answered?", choices=[("yes", "Required"), ("no", "Optional")])


class PostingForm(FlaskForm):
    """The whole of a posting. Names are those of PostingContent where one field is one column."""

    version = HiddenField()

    title = StringField("Title", description="As coders would search for it: “Inpatient Coder III”.")
    role_family = SelectField("Kind of work", choices=[("", "Choose"), *RoleFamily.choices()])
    employment_types = CheckboxListField("Employment type", choices=EmploymentType.choices(),
                                         description="Choose several if the job may be either.")
    department = StringField("Department")
    reports_to = StringField("Reports to")
    openings = StringField("How many people", render_kw={"inputmode": "numeric"})

    work_modes = CheckboxListField("Where is the work done?", choices=WorkMode.choices(),
                                   description="Choose several if the coder may choose.")
    hybrid_days = StringField("Days on site a week, if hybrid", render_kw={"inputmode": "numeric"})
    remote_anywhere_us = BooleanField("A remote coder may live anywhere in the US")
    remote_states = CheckboxListField("Or in these states", choices=state_choices())
    country = SelectField("Country", choices=list(COUNTRIES.items()))
    city = StringField("City")
    region = StringField("State", description="In the US its two letters or its name; elsewhere as it is written.")
    zip = StringField("ZIP code", render_kw={"inputmode": "numeric"})
    time_zone_hours = StringField("Hours and time zone", description="For example: 8 to 5 Central, flexible.")
    equipment_provided = SelectField("Is equipment provided?",
                                     choices=[("", "Not stated"), ("yes", "Yes"), ("no", "No")])
    equipment_note = StringField("About equipment", description="What you send; what the coder must have, such as "
                                                                "bandwidth.")

    settings = CheckboxListField("Settings", choices=Setting.choices())
    specialties = CheckboxListField("Specialties", choices=[(name, name) for name in SPECIALTIES])
    specialties_other = StringField("Other specialties", description="Separated by commas.")
    code_systems = CheckboxListField("Code systems", choices=CodeSystem.choices())
    encoders = CheckboxListField("Encoders", choices=[(name, name) for name in ENCODERS])
    encoders_other = StringField("Other encoders", description="Separated by commas.")
    ehrs = CheckboxListField("EHRs", choices=[(name, name) for name in EHRS])
    ehrs_other = StringField("Other EHRs", description="Separated by commas.")

    groups = FieldList(FormField(GroupForm), max_entries=MOST_READ)
    apprentices_welcome = BooleanField("Apprentices are welcome (CPC-A for CPC, and so on)")
    equivalents_considered = BooleanField("Equivalent credentials are considered")
    in_progress_months = StringField("In progress counts, if earned within so many months",
                                     description="Leave it empty if it must be held already.",
                                     render_kw={"inputmode": "numeric"})
    preferred = CredentialsField("Preferred, not required")

    experience_years = StringField("Years of experience, at least",
                                   description="0 if none is needed; empty if you don’t say.",
                                   render_kw={"inputmode": "decimal"})
    experience = FieldList(FormField(ExperienceForm), max_entries=MOST_READ)
    education = StringField("Education")
    productivity = FieldList(FormField(ProductivityForm), max_entries=MOST_READ)
    accuracy_percent = StringField("Accuracy, percent", render_kw={"inputmode": "decimal"})

    pay_min = StringField("At least", render_kw={"inputmode": "decimal"})
    pay_max = StringField("At most", render_kw={"inputmode": "decimal"})
    pay_unit = SelectField("For", choices=[("", "Choose"), *PayUnit.choices()])
    pay_currency = SelectField("Currency", choices=list(CURRENCIES.items()))
    pay_note = StringField("Remark about pay", description="For example: by experience and shift.")
    sign_on_bonus = StringField("Sign-on bonus", render_kw={"inputmode": "decimal"})
    differentials = StringField("Differentials", description="For example: plus applicable differentials; "
                                                             "$2 an hour on weekends.")
    ceu_paid = BooleanField("CEUs are paid")
    dues_paid = BooleanField("Dues (AAPC, AHIMA) are paid")
    benefits = CheckboxListField("Benefits", choices=[(name, name) for name in BENEFITS])
    benefits_other = TextAreaField("Other benefits, one a line", render_kw={"rows": 3})

    description = TextAreaField("Description", render_kw={"rows": 14},
                                description="The duties, the team, a usual day. Markdown works: **bold**, - lists.")
    conditions = TextAreaField("Other conditions", render_kw={"rows": 3},
                               description="Vaccination, background check, bandwidth and the like; one a line.")

    deadline_on = StringField("Last day to apply", render_kw={"type": "date"})
    apply_method = RadioField("How does one apply?", choices=[
        (ApplyMethod.HERE, "Here: you get profile, resume and the match with your requirement"),
        (ApplyMethod.LINK, "At your own site"), (ApplyMethod.EMAIL, "Here, and each is sent on to an e-mail address")])
    apply_url = StringField("Address of your page", render_kw={"inputmode": "url", "placeholder": "https://"})
    apply_email = StringField("E-mail address", render_kw={"inputmode": "email"})
    questions = FieldList(FormField(QuestionForm), max_entries=MOST_READ)

    is_featured = RadioField("How is it shown?", choices=[
        ("no", "Standard: 30 days"), ("yes", "Featured: 30 days, marked, on top of relevant results")])


class NewPostingForm(FlaskForm):
    """How a posting begins."""

    title = StringField("Title of the job", [DataRequired("Give the job a title; you can change it later."),
                                             Length(max=120)],
                        description="As coders would search for it: “Inpatient Coder III”.")
