"""What people type about a saved search."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from careercenter.accounts.forms import ZoneSelect, is_address, is_name, zone_choices
from careercenter.alerts.models import Rhythm, SavedSearch
from careercenter.alerts.saving import Wish
from careercenter.alerts.schedule import DAYS
from careercenter.search.addresses import as_args, read_query
from careercenter.search.labels import name_of
from careercenter.search.query import Query

LONGEST_NAME = 80
LONGEST_SEARCH = 4000


def _hour(hour: int) -> str:
    return f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}"


class RhythmForm(FlaskForm):
    """How a search is kept."""

    name = StringField("Name", [DataRequired("Give it a name."), Length(max=LONGEST_NAME), is_name],
                       render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"})
    rhythm = SelectField("Tell me", choices=Rhythm.choices(), default=Rhythm.DAILY.value)
    hour = SelectField("At", choices=[(hour, _hour(hour)) for hour in range(24)], coerce=int, default=7,
                       description="For mails once a day or week.")
    weekday = SelectField("On", choices=list(enumerate(DAYS)), coerce=int, default=0,
                          description="For mails once a week.")

    @property
    def wish(self) -> Wish:
        """What was chosen."""
        return Wish(str(self.name.data), Rhythm(self.rhythm.data), int(self.hour.data), int(self.weekday.data),
                    self["time_zone"].data if "time_zone" in self else Wish("").time_zone)

    @classmethod
    def of(cls, search: SavedSearch) -> "RhythmForm":
        """Filled with a saved search."""
        return cls(data={"name": search.name, "rhythm": search.rhythm.value, "hour": search.hour,
                         "weekday": search.weekday})


class SaveForm(RhythmForm):
    """A search to keep, in an account."""

    search = HiddenField("Search", [Length(max=LONGEST_SEARCH)])

    @property
    def query(self) -> Query:
        """What is looked for."""
        return read_query(MultiDict(parse_qsl(self.search.data or "")))


class GuestSaveForm(SaveForm):
    """A search to keep, for an address."""

    email = EmailField("E-mail", [DataRequired("We need an address to write to."), Length(max=254), is_address],
                       render_kw={"autocomplete": "email"})
    time_zone = SelectField("Time zone", choices=zone_choices, widget=ZoneSelect(), default="America/New_York")


def save_form(query: Query, *, is_guest: bool, name: str = "") -> SaveForm:
    """A form for a search, with its name proposed; its fields' ids begin with `save-`."""
    kind = GuestSaveForm if is_guest else SaveForm
    data: dict[str, Any] = {"search": urlencode(as_args(query), doseq=True),
                            "name": (name or name_of(query))[:LONGEST_NAME]}
    form = kind(formdata=None, data=data)
    for field in form:
        field.id = f"save-{field.name}" if field.name != "csrf_token" else field.id
        field.label.field_id = field.id
    return form
