"""A person's own list of codes. Each of these may be done twice: the second time changes nothing."""

from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import Select, bindparam, delete, func, select

from careercenter.accounts.models import User
from careercenter.codes import numbers, queries
from careercenter.codes.models import Code, CodeKind, CodeSystem
from careercenter.codes.queries import Place
from careercenter.codes.tools.models import KeptCode
from careercenter.core import NotFound, NotPossible, db, insert_into, lock, now, transaction

MOST = 500
LONGEST_NOTE = 2000  # characters


class Kept(NamedTuple):
    """A code of a person's list."""

    row: KeptCode
    place: Place


def keep(code: Code, *, by: User) -> None:
    """Put a code on the person's list, the note that it has already left alone.

    Raises:
        NotPossible: it is a heading, or her list is full.
    """
    with transaction():
        if code.kind is not CodeKind.CODE:
            raise NotPossible(f"{code.code} is a heading. Keep a code that stands below it.")
        lock(by)  # two tabs at once keep the list within its size
        if _count(by.id) >= MOST and not _find(code.id, by.id):
            raise NotPossible(f"Your list is full: it holds {MOST} codes. Take one off first.")
        db.session.execute(insert_into(KeptCode).values(user_id=by.id, code_id=code.id, note="", kept_at=now())
                           .on_conflict_do_nothing())


def write_note(kept_id: int, note: str, *, by: User, seen: str) -> None:
    """Note something about a code of her list. `seen` is the `stamp` of the note in whose place it is written.

    Raises:
        NotFound: it isn't on her list.
        NotPossible: the note is too long, or another one was written meanwhile.
    """
    with transaction():
        row = _get(kept_id, by)
        lock(row)
        if len(note) > LONGEST_NOTE:
            raise NotPossible(f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(note):,}.")
        if note != row.note and seen != stamp(row.note):
            raise NotPossible(f"In another tab you have noted meanwhile: “{row.note}”. Keep what you typed here in its "
                              f"place, or put both together.")
        row.note = note


def stamp(note: str) -> str:
    """What says whether a note is still the one that was shown."""
    return f"{crc32(note.encode()):08x}"


def find_kept(code_id: int, *, by: User) -> KeptCode | None:
    """A code as it stands on the person's list; None if it doesn't."""
    return _find(code_id, by.id)


def list_ids(user_id: int) -> dict[tuple[CodeSystem, str], int]:
    """The number that each code has on a person's list, by its system and key."""
    rows = db.session.execute(select(Code.system, Code.key, KeptCode.id).join(Code, Code.id == KeptCode.code_id)
                              .where(KeptCode.user_id == user_id))
    return {(system, key): kept_id for system, key, kept_id in rows}


def let_go(kept_id: int, *, by: User) -> None:
    """Take a code off her list, with its note; nothing happens if it isn't there."""
    with transaction():
        db.session.execute(delete(KeptCode).where(KeptCode.id == kept_id, KeptCode.user_id == by.id))


def list_kept(user_id: int) -> list[Kept]:
    """A person's codes, the last kept first."""
    rows = db.session.scalars(select(KeptCode).where(KeptCode.user_id == user_id)
                              .order_by(KeptCode.kept_at.desc(), KeptCode.id.desc())).all()
    listed = queries.list_places([row.code_id for row in rows])
    others = {row.code_id for row in rows}.difference(listed)
    places = listed | (numbers.list_held(others) if others else {})
    return [Kept(row, places[row.code_id]) for row in rows]


def as_text(kept: list[Kept]) -> str:
    """A line a code: code, title, note, with tabs between, as a spreadsheet takes them."""
    lines = ["\t".join(" ".join(part.split()) for part in (
        one.place.code.code, one.place.version.long or one.place.version.short, one.row.note)) for one in kept]
    return "\n".join(line.rstrip("\t") for line in lines) + "\n"


def export(user_id: int) -> list[dict[str, Any]]:
    """All of it, as JSON-ready data."""
    return [{"system": one.place.code.system.value, "code": one.place.code.code, "note": one.row.note,
             "kept_at": one.row.kept_at.isoformat()} for one in list_kept(user_id)]


def erase(user_id: int) -> None:
    """Remove all of it; in the caller's transaction."""
    db.session.execute(delete(KeptCode).where(KeptCode.user_id == user_id))


def _get(kept_id: int, by: User) -> KeptCode:
    row = db.session.scalar(select(KeptCode).where(KeptCode.id == kept_id, KeptCode.user_id == by.id))
    if row is None:
        raise NotFound("This code isn’t on your list any more.")
    return row


def _find(code_id: int, user_id: int) -> KeptCode | None:
    return db.session.scalar(_finding(), {"code_id": code_id, "user_id": user_id})


@cache  # every code's page asks it, and putting it together takes longer than the database's answer
def _finding() -> Select[KeptCode]:
    return select(KeptCode).where(KeptCode.code_id == bindparam("code_id"), KeptCode.user_id == bindparam("user_id"))


def _count(user_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(KeptCode).where(KeptCode.user_id == user_id)) or 0
