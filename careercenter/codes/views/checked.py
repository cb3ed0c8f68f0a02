"""A checked list's own address, so that the way back from a code finds it.

The codes stand in the address, normalized and nothing else: addresses are logged. What else was typed, a name it may
be, stays with whoever typed it: for an hour, in a cookie that only the page of checked lists is sent.
"""

from collections.abc import Iterable

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from careercenter.codes.tools.checking import Checked
from careercenter.codes.tools.naming import Undotted
from careercenter.config import settings

COOKIE = "checked-codes"
KEPT = 3600  # seconds
LONGEST_ADDRESS = 3_000  # characters: some servers take no line longer than 4,094
LONGEST_COOKIE = 3_800  # characters: browsers drop one of more than 4,096 bytes


def find_way_to(checked: Checked, text: str, undotted: Undotted) -> Response | None:
    """The way to the list's address, the text with it; None for what neither address nor cookie could hold."""
    codes = [item.spelled for item in checked.items if item.system]
    address = ",".join(codes)
    if not codes or checked.is_cut or len(address) > LONGEST_ADDRESS:
        return None
    chosen = None if undotted is Undotted.BY_LIST else undotted.value
    answer = redirect(url_for("codes.check", codes=address, undotted=chosen), 303)
    if _as_lines(text.splitlines()) == _as_lines(codes):
        answer.delete_cookie(COOKIE, path=url_for("codes.check"))
        return answer
    kept = _signer().dumps([current_user.get_id(), address, text])
    if len(kept) > LONGEST_COOKIE:
        return None
    answer.set_cookie(COOKIE, str(kept), max_age=KEPT, path=url_for("codes.check"), httponly=True, samesite="Lax",
                      secure=settings.is_https)
    return answer


def find_text(address: str) -> str:
    """What was typed for the codes of an address, if this is whoever typed it, within the hour; else its codes."""
    try:
        whose, where, text = _signer().loads(request.cookies.get(COOKIE, ""), max_age=KEPT)
    except (BadSignature, ValueError):
        return _as_lines(address.split(","))
    return text if (whose, where) == (current_user.get_id(), address) else _as_lines(address.split(","))


def _as_lines(codes: Iterable[str]) -> str:
    return "\n".join(filter(None, (code.strip() for code in codes)))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="checked codes")
