"""What a link in a mail opens, without signing in. A GET changes nothing: mail scanners open links too."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from careercenter.alerts import links, saving, unsubscribing
from careercenter.alerts.lifecycle import PauseReason
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.views.pages import blueprint
from careercenter.core import NotFound
from careercenter.extensions import csrf
from careercenter.search.labels import list_chips


@blueprint.get("/alerts/confirm/<token>")
def confirm(token: str) -> str:
    """A guest's link: the button keeps her search."""
    return _page("confirm", links.read_token(token, "confirm"), token=token)


@blueprint.post("/alerts/confirm/<token>")
def confirm_now(token: str) -> Response:
    """Keep it."""
    search = saving.confirm(token)
    flash("Thank you. The search is saved, and new jobs come to you by mail.", "success")
    return redirect(url_for(".manage", token=links.manage_token(search)), 303)


@blueprint.get("/alerts/manage/<token>")
def manage(token: str) -> str:
    """One saved search, for whoever has its link."""
    search = links.read_token(token, "manage")
    return _page("manage", search, token=token, siblings=unsubscribing.list_siblings(search))


@blueprint.post("/alerts/manage/<token>")
def change(token: str) -> Response:
    """Pause it, resume it, or delete it."""
    search, wished = links.read_token(token, "manage"), request.form.get("do", "")
    if wished == "pause":
        unsubscribing.unsubscribe(token, everything=False, reason=PauseReason.ASKED)
        flash("Paused. No mails come from it.", "success")
    elif wished == "resume":
        saving.resume(search, by=None)
        flash("Resumed. You hear of jobs that come from now on.", "success")
    elif wished == "delete":
        saving.end(search, by=None)
        flash("Deleted. No mails come from it any more.", "success")
        return redirect(url_for("search.home"), 303)
    return redirect(url_for(".manage", token=token), 303)


@blueprint.get("/alerts/unsubscribe/<any(one, all):scope>/<token>")
def ask_unsubscribe(scope: str, token: str) -> str:
    """Ask once: the button ends the mails."""
    search = links.read_token(token, "manage")
    return _page("unsubscribe", search, token=token, scope=scope, siblings=unsubscribing.list_siblings(search))


@blueprint.post("/alerts/unsubscribe/<any(one, all):scope>/<token>")
@csrf.exempt  # a mail program presses it, from anywhere (RFC 8058, 3.1); the token proves the mail
def unsubscribe(scope: str, token: str) -> str:
    """End the mails of one saved search, or of all of its owner's."""
    search = unsubscribing.unsubscribe(token, everything=scope == "all")
    return _page("unsubscribed", search, token=token, scope=scope)


def _page(template: str, search: SavedSearch, **context: Any) -> str:
    if not search.is_open and template != "confirm":
        raise NotFound("This saved search was deleted. You get no mails from it.")
    return render_template(f"alerts/{template}.html", search=search, chips=list_chips(search.looks_for), **context)
