"""A guest is a browser with a signed cookie. It gets one when it opens something, and not before."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from flask import Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, select

from careercenter.config import settings
from careercenter.core import db, now, transaction
from careercenter.metering.models import Allowance, Grant, View

KEPT = timedelta(days=90)
"""How long a guest's rows and her cookie are kept, counted from her first view."""
AT_ONCE = 5_000

COOKIE = "guest"


@dataclass(frozen=True, slots=True)
class Guest:
    """What the cookie says."""

    id: str
    came_along: bool = False  # what she opened is in an account already


def find() -> Guest | None:
    """The guest that this request's browser is; None without a cookie of ours that is still good, or that this
    request's answer brings."""
    if "metering_guest" in g:
        return g.metering_guest
    value = request.cookies.get(settings.cookie_name(COOKIE))
    if not value:
        return None
    try:
        guest_id, came_along = _signer().loads(value, max_age=int(KEPT.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return Guest(guest_id, bool(came_along))


def new_id() -> str:
    """An id that nobody guesses."""
    return token_urlsafe(16)


def remember(guest: Guest) -> None:
    """Let this request's answer bring the cookie."""
    g.metering_guest = guest
    value = _signer().dumps([guest.id, int(guest.came_along)])

    @after_this_request
    def set_cookie(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        response.set_cookie(settings.cookie_name(COOKIE), str(value), max_age=KEPT, httponly=True, samesite="Lax",
                            secure=settings.is_https)
        return response


def forget_old() -> None:
    """Delete what guests opened long ago, and that they were here."""
    while True:
        with transaction():
            old = list(db.session.scalars(select(Allowance.id).where(
                Allowance.guest_id.is_not(None), Allowance.created_at < now() - KEPT).limit(AT_ONCE)))
            for kind in (View, Grant):
                db.session.execute(delete(kind).where(kind.allowance_id.in_(old)))
            db.session.execute(delete(Allowance).where(Allowance.id.in_(old)))
        if len(old) < AT_ONCE:
            return


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="metering guest")
