"""Who asks: a person, or a guest's browser. What a guest asked is her account's once she is signed in."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, false, update

from careercenter.accounts.identity import find_signed_in
from careercenter.casepilot.conversations.models import Conversation
from careercenter.core import db, transaction
from careercenter.metering import guests
from careercenter.metering.guests import Guest


class Asker(NamedTuple):
    """One of the two; neither for a browser that never asked anything."""

    user_id: int | None = None
    guest_id: str | None = None

    @property
    def key(self) -> str:
        """What tells her from others, in the keys of her questions."""
        return f"user:{self.user_id}" if self.user_id is not None else f"guest:{self.guest_id}"

    @property
    def owns(self) -> ColumnElement[bool]:
        """Her conversations."""
        if self.user_id is not None:
            return Conversation.user_id == self.user_id
        return Conversation.guest_id == self.guest_id if self.guest_id else false()


def find() -> Asker:
    """Whoever asks for this page."""
    user, guest = find_signed_in(), guests.find()
    if user is not None:
        return Asker(user.id)
    return Asker(guest_id=guest.id if guest else None)


def make() -> Asker:
    """Whoever asks, a guest with a cookie from now on: her question waits for her."""
    asker = find()
    if asker.user_id is None and asker.guest_id is None:
        guests.remember(Guest(guests.new_id()))
        asker = find()
    return asker


def bring() -> None:
    """Before each page of ours: what this browser asked as a guest comes along to the account, once."""
    user, guest = find_signed_in(), guests.find()
    if user is None or guest is None:
        return
    theirs = Conversation.guest_id == guest.id
    if db.session.query(db.session.query(Conversation).where(theirs).exists()).scalar():
        with transaction():
            db.session.execute(update(Conversation).where(theirs).values(user_id=user.id, guest_id=None))
