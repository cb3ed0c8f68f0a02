"""The person's own settings: name, address, password, sessions, data, deletion."""

from flask import Response, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts import (
    deletion,
    email_changes,
    exports,
    limits,
    mailed_links,
    overview,
    passkeys,
    passwords,
    profiles,
    second_factor,
    sessions,
    taking_back,
)
from careercenter.accounts.access import confirmed_required
from careercenter.accounts.forms import ChoosePasswordForm, EmailForm, PasswordForm, ProfileForm
from careercenter.accounts.identity import signed_in
from careercenter.accounts.models import LinkPurpose
from careercenter.accounts.views import blueprint
from careercenter.core import Forbidden, NotPossible


@blueprint.get("/account")
@login_required
def settings() -> str:
    """All settings at a glance."""
    user = signed_in()
    return render_template(
        "accounts/settings.html", user=user, has_app=second_factor.has_app(user),
        passkey_count=len(passkeys.list_of(user)), session_count=len(sessions.list_open(user)),
        cards=overview.list_cards(user))


@blueprint.route("/account/profile", methods=["GET", "POST"])
@login_required
def profile() -> ResponseReturnValue:
    """Name and time zone."""
    user = signed_in()
    form = ProfileForm(obj=user)
    if not form.validate_on_submit():
        return render_template("accounts/profile.html", form=form), 422 if form.is_submitted() else 200
    profiles.update(user, name=str(form.name.data), time_zone=str(form.time_zone.data))
    flash("Saved.", "success")
    return redirect(url_for(".settings"), 303)


@blueprint.route("/account/email", methods=["GET", "POST"])
@confirmed_required
def change_email() -> ResponseReturnValue:
    """Ask for another address."""
    user, form = signed_in(), EmailForm()
    if form.validate_on_submit():
        limits.CHANGE_EMAIL.spend(str(user.id))
        try:
            email_changes.ask(user, str(form.email.data))
            flash(f"We sent a link to {form.email.data}. The address changes when you open it.", "success")
            return redirect(url_for(".settings"), 303)
        except NotPossible as refusal:
            form.email.errors = [str(refusal)]
    return render_template("accounts/change_email.html", form=form,
                           user=user), 422 if form.is_submitted() else 200


@blueprint.get("/account/email/confirm/<token>")
def confirm_email_change(token: str) -> str:
    """The page of the link that went to the new address."""
    limits.FOLLOW_LINK.spend(limits.here())
    link, user = mailed_links.get(token, LinkPurpose.CHANGE_EMAIL)
    return render_template("accounts/confirm_email_change.html", token=token, old=user.email, new=link.email)


@blueprint.post("/account/email/confirm/<token>")
def confirm_email_change_now(token: str) -> ResponseReturnValue:
    """Take the new address."""
    limits.FOLLOW_LINK.spend(limits.here())
    user = email_changes.confirm(token, session=sessions.find_session())
    flash(f"Your address is now {user.email}. We told the old one.", "success")
    return redirect(url_for(".settings"), 303)


@blueprint.get("/account/email/undo/<token>")
def undo_email_change(token: str) -> str:
    """The page of the link that went to the old address."""
    limits.FOLLOW_LINK.spend(limits.here())
    link, user = mailed_links.get(token, LinkPurpose.UNDO_EMAIL_CHANGE)
    return render_template("accounts/undo_email_change.html", token=token, old=link.email, new=user.email)


@blueprint.post("/account/email/undo/<token>")
def undo_email_change_now(token: str) -> ResponseReturnValue:
    """Give the account back to the old address."""
    limits.FOLLOW_LINK.spend(limits.here())
    user = taking_back.undo_email_change(token)
    sessions.forget_cookie()
    flash(f"The account is yours again, under {user.email}. Everybody is signed out, and we sent you a link to "
          "choose a new password.", "success")
    return redirect(url_for(".sign_in"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@confirmed_required
def change_password() -> ResponseReturnValue:
    """Choose another password."""
    user, form = signed_in(), ChoosePasswordForm()
    form.known_email, form.known_name = user.email, user.name
    if not form.validate_on_submit():
        return render_template("accounts/change_password.html", form=form,
                               user=user), 422 if form.is_submitted() else 200
    passwords.change(user, str(form.password.data), session=sessions.find_session())
    flash("Your password is changed. Your other devices are signed out.", "success")
    return redirect(url_for(".settings"), 303)


@blueprint.get("/account/sessions")
@login_required
def list_sessions() -> str:
    """Where the person is signed in."""
    return render_template("accounts/sessions.html", rows=sessions.list_open(signed_in()),
                           current=sessions.find_session())


@blueprint.post("/account/sessions/<public_id>/revoke")
@login_required
def revoke_session(public_id: str) -> ResponseReturnValue:
    """End one session."""
    ended = sessions.revoke(signed_in(), public_id)
    flash("That device is signed out." if ended else "That device was signed out already.", "success")
    return redirect(url_for(".list_sessions"), 303)


@blueprint.post("/account/sessions/revoke-others")
@login_required
def revoke_other_sessions() -> ResponseReturnValue:
    """End every other session."""
    sessions.revoke_others(signed_in(), but=sessions.find_session())
    flash("All other devices are signed out.", "success")
    return redirect(url_for(".list_sessions"), 303)


@blueprint.get("/account/data")
@login_required
def data() -> str:
    """What can be downloaded."""
    return render_template("accounts/data.html")


@blueprint.get("/account/data.json")
@confirmed_required
def download_data() -> Response:
    """Everything that is kept about the person."""
    limits.EXPORT.spend(str(signed_in().id))
    response = jsonify(exports.export(signed_in()))
    response.headers["Content-Disposition"] = 'attachment; filename="careercenter-data.json"'
    return response


@blueprint.route("/account/delete", methods=["GET", "POST"])
@login_required
def delete() -> ResponseReturnValue:
    """Delete the account."""
    user, form = signed_in(), PasswordForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            deletion.erase(user, password=str(form.password.data))
            sessions.forget_cookie()
            flash("Your account is deleted. Thank you for the time with us.", "success")
            return redirect("/", 303)
        except Forbidden as refusal:
            form.password.errors = [str(refusal)]
        except NotPossible as refusal:
            status = refusal.status
    return render_template("accounts/delete.html", form=form, user=user,
                           objections=deletion.list_objections(user)), status


