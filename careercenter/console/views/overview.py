"""The first page of the staff's side."""

from flask import render_template

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_staff
from careercenter.console import overview
from careercenter.console.views import blueprint


@blueprint.get("")
@staff_required(is_staff)
def index() -> str:
    """What waits, and the site in numbers."""
    return render_template("console/index.html", waiting=overview.list_waiting(signed_in()),
                           figures=overview.list_figures())
