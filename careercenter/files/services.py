"""Storing, reading and erasing files. Who may is the business of the domain that owns the file."""

from hashlib import sha256

from flask import current_app
from sqlalchemy import update

from careercenter.core import db, new_public_id, now
from careercenter.core.audit import Actor
from careercenter.files.contents import ENDINGS
from careercenter.files.models import FileAccess, StoredFile
from careercenter.files.storage import Storage


def _storage() -> Storage:
    return current_app.extensions["files"]


def store(content: bytes, *, name: str, content_type: str, by: Actor | None) -> StoredFile:
    """Store a checked file; in the caller's transaction. The bytes are written before the row commits."""
    stored = StoredFile(public_id=new_public_id(), name=fitting_name(name, content_type), content_type=content_type,
                        size=len(content), sha256=sha256(content).hexdigest(),
                        uploaded_by_id=by.id if by else None)
    _storage().put(stored.storage_key, content, content_type)
    db.session.add(stored)
    db.session.flush()
    return stored


def read(stored: StoredFile, *, by: Actor | None, purpose: str) -> bytes:
    """The file's bytes; that `by` read it is logged, in the caller's transaction.

    Raises:
        Missing: it was erased.
    """
    content = _storage().get(stored.storage_key)
    db.session.add(FileAccess(file_id=stored.id, user_id=by.id if by else None, purpose=purpose))
    return content


def read_public(stored: StoredFile) -> bytes:
    """The bytes of a file that everybody may see, such as a logo; not logged.

    Raises:
        Missing: it was erased.
    """
    return _storage().get(stored.storage_key)


def erase(stored: StoredFile) -> None:
    """Remove the bytes for good and keep the row; in the caller's transaction."""
    _storage().delete(stored.storage_key)
    db.session.execute(update(StoredFile).where(StoredFile.id == stored.id)
                       .values(erased_at=now(), name="erased"))


def fitting_name(name: str, content_type: str) -> str:
    """A file's name without folders and marks that don't show, with the ending of what the file really is.

    The ending decides which program opens a download: `resume.hta` would be run, whatever was checked.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in base if letter.isprintable()).strip()
    ending = ENDINGS.get(content_type, "")
    dot = shown.rfind(".")
    if ending and dot >= 0 and _is_ending(shown[dot + 1:]):
        shown = shown[:dot]
    return (shown[-(120 - len(ending)):].strip(". ") or "file") + ending


def _is_ending(rest: str) -> bool:
    """Whether what follows a name's last dot is an ending: not so in "J. Doe, CPC" or "Resume 3.2026"."""
    return rest.isalnum() and len(rest) <= 5 and not rest.isdecimal()
