"""Addresses of private files: for one viewer, for one purpose, for five minutes.

The domain that owns a file decides who may have an address and asks for it at the moment of the click. What it
decided may be over when the address is followed, so it can have itself asked again:

    links.ask_again("application", reviewing.require_readable)
"""

from collections.abc import Callable

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from careercenter.core import NotFound, db, transaction
from careercenter.core.audit import Actor
from careercenter.files.models import StoredFile
from careercenter.files.services import read
from careercenter.files.storage import Missing

VALID_SECONDS = 5 * 60


Question = Callable[[str, StoredFile, Actor], None]
"""Gets what a purpose names after its first word, the file and its viewer; raises if she may not read it now."""

_questions: dict[str, Question] = {}


def ask_again(kind: str, question: Question) -> None:
    """Ask this whenever an address is followed whose purpose begins with the word `kind`."""
    _questions[kind] = question


class LinkExpired(NotFound):
    """The address is no longer, or was never, good for this viewer."""


def address_for(stored: StoredFile, viewer: Actor, purpose: str) -> str:
    """An address at which this viewer alone, signed in, may read the file within five minutes.

    The caller has checked that she may. `purpose` goes into the log of accesses; if somebody is to be asked
    again (see ask_again), its first word says who.
    """
    return url_for("files.show", token=_serializer().dumps([stored.public_id, viewer.id, purpose]))


def follow(token: str, viewer: Actor) -> tuple[StoredFile, bytes]:
    """The file that an address leads to; that the viewer read it is logged.

    Raises:
        LinkExpired: the address is too old, forged, or another person's.
        NotFound: the file was erased.
        DomainError: the viewer may not read it any more.
    """
    try:
        public_id, viewer_id, purpose = _serializer().loads(token, max_age=VALID_SECONDS)
    except BadSignature as error:  # an expired signature is one too
        raise LinkExpired("This link has expired. Go back to the page and press the download again.") from error
    if viewer_id != viewer.id:
        raise LinkExpired("This link was made for another account. Go back to the page and press the download again.")
    try:
        with transaction():
            stored = db.session.scalars(
                select(StoredFile).where(StoredFile.public_id == public_id, StoredFile.erased_at.is_(None))).first()
            if stored is None:
                raise Missing(public_id)
            kind, _, rest = purpose.partition(" ")
            if kind in _questions:
                _questions[kind](rest, stored, viewer)
            return stored, read(stored, by=viewer, purpose=purpose)
    except Missing as error:
        raise NotFound("This file is no longer here: whoever uploaded it has removed it.") from error


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="private files")
