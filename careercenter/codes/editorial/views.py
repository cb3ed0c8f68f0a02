"""The staff's pages about codes: what waits, and the editor."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.codes import numbers
from careercenter.codes import queries as codes
from careercenter.codes.editorial import policies, queries, writing
from careercenter.codes.editorial.forms import SYSTEMS, FindForm, ReturnForm, WordsForm
from careercenter.codes.editorial.models import PlainWords
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import Place
from careercenter.core import NotPossible

blueprint = Blueprint("codes_editorial", __name__, url_prefix="/staff/codes")


@blueprint.get("")
@staff_required(policies.may_write)
def index() -> ResponseReturnValue:
    """What waits for review or is being written, and the way to any code."""
    form = FindForm(request.args, meta={"csrf": False})  # it changes nothing
    if "code" in request.args and form.validate():
        typed = form.code.data or ""
        found = codes.find_any(typed)
        if not found and (number := numbers.find_place(CodeSystem.CPT, typed)):
            found = [number]
        if len(found) == 1:
            return redirect(_address(found[0]), 303)
        return render_template("codes/editorial/index.html", waiting=queries.list_waiting(), form=form, found=found,
                               releases=codes.releases_in_force())
    return render_template("codes/editorial/index.html", waiting=queries.list_waiting(), form=form, found=None,
                           releases=codes.releases_in_force())


@blueprint.get("/<system>/<key>")
@staff_required(policies.may_write)
def edit(system: str, key: str) -> str:
    """The editor: what is written, what was, and what can be done with it."""
    place = _place(system, key)
    return _page(place, _form_of(place))


@blueprint.post("/<system>/<key>")
@staff_required(policies.may_write)
def save(system: str, key: str) -> ResponseReturnValue:
    """Keep the draft; with the other button, ask for its review at once."""
    place, form = _place(system, key), WordsForm()
    if not form.validate_on_submit():
        return _page(place, form), 422
    try:
        code = numbers.get_or_hold(place.code.system, place.code.key)
        words = writing.write(code, form.description.data or "", form.tips.data or "", by=signed_in(),
                              seen=form.seen.data or "")
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return _page(place, form), 409
    if "submit" in request.form:
        writing.submit(words, by=signed_in())
        flash("Sent to review. Somebody else reads it before it is published.", "success")
    else:
        flash("The draft is kept.", "success")
    return redirect(_address(place), 303)


@blueprint.post("/<system>/<key>/take-back")
@staff_required(policies.may_write)
def take_back(system: str, key: str) -> ResponseReturnValue:
    """Write on at what waits for review."""
    place = _place(system, key)
    writing.take_back(_open_words(place), by=signed_in())
    flash("It is a draft again.", "success")
    return redirect(_address(place), 303)


@blueprint.post("/<system>/<key>/approve")
@staff_required(policies.may_write)
def approve(system: str, key: str) -> ResponseReturnValue:
    """Publish what waits for review."""
    place = _place(system, key)
    writing.approve(_open_words(place), by=signed_in())
    flash(f"Published: it stands on the page of {place.code.code} now.", "success")
    return redirect(_address(place), 303)


@blueprint.post("/<system>/<key>/return")
@staff_required(policies.may_write)
def send_back(system: str, key: str) -> ResponseReturnValue:
    """Return what waits for review, with what should be changed."""
    place, form = _place(system, key), ReturnForm()
    if not form.validate_on_submit():
        return _page(place, WordsForm(formdata=None), form), 422
    try:
        writing.send_back(_open_words(place), form.reason.data or "", by=signed_in())
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return _page(place, _form_of(place), form), 409
    flash("Returned to its author.", "success")
    return redirect(_address(place), 303)


def _page(place: Place, form: WordsForm, returning: ReturnForm | None = None) -> str:
    words = queries.find_open(place.code.id)
    return render_template(
        "codes/editorial/edit.html", place=place, path=numbers.list_path(place), form=form, words=words,
        may_review=words is not None and policies.may_review(signed_in(), words), is_typed=form.description.raw_data,
        returning=returning or ReturnForm(formdata=None), revisions=queries.list_revisions(place.code.id))


def _form_of(place: Place) -> WordsForm:
    words = queries.find_open(place.code.id)
    begin = words or queries.find_published(place.code.id)
    return WordsForm(formdata=None, seen=writing.stamp(words), description=begin.description if begin else "",
                     tips=begin.tips if begin else "")


def _place(system: str, key: str) -> Place:
    place = numbers.find_place(SYSTEMS[system], key) if system in SYSTEMS else None
    return place or abort(404)


def _open_words(place: Place) -> PlainWords:
    words = queries.find_open(place.code.id)
    if words is None:
        raise NotPossible(f"No text about {place.code.code} waits for anything. Open its page to see what stands.")
    return words


def _address(place: Place) -> str:
    return url_for(".edit", system=place.code.system.value, key=place.code.key)
