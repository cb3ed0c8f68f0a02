"""A forgotten password: a link to the mailbox, good for one hour and one time."""

from careercenter import events
from careercenter.accounts import mailed_links, notices, passwords, sessions
from careercenter.accounts.models import LinkPurpose, User
from careercenter.accounts.registration import find_user
from careercenter.core import now, record, transaction
from careercenter.tasks import task
from careercenter.web.links import absolute


@task
def send_link(email: str, next_path: str | None = None) -> None:
    """Mail a link to the person with this address, if there is one; it remembers where she wanted to go.

    It is a task so that the request does the same for every address: it doesn't even look.
    """
    with transaction():
        user = find_user(email)
        if user is not None and user.is_active:
            post_link(user, next_path=next_path)


def post_link(user: User, *, to: str | None = None, next_path: str | None = None) -> None:
    """Mail the person a link to choose a password; in the caller's transaction."""
    address = to or user.email
    token = mailed_links.make(user, LinkPurpose.RECOVER_PASSWORD, email=address, next_path=next_path)
    notices.tell(user, "recover_password", to=address,
                 recover_url=absolute("accounts.choose_password", token=token))


def choose_password(token: str, password: str) -> User:
    """Set the password by a link from the mailbox, which also proves the address; every session ends.

    A second factor stays: signing in still asks for it.

    Raises:
        LinkGone: the link was used or is too old.
    """
    hashed = passwords.hash_password(password)
    with transaction() as happened:
        link, user = mailed_links.use(token, LinkPurpose.RECOVER_PASSWORD)
        if link.email != user.email:
            raise mailed_links.LinkGone
        user.password_hash = hashed
        if not user.is_verified:
            user.email_verified_at = now()
            happened.append(events.AddressProven(user.id))
        sessions.revoke_all(user)
        record("recover_password", user, by=user)
        notices.tell(user, "password_changed", recover_url=absolute("accounts.recover"))
    return user
