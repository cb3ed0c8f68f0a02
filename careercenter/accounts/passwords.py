"""Passwords: Argon2id, the parameters of RFC 9106 (second recommendation), and what makes one too weak."""

from functools import lru_cache

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from careercenter.accounts import notices, sessions
from careercenter.accounts.models import SignInSession, User
from careercenter.config import Environment, settings
from careercenter.core import record, transaction
from careercenter.web.links import absolute

SHORTEST, LONGEST = 10, 200

# The common ones of ten characters and more (from the public lists of leaked passwords).
_COMMON = frozenset({
    "1234567890", "0123456789", "12345678910", "123456789a", "1234567891", "0987654321", "1q2w3e4r5t",
    "1q2w3e4r5t6y", "qwertyuiop", "qwerty12345", "qwerty123456", "1qaz2wsx3edc", "zaq12wsxcde",
    "asdfghjkl1", "qazwsxedcrfv", "password12", "password123", "password1234", "password12345",
    "password123456", "passw0rd123", "p@ssw0rd123", "iloveyou12", "iloveyou123", "welcome123",
    "welcome1234", "letmein123", "letmein1234", "administrator", "admin12345", "admin123456", "changeme123",
    "football123", "baseball123", "basketball", "princess123", "sunshine123", "superman123", "trustno1234",
    "monkey12345", "dragon12345", "mypassword", "careercenter", "careercenter1", "medicalcoder",
    "medicalcoding",
})


def hash_password(password: str) -> str:
    """The Argon2id hash to keep."""
    return _hasher().hash(password)


def verify(user: User | None, password: str) -> bool:
    """Whether it is the person's password. Takes the same time for nobody, and for somebody without one."""
    kept = user.password_hash if user is not None else None
    try:
        _hasher().verify(kept or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def refresh_hash(user: User, password: str) -> None:
    """Hash a password that was right anew if the parameters have changed; in the caller's transaction."""
    if user.password_hash and _hasher().check_needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)


def objection(password: str, *, email: str = "", name: str = "") -> str | None:
    """Why a password is too weak, as a sentence; None if it will do."""
    folded = password.casefold()
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three or four words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if folded in _COMMON or len(set(folded)) < 5:
        return "This password is among the first that anybody tries. Choose another one."
    for own in (email.casefold(), email.casefold().partition("@")[0], name.casefold()):
        if len(own) > 3 and own in folded and len(folded) < len(own) + 8:
            return "This is too close to your name or address. Choose another one."
    return None


def change(user: User, password: str, *, session: SignInSession | None) -> None:
    """Set another password; every other session ends, and the person is told."""
    hashed = hash_password(password)
    with transaction():
        user.password_hash = hashed
        sessions.revoke_all(user, but=session)
        record("change_password", user, by=user)
        notices.tell(user, "password_changed", recover_url=absolute("accounts.recover"))


def _hasher() -> PasswordHasher:
    return _build_hasher(settings.environment is Environment.TEST)


@lru_cache
def _build_hasher(is_test: bool) -> PasswordHasher:
    if is_test:
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


def _nobodys_hash() -> str:
    return _hash_for_nobody(settings.environment is Environment.TEST)


@lru_cache
def _hash_for_nobody(is_test: bool) -> str:
    return _build_hasher(is_test).hash("nobody has this password")
