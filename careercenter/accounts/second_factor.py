"""The second factor: one-time codes of an authenticator app, and recovery codes. Passkeys have a room of
their own."""

from datetime import datetime
from hmac import compare_digest
from secrets import choice

import segno
from cryptography.fernet import InvalidToken
from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import delete, func, select, update

from careercenter.accounts import notices, sessions
from careercenter.accounts.models import AuthenticatorApp, Passkey, RecoveryCode, SignInSession, User
from careercenter.accounts.secrets import decrypt, encrypt, hash_code
from careercenter.core import Forbidden, NotPossible, add_once, db, lock, now, record, transaction

STEP = 30  # seconds that a code stands for
DRIFT = 1  # steps by which a phone's clock may be off
CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that looks like something else


class WrongCode(Forbidden):
    """The code doesn't match, or was used already."""


def new_secret() -> str:
    """A secret for an authenticator app, not yet anybody's."""
    return random_base32()


def setup_address(user: User, secret: str) -> str:
    """The `otpauth://` address that an app reads."""
    return TOTP(secret).provisioning_uri(name=user.email, issuer_name="CareerCenter")


def qr_code(user: User, secret: str) -> str:
    """The address as a QR code: an SVG in a data address."""
    return segno.make(setup_address(user, secret), error="m").svg_data_uri(
        scale=5, border=4, dark="#10292b", light="#ffffff")


def turn_on(user: User, secret: str, code: str, *, session: SignInSession | None) -> list[str]:
    """Take an app whose code proves that it works. Returns recovery codes to be shown once.

    The session that did it counts as having used the second factor; the others end.

    Raises:
        WrongCode: the app shows another code.
        AlreadyDone: there is an app already.
    """
    with transaction():
        step = _matching_step(secret, code, after=0)
        if step is None:
            raise WrongCode("This isn't the code that the app should show now. Check the phone's clock, "
                            "then type the newest code.")
        add_once(AuthenticatorApp(user_id=user.id, secret=encrypt(secret), last_step=step),
                 "An authenticator app is set up already. Turn it off first to use another one.")
        codes = make_codes(user)
        if session is not None:
            session.second_factor_at = now()
        sessions.revoke_all(user, but=session)
        record("turn_on_authenticator", user, by=user)
        notices.second_factor_added(user, "An authenticator app was added")
    return codes


def turn_off(user: User, *, by: User | None, reason: str | None = None) -> None:
    """Remove the authenticator app and the recovery codes; without passkeys, sign-in has one step again.

    Raises:
        NotPossible: there is none.
    """
    with transaction():
        removed = db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id))
        if removed.rowcount == 0:  # pyright: ignore[reportAttributeAccessIssue]
            raise NotPossible("No authenticator app is set up.")
        drop_codes_if_useless(user)
        record("turn_off_authenticator", user, by=by, reason=reason)
        notices.second_factor_changed(user, "The authenticator app was removed")


def renew_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones stop working.

    Raises:
        NotPossible: there is no second step that they could stand in for.
    """
    with transaction():
        if not is_on(user):
            raise NotPossible("Set up an authenticator app or a passkey first.")
        codes = make_codes(user)
        record("renew_recovery_codes", user, by=user)
        notices.second_factor_changed(user, "New recovery codes were made; the old ones stopped working")
    return codes


def check(user: User, code: str) -> None:
    """Take a code of the app, or a recovery code; in the caller's transaction. Each works once.

    Raises:
        WrongCode: it is neither, or it was used already.
    """
    typed = "".join(code.split()).lower()
    if not (_check_app(user, typed) if typed.isdigit() else _use_recovery_code(user, typed)):
        raise WrongCode("This code doesn't work. Type the newest one; each code works once.")


def is_on(user: User) -> bool:
    """Whether signing in by password asks for a second step."""
    return has_app(user) or has_passkey(user)


def has_app(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return db.session.scalar(
        select(AuthenticatorApp.id).where(AuthenticatorApp.user_id == user.id)) is not None


def has_passkey(user: User) -> bool:
    """Whether there is a passkey."""
    return db.session.scalar(select(Passkey.id).where(Passkey.user_id == user.id).limit(1)) is not None


def count_codes(user: User) -> int:
    """How many recovery codes are left."""
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))) or 0


def forget(user: User) -> None:
    """Remove every second factor of the person; in the caller's transaction."""
    for kind in (AuthenticatorApp, RecoveryCode, Passkey):
        db.session.execute(delete(kind).where(kind.user_id == user.id))


def forget_added_since(user: User, moment: datetime) -> None:
    """Remove what was added as second factor since then, and all recovery codes: whoever added it may have
    seen them; in the caller's transaction."""
    for kind in (AuthenticatorApp, Passkey):
        db.session.execute(delete(kind).where(kind.user_id == user.id, kind.created_at >= moment))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def drop_codes_if_useless(user: User) -> None:
    """Remove the recovery codes once nothing is left that they stand in for; in the caller's transaction."""
    if not is_on(user):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _check_app(user: User, code: str) -> bool:
    app = db.session.scalar(select(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id))
    if app is None:
        return False
    lock(app)  # of two who send the same code at the same time, one is let in
    try:
        secret = decrypt(app.secret)
    except InvalidToken:
        return False
    step = _matching_step(secret, code, after=app.last_step)
    if step is None:
        return False
    app.last_step = step
    return True


def _matching_step(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code this is; never one that isn't newer than `after` (RFC 6238, section 5.2)."""
    typed, totp = "".join(code.split()), TOTP(secret, interval=STEP)
    current = int(now().timestamp()) // STEP
    for step in range(current - DRIFT, current + DRIFT + 1):
        if compare_digest(totp.generate_otp(step).encode(), typed.encode()) and step > after:
            return step
    return None


def _use_recovery_code(user: User, typed: str) -> bool:
    used = db.session.execute(update(RecoveryCode).where(
        RecoveryCode.user_id == user.id, RecoveryCode.code_hash == hash_code(typed.replace("-", "")),
        RecoveryCode.used_at.is_(None)).values(used_at=now()))
    if used.rowcount != 1:  # pyright: ignore[reportAttributeAccessIssue]
        return False
    notices.second_factor_changed(user, "A recovery code was used to sign in")
    return True


def make_codes(user: User) -> list[str]:
    """Replace the person's recovery codes; in the caller's transaction. Returns the new ones."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["".join(choice(_ALPHABET) for _ in range(10)) for _ in range(CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=hash_code(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]
