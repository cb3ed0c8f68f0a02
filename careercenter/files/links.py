"""Addresses of private files: for one viewer, for one purpose, for five minutes.

The domain that owns a file decides who may have an address and asks for it at the moment of the click.
"""

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from careercenter.core import NotFound, db, transaction
from careercenter.core.audit import Actor
from careercenter.files.models import StoredFile
from careercenter.files.services import read
from careercenter.files.storage import Missing

VALID_SECONDS = 5 * 60


class LinkExpired(NotFound):
    """The address is no longer, or was never, good for this viewer."""


def address_for(stored: StoredFile, viewer: Actor, purpose: str) -> str:
    """An address at which this viewer alone, signed in, may read the file within five minutes.

    The caller has checked that she may. `purpose` goes into the log of accesses.
    """
    return url_for("files.show", token=_serializer().dumps([stored.public_id, viewer.id, purpose]))


def follow(token: str, viewer: Actor) -> tuple[StoredFile, bytes]:
    """The file that an address leads to; that the viewer read it is logged.

    Raises:
        LinkExpired: the address is too old, forged, or another person's.
        NotFound: the file was erased.
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
            return stored, read(stored, by=viewer, purpose=purpose)
    except Missing as error:
        raise NotFound("This file is no longer here: whoever uploaded it has removed it.") from error


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="private files")
