"""Keeping the index young, and the commands that build and measure it."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from careercenter.codes.lookup import evaluation, indexing
from careercenter.tasks import every


@every(seconds=30)
def rebuild_if_old() -> None:
    """Build the index anew when other codes stand."""
    indexing.rebuild_if_old()


@click.command("index")
@with_appcontext
def index_command() -> None:
    """Build the look-up's index anew; searches go on meanwhile."""
    click.echo(f"{indexing.rebuild():,} codes and headings can be looked up.")


@click.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--misses", is_flag=True, help="Name the queries that no code among the first ten answers.")
@with_appcontext
def evaluate_command(file: Path, misses: bool) -> None:
    """Measure the look-up by a JSON Lines file of {"query", "codes"}, beside plain SQLite FTS5."""
    try:
        questions = evaluation.read_questions(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not questions:
        raise click.ClickException(f"{file.name} asks nothing.")
    click.echo(f"{len(questions)} queries   recall@1  recall@5  recall@10  MRR")
    for name, find in (("look-up", evaluation.ours), ("SQLite FTS5", evaluation.full_text())):
        ranks = [evaluation.rank_of(find(question.query), question) for question in questions]
        click.echo("{:12}  {:8.3f}  {:8.3f}  {:9.3f}  {:.3f}".format(name, *evaluation.quality(ranks)))
        if misses and find is evaluation.ours:
            for question, rank in zip(questions, ranks, strict=True):
                if rank is None:
                    click.echo(f"  {question.query}: {', '.join(find(question.query)[:3]) or 'nothing'}; "
                               f"not {', '.join(sorted(question.codes))}")
