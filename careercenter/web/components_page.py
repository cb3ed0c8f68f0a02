"""The living style guide, outside production: every component in every state."""

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,  # pyright: ignore[reportAttributeAccessIssue]  (newer than its stubs)
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from careercenter.web.pagination import Page, page_number

blueprint = Blueprint("components", __name__, url_prefix="/dev/components")


class SampleForm(FlaskForm):
    """One field of each kind."""

    title = StringField("Job title", [DataRequired("Say what the job is called."), Length(max=120)],
                        description="As coders search for it, such as “Inpatient coder II”.")
    email = EmailField("Work e-mail", [DataRequired("We need an address to write to."), Email()])
    password = PasswordField("Password", [Optional()])
    openings = IntegerField("Openings", [Optional(), NumberRange(1, 50)], default=1)
    setting = SelectField("Setting", choices=[
        SelectChoice("", "Choose one"), SelectChoice("ip", "Inpatient"), SelectChoice("op", "Outpatient"),
        SelectChoice("pro", "Professional fee")], validators=[DataRequired("Choose the setting.")])
    mode = RadioField("Work mode", choices=[
        SelectChoice("site", "On site"), SelectChoice("hybrid", "Hybrid"), SelectChoice("remote", "Remote")],
        default="remote", description="Remote jobs ask for the states next.")
    credentials = SelectMultipleField(
        "Credentials", [DataRequired("Choose at least one credential.")],
        choices=[SelectChoice(code) for code in ("CPC", "CCS", "COC", "RHIT", "RHIA")],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    description = TextAreaField("Description", [Optional(), Length(max=5000)])
    resume = FileField("Resume", description="PDF or DOCX, up to 5 MB.")
    agrees = BooleanField("Tell me when a job like this is posted")


@blueprint.route("", methods=["GET", "POST"])
def index() -> tuple[str, int]:
    """The page; its form can be sent, to see the errors."""
    form = SampleForm()
    failed = form.is_submitted() and not form.validate()
    page = Page([f"Row {number}" for number in range(1, 11)], page_number(), 10, 137)
    return render_template("dev/components.html", form=form, page=page), 422 if failed else 200
