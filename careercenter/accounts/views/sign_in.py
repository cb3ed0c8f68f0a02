"""Signing in and out, and confirming that it is still the same person."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts import limits, passkeys, second_factor, sessions
from careercenter.accounts import sign_in as signing_in
from careercenter.accounts.forms import CodeForm, PasswordForm, SignInForm
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.accounts.models import SignInSession
from careercenter.accounts.views import (
    blueprint,
    device,
    keep_challenge,
    passkey_answer,
    remember_device,
    take_challenge,
)
from careercenter.core import NotPossible
from careercenter.web.going_back import local_path


def goal() -> str:
    """Where to go afterwards: a page of this site, never another."""
    return local_path(request.args.get("next")) or "/"


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The first step: address and password."""
    if request.method == "GET" and find_signed_in() is not None:
        return redirect(goal())
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    word = device()
    try:
        row = signing_in.by_password(str(form.email.data), str(form.password.data), device=word,
                                     remember=bool(form.remember.data))
    except signing_in.WrongPassword as refusal:
        form.password.errors = [str(refusal)]
        return render_template("accounts/sign_in.html", form=form), refusal.status
    target = goal() if row.completed_at else url_for(".second_step", next=goal())
    if target == "/" and not sessions.user_of(row).is_verified:
        target = url_for(".verify_notice")
    return remember_device(redirect(target, 303), word)


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
def second_step() -> ResponseReturnValue:
    """The second step: a code, a passkey or a recovery code."""
    row = sessions.find_session(complete=False)
    if row is None:
        flash("That took too long. Sign in again.", "warning")
        return redirect(url_for(".sign_in", next=goal()), 303)
    user = sessions.user_of(row)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            signing_in.by_code(row, str(form.code.data))
            return redirect(goal(), 303)
        except second_factor.WrongCode as refusal:
            form.code.errors = [str(refusal)]
    return render_template("accounts/second_step.html", form=form, has_app=second_factor.has_app(user),
                           has_passkey=second_factor.has_passkey(user)), 422 if form.is_submitted() else 200


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    row = sessions.find_session(complete=False)
    if row is not None:
        sessions.end(row)
    sessions.forget_cookie()
    flash("You are signed out.", "success")
    return redirect("/", 303)


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@login_required
def confirm() -> ResponseReturnValue:
    """Ask for the password again before something that matters."""
    user, row, form = signed_in(), _session(), PasswordForm()
    if form.validate_on_submit():
        if signing_in.confirm(user, row, str(form.password.data)):
            return redirect(goal(), 303)
        form.password.errors = ["This isn't your password."]
    return render_template("accounts/confirm.html", form=form, has_password=user.password_hash is not None,
                           has_passkey=second_factor.has_passkey(user)), 422 if form.is_submitted() else 200


@blueprint.post("/sign-in/passkey/options")
def passkey_sign_in_options() -> ResponseReturnValue:
    """What the browser needs to offer its passkeys."""
    limits.PASSKEY.spend(limits.here())
    options, challenge = passkeys.sign_in_options()
    keep_challenge(challenge)
    return options, {"Content-Type": "application/json"}


@blueprint.post("/sign-in/passkey")
def passkey_sign_in() -> ResponseReturnValue:
    """Sign in by a passkey."""
    limits.PASSKEY.spend(limits.here())
    word, answer = device(), passkey_answer()
    passkeys.sign_in_with(answer["credential"], take_challenge(), device=word,
                          remember=bool(answer.get("remember")))
    return remember_device(jsonify(next=goal()), word)


@blueprint.post("/sign-in/second-step/passkey/options")
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to use a passkey as second step, or to confirm."""
    limits.PASSKEY.spend(limits.here())
    options, challenge = passkeys.second_step_options(sessions.user_of(_waiting()))
    keep_challenge(challenge)
    return options, {"Content-Type": "application/json"}


@blueprint.post("/sign-in/second-step/passkey")
def passkey_step() -> ResponseReturnValue:
    """Take the second step by a passkey, or confirm with one."""
    limits.PASSKEY.spend(limits.here())
    passkeys.take_second_step(_waiting(), passkey_answer()["credential"], take_challenge())
    return jsonify(next=goal())


def _waiting() -> SignInSession:
    row = sessions.find_session(complete=False)
    if row is None:
        raise NotPossible("That took too long. Sign in again.")
    return row


def _session() -> SignInSession:
    row = sessions.find_session()
    assert row is not None  # noqa: S101 (login_required found it)
    return row


