"""Deleting an account. Another domain can object, and hears of it afterwards (`events.AccountErased`):

    deletion.register_objection(last_owner_must_hand_over)      # a sentence, or None
"""

from collections.abc import Callable

from sqlalchemy import delete, select

from careercenter import events
from careercenter.accounts import limits, notices, passwords, second_factor
from careercenter.accounts.models import MailedLink, PasskeyChallenge, SignInSession, StaffGrant, User
from careercenter.core import Forbidden, NotPossible, db, lock, now, record, transaction
from careercenter.mail import outbox

Objection = Callable[[User], str | None]

_objections: list[Objection] = []


def register_objection(objection: Objection) -> None:
    """Ask this function before an account is deleted: it returns a sentence that says what to do first,
    or None. It is asked within the transaction that erases."""
    if objection not in _objections:
        _objections.append(objection)


def list_objections(user: User) -> list[str]:
    """What the person must do before the account can go."""
    return [sentence for objection in _objections if (sentence := objection(user))]


def is_erased(user_id: int) -> bool:
    """Whether an account is deleted. In the caller's transaction, until whose end nobody deletes it."""
    # Without KEY, so that rows that point to the person may still be written meanwhile, and nobody deadlocks.
    return db.session.scalar(
        select(User.erased_at).where(User.id == user_id).with_for_update(key_share=True)) is not None


def erase(user: User, *, password: str) -> None:
    """Delete the person's account, at once and for good.

    The row stays, without anything that tells who it was, for the audit log and what others have to keep.

    Raises:
        Forbidden: it isn't the person's password.
        NotPossible: somebody objects; the sentence says what to do first.
        TooManyTries: too many wrong passwords.
    """
    limits.CONFIRM.require(str(user.id))
    if not passwords.verify(user, password):
        limits.CONFIRM.spend(str(user.id))
        raise Forbidden("This isn't your password. Nothing was deleted.")
    with transaction() as happened:
        lock(user)
        if not user.is_active:
            raise NotPossible("This account is closed already.")
        if objections := list_objections(user):
            raise NotPossible(" ".join(objections))
        outbox.forget(user.email, user.id)
        notices.tell(user, "account_erased")  # emptied like any other, some weeks after it was sent
        _anonymize(user)
        record("erase", user, by=user)
        happened.append(events.AccountErased(user.id))


def _anonymize(user: User) -> None:
    second_factor.forget(user)
    for kind in (MailedLink, SignInSession, PasskeyChallenge, StaffGrant):
        db.session.execute(delete(kind).where(kind.user_id == user.id))
    user.name, user.email = "Deleted account", f"erased-{user.public_id}@invalid"
    user.password_hash = user.email_verified_at = None
    user.time_zone = "UTC"
    user.erased_at = now()
    db.session.flush()
    db.session.refresh(user)
