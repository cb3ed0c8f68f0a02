"""What consultations show on the pages of others."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.caseconsultant import cleaning, letters, queries
from careercenter.caseconsultant.models import Consultation
from careercenter.codes.editions import Edition
from careercenter.codes.panels import Panel
from careercenter.core import db
from careercenter.metering.meters import CONSULTANT, Subject
from careercenter.metering.panels import say_left


def answers_about(code: Edition) -> Panel | None:
    """What others asked about a code, and our consultants answered."""
    found = queries.list_published_about(code.code_id)
    if not found:
        return None
    return Panel("Questions and answers",
                 Markup(render_template("caseconsultant/panel.html", answers=found)))  # noqa: S704


def card(_user: User) -> Card:
    """How many questions the person can still ask."""
    return Card("Ask a consultant", url_for("caseconsultant.index"), say_left(CONSULTANT))


def name_subjects(subjects: Iterable[str]) -> dict[str, Subject]:
    """What the questions of the meter are called, for a person's history."""
    ids = {subject: subject.partition(":")[0] for subject in subjects}
    found = {row.public_id: row for row in db.session.scalars(
        select(Consultation).where(Consultation.public_id.in_(ids.values())))}
    return {subject: Subject(found[public_id].subject, url_for("caseconsultant.show", public_id=public_id))
            for subject, public_id in ids.items() if public_id in found}


def removed(kinds: Mapping[str, int]) -> str:
    """What was taken out of a text, for a person."""
    return cleaning.in_words(kinds)


def due(at: datetime) -> str:
    """When an answer is due, for a person."""
    return letters.in_words(at)
