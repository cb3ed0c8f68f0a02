"""Keeping the stored snapshot young, and the commands that make one."""

from datetime import timedelta

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import delete, func, select

from careercenter.config import SearchEngine, settings
from careercenter.core import db, now, transaction
from careercenter.postings import finding as postings
from careercenter.search.changes import SearchChange
from careercenter.search.embedded import snapshot
from careercenter.search.postgres import following
from careercenter.search.rebuilding import rebuild
from careercenter.tasks import every

MOST_CHANGES = 1_000
"""So many changes are searched beside the snapshot before a new one takes them in."""

LONGEST = timedelta(days=1)
REMEMBERED = timedelta(days=7)
"""How long a change is kept: a server that was away for longer reads everything anew."""

group = AppGroup("search", help="The search index.")


@every(seconds=15)
def rebuild_if_old() -> None:
    """Make a new snapshot if the one in use is old, or much has changed since."""
    if settings.search_engine is not SearchEngine.EMBEDDED:
        return
    stored = snapshot.read_meta(settings.data_dir / "search")
    if stored is None or now() - stored.made_at > LONGEST or _changes_since(stored.changes_through) > MOST_CHANGES:
        rebuild()
        _forget_old_changes()


@every(seconds=1)
def follow() -> None:
    """Let the documents in PostgreSQL follow, if they are what is searched."""
    if settings.search_engine is SearchEngine.POSTGRES:
        following.refresh()


@every(hours=1)
def forget_what_was_followed() -> None:
    """Delete the changes that the documents in PostgreSQL took in long ago."""
    if settings.search_engine is SearchEngine.POSTGRES:
        _forget_old_changes()


@group.command("rebuild")
@with_appcontext
def rebuild_command() -> None:
    """Index every live job anew; searches go on meanwhile."""
    if settings.search_engine is SearchEngine.POSTGRES:
        click.echo(f"{following.rebuild():,} live jobs are indexed.")
        return
    with click.progressbar(length=postings.count_live(), label="Indexing") as bar:
        size = rebuild(bar.update)
    click.echo(f"{size:,} live jobs are indexed.")


def _forget_old_changes() -> None:
    with transaction():
        db.session.execute(delete(SearchChange).where(SearchChange.at < now() - REMEMBERED))


def _changes_since(through: int) -> int:
    return db.session.scalar(select(func.count()).select_from(SearchChange).where(SearchChange.id > through)) or 0


