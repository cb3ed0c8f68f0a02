"""The pages of accounts."""

from typing import Any

from flask import Blueprint, Response, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from careercenter import config
from careercenter.accounts.access import way_back
from careercenter.accounts.passkeys import PasskeyRefused
from careercenter.accounts.secrets import new_token
from careercenter.web.going_back import local_path

blueprint = Blueprint("accounts", __name__)

DEVICE_COOKIE = "device"


def device() -> str:
    """What this browser is known by, to itself alone; a new random word for one that we don't know."""
    return request.cookies.get(config.settings.cookie_name(DEVICE_COOKIE), "")[:100] or new_token()


def remember_device(response: BaseResponse, word: str) -> BaseResponse:
    """Let the browser keep its word for a year."""
    response.set_cookie(config.settings.cookie_name(DEVICE_COOKIE), word, max_age=365 * 24 * 3600, httponly=True,
                        samesite="Lax", secure=config.settings.is_https)
    return response


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Pages of an account are kept by nobody, and the links in mails are told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


blueprint.add_app_template_global(way_back, "way_back")


@blueprint.app_template_global()
def here_with_next(endpoint: str) -> str:
    """A page's address that keeps where the reader wanted to go."""
    return url_for(endpoint, next=local_path(request.args.get("next")))


def take_challenge() -> str:
    """The passkey challenge of this browser, once."""
    return str(session.pop("passkey_challenge", ""))


def keep_challenge(challenge: str) -> None:
    """Keep a passkey challenge until the browser answers it."""
    session["passkey_challenge"] = challenge


def passkey_answer() -> dict[str, Any]:
    """What the browser sent of an authenticator's answer: `credential`, and what goes with it.

    Raises:
        PasskeyRefused: that isn't in it.
    """
    sent = request.get_json()
    if not isinstance(sent, dict) or not isinstance(sent.get("credential"), dict):
        raise PasskeyRefused
    return sent
