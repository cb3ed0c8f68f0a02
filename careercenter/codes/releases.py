"""Releases: showing one by one switch, bringing it into force on its day, rolling it back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import aliased

from careercenter.codes.clock import today
from careercenter.codes.lifecycle import RELEASE, ReleaseAction
from careercenter.codes.links import CoverageLink, Equivalence, HccMapping, MueValue, PtpEdit
from careercenter.codes.models import STANDING, Change, Code, CodeVersion, Dataset, Release, ReleaseState
from careercenter.core import Model, NotFound, NotPossible, db, insert_into, lock, now, transaction

TABLES = {
    Dataset.HCC: HccMapping, Dataset.NCCI_PTP: PtpEdit, Dataset.NCCI_MUE: MueValue, Dataset.GEMS: Equivalence,
    Dataset.COVERAGE: CoverageLink,
}
"""Datasets that link codes, with where their rows lie. Every other one is a code system."""

QUIET = timedelta(seconds=30)
"""An import that gave no sign of life for so long is dead; each batch gives one."""

_AT_ONCE = 20_000


def get(release_id: int) -> Release:
    """Raises NotFound with a sentence."""
    release = db.session.get(Release, release_id)
    if release is None:
        raise NotFound(f"There is no release {release_id}: `flask codes releases` lists them.")
    return release


def list_all() -> list[Release]:
    """Every release, by dataset, the newest first."""
    return list(db.session.scalars(
        select(Release).order_by(Release.dataset, Release.series, Release.valid_from.desc(), Release.id.desc())))


def was_rolled_back(dataset: Dataset, series: str, checksum: str) -> bool:
    """Whether somebody took back a release with this content: it doesn't come back by itself."""
    return db.session.scalar(select(exists().where(
        Release.dataset == dataset, Release.series == series, Release.checksum == checksum,
        Release.state == ReleaseState.ROLLED_BACK))) or False


def claim(values: dict[str, Any]) -> int | None:
    """Begin an import; in the caller's transaction. None: another of its series is under way."""
    return db.session.scalar(
        insert_into(Release).values(
            **values, state=ReleaseState.IMPORTING, added=0, changed=0, removed=0, started_at=now(), beat_at=now())
        .on_conflict_do_nothing().returning(Release.id))


def publish(release_id: int, counts: dict[str, int]) -> Release:
    """Show a release whose import is complete: one switch, and readers see all of it.

    Before its day, what it adds is there as not yet in force; the rest waits.
    """
    with transaction():
        release = get(release_id)
        RELEASE.advance(release, ReleaseAction.COMPLETE, by=None)
        for name, count in counts.items():
            setattr(release, name, count)
        if release.dataset not in TABLES:
            _show(release, only=Change.ADDED)
        if release.is_due:
            _enforce(release)
    _analyze(*([TABLES[release.dataset]] if release.dataset in TABLES else [Code, CodeVersion]))
    return release


def enforce_due() -> list[Release]:
    """Bring every release into force whose day has come, the oldest first."""
    due = db.session.scalars(
        select(Release).where(Release.state == ReleaseState.READY, Release.valid_from <= today())
        .order_by(Release.valid_from, Release.id)).all()
    brought = []
    for release in due:
        with transaction():
            lock(release)
            if release.state is ReleaseState.READY:
                _enforce(release)
                brought.append(release)
    return brought


def roll_back(release: Release) -> None:
    """Take a release back: what stood before it stands again.

    Raises:
        NotPossible: it doesn't stand, or a later one of its series stands over it.
    """
    discard_dead(release.dataset, release.series)
    with transaction():
        lock(release)
        later = db.session.scalar(select(Release.title).where(
            Release.dataset == release.dataset, Release.series == release.series, Release.id > release.id,
            Release.state.in_((*STANDING, ReleaseState.IMPORTING))))
        if later:  # one that is being imported knows only what it changes of this one
            raise NotPossible(f"“{later}” stands over it, or is being imported over it. Roll that back first.")
        was_in_force = release.state is ReleaseState.IN_FORCE
        RELEASE.advance(release, ReleaseAction.ROLL_BACK, by=None)
        if release.dataset not in TABLES:
            _unshow(release)
        elif was_in_force and (before := _superseded_by(release)):
            RELEASE.advance(before, ReleaseAction.REINSTATE, by=None)


