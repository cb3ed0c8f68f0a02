"""The audit log."""

from datetime import date

from flask import render_template, request

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_admin
from careercenter.console import audit
from careercenter.console.views import blueprint, typed
from careercenter.web.pagination import page_number

MOST = 2**31 - 1  # what the databases' integers hold


@blueprint.get("/audit")
@staff_required(is_admin)
def list_audit() -> str:
    """Who did what to which thing, when and why."""
    filters = _filters()
    page = audit.list_entries(filters, zone=signed_in().time_zone, number=page_number())
    return render_template("console/audit.html", filters=filters, page=page, suggestions=audit.suggest(),
                           subjects=audit.name_subjects(entry for entry, _ in page.items))


def _filters() -> audit.Filters:
    asked = request.args
    number = asked.get("id", type=int)
    return audit.Filters(
        subject_type=typed("type"), actor=typed("who"), action=typed("action"), day=asked.get("day", type=_day),
        subject_id=max(-1, min(number, MOST)) if number is not None else None)


def _day(typed: str) -> date:
    day = date.fromisoformat(typed)
    if not 2000 <= day.year <= 2999:
        raise ValueError("No day of ours.")
    return day
