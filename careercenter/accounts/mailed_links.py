"""Links in mails: 256 random bits of which the database keeps a hash; they work once, and for a while."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from careercenter.accounts.models import LinkPurpose, MailedLink, User
from careercenter.accounts.secrets import hash_token, new_token
from careercenter.core import NotFound, db, now, transaction

LASTS = {
    LinkPurpose.VERIFY_EMAIL: timedelta(days=3),
    LinkPurpose.RECOVER_PASSWORD: timedelta(hours=1),
    LinkPurpose.CHANGE_EMAIL: timedelta(days=1),
    LinkPurpose.UNDO_EMAIL_CHANGE: timedelta(days=14),
    LinkPurpose.UNDO_SECOND_FACTOR: timedelta(days=7),
}
UNDO = frozenset({LinkPurpose.UNDO_EMAIL_CHANGE, LinkPurpose.UNDO_SECOND_FACTOR})
"""Links that say "this wasn't me". Each change has its own, and no later change ends it."""


class LinkGone(NotFound):
    """The link was used, is too old, or never existed."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This link has been used already or is too old. Ask for a new one.")


def make(user: User, purpose: LinkPurpose, *, email: str, next_path: str | None = None) -> str:
    """Add a link, and end the older ones of its purpose; in the caller's transaction. Returns its token."""
    if purpose not in UNDO:
        close(user, purpose)
    token = new_token()
    db.session.add(MailedLink(user_id=user.id, purpose=purpose, email=email, token_hash=hash_token(token),
                              next_path=next_path, expires_at=now() + LASTS[purpose]))
    return token


def get(token: str, purpose: LinkPurpose) -> tuple[MailedLink, User]:
    """The link, if it still works, with its person; uses nothing up.

    Raises:
        LinkGone: it doesn't work (any more), or the person's account is closed.
    """
    link = find_any(token, purpose)
    user = db.session.get(User, link.user_id) if link else None
    if link is None or user is None or not user.is_active or link.used_at is not None or now() >= link.expires_at:
        raise LinkGone
    return link, user


def find_any(token: str, purpose: LinkPurpose) -> MailedLink | None:
    """The link, used and expired ones too."""
    return db.session.scalar(select(MailedLink).where(
        MailedLink.token_hash == hash_token(token), MailedLink.purpose == purpose))


def use(token: str, purpose: LinkPurpose) -> tuple[MailedLink, User]:
    """Use the link up; in the caller's transaction. Returns it with its person.

    Raises:
        LinkGone: it doesn't work (any more), or the person's account is closed.
    """
    used = db.session.execute(update(MailedLink).where(
        MailedLink.token_hash == hash_token(token), MailedLink.purpose == purpose,
        MailedLink.used_at.is_(None), MailedLink.expires_at > now()).values(used_at=now()))
    if used.rowcount != 1:  # pyright: ignore[reportAttributeAccessIssue]
        raise LinkGone
    link = find_any(token, purpose)
    user = db.session.get(User, link.user_id) if link else None
    if link is None or user is None or not user.is_active:
        raise LinkGone
    return link, user


def close(user: User, *purposes: LinkPurpose) -> None:
    """End the person's open links of these purposes; in the caller's transaction."""
    db.session.execute(update(MailedLink).where(
        MailedLink.user_id == user.id, MailedLink.purpose.in_(purposes),
        MailedLink.used_at.is_(None)).values(used_at=now()))


def close_after_undo(user: User, used: MailedLink) -> None:
    """End the person's open links but those to undo what was changed before; in the caller's transaction.

    An intruder who changes the address twice has the second link to undo it: using it must not take the
    first one from the mailbox whose account it is.
    """
    close(user, *(purpose for purpose in LinkPurpose if purpose not in UNDO))
    db.session.execute(update(MailedLink).where(
        MailedLink.user_id == user.id, MailedLink.purpose.in_(UNDO), MailedLink.used_at.is_(None),
        MailedLink.id > used.id).values(used_at=now()))


def last_next_path(user: User) -> str | None:
    """Where the person wanted to go when she registered."""
    return db.session.scalar(
        select(MailedLink.next_path)
        .where(MailedLink.user_id == user.id, MailedLink.purpose == LinkPurpose.VERIFY_EMAIL)
        .order_by(MailedLink.id.desc()).limit(1))


def drop_old() -> None:
    """Forget links that ended a while ago."""
    with transaction():
        db.session.execute(delete(MailedLink).where(MailedLink.expires_at < now() - timedelta(days=30)))
