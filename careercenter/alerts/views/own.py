"""What a person does with her saved searches; a guest saves one with her address."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts import limits
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.alerts import links, queries, saving
from careercenter.alerts.forms import GuestSaveForm, RhythmForm, SaveForm, save_form
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.views.pages import GUEST_SAVES, GUEST_SAVES_SAME, Answer, blueprint
from careercenter.search.addresses import as_args, read_query, url_of
from careercenter.search.labels import list_chips
from careercenter.search.query import Query
from careercenter.web.links import absolute
from careercenter.web.pagination import page_number


@blueprint.get("/saved-searches")
@login_required
def index() -> str:
    """My saved searches."""
    return render_template("alerts/index.html", listed=queries.list_own(signed_in().id),
                           is_proven=signed_in().is_verified)


@blueprint.get("/saved-searches/new")
def new() -> str:
    """The form that saves the search of this address's filters."""
    query = read_query(request.args)
    return _save_page(save_form(query, is_guest=find_signed_in() is None), query)


@blueprint.post("/saved-searches")
def save() -> Answer:
    """Save a search."""
    user = find_signed_in()
    form = SaveForm() if user else GuestSaveForm()
    if not form.validate_on_submit():
        return _save_page(form, form.query), 422
    if user is None:
        return _save_as_guest(form)
    saving.save(form.query, form.wish, by=user)
    flash(f"“{form.name.data}” is saved. New jobs come to you by mail"
          + ("." if user.is_verified else " once your address is verified."), "success")
    return redirect(url_for(".index"), 303)


def _save_as_guest(form: SaveForm) -> Response:
    email = str(form["email"].data)
    GUEST_SAVES.spend(limits.here())
    GUEST_SAVES_SAME.spend(email)
    saving.save_as_guest(form.query, form.wish, email=email)
    return redirect(url_for(".sent"), 303)


@blueprint.get("/saved-searches/sent")
def sent() -> str:
    """Look into your mailbox."""
    return render_template("alerts/sent.html")


@blueprint.get("/saved-searches/<public_id>")
@login_required
def show(public_id: str) -> str:
    """What one of mine finds, with what is new."""
    search = queries.get_own(public_id, by=signed_in())
    return render_template("alerts/show.html", search=search, chips=list_chips(search.looks_for),
                           page=queries.find_jobs(search, number=page_number()), is_new=queries.is_new,
                           results_url=url_of(search.looks_for))


@blueprint.post("/saved-searches/<public_id>/visit")
@login_required
def visit(public_id: str) -> Response:
    """Look at what is new: from now on it is seen."""
    saving.visit(queries.get_own(public_id, by=signed_in()), by=signed_in())
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/saved-searches/<public_id>/edit", methods=["GET", "POST"])
@login_required
def edit(public_id: str) -> Answer:
    """Its name, its rhythm, its feed; with filters in the address, what it looks for."""
    search = queries.get_own(public_id, by=signed_in())
    query = read_query(request.args) if request.args else search.looks_for
    form = RhythmForm.of(search)
    if not form.validate_on_submit():
        return _edit_page(search, form, query), 422 if form.is_submitted() else 200
    saving.edit(search, form.wish, by=signed_in(), query=query)
    flash("Saved.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/saved-searches/<public_id>/pause")
@login_required
def pause(public_id: str) -> Response:
    """Send no mails for a while."""
    saving.pause(queries.get_own(public_id, by=signed_in()), by=signed_in())
    flash("Paused. No mails come from it until you resume it.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/saved-searches/<public_id>/resume")
@login_required
def resume(public_id: str) -> Response:
    """Send mails again."""
    saving.resume(queries.get_own(public_id, by=signed_in()), by=signed_in())
    flash("Resumed. You hear of jobs that come from now on.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/saved-searches/<public_id>/feed")
@login_required
def change_feed(public_id: str) -> Response:
    """Give the feed another address."""
    saving.change_feed_address(queries.get_own(public_id, by=signed_in()), by=signed_in())
    flash("The feed has a new address. The older one no longer works.", "success")
    return redirect(url_for(".edit", public_id=public_id), 303)


@blueprint.post("/saved-searches/<public_id>/delete")
@login_required
def delete(public_id: str) -> Response:
    """Delete it."""
    saving.end(queries.get_own(public_id, by=signed_in()), by=signed_in())
    flash("Deleted.", "success")
    return redirect(url_for(".index"), 303)


def _save_page(form: SaveForm, query: Query) -> str:
    return render_template("alerts/new.html", form=form, chips=list_chips(query),
                           back=url_for(".new", **as_args(query)))


def _edit_page(search: SavedSearch, form: RhythmForm, query: Query) -> str:
    token = links.feed_token(search)
    return render_template(
        "alerts/edit.html", search=search, form=form, chips=list_chips(query), action=request.full_path.rstrip("?"),
        feeds=[(label, absolute("alerts.feed", token=token, kind=kind)) for label, kind in (
            ("RSS", "rss"), ("Atom", "atom"), ("JSON Feed", "json"))])
