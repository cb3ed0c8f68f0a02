"""`flask codes`: importing releases, looking at them, rolling one back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import repeat
from pathlib import Path
from time import sleep
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from careercenter.codes import importing, releases, sources
from careercenter.codes.editorial import seeding
from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.importing import Steps, UnderWay
from careercenter.codes.models import Change, Dataset, Release
from careercenter.codes.sources import Source
from careercenter.core import DomainError, db

commands = AppGroup("codes", help="Code systems and the tables that link them.")


@commands.command("import")
@click.argument("dataset", type=click.Choice([dataset.value for dataset in Dataset]))
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it holds; today by default.")
@click.option("--series", default="", help="Of tables: which one, such as `practitioner`, `outpatient` or `2026`.")
@click.option("--title", default="", help="How people read of the release.")
@click.option("--partial", is_flag=True, help="The file lists some codes only: what it leaves out stays as it is.")
@click.option("--dry-run", is_flag=True, help="Say what would change, with examples, and change nothing.")
@with_appcontext
def import_command(dataset: str, file: Path | None, valid_from: datetime | None, series: str, title: str,
                   partial: bool, dry_run: bool) -> None:
    """Import a release: a publisher's FILE, or without one what this program carries of the dataset.

    The same file a second time does nothing. An import that was killed starts afresh; until it is complete,
    nobody sees any of it.
    """
    kind = Dataset(dataset)
    with _told_as_error():
        wanted = [sources.from_file(
            kind, file, series=series, valid_from=valid_from.date() if valid_from else None, title=title,
            is_partial=partial)] if file else [
            source for source in sources.list_bundled() if source.heading.dataset is kind]
        if not wanted:
            raise click.UsageError(f"This program carries no {kind.label}. Name CMS's file.")
        for source in wanted:
            (_compare if dry_run else _import)(source)


@commands.command("load")
@with_appcontext
def load_command() -> None:
    """Import everything that this program carries and that isn't there yet."""
    load_bundled()


@commands.command("releases")
@with_appcontext
def releases_command() -> None:
    """List every release, with what it changed."""
    for release in releases.list_all():
        series = f" [{release.series}]" if release.series else ""
        click.echo(f"{release.id:>4}  {release.state:<12} from {release.valid_from}  {release.dataset}{series}  "
                   f"{release.title}  +{release.added:,} ~{release.changed:,} -{release.removed:,}")


@commands.command("rollback")
@click.argument("release", type=int)
@with_appcontext
def rollback_command(release: int) -> None:
    """Take a release back, by its number in `flask codes releases`: what stood before it stands again."""
    with _told_as_error():
        taken = releases.get(release)
        releases.roll_back(taken)
        click.echo(f"“{taken.title}” is rolled back.")


def load_bundled(carried: Sequence[Source] | None = None) -> None:
    """Import what the program carries (or these) and isn't there yet, with progress. Safe to run again.

    What somebody rolled back doesn't come back by itself, nor what is older than an operator's own import.
    """
    for source in sources.list_bundled() if carried is None else carried:
        heading = source.heading
        if not (releases.was_rolled_back(heading.dataset, heading.series, heading.checksum)
                or importing.is_outdated(heading)):
            with _told_as_error():
                _import_patiently(source)
    if count := seeding.seed():
        click.echo(f"{count} common language descriptions of our own are published.")


def _import_patiently(source: Source) -> None:
    """Import it, unless it is there; one that is under way elsewhere ends, or is dead soon and taken over."""
    while importing.find_imported(source.heading) is None:
        try:
            _import(source)
        except UnderWay as refusal:
            click.echo(f"{refusal} Waiting.")
            sleep(5)
            db.session.rollback()  # to see what the other did


def _import(source: Source) -> None:
    before = importing.find_imported(source.heading)
    if before:
        click.echo(f"“{before.title}” with the very same content is there already: nothing to do.")
        return
    with _progress(source.heading.title) as steps:
        release = _run(source, steps)
    click.echo(f"  {_counts(release)}")


def _run(source: Source, steps: Steps) -> Release:
    if source.heading.dataset in releases.TABLES:
        return importing.import_rows(
            source.heading, releases.TABLES[source.heading.dataset], source.read(), steps=steps)
    return importing.import_codes(source.heading, list(source.read()), steps=steps)


def _counts(release: Release) -> str:
    if release.dataset in releases.TABLES:
        return f"{release.added:,} rows, from {release.valid_from}"
    return (f"{release.added:,} added, {release.changed:,} changed, {release.removed:,} removed, "
            f"from {release.valid_from}")


def _compare(source: Source) -> None:
    click.echo(f"{source.heading.title}: nothing is changed (--dry-run)")
    if source.heading.dataset in releases.TABLES:
        click.echo(f"{sum(1 for _ in source.read()):>9,} rows would take the place of the release before")
        return
    difference = importing.compare(source.heading, list[Entry](source.read()))
    listed: Sequence[tuple[Change, list[Any]]] = (
        (Change.ADDED, difference.added), (Change.CHANGED, difference.changed), (Change.REMOVED, difference.removed))
    for change, found in listed:
        click.echo(f"{len(found):>9,} {change}")
        for example in difference.examples(change):
            click.echo(f"            {example[:100]}")
    click.echo(f"{difference.unchanged:>9,} unchanged")


@contextmanager
def _progress(title: str) -> Iterator[Steps]:
    """A bar, as soon as it is known what is to be done."""
    bars: list[Any] = []

    def start(steps: int, what: str) -> None:
        bar = click.progressbar(length=steps, label=what) if steps else click.progressbar(
            repeat(None), label=what, show_pos=True)  # how many rows there are is known at their end
        bars.append(bar)
        bar.__enter__()

    try:
        yield Steps(start, lambda steps: bars[-1].update(steps))
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)


@contextmanager
def _told_as_error() -> Iterator[None]:
    try:
        yield
    except (DomainError, UnreadableFile) as error:
        raise click.ClickException(str(error)) from error
