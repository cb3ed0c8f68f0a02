"""Reading code systems as their releases have them now. Each takes a number of statements that never grows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased, contains_eager

from careercenter.codes import licensing
from careercenter.codes.models import (
    INHERITED,
    STANDING,
    Change,
    Code,
    CodeKind,
    CodeSystem,
    CodeVersion,
    Dataset,
    Note,
    NoteKind,
    Release,
    ReleaseState,
    Standing,
    is_owned,
)
from careercenter.codes.spelling import normalize
from careercenter.config import settings
from careercenter.core import db


class Place(NamedTuple):
    """A code with what stands of it: its current version (whose `release` is loaded)."""

    code: Code
    version: CodeVersion

    @property
    def is_listed(self) -> bool:
        """Whether a list of ours has it: else its version is no row, and tells its range at most (docs/adr/0031)."""
        return self.version.id is not None  # pyright: ignore[reportUnnecessaryComparison]


class Listed(NamedTuple):
    """A code as a list of codes shows it, without what its release says of it: a page lists dozens."""

    code_id: int
    parent_id: int | None
    system: CodeSystem
    kind: CodeKind
    code: str
    is_billable: bool
    written_long: str
    written_short: str
    change: Change
    valid_from: date | None
    valid_to: date | None

    @property
    def title(self) -> str:
        """Its description; empty where only the number may be shown."""
        words = self.written_long or self.written_short
        return licensing.show(words) if is_owned(self.system, self.kind) else words

    @property
    def standing(self) -> Standing:
        """Whether it may be reported today."""
        return Standing.today(self.change, self.valid_from, self.valid_to)

    @classmethod
    def of(cls, place: Place) -> "Listed":
        """A code that was read whole."""
        code, version = place
        return cls(code.id, version.parent_id, code.system, code.kind, code.code, version.is_billable,
                   version.written_long, version.written_short, version.change, version.valid_from, version.valid_to)


class Held(NamedTuple):
    """A note, and the code at which it stands: the one asked for, or one above it."""

    note: Note
    at: Code


class Entry(NamedTuple):
    """A code as an index of all of them wants it."""

    code_id: int
    system: CodeSystem
    key: str
    code: str
    kind: CodeKind
    parent_id: int | None
    is_billable: bool
    is_removed: bool
    valid_from: date | None
    valid_to: date | None
    short: str  # as the next one, empty where only the number may be shown
    long: str
    terms: list[str]  # inclusion terms, and what it includes
    path: tuple[int, ...]  # ids of its ancestors, from the root down


def find(system: CodeSystem, text: str) -> Code | None:
    """A code in any spelling, if our releases know it: also one that was deleted, or isn't in force yet."""
    place = find_place(system, text)
    return place.code if place else None


def find_place(system: CodeSystem, text: str) -> Place | None:
    """A code with its current version; as `find`."""
    return next(iter(_places(Code.system == system, Code.key == normalize(text, system))), None)


def list_ranges() -> list[Place]:
    """The ranges of CPT's numbers."""
    return _places(Code.system == CodeSystem.CPT, Code.kind == CodeKind.BLOCK)


def has_licensed_cpt() -> bool:
    """Whether an owner's list of CPT is in force, which names every number that there is."""
    return db.session.scalar(select(exists().where(
        Release.dataset == Dataset.CPT, Release.notice != "", Release.state == ReleaseState.IN_FORCE))) is True


def find_any(text: str) -> list[Place]:
    """The codes of every system that this spelling names: “25” is a modifier and no place of service."""
    return _places(Code.key == normalize(text))


def list_places(code_ids: Iterable[int]) -> dict[int, Place]:
    """Codes with their current versions, by id."""
    return {place.code.id: place for place in _read(_by_id(), ids=list(code_ids))}


def list_by_keys(system: CodeSystem, keys: Iterable[str]) -> dict[str, Place]:
    """Codes of a system by key (`spelling.normalize`); those that nobody knows are left out."""
    return {place.code.key: place for place in _places(Code.system == system, Code.key.in_(list(keys)))}


def list_path(code: Code) -> list[Place]:
    """The ancestors of a code, from the chapter down to its parent. One statement."""
    return list_line(code.id)[:-1]


def list_line(code_id: int) -> list[Place]:
    """A code, after its ancestors from the chapter down; empty if it doesn't stand. One statement."""
    places = {place.code.id: place for place in _read(_line(), code_id=code_id)}
    line: list[Place] = []
    at: int | None = code_id
    while at is not None and (place := places.get(at)) is not None:
        line.append(place)
        at = place.version.parent_id
    return line[::-1]


def list_roots(system: CodeSystem) -> list[Place]:
    """Where browsing a system begins: chapters, or what stands for them. Two statements."""
    # Of all systems some hundreds: joined in one statement, both databases go through the whole system instead.
    tops = db.session.execute(
        select(CodeVersion.code_id, Code.system).join(Code, Code.id == CodeVersion.code_id)
        .where(CodeVersion.is_current, CodeVersion.parent_id.is_(None)))
    return _places(Code.id.in_([code_id for code_id, its in tops if its is system]),
                   CodeVersion.change != Change.REMOVED)


