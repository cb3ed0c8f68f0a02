"""`flask library`: importing public documents, listing them, withdrawing one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from careercenter.casepilot.library import bundled, importing, queries
from careercenter.casepilot.library.importing import About, Imported
from careercenter.casepilot.library.models import Series
from careercenter.core import DomainError

commands = AppGroup("library", help="Public documents that CasePilot answers from and cites.")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="As its publisher calls it.")
@click.option("--series", type=click.Choice([series.value for series in Series]), default=Series.OTHER.value,
              help="What it is an edition of: of each series, and part, the edition of the day is answered from.")
@click.option("--part", default="", help="Of a series in several files: which one, such as “Chapter IV”.")
@click.option("--version", default="", help="Such as “FY 2026”.")
@click.option("--effective-on", type=click.DateTime(["%Y-%m-%d"]),
              help="The day from which it holds; today by default.")
@click.option("--source", default="", help="The address where its publisher keeps it.")
@click.option("--terms", default="", help="Under which it may be shown, such as “US government work”.")
@with_appcontext
def import_command(file: Path, title: str, series: str, part: str, version: str, effective_on: datetime | None,
                   source: str, terms: str) -> None:
    """Import FILE (PDF, HTML or text) with its sections, pages and version. The same file again does nothing."""
    with _told_as_error():
        done = importing.import_file(file, About(
            title, Series(series), part, version, effective_on.date() if effective_on else None, source, terms))
    _tell(done)
    if done.suspect:
        click.echo(f"{done.suspect} of them speak to an assistant and give it orders: people may read them, CasePilot "
                   "doesn't answer from them.")


@commands.command("load")
@with_appcontext
def load_command() -> None:
    """Import our own summaries of public rules, which this program carries."""
    load_bundled()


def load_bundled() -> None:
    """Import the summaries, and tell of each that is new."""
    for done in bundled.load():
        if not done.was_there:
            _tell(done)


def _tell(done: Imported) -> None:
    where = f"/library/{done.document.slug}"
    if done.was_there:
        click.echo(f"“{done.document.title}” is there already: {where}")
    else:
        click.echo(f"“{done.document.title}”: {done.passages:,} passages in {done.sections:,} sections, at {where}")


@commands.command("list")
@with_appcontext
def list_command() -> None:
    """List the documents, and which are answered from."""
    for document, passages, is_read in queries.list_documents():
        click.echo(f"{'read  ' if is_read else '      '} {document.series:<10} {document.slug}  {document.dated}  "
                   f"{passages:,} passages")


@commands.command("withdraw")
@click.argument("document")
@with_appcontext
def withdraw_command(document: str) -> None:
    """Answer from DOCUMENT (its address in `flask library list`) no more; what cites it still finds its pages."""
    with _told_as_error():
        click.echo(f"“{importing.withdraw(document).title}” isn't answered from any more.")


@contextmanager
def _told_as_error() -> Iterator[None]:
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
