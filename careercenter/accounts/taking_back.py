"""The account back to its mailbox, for whoever answers a mail with "this wasn't me".

An intruder who has a password turns on a second step of his own first: then neither a new password nor the
old address lets the owner in again. So a second step is on probation for its first days: as long, the
mailbox that was told of it, or of a change of address shortly after it, can void it. Without one, the
mailbox could recover the account anyway, so nobody who reads it gains by this; once the days are over, the
second step holds against him too. What was there before stays, and is still asked for.

Staff have no probation: their second step guards other people's data, and an administrator can reset it.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from careercenter.accounts import mailed_links, notices, recovery, second_factor, sessions
from careercenter.accounts.models import LinkPurpose, MailedLink, User
from careercenter.core import NotPossible, db, lock, now, record, transaction

PROBATION = mailed_links.LASTS[LinkPurpose.UNDO_SECOND_FACTOR]
"""How long a mailbox can void a second step; one added so shortly before a change of address, with it."""


def undo_email_change(token: str) -> User:
    """Give the account back to the old address, and lock out whoever changed it.

    Sessions end, the password is void (a link to choose another goes to the old address), and what was
    added as second factor since the change, or shortly before it, is removed.

    Raises:
        LinkGone: the link was used or is too old.
        NotPossible: somebody else has taken the old address meanwhile.
    """
    with transaction():
        link, user = mailed_links.use(token, LinkPurpose.UNDO_EMAIL_CHANGE)
        _take_back(user, link, since=link.created_at if user.is_staff else link.created_at - PROBATION)
        record("undo_email_change", user, by=user)
    return user


def undo_second_factor(token: str) -> User:
    """Remove what was added as second factor in the last days, and lock out whoever added it.

    Sessions end, and the password is void. The account is again its whom the mail went to, also if its
    address was changed afterwards.

    Raises:
        LinkGone: the link was used or is too old.
        NotPossible: she is of our staff by now, or somebody else has taken her address meanwhile.
    """
    with transaction():
        link, user = mailed_links.use(token, LinkPurpose.UNDO_SECOND_FACTOR)
        if user.is_staff:
            raise NotPossible("An administrator resets the second step of people on our staff. Ask one.")
        _take_back(user, link, since=now() - PROBATION)
        record("undo_second_factor", user, by=user)
    return user


def _take_back(user: User, link: MailedLink, *, since: datetime) -> None:
    lock(user)
    left = user.email
    move(user, link.email)
    user.password_hash = None
    second_factor.forget_added_since(user, since)
    mailed_links.close_after_undo(user, link)
    sessions.revoke_all(user)
    if left != user.email:
        notices.tell(user, "email_change_undone", to=left)
    recovery.post_link(user)


def move(user: User, email: str) -> None:
    """Give the account another proven address; in the caller's transaction.

    Raises:
        NotPossible: somebody else has taken it.
    """
    try:
        with db.session.begin_nested():
            user.email, user.email_verified_at = email, now()
    except IntegrityError as error:
        raise NotPossible("Another account has taken this address meanwhile.") from error
