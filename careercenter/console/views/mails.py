"""The outbox."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_admin
from careercenter.console import mails
from careercenter.console.views import ID, blueprint, choose, typed
from careercenter.web.pagination import page_number


@blueprint.get("/mails")
@staff_required(is_admin)
def list_mails() -> str:
    """Mails by where they stand."""
    group = choose(mails.GROUPS, typed("state"))
    return render_template("console/mails.html", groups=mails.GROUPS, group=group, mask=mails.mask,
                           page=mails.list_mails(group, number=page_number()))


@blueprint.post(f"/mails/<{ID}:mail_id>/try-again")
@staff_required(is_admin)
def try_mail_again(mail_id: int) -> ResponseReturnValue:
    """Send a delayed mail now."""
    mails.try_again(mail_id, by=signed_in())
    flash("The worker tries it again now. Reload the page in a moment to see what came of it.", "success")
    return redirect(url_for(".list_mails", state="waiting"), 303)