def list_children(code: Code) -> list[Place]:
    """What stands right below a code."""
    return _read(_below(), ids=[code.id])


def list_below(parent_ids: Sequence[int]) -> list[Listed]:
    """What stands right below any of these codes, as a list shows it. One statement."""
    return [Listed(*row) for row in db.session.execute(_listed_below(), {"ids": list(parent_ids)})]


def list_notes(code: Code) -> list[Held]:
    """The notes that hold for a code: its own, then those of what it stands under, the nearest first."""
    return list_notes_of([code.id])[code.id]


def list_notes_of(code_ids: Sequence[int]) -> dict[int, list[Held]]:
    """The notes that hold for each code, as `list_notes`. Two statements, however many codes."""
    above = _above(code_ids)
    places = list_places({code_id for path in above.values() for code_id in path} | set(code_ids))
    # A release may have been rolled back between the two: what it had put above a code is left out.
    return {asked: list(_held(places.get(asked), [places[code_id] for code_id in path if code_id in places]))
            for asked, path in above.items()}


def list_notes_along(place: Place, path: Sequence[Place]) -> list[Held]:
    """As `list_notes`, for who has read the code and its ancestors (`list_path`) already. No statement."""
    return list(_held(place, path))


def nearest_seventh(held: Sequence[Held]) -> list[Held]:
    """The seventh characters among the notes that hold for a code: the nearest definition holds."""
    defined = [one for one in held if one.note.kind is NoteKind.SEVENTH_CHARACTER and one.note.marker]
    return [one for one in defined if one.at.id == defined[0].at.id]


def list_history(code: Code) -> list[CodeVersion]:
    """What each release that stands said about a code, the oldest first; their `release` is loaded."""
    return list(db.session.scalars(_history(), {"code_id": code.id}))


def list_successors(place: Place) -> list[Place]:
    """What is reported instead of a code that may not be: those that its release names, or those that it became."""
    if place.version.standing is Standing.DELETED:
        named = place.version.attributes.get("cross_references", [])
        return _places(Code.system.in_((CodeSystem.HCPCS, CodeSystem.CPT)), Code.key.in_(named)) if named else []
    return list_children(place.code) if leads_below(place) else []


def leads_below(place: Place) -> bool:
    """Whether what stands below a code is reported instead of it."""
    return place.version.standing is not Standing.DELETED and not place.version.is_billable


def releases_in_force() -> list[Release]:
    """What is read now."""
    return list(db.session.scalars(
        select(Release).where(Release.state == ReleaseState.IN_FORCE)
        .order_by(Release.dataset, Release.series, Release.id)))


def list_notices() -> list[str]:
    """The owners' lines for the page that is being made: of the releases that stand, if it shows words of theirs."""
    if not licensing.is_marked():
        return []
    notices = db.session.scalars(select(Release.notice).where(
        Release.dataset == Dataset.CPT, Release.notice != "", Release.state.in_(STANDING)).group_by(Release.notice)
        .order_by(func.max(Release.id).desc())).all()
    return list(notices) or [settings.cpt_license]


def fingerprint() -> str:
    """Another text whenever other codes stand: by it, an index sees that it is old."""
    newest, count, in_force = db.session.execute(
        select(func.max(Release.id), func.count(), func.count().filter(Release.state == ReleaseState.IN_FORCE))
        .where(Release.state.in_(STANDING))).one()
    return f"{newest or 0}-{count}-{in_force}"


def iter_entries(systems: Sequence[CodeSystem] = tuple(CodeSystem)) -> Iterator[Entry]:
    """Every code that stands, isn't in force yet or was deleted, with its path: one statement, read row by row."""
    rows = db.session.execute(
        select(Code.id, Code.system, Code.key, Code.code, Code.kind, CodeVersion.parent_id, CodeVersion.is_billable,
               CodeVersion.change, CodeVersion.valid_from, CodeVersion.valid_to, CodeVersion.written_short,
               CodeVersion.written_long, CodeVersion.notes)
        .join(CodeVersion, CodeVersion.code_id == Code.id)
        .where(CodeVersion.is_current, Code.system.in_(systems)).order_by(Code.id)
        .execution_options(yield_per=5_000))
    paths: dict[int, tuple[int, ...]] = {}
    waiting = []
    for row in rows:
        # A parent mostly has the lower id; what a later release put under a newer parent waits for it.
        if row.parent_id is not None and row.parent_id not in paths:
            waiting.append(row)
            continue
        yield _entry(row, paths)
    while waiting:
        ready = [row for row in waiting if row.parent_id in paths]
        if not ready:
            return  # what is left stands under something that doesn't stand
        waiting = [row for row in waiting if row.parent_id not in paths]
        for row in ready:
            yield _entry(row, paths)