def prune() -> list[Release]:
    """Remove the rows of superseded tables, but of the last of each series, which a roll-back reinstates."""
    old: list[Release] = []
    kept: set[tuple[Dataset, str]] = set()
    for release in db.session.scalars(
            select(Release).where(Release.state == ReleaseState.SUPERSEDED).order_by(Release.id.desc())).all():
        if (release.dataset, release.series) in kept:
            discard(release.id)
            old.append(release)
        kept.add((release.dataset, release.series))
    return old


def discard_dead(dataset: Dataset, series: str) -> None:
    """Discard what imports of a series left behind that were killed."""
    for release_id in db.session.scalars(select(Release.id).where(
            Release.dataset == dataset, Release.series == series,
            or_(Release.state == ReleaseState.DISCARDING,
                and_(Release.state == ReleaseState.IMPORTING, Release.beat_at < now() - QUIET)))).all():
        discard(release_id)


def discard(release_id: int) -> None:
    """Remove the rows of an import that didn't come to its end, or of a superseded table, a part at a time.

    The release itself stays: SQLite would give its id to the next, and whoever still writes is told apart by it.
    """
    db.session.rollback()
    release = db.session.get(Release, release_id)
    if release is None or not (release.state is ReleaseState.DISCARDING
                               or RELEASE.can(release, ReleaseAction.DISCARD)):
        return
    if release.state is not ReleaseState.DISCARDING:
        with transaction():  # whoever still writes it is fenced off by this
            RELEASE.advance(release, ReleaseAction.DISCARD, by=None)
    table = TABLES.get(release.dataset, CodeVersion)
    theirs = aliased(table)
    part = select(theirs.id).where(theirs.release_id == release_id).limit(_AT_ONCE)
    while True:
        with transaction():
            if not db.session.execute(delete(table).where(table.id.in_(part))).rowcount:  # pyright: ignore
                break
    with transaction():
        RELEASE.advance(release, ReleaseAction.EMPTY, by=None)


def _analyze(*tables: type[Model]) -> None:
    """Let the database see how much there is now: until then it plans for empty tables."""
    with transaction():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("PRAGMA analysis_limit=1000"))
        for table in tables:
            db.session.execute(text(f"ANALYZE {table.__tablename__}"))


def _enforce(release: Release) -> None:
    RELEASE.advance(release, ReleaseAction.ENFORCE, by=None)
    if release.dataset not in TABLES:
        _show(release)
    elif before := _in_force_before(release):
        RELEASE.advance(before, ReleaseAction.SUPERSEDE, by=None)


def _show(release: Release, *, only: Change | None = None) -> None:
    """Make a release's versions the ones that readers see."""
    theirs, seen = aliased(CodeVersion), aliased(CodeVersion)
    shown = select(theirs.id).where(theirs.release_id == release.id)
    if only:
        shown = shown.where(theirs.change == only,
                            ~exists().where(seen.code_id == theirs.code_id, seen.is_current))
    else:
        _mark(False, CodeVersion.code_id.in_(shown.with_only_columns(theirs.code_id)))
    _mark(True, CodeVersion.id.in_(shown))


def _unshow(release: Release) -> None:
    """Make what stood before a release current again."""
    theirs, before = aliased(CodeVersion), aliased(CodeVersion)
    codes = select(theirs.code_id).where(theirs.release_id == release.id)
    newest = (select(func.max(before.id)).join(Release, Release.id == before.release_id)
              .where(Release.state == ReleaseState.IN_FORCE, before.code_id.in_(codes)).group_by(before.code_id))
    _mark(False, CodeVersion.code_id.in_(codes))
    _mark(True, CodeVersion.id.in_(newest))
    for waiting in db.session.scalars(select(Release).where(
            Release.dataset == release.dataset, Release.state == ReleaseState.READY).order_by(Release.id)):
        _show(waiting, only=Change.ADDED)


def _mark(is_current: bool, which: ColumnElement[bool]) -> None:
    # Of each code one version is current: whoever marks some takes the mark from others first.
    db.session.execute(
        update(CodeVersion).where(which, CodeVersion.is_current == (not is_current)).values(is_current=is_current),
        execution_options={"synchronize_session": False})


def _in_force_before(release: Release) -> Release | None:
    return db.session.scalar(select(Release).where(
        Release.dataset == release.dataset, Release.series == release.series, Release.id != release.id,
        Release.state == ReleaseState.IN_FORCE))


def _superseded_by(release: Release) -> Release | None:
    return db.session.scalar(select(Release).where(
        Release.dataset == release.dataset, Release.series == release.series, Release.id < release.id,
        Release.state == ReleaseState.SUPERSEDED).order_by(Release.id.desc()).limit(1))
