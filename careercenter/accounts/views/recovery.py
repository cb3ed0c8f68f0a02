"""A forgotten password."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import limits, mailed_links, recovery, sessions
from careercenter.accounts.forms import ChoosePasswordForm, RecoverForm
from careercenter.accounts.models import LinkPurpose
from careercenter.accounts.views import blueprint
from careercenter.web.going_back import local_path


@blueprint.route("/recover", methods=["GET", "POST"])
def recover() -> ResponseReturnValue:
    """Ask for a link."""
    form = RecoverForm()
    if not form.validate_on_submit():
        return render_template("accounts/recover.html", form=form), 422 if form.is_submitted() else 200
    limits.RECOVER.spend(limits.here())
    limits.RECOVER_SAME.spend(str(form.email.data))
    recovery.send_link.later(str(form.email.data), local_path(request.args.get("next")))
    return render_template("accounts/recover_sent.html", email=form.email.data)


@blueprint.route("/recover/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a link from the mailbox."""
    limits.FOLLOW_LINK.spend(limits.here())
    link, user = mailed_links.get(token, LinkPurpose.RECOVER_PASSWORD)
    form, next_path = ChoosePasswordForm(), link.next_path
    form.known_email, form.known_name = user.email, user.name
    if not form.validate_on_submit():
        return render_template("accounts/choose_password.html", form=form, user=user,
                               token=token), 422 if form.is_submitted() else 200
    recovery.choose_password(token, str(form.password.data))
    sessions.forget_cookie()
    flash("Your password is changed, and you are signed out everywhere. Sign in with the new one.", "success")
    return redirect(url_for(".sign_in", next=next_path), 303)
