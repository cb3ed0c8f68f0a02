"""The mails that tell a person what happened to her account. All are written in the caller's transaction."""

from typing import Any

from careercenter.accounts import mailed_links
from careercenter.accounts.models import LinkPurpose, User
from careercenter.core import new_public_id, now
from careercenter.mail import outbox
from careercenter.web.links import absolute


def tell(user: User, template: str, *, to: str | None = None, **context: Any) -> None:
    """Write to the person, or `to` another address of hers. Each call is a mail of its own."""
    outbox.post(template, to=to or user.email, key=f"{template}:{user.public_id}:{new_public_id()}", about=user.id,
                name=user.name, at=now().strftime("%B %-d, %Y, %H:%M UTC"), **context)


def second_factor_changed(user: User, what: str) -> None:
    """Tell that the way to sign in changed."""
    tell(user, "second_factor_changed", what=what, settings_url=absolute("accounts.settings"),
         recover_url=absolute("accounts.recover"))


def second_factor_added(user: User, what: str) -> None:
    """Tell that there is a new second step, with a link to undo it: a new password wouldn't let its reader in.

    Staff get no such link: their second step must hold against whoever reads their mail (see taking_back).
    """
    if user.is_staff:
        second_factor_changed(user, what)
        return
    token = mailed_links.make(user, LinkPurpose.UNDO_SECOND_FACTOR, email=user.email)
    tell(user, "second_factor_added", what=what, undo_url=absolute("accounts.undo_second_factor", token=token))
