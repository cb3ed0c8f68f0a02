"""Signing in: a password, then the second step if there is one; or a passkey alone."""

from careercenter.accounts import limits, notices, passwords, second_factor, sessions
from careercenter.accounts.models import SignInSession, User
from careercenter.accounts.registration import find_user, normalize_email
from careercenter.accounts.secrets import hash_token
from careercenter.core import DomainError, Forbidden, db, lock, now, record, transaction
from careercenter.web.links import absolute


class WrongPassword(DomainError):
    """The address and the password don't belong together; which of them is wrong isn't told."""

    status = 422


def by_password(email: str, password: str, *, device: str, remember: bool) -> SignInSession:
    """Check a password and put a new session into the browser's cookie.

    Returns the session; where a second factor is set up, it isn't complete yet.

    Raises:
        WrongPassword: as it says. It takes the same time whether or not the address has an account.
        Forbidden: the password is right and the account suspended.
        TooManyTries: too many came from here, or too many wrong ones for this address.
    """
    limits.SIGN_IN_BY_ADDRESS.spend(limits.here())
    try:
        email = normalize_email(email)
    except ValueError:
        email = email.strip().lower()
    user = find_user(email)
    # A browser in which the person was signed in before has tries of its own: others can't lock her out.
    tries = f"{email} {hash_token(device)}" if sessions.is_known_device(email, device) else email
    limits.SIGN_IN_BY_ACCOUNT.require(tries)
    if not passwords.verify(user, password) or user is None:
        limits.SIGN_IN_BY_ACCOUNT.spend(tries)
        raise WrongPassword("The address and the password don't belong together.")
    if user.suspended_at is not None:
        raise Forbidden("This account is suspended. We wrote to you why, and how to answer.")
    with transaction():
        passwords.refresh_hash(user, password)
        return start(user, device=device, remember=remember,
                     awaits_second_step=second_factor.is_on(user))


def by_verified_link(user: User, *, device: str) -> None:
    """Sign in whoever registered in this browser and then opened the link from her mailbox."""
    with transaction():
        start(user, device=device, remember=False)


def start(user: User, *, device: str, remember: bool, awaits_second_step: bool = False,
          used_second_factor: bool = False) -> SignInSession:
    """Put a new session into the browser's cookie; the one that was there ends. In the caller's
    transaction."""
    before = sessions.find_session(complete=False)
    if before is not None:
        before.revoked_at = now()
    token = sessions.open_session(user, device=device, remember=remember, awaits_second_step=awaits_second_step,
                                  second_factor=used_second_factor)
    sessions.put_into_cookie(token, remember=remember)
    row = sessions.find_session(complete=False)
    assert row is not None  # noqa: S101 (it was added a moment ago)
    if not awaits_second_step:
        _completed(user, row)
    return row


def by_code(row: SignInSession, code: str) -> User:
    """Take the second step in a session, by a code of the app or a recovery code. The token changes.

    Raises:
        WrongCode: it isn't one, or was used before.
        TooManyTries: too many wrong ones for this account.
    """
    tries = str(row.user_id)
    limits.SECOND_STEP.require(tries)
    try:
        with transaction():
            user = db.session.get_one(User, row.user_id)
            second_factor.check(user, code)
            take_second_step(user, row)
    except second_factor.WrongCode:
        limits.SECOND_STEP.spend(tries)
        raise
    return user


def take_second_step(user: User, row: SignInSession) -> None:
    """Complete a session whose second factor was right; in the caller's transaction."""
    lock(row)
    if not sessions.is_live(row):
        raise Forbidden("This took too long. Sign in again.")
    was_complete = row.completed_at is not None
    row.completed_at = row.completed_at or now()
    row.second_factor_at = row.confirmed_at = row.last_seen_at = now()
    sessions.put_into_cookie(sessions.rotate(row), remember=row.is_remembered)
    if not was_complete:
        _completed(user, row)


def confirm(user: User, row: SignInSession, password: str) -> bool:
    """Whether the password is right; then the session counts as confirmed for some minutes.

    Raises:
        TooManyTries: too many wrong ones.
    """
    limits.CONFIRM.require(str(user.id))
    if not passwords.verify(user, password):
        limits.CONFIRM.spend(str(user.id))
        return False
    with transaction():
        sessions.confirm(row)
    return True


def _completed(user: User, row: SignInSession) -> None:
    record("sign_in", user, by=user)
    if sessions.is_new_device(row):
        notices.tell(user, "new_sign_in", agent=row.agent, where=row.ip_prefix or "an unknown network",
                     sessions_url=absolute("accounts.list_sessions"), recover_url=absolute("accounts.recover"))
