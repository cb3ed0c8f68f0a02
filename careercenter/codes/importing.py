"""Importing a release: staged where nobody sees it, then shown by one switch (`releases.publish`).

An import writes in small transactions, so that others write meanwhile. One that died is started afresh by the next
try; of two at the same time, the second is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import and_, func, or_, select, update

from careercenter.codes import releases
from careercenter.codes.clock import today
from careercenter.codes.formats.entries import Entry
from careercenter.codes.models import STANDING, Change, Code, CodeSystem, CodeVersion, Dataset, Release, ReleaseState
from careercenter.core import Model, NotPossible, db, insert_into, now, transaction

BATCH = 2_000
_EXAMPLES = 5
T = TypeVar("T")


class UnderWay(NotPossible):
    """Another import of the same is going on, or was killed less than QUIET ago."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a release before it is read."""

    dataset: Dataset
    title: str
    valid_from: date
    source: str
    checksum: str
    series: str = ""
    notice: str = ""
    is_whole: bool = True


class Steps(NamedTuple):
    """How an import tells of its progress: `start(steps, what)` once a part, `step(n)` as it goes on."""

    start: Callable[[int, str], None]
    step: Callable[[int], None]


SILENT = Steps(lambda steps, what: None, lambda steps: None)


@dataclass(slots=True)
class Difference:
    """What a release says otherwise than the one before it."""

    added: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    removed: list[tuple[CodeSystem, str]] = field(default_factory=list)
    unchanged: int = 0

    def examples(self, change: Change) -> list[str]:
        """A few codes, for a person to see whether that is what she expected."""
        if change is Change.REMOVED:
            return [key for _, key in self.removed[:_EXAMPLES]]
        some = self.added if change is Change.ADDED else self.changed
        return [f"{entry.code} {entry.short or entry.long}".strip() for entry in some[:_EXAMPLES]]


class _Known(NamedTuple):
    """The newest version of a code in a dataset."""

    code_id: int
    version_id: int
    fingerprint: str
    change: Change
    valid_from: date | None


_Place = tuple[CodeSystem, str]


def find_imported(heading: Heading) -> Release | None:
    """The standing release with the same content, if it was imported before."""
    return db.session.scalar(select(Release).where(
        Release.dataset == heading.dataset, Release.series == heading.series,
        Release.checksum == heading.checksum, Release.state.in_(STANDING)))


def is_outdated(heading: Heading) -> bool:
    """Whether what an operator imported stands in the place of a release that the program carries."""
    return db.session.scalar(select(Release.id).where(
        Release.dataset == heading.dataset, Release.series == heading.series, Release.state.in_(STANDING),
        or_(Release.valid_from > heading.valid_from,
            and_(Release.valid_from == heading.valid_from, Release.source != heading.source))).limit(1)) is not None


def compare(heading: Heading, entries: Sequence[Entry]) -> Difference:
    """What an import would change. Nothing is written."""
    known = _known(heading.dataset)
    return _difference(heading, _completed(heading, entries, known), known)


def import_codes(heading: Heading, entries: Sequence[Entry], *, steps: Steps = SILENT) -> Release:
    """Import a release of a code system and show it: on its day, or at once if that has come.

    Returns the release; the one that is there if the very same was imported before.

    Raises:
        NotPossible: a newer release stands.
        UnderWay: another import of this dataset is.
    """
    if standing := find_imported(heading):
        return standing
    with staged(heading) as release_id:
        known = _known(heading.dataset)
        difference = _difference(heading, _completed(heading, entries, known), known)
        told = [*difference.added, *difference.changed]
        steps.start(2 * len(told) + len(difference.removed), heading.title)
        ids = _give_ids(release_id, told, steps)
        # What our first release of a system lists was there before, nobody says since when; unless it is still to come.
        since = heading.valid_from if known or heading.valid_from > today() else None
        added = dict.fromkeys(((entry.system, entry.key) for entry in difference.added), since)
        for batch in _batches(told):
            write(release_id, CodeVersion, [_version(release_id, entry, ids, added, known) for entry in batch])
            steps.step(len(batch))
        for places in _batches(difference.removed):
            _write_removed(release_id, [known[place].version_id for place in places], heading.valid_from)
            steps.step(len(places))
        counts = {"added": len(difference.added), "changed": len(difference.changed),
                  "removed": len(difference.removed)}
        return releases.publish(release_id, counts)


