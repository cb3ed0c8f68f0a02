"""Who gets in: decorators for views of all domains.

    @blueprint.post("/jobs/<int:posting_id>/apply")
    @verified_required
    def apply(posting_id: int) -> Response: ...

    @blueprint.get("/staff/queue")
    @staff_required(policies.may_moderate)
    def queue() -> str: ...
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import second_factor, sessions
from careercenter.accounts.identity import find_signed_in
from careercenter.accounts.models import User
from careercenter.core import require
from careercenter.extensions import login_manager
from careercenter.web.going_back import here, local_path

P = ParamSpec("P")
R = TypeVar("R")

# What a member of staff may open before the second step: the way to it, and the way out.
_BEFORE_SECOND_STEP = {
    "accounts.sign_in", "accounts.sign_out", "accounts.second_step", "accounts.confirm",
    "accounts.set_up_two_step", "accounts.verify_notice", "accounts.resend_verification",
    "accounts.verify_email", "accounts.verify_email_now", "accounts.passkey_options", "accounts.passkey_step",
    "accounts.passkey_registration_options", "accounts.add_passkey",
}
# Machines ask these often, and nothing in them depends on who asks.
WITHOUT_PERSON = {None, "static", "bootstrap.static", "assets.stylesheet", "health.healthz", "health.readyz",
                  "health.metrics", "employers.show_logo"}


def verified_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever is signed in and has verified her address; send others to do that."""
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        user = find_signed_in()
        if user is None:
            return cast(R, login_manager.unauthorized())
        if not user.is_verified:
            return cast(R, redirect(url_for("accounts.verify_notice", next=here()), 303))
        return current_app.ensure_sync(view)(*args, **kwargs)
    return guarded


def account_required(why: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever is signed in; send a guest to register, with the reason `why`. From there she may sign in too."""
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if find_signed_in() is not None:
                return current_app.ensure_sync(view)(*args, **kwargs)
            if request.method != "GET":  # what was typed is kept
                return cast(R, login_manager.unauthorized())
            flash(why, "info")
            return cast(R, redirect(url_for("accounts.register", next=here()), 303))
        return guarded
    return guard


def staff_required(policy: Callable[[User], bool]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in the staff that a policy names, once they have used their second factor in this session."""
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            user = find_signed_in()
            if user is None:
                return cast(R, login_manager.unauthorized())
            require(policy(user))
            if not sessions.has_second_factor(sessions.find_session()):
                return cast(R, to_second_step(user))
            return current_app.ensure_sync(view)(*args, **kwargs)
        return guarded
    return guard


def confirmed_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever is signed in and proved within the last minutes that it is her; ask others to."""
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if find_signed_in() is None:
            return cast(R, login_manager.unauthorized())
        if not sessions.is_confirmed(sessions.find_session()):
            return cast(R, redirect(url_for("accounts.confirm", next=here()), 303))
        return current_app.ensure_sync(view)(*args, **kwargs)
    return guarded


def keep_staff_to_second_step() -> ResponseReturnValue | None:
    """Before each request: a person with a staff role does nothing at all without the second factor.

    The policies speak of roles alone; this is why a yes of theirs can be trusted.
    """
    if request.endpoint in _BEFORE_SECOND_STEP | WITHOUT_PERSON:
        return None
    user = find_signed_in()
    if (user is None or not user.is_staff
            or sessions.has_second_factor(sessions.find_session())):
        return None
    return to_second_step(user)


def to_second_step(user: User) -> ResponseReturnValue:
    """Send somebody to use her second factor, or to set one up."""
    if second_factor.is_on(user):
        return redirect(url_for("accounts.second_step", next=here()), 303)
    flash("People on our staff sign in with a second step. Set it up to go on.", "warning")
    return redirect(url_for("accounts.set_up_two_step", next=here()), 303)


def way_back() -> str | None:
    """The page to come back to for whoever signs in or registers by the header: this one, or the one that a page on
    the way there names. None for the start page: what comes after it is the account's to say."""
    back = local_path(request.args.get("next")) if request.blueprint == "accounts" else here()
    return back if back != "/" else None