def _entry(row: object, paths: dict[int, tuple[int, ...]]) -> Entry:
    code_id, system, key, code, kind, parent_id, is_billable, change, begins, ends, short, long, notes = (
        row)  # pyright: ignore
    if is_owned(system, kind) and not licensing.is_granted():
        short = long = ""
    paths[code_id] = path = () if parent_id is None else (*paths[parent_id], parent_id)
    return Entry(code_id, system, key, code, kind, parent_id, is_billable, change is Change.REMOVED, begins, ends,
                 short, long,
                 [note["text"] for note in notes if note["kind"] in (NoteKind.INCLUSION_TERM, NoteKind.INCLUDES)], path)


def _places(*which: object) -> list[Place]:
    return _read(_reading(*which))


def _read(statement: Select[Code, CodeVersion], **asked: object) -> list[Place]:
    return [Place(code, version) for code, version in db.session.execute(statement, asked)]


def _reading(*which: object) -> Select[Code, CodeVersion]:
    return (select(Code, CodeVersion).join(CodeVersion, CodeVersion.code_id == Code.id).join(CodeVersion.release)
            .options(contains_eager(CodeVersion.release), contains_eager(CodeVersion.code))
            .where(CodeVersion.is_current, *which)  # pyright: ignore
            .order_by(Code.system, Code.key))


# A code's page waits for these: putting one together takes several times as long as the database takes to answer.
@cache
def _by_id() -> Select[Code, CodeVersion]:
    return _reading(Code.id.in_(bindparam("ids", expanding=True)))


@cache
def _line() -> Select[Code, CodeVersion]:
    path = select(bindparam("code_id", type_=Integer).label("id")).cte("path", recursive=True)
    # Not a join: SQLite would read the whole table to make a filter for it.
    above = (select(CodeVersion.parent_id).where(CodeVersion.code_id == path.c.id, CodeVersion.is_current)
             .scalar_subquery())
    path = path.union_all(select(above).where(path.c.id.is_not(None)))
    return _reading(Code.id.in_(select(path.c.id)))


@cache
def _below() -> Select[Code, CodeVersion]:
    return _reading(CodeVersion.parent_id.in_(bindparam("ids", expanding=True)), CodeVersion.change != Change.REMOVED)


@cache
def _listed_below() -> Select[int, int | None, CodeSystem, CodeKind, str, bool, str, str, Change, date | None,
                              *tuple[Any, ...]]:
    return (select(Code.id, CodeVersion.parent_id, Code.system, Code.kind, Code.code, CodeVersion.is_billable,
                   CodeVersion.written_long, CodeVersion.written_short, CodeVersion.change, CodeVersion.valid_from,
                   CodeVersion.valid_to)
            .join(CodeVersion, CodeVersion.code_id == Code.id)
            .where(CodeVersion.is_current, CodeVersion.parent_id.in_(bindparam("ids", expanding=True)),
                   CodeVersion.change != Change.REMOVED)
            .order_by(Code.system, Code.key))


@cache
def _history() -> Select[CodeVersion]:
    return (select(CodeVersion).join(CodeVersion.release).join(CodeVersion.code)
            .options(contains_eager(CodeVersion.release), contains_eager(CodeVersion.code))
            .where(CodeVersion.code_id == bindparam("code_id"), Release.state.in_(STANDING)).order_by(CodeVersion.id))


def _above(code_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids of each code's ancestors, from the root down."""
    above: dict[int, list[int]] = {code_id: [] for code_id in code_ids}
    for asked, code_id in db.session.execute(_ancestors(), {"asked_for": list(code_ids)}):
        above[asked].append(code_id)
    return above


@cache
def _ancestors() -> Select[Any, Any]:
    path = (select(CodeVersion.code_id.label("asked"), CodeVersion.parent_id.label("id"), literal(1).label("up"))
            .where(CodeVersion.code_id.in_(bindparam("asked_for", expanding=True)), CodeVersion.is_current)
            .cte("path", recursive=True))
    parent = aliased(CodeVersion)
    # Not a join: SQLite would read the whole table to make a filter for it.
    above_it = select(parent.parent_id).where(parent.code_id == path.c.id, parent.is_current).scalar_subquery()
    path = path.union_all(select(path.c.asked, above_it, path.c.up + 1).where(path.c.id.is_not(None)))
    return select(path.c.asked, path.c.id).where(path.c.id.is_not(None)).order_by(path.c.asked, path.c.up.desc())


def _held(place: Place | None, path: Sequence[Place]) -> Iterator[Held]:
    if place:
        yield from (Held(note, place.code) for note in place.version.read_notes())
    for above in reversed(path):
        yield from (Held(note, above.code) for note in above.version.read_notes() if note.kind in INHERITED)
