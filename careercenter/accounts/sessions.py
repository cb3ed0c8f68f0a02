"""Sign-in sessions: rows, so that revoking one works at once."""

import re
from datetime import timedelta
from functools import cache
from ipaddress import ip_address, ip_network

from flask import g, request, session
from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.orm import joinedload

from careercenter.accounts.models import SignInSession, User
from careercenter.accounts.secrets import hash_token, new_token
from careercenter.core import db, now, transaction

REMEMBERED = timedelta(days=30)
"""How long a remembered browser may stay away."""
IDLE = timedelta(hours=12)
"""How long any other may."""
WAITS = timedelta(minutes=10)
"""How long the second step waits."""
CONFIRMED = timedelta(minutes=15)
"""How long "it's me" lasts."""
SEEN_EVERY = timedelta(minutes=5)

_COOKIE_KEY = "sign_in"


def open_session(user: User, *, device: str, remember: bool, awaits_second_step: bool = False,
                 second_factor: bool = False) -> str:
    """Add a session of this request's browser; in the caller's transaction. Returns its token."""
    token, at = new_token(), now()
    db.session.add(SignInSession(
        user_id=user.id, token_hash=hash_token(token), device_hash=hash_token(device) if device else "",
        ip_prefix=ip_prefix(request.remote_addr), agent=summarize_agent(request.headers.get("User-Agent", "")),
        is_remembered=remember, confirmed_at=at, completed_at=None if awaits_second_step else at,
        second_factor_at=at if second_factor else None))
    return token


def rotate(row: SignInSession) -> str:
    """Give a session a new token; in the caller's transaction."""
    token = new_token()
    row.token_hash = hash_token(token)
    return token


def put_into_cookie(token: str, *, remember: bool) -> None:
    """Make the browser's session this one. What it held before, a planted CSRF token too, is forgotten."""
    session.clear()
    session[_COOKIE_KEY] = token
    session.permanent = remember


def forget_cookie() -> None:
    """Make the browser a guest's."""
    session.clear()


def names_one() -> bool:
    """Whether this request's browser names a session, be it live or not."""
    return _COOKIE_KEY in session


def find_session(*, complete: bool = True) -> SignInSession | None:
    """The live session of this request's browser; `complete=False` finds one that waits for its second
    step as well."""
    token = session.get(_COOKIE_KEY)
    row = _find_by_token(token) if isinstance(token, str) else None
    if row is None or not is_live(row) or (complete and row.completed_at is None):
        return None
    return row


def _find_by_token(token: str) -> SignInSession | None:
    # Asked several times within a request: by its id, the row isn't read again before a transaction.
    seen, row_id, *_ = g.get("sign_in_session", ("", 0))
    row = db.session.get(SignInSession, row_id) if seen == token else None
    if row is None or row.token_hash != hash_token(token):
        found = db.session.execute(_by_token(), {"token_hash": hash_token(token)}).unique().first()
        row = found[0] if found else None
        if found:
            g.sign_in_session = (token, found[0].id, found)  # held: rows that nobody holds are read again
    return row


@cache  # every page of somebody signed in asks it; putting it together takes longer than the database's answer
def _by_token() -> Select[SignInSession, User]:
    return (select(SignInSession, User).join(User, User.id == SignInSession.user_id)
            .options(joinedload(User.grants)).where(SignInSession.token_hash == bindparam("token_hash")))


def find_user() -> User | None:
    """The person signed in in this request's browser."""
    row = find_session()
    user = db.session.get(User, row.user_id) if row else None
    return user if user is not None and user.is_active else None


def user_of(row: SignInSession) -> User:
    """Whose session it is; she may not have taken the second step yet."""
    return db.session.get_one(User, row.user_id)


def is_live(row: SignInSession) -> bool:
    """Whether the session still counts."""
    if row.revoked_at is not None:
        return False
    if row.completed_at is None:
        return now() < row.created_at + WAITS
    return now() < row.last_seen_at + (REMEMBERED if row.is_remembered else IDLE)


