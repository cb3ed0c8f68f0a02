"""Memberships' forms."""

from datetime import UTC, datetime, timedelta

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import DataRequired

from careercenter.core import now

FRESH = timedelta(minutes=15)
"""How long what a switch costs is good for."""


class SwitchForm(FlaskForm):
    """Consent to what a switch costs at the moment of its preview, and to the price that it showed."""

    at = HiddenField(validators=[DataRequired()])
    plan = HiddenField()

    @property
    def moment(self) -> datetime | None:
        """The moment of the preview; None if it was too long ago, or never."""
        given = str(self.at.data or "")
        if not given.isdecimal() or len(given) > 11:
            return None
        at = datetime.fromtimestamp(int(given), UTC)
        return at if now() - FRESH <= at <= now() else None
