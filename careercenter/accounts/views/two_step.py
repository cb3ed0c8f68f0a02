"""The second step's settings: authenticator app, recovery codes, passkeys."""

from cryptography.fernet import InvalidToken
from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts import limits, mailed_links, passkeys, second_factor, sessions, taking_back
from careercenter.accounts.access import confirmed_required, verified_required
from careercenter.accounts.forms import CodeForm
from careercenter.accounts.identity import signed_in
from careercenter.accounts.models import LinkPurpose
from careercenter.accounts.secrets import decrypt, encrypt
from careercenter.accounts.views import blueprint, keep_challenge, passkey_answer, take_challenge
from careercenter.web.going_back import local_path

_PROPOSED = "proposed_secret"


@blueprint.get("/account/two-step")
@login_required
def two_step() -> str:
    """What is set up."""
    user = signed_in()
    return render_template("accounts/two_step.html", has_app=second_factor.has_app(user),
                           is_on=second_factor.is_on(user), code_count=second_factor.count_codes(user),
                           passkeys=passkeys.list_of(user), passkeys_at=passkeys.named_address(request.url),
                           is_staff=user.is_staff)


@blueprint.route("/account/two-step/set-up", methods=["GET", "POST"])
@verified_required
@confirmed_required
def set_up_two_step() -> ResponseReturnValue:
    """Show the QR code, and take the first code."""
    user, form, secret = signed_in(), CodeForm(), _proposed_secret()
    if form.validate_on_submit():
        limits.SECOND_STEP.require(str(user.id))
        try:
            codes = second_factor.turn_on(user, secret, str(form.code.data), session=sessions.find_session())
            session.pop(_PROPOSED, None)
            return _show_codes(codes)
        except second_factor.WrongCode as refusal:
            limits.SECOND_STEP.spend(str(user.id))
            form.code.errors = [str(refusal)]
    return render_template(
        "accounts/set_up_two_step.html", form=form, secret=secret, qr_code=second_factor.qr_code(user, secret),
        setup_address=second_factor.setup_address(user, secret)), 422 if form.is_submitted() else 200


@blueprint.post("/account/two-step/turn-off")
@confirmed_required
def turn_off_two_step() -> ResponseReturnValue:
    """Remove the app."""
    second_factor.turn_off(signed_in(), by=signed_in())
    flash("The authenticator app is removed.", "success")
    return redirect(url_for(".two_step"), 303)


@blueprint.get("/account/two-step/undo/<token>")
def undo_second_factor(token: str) -> str:
    """The page of the link that went out when a second step was added."""
    limits.FOLLOW_LINK.spend(limits.here())
    link, _ = mailed_links.get(token, LinkPurpose.UNDO_SECOND_FACTOR)
    return render_template("accounts/undo_second_factor.html", token=token, email=link.email)


@blueprint.post("/account/two-step/undo/<token>")
def undo_second_factor_now(token: str) -> ResponseReturnValue:
    """Remove what was added, and lock out whoever added it."""
    limits.FOLLOW_LINK.spend(limits.here())
    user = taking_back.undo_second_factor(token)
    sessions.forget_cookie()
    flash(f"The account is yours again, under {user.email}. Everybody is signed out, and we sent you a link to "
          "choose a new password.", "success")
    return redirect(url_for(".sign_in"), 303)


@blueprint.post("/account/two-step/codes")
@confirmed_required
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes."""
    return _show_codes(second_factor.renew_codes(signed_in()))


@blueprint.post("/account/passkeys/options")
@verified_required
@confirmed_required
def passkey_registration_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    limits.PASSKEY.spend(limits.here())
    options, challenge = passkeys.registration_options(signed_in())
    keep_challenge(challenge)
    return options, {"Content-Type": "application/json"}


@blueprint.post("/account/passkeys")
@verified_required
@confirmed_required
def add_passkey() -> ResponseReturnValue:
    """Take a new passkey; new recovery codes are shown once."""
    sent = passkey_answer()
    codes = passkeys.add(signed_in(), sent["credential"], take_challenge(), name=str(sent.get("name") or ""),
                         session=sessions.find_session())
    flash("The passkey is set up.", "success")
    return {"next": url_for(".two_step"), "codes": codes}


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@confirmed_required
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Remove a passkey."""
    passkeys.remove(signed_in(), passkey_id)
    flash("The passkey is removed.", "success")
    return redirect(url_for(".two_step"), 303)


def _show_codes(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes,
                           next_url=local_path(request.args.get("next")) or url_for(".two_step"))


def _proposed_secret() -> str:
    """The secret offered to this browser, until it is taken. The cookie holds it encrypted."""
    try:
        return decrypt(str(session[_PROPOSED]))
    except (KeyError, InvalidToken):
        secret = second_factor.new_secret()
        session[_PROPOSED] = encrypt(secret)
        return secret