def import_rows(heading: Heading, model: type[Model], rows: Iterable[dict[str, Any]], *,
                steps: Steps = SILENT) -> Release:
    """Import a release of a table that links codes, in the place of the one before it in its series.

    `rows` are the columns of `model` but for its release; they are read as they are written, however many.
    Returns and raises as `import_codes` does, and whatever reading the rows raises.
    """
    if standing := find_imported(heading):
        return standing
    with staged(heading) as release_id:
        steps.start(0, heading.title)
        count = 0
        for batch in _batches(rows):
            write(release_id, model, [{"release_id": release_id, **row} for row in batch])
            count += len(batch)
            steps.step(len(batch))
        return releases.publish(release_id, {"added": count})


@contextmanager
def staged(heading: Heading) -> Iterator[int]:
    """A release that is being imported, by id; whatever goes wrong inside, nothing of it stays.

    Raises:
        NotPossible: a newer one stands.
        UnderWay: an import of this dataset is, elsewhere.
    """
    release_id = _open(heading)
    try:
        yield release_id
    except BaseException:  # Ctrl-C too: who stops an import can start the next at once
        releases.discard(release_id)
        raise


def write(release_id: int, model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Store rows of an import that is under way, in a transaction of its own.

    Raises:
        NotPossible: somebody took it for dead and started another.
    """
    with transaction():
        _beat(release_id)
        if rows:
            into = insert_into(model)
            # Somebody may just have kept a code as a number that no list has: it is that row then.
            db.session.execute(into.on_conflict_do_nothing() if model is Code else into, rows)


def _open(heading: Heading) -> int:
    releases.discard_dead(heading.dataset, heading.series)
    with transaction():
        newest = db.session.scalar(select(func.max(Release.valid_from)).where(
            Release.dataset == heading.dataset, Release.series == heading.series, Release.state.in_(STANDING)))
        if newest is not None and newest > heading.valid_from:
            raise NotPossible(f"A release of {heading.dataset.label} from {newest} stands, and this one is older "
                              f"({heading.valid_from}). Roll the newer one back first.")
        values = {name: getattr(heading, name) for name in heading.__dataclass_fields__}
        release_id = releases.claim(values)
    if release_id is None:
        raise UnderWay(f"An import of {heading.dataset.label} is under way. If it was killed, "
                       f"try again in {releases.QUIET.seconds} seconds.")
    return release_id


def _beat(release_id: int) -> None:
    beaten = db.session.execute(update(Release).where(
        Release.id == release_id, Release.state == ReleaseState.IMPORTING).values(beat_at=now()))
    if beaten.rowcount != 1:  # pyright: ignore[reportAttributeAccessIssue]
        raise NotPossible("This import was silent for so long that another took its place.")


def _known(dataset: Dataset) -> dict[_Place, _Known]:
    newest = (select(func.max(CodeVersion.id)).join(Release, Release.id == CodeVersion.release_id)
              .where(Release.dataset == dataset, Release.state.in_(STANDING)).group_by(CodeVersion.code_id))
    rows = db.session.execute(
        select(Code.system, Code.key, Code.id, CodeVersion.id, CodeVersion.fingerprint, CodeVersion.change,
               CodeVersion.valid_from)
        .join(CodeVersion, CodeVersion.code_id == Code.id).where(CodeVersion.id.in_(newest)))
    return {(system, key): _Known(code_id, version_id, fingerprint, change, valid_from)
            for system, key, code_id, version_id, fingerprint, change, valid_from in rows}


def _completed(heading: Heading, entries: Sequence[Entry], known: dict[_Place, _Known]) -> Sequence[Entry]:
    """Entries of a list that tells less than a release file does, with what was told before."""
    if heading.is_whole:
        return entries
    told = {place: before.version_id for entry in entries
            if (before := known.get(place := (entry.system, entry.key)))}
    former: dict[int, CodeVersion] = {}
    for batch in _batches(told.values()):
        former |= {row.id: row for row in db.session.scalars(select(CodeVersion).where(CodeVersion.id.in_(batch)))}
    return [_with_former(entry, former[told[place]]) if (place := (entry.system, entry.key)) in told else entry
            for entry in entries]


def _with_former(entry: Entry, former: CodeVersion) -> Entry:
    return replace(entry, long=_told(entry.long, former.written_long),
                   short=_told(entry.short, former.written_short),
                   notes=entry.notes or tuple(former.read_notes()), attributes=entry.attributes or former.attributes)


def _told(now_said: str, said_before: str) -> str:
    """What is said now, but in the letters of before if it is the same: lists are often in another case."""
    return said_before if now_said.casefold() in ("", said_before.casefold()) else now_said


def _difference(heading: Heading, entries: Sequence[Entry], known: dict[_Place, _Known]) -> Difference:
    difference = Difference()
    seen: set[_Place] = set()
    for entry in entries:
        place = (entry.system, entry.key)
        seen.add(place)
        before = known.get(place)
        if before is None or before.change is Change.REMOVED:
            difference.added.append(entry)
        elif before.fingerprint != entry.fingerprint:
            difference.changed.append(entry)
        else:
            difference.unchanged += 1
    if heading.is_whole:
        difference.removed = [place for place, before in known.items()
                              if place not in seen and before.change is not Change.REMOVED]
    return difference


def _give_ids(release_id: int, entries: list[Entry], steps: Steps) -> dict[_Place, int]:
    """The ids of codes, made where there is none, and those of what they stand under."""
    systems = {entry.system for entry in entries}
    ids = _ids(systems)
    unknown = [entry for entry in entries if (entry.system, entry.key) not in ids]
    steps.step(len(entries) - len(unknown))
    for batch in _batches(unknown):
        write(release_id, Code, [{"system": entry.system, "key": entry.key, "code": entry.code, "kind": entry.kind}
                                 for entry in batch])
        steps.step(len(batch))
    return _ids(systems) if unknown else ids


def _ids(systems: set[CodeSystem]) -> dict[_Place, int]:
    rows = db.session.execute(select(Code.system, Code.key, Code.id).where(Code.system.in_(systems)))
    return {(system, key): code_id for system, key, code_id in rows}


def _version(release_id: int, entry: Entry, ids: dict[_Place, int], added: dict[_Place, date | None],
             known: dict[_Place, _Known]) -> dict[str, Any]:
    place = (entry.system, entry.key)
    is_new = place in added
    since = entry.valid_from or (added[place] if is_new else known[place].valid_from)
    return {
        "code_id": ids[entry.system, entry.key], "release_id": release_id,
        "parent_id": ids[entry.system, entry.parent] if entry.parent else None,
        "change": Change.ADDED if is_new else Change.CHANGED, "is_current": False, "is_billable": entry.is_billable,
        "written_short": entry.short, "written_long": entry.long, "valid_from": since,
        "valid_to": entry.valid_to,
        "notes": [_note(*note) for note in entry.notes], "attributes": entry.attributes,
        "fingerprint": entry.fingerprint,
    }


def _note(kind: str, text: str, marker: str) -> dict[str, str]:
    return {"kind": str(kind), "text": text, **({"marker": marker} if marker else {})}


def _write_removed(release_id: int, version_ids: list[int], first_day_without: date) -> None:
    """Say of codes what was last said of them, and that it holds no longer."""
    rows = db.session.scalars(select(CodeVersion).where(CodeVersion.id.in_(version_ids)))
    write(release_id, CodeVersion, [{
        "code_id": row.code_id, "release_id": release_id, "parent_id": row.parent_id, "change": Change.REMOVED,
        "is_current": False, "is_billable": False, "written_short": row.written_short, "written_long": row.written_long,
        "valid_from": row.valid_from, "valid_to": row.valid_to or first_day_without - timedelta(days=1),
        "notes": row.notes, "attributes": row.attributes, "fingerprint": "",
    } for row in rows])


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
