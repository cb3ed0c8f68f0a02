"""What alerts show on the pages of others: following an employer, and the form that saves a search."""

from functools import lru_cache

from flask import get_template_attribute, render_template
from markupsafe import Markup

from careercenter.accounts.identity import find_signed_in
from careercenter.alerts import queries
from careercenter.alerts.forms import LONGEST_NAME, SaveForm, save_form
from careercenter.alerts.models import SavedSearch
from careercenter.employers.models import Employer
from careercenter.search.query import NOTHING, Query


def follow(employer: Employer) -> Markup:
    """A button that follows an employer, or says that one does."""
    user, query = find_signed_in(), Query(employer=employer.id)
    saved = queries.find_same(query, by=user) if user else None
    form = save_form(query, is_guest=user is None, name=f"Jobs at {employer.name}"[:LONGEST_NAME])
    return Markup(render_template("alerts/follow.html", employer=employer, saved=saved, form=form,  # noqa: S704
                                  query=query))


def form_for(query: Query) -> SaveForm:
    """The form that saves a search, for whoever reads the page."""
    return save_form(query, is_guest=find_signed_in() is None)


@lru_cache
def told_at_first(is_guest: bool) -> Markup:
    """Its fields that say when one is told, as they are before anybody chose: written once, for all pages."""
    form = save_form(NOTHING, is_guest=is_guest)
    return Markup(get_template_attribute("alerts/save_fields.html", "told")(form))  # noqa: S704 (escaped there)


def saved_already(query: Query) -> SavedSearch | None:
    """The reader's own saved search that looks for exactly this."""
    user = find_signed_in()
    return queries.find_same(query, by=user) if user else None
