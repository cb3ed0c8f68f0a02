"""What an editor writes down about a code."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from careercenter.codes.models import CodeSystem


class WordsForm(FlaskForm):
    """A common language description, and tips."""

    seen = HiddenField()
    description = TextAreaField(
        "Common language description", [DataRequired("Write the description."), Length(max=6000)],
        description="Markdown, in your own words. Never paraphrase a CPT descriptor: it is the AMA's.",
        render_kw={"rows": 8})
    tips = TextAreaField("Tips for coders", [Optional(), Length(max=6000)],
                         description="Markdown: what to document, what is often coded wrongly.",
                         render_kw={"rows": 6})


class ReturnForm(FlaskForm):
    """What is to be changed."""

    reason = TextAreaField("What should be changed?", [DataRequired("Say what should be changed."), Length(max=1000)],
                           render_kw={"rows": 3})


class FindForm(FlaskForm):
    """The code to write about."""

    code = StringField("Code", [DataRequired("Write a code, like E11.9 or G0101."), Length(max=20)])


SYSTEMS = {system.value: system for system in CodeSystem}
