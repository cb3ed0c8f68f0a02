"""Registering and verifying the address."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts import limits, mailed_links, registration, second_factor, sign_in
from careercenter.accounts.forms import RegisterForm
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.accounts.models import Intent, LinkPurpose, User
from careercenter.accounts.views import blueprint, device, remember_device
from careercenter.web.going_back import local_path
from careercenter.web.navigation import url_if

LANDINGS = {Intent.WORK: "candidates.profile", Intent.HIRE: "employer_postings.begin", Intent.CODES: "codes.index"}


def landing_of(user: User, next_path: str | None = None) -> str:
    """Where somebody begins: where she wanted to go, or what fits what she came for."""
    return local_path(next_path) or url_if(LANDINGS[user.intent]) or "/"


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Make an account."""
    if (user := find_signed_in()) is not None:
        return redirect(local_path(request.args.get("next")) or landing_of(user))
    form = RegisterForm()
    if request.method == "GET":
        form.intent.data = _intent().value
    if not form.validate_on_submit():
        return render_template("accounts/register.html", form=form), 422 if form.is_submitted() else 200
    email = str(form.email.data)
    limits.REGISTER.spend(limits.here())
    limits.REGISTER_SAME.spend(email)
    registration.register(name=str(form.name.data), email=email, password=str(form.password.data),
                          intent=Intent(form.intent.data), next_path=local_path(request.args.get("next")))
    session["registered"] = email
    return redirect(url_for(".registered", next=local_path(request.args.get("next"))), 303)


def _intent() -> Intent:
    """What she comes for, as far as the link or the page that she comes from says it."""
    if (said := request.args.get("intent")) in set(Intent):
        return Intent(said)
    codes = url_if(LANDINGS[Intent.CODES])
    return Intent.CODES if codes and (request.args.get("next") or "").startswith(codes) else Intent.WORK


@blueprint.get("/register/sent")
def registered() -> ResponseReturnValue:
    """Look into your mailbox."""
    return render_template("accounts/registered.html", email=session.get("registered"))


@blueprint.get("/verify-email")
@login_required
def verify_notice() -> ResponseReturnValue:
    """Why the address must be verified, and the link again."""
    user = signed_in()
    if user.is_verified:
        return redirect(local_path(request.args.get("next")) or "/")
    return render_template("accounts/verify_notice.html", user=user)


@blueprint.post("/verify-email/resend")
@login_required
def resend_verification() -> ResponseReturnValue:
    """Mail the link again."""
    limits.RESEND.spend(str(signed_in().id))
    next_path = local_path(request.args.get("next"))
    registration.resend(signed_in(), next_path=next_path)
    flash("We sent a new link. The older one no longer works.", "success")
    return redirect(url_for(".verify_notice", next=next_path), 303)


@blueprint.get("/verify-email/<token>")
def verify_email(token: str) -> ResponseReturnValue:
    """The link's page. Mail scanners open links too, so it is the button that verifies."""
    limits.FOLLOW_LINK.spend(limits.here())
    link = mailed_links.find_any(token, LinkPurpose.VERIFY_EMAIL)
    if link is None:
        raise mailed_links.LinkGone
    return render_template("accounts/verify_email.html", token=token, email=link.email)


@blueprint.post("/verify-email/<token>")
def verify_email_now(token: str) -> ResponseReturnValue:
    """Verify; the browser that registered is signed in by it."""
    limits.FOLLOW_LINK.spend(limits.here())
    user, next_path = registration.verify(token)
    goal = landing_of(user, next_path)
    current = find_signed_in()
    if current is not None and current.id == user.id:
        flash("Thank you, your address is verified.", "success")
        return redirect(goal, 303)
    word = device()
    if session.get("registered") == user.email and current is None and not second_factor.is_on(user):
        sign_in.by_verified_link(user, device=word)
        flash("Thank you, your address is verified. Welcome to CareerCenter.", "success")
        return remember_device(redirect(goal, 303), word)
    flash("Thank you, your address is verified. Sign in to go on.", "success")
    return redirect(url_for(".sign_in", next=goal), 303)