def has_second_factor(row: SignInSession | None) -> bool:
    """Whether the person used her second factor in this session."""
    return row is not None and row.second_factor_at is not None


def is_confirmed(row: SignInSession | None) -> bool:
    """Whether the person proved within the last minutes that it is her."""
    return row is not None and row.confirmed_at is not None and now() < row.confirmed_at + CONFIRMED


def touch() -> None:
    """Note that the session is in use, every few minutes: its row and its cookie last from then."""
    row = find_session()
    if row is None or now() < row.last_seen_at + SEEN_EVERY:
        return
    with transaction():
        db.session.execute(update(SignInSession).where(SignInSession.id == row.id).values(last_seen_at=now()))
    session.modified = True


def confirm(row: SignInSession) -> None:
    """Note that the person proved that it is her; in the caller's transaction."""
    row.confirmed_at = now()


def list_open(user: User) -> list[SignInSession]:
    """Where the person is signed in, the newest use first."""
    rows = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.user_id == user.id, SignInSession.revoked_at.is_(None),
               SignInSession.completed_at.is_not(None))
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc()))
    return [row for row in rows if is_live(row)]


def is_known_device(email: str, device: str) -> bool:
    """Whether somebody with this address has been signed in in this browser before."""
    return bool(device) and db.session.scalar(
        select(SignInSession.id).join(User, User.id == SignInSession.user_id).where(
            User.email == email, SignInSession.device_hash == hash_token(device),
            SignInSession.completed_at.is_not(None)).limit(1)) is not None


def is_new_device(row: SignInSession) -> bool:
    """Whether this is another browser than those in which the person was signed in before."""
    earlier = select(SignInSession.id).where(
        SignInSession.user_id == row.user_id, SignInSession.id != row.id,
        SignInSession.completed_at.is_not(None)).limit(1)
    if db.session.scalar(earlier) is None:
        return False  # her very first
    return not row.device_hash or db.session.scalar(
        earlier.where(SignInSession.device_hash == row.device_hash)) is None


def revoke_all(user: User, *, but: SignInSession | None = None) -> None:
    """End the person's sessions everywhere; in the caller's transaction."""
    statement = update(SignInSession).where(
        SignInSession.user_id == user.id, SignInSession.revoked_at.is_(None))
    if but is not None:
        statement = statement.where(SignInSession.id != but.id)
    db.session.execute(statement.values(revoked_at=now()))


def revoke(user: User, public_id: str) -> bool:
    """End one of the person's sessions; False if it isn't hers or has ended."""
    with transaction():
        ended = db.session.execute(update(SignInSession).where(
            SignInSession.user_id == user.id, SignInSession.public_id == public_id,
            SignInSession.revoked_at.is_(None)).values(revoked_at=now()))
    return ended.rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]


def revoke_others(user: User, *, but: SignInSession | None) -> None:
    """End the person's sessions everywhere but here."""
    with transaction():
        revoke_all(user, but=but)


def end(row: SignInSession) -> None:
    """Sign out."""
    with transaction():
        row.revoked_at = now()


def drop_old(before: timedelta = timedelta(days=90)) -> None:
    """Forget sessions that ended long ago."""
    with transaction():
        db.session.execute(delete(SignInSession).where(or_(
            SignInSession.revoked_at < now() - before, SignInSession.last_seen_at < now() - before)))


def ip_prefix(address: str | None) -> str:
    """The network of an address (/24, or /48 of IPv6): enough to recognize, too little to follow somebody."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/{24 if parsed.version == 4 else 48}", strict=False))


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
             ("Safari/", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
            ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"))


def summarize_agent(header: str) -> str:
    """`Firefox on Windows`, as far as the User-Agent header tells."""
    browser = next((name for mark, name in _BROWSERS if mark in header), "")
    system = next((name for mark, name in _SYSTEMS if re.search(rf"\b{re.escape(mark)}", header)), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "Unknown browser"
