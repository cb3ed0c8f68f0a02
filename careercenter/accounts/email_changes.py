"""Another address: the new one confirms it, both are told, and the old one can undo it (taking_back)."""

from careercenter import events
from careercenter.accounts import mailed_links, notices, sessions
from careercenter.accounts.models import LinkPurpose, SignInSession, User
from careercenter.accounts.registration import find_user, normalize_email
from careercenter.accounts.taking_back import move
from careercenter.core import NotPossible, lock, new_public_id, record, transaction
from careercenter.mail import outbox
from careercenter.web.links import absolute


def ask(user: User, email: str) -> None:
    """Mail a link to the new address; nothing changes before it is used.

    An address that belongs to somebody else gets a mail that says so instead; the answer is the same.

    Raises:
        NotPossible: it is the address already.
    """
    email = normalize_email(email)
    with transaction():
        if email == user.email:
            raise NotPossible("This is your address already.")
        other = find_user(email)
        if other is not None:
            outbox.post("already_registered", to=email, key=f"already_registered:{new_public_id()}",
                        name=other.name, sign_in_url=absolute("accounts.sign_in"),
                        recover_url=absolute("accounts.recover"))
            return
        token = mailed_links.make(user, LinkPurpose.CHANGE_EMAIL, email=email)
        notices.tell(user, "email_change_confirm", to=email, old_email=user.email,
                     confirm_url=absolute("accounts.confirm_email_change", token=token))


def confirm(token: str, *, session: SignInSession | None = None) -> User:
    """Take the new address. The old one is told and gets a link to undo it; other sessions end.

    Raises:
        LinkGone: the link was used or is too old.
        NotPossible: somebody else has taken the address meanwhile.
    """
    with transaction() as happened:
        link, user = mailed_links.use(token, LinkPurpose.CHANGE_EMAIL)
        lock(user)
        old = user.email
        move(user, link.email)
        undo = mailed_links.make(user, LinkPurpose.UNDO_EMAIL_CHANGE, email=old)
        mailed_links.close(user, LinkPurpose.RECOVER_PASSWORD, LinkPurpose.VERIFY_EMAIL)
        sessions.revoke_all(user, but=session if session and session.user_id == user.id else None)
        record("change_email", user, by=user)
        happened.append(events.AddressProven(user.id))
        notices.tell(user, "email_changed_notice", to=old, new_email=user.email,
                     undo_url=absolute("accounts.undo_email_change", token=undo))
    return user
