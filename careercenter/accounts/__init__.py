"""Users, sign-in, verification, recovery, second factor, sessions, export, deletion."""

from flask import Flask, Request, Response, g, request

from careercenter.accounts import access, identity, policies, sessions
from careercenter.accounts.models import User
from careercenter.extensions import login_manager
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join accounts to the application."""
    from careercenter.accounts import cli, tasks  # noqa: F401
    from careercenter.accounts.views import blueprint, recovery, registration, settings, sign_in, staff, two_step  # noqa: F401

    login_manager.login_view = "accounts.sign_in"  # pyright: ignore[reportAttributeAccessIssue]
    login_manager.login_message = "Sign in to go on."
    login_manager.login_message_category = "info"
    # Sessions are rows that can be revoked; a browser that updates itself is no thief.
    app.config["SESSION_PROTECTION"] = None
    app.register_blueprint(blueprint)
    app.cli.add_command(cli.accounts)
    app.before_request(_know_person)
    app.before_request(access.keep_staff_to_second_step)
    app.after_request(_keep_from_caches)
    navigation.add("People", "accounts.list_people", area="staff", order=30,
                   shows=lambda: policies.may_see_people(identity.find_signed_in()))


@login_manager.request_loader
def load_user(_request: Request) -> User | None:
    """The person of the session row that the cookie names; a revoked one signs nobody in."""
    return sessions.find_user()


def _know_person() -> None:
    """Note that the session is in use, and show times in the person's zone."""
    if request.endpoint in access.WITHOUT_PERSON:
        return
    sessions.touch()
    user = identity.find_signed_in()
    if user is not None:
        g.zone = user.time_zone


def _keep_from_caches(response: Response) -> Response:
    """No cache keeps what a person saw: after signing out, the way back shows nothing of it. A guest's page
    holds her CSRF token, so that no other's cache keeps it."""
    is_asset = request.endpoint is not None and request.endpoint in access.WITHOUT_PERSON
    if not is_asset and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if sessions.names_one() else "private, no-cache"
    return response
