"""`flask casepilot`: asking from the command line, and measuring the answers."""

from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from careercenter.casepilot import answering, evaluation, noteevaluation
from careercenter.casepilot.asking import kinds, learning
from careercenter.casepilot.evaluation import Judged, Report
from careercenter.casepilot.model import spending
from careercenter.core import now

commands = AppGroup("casepilot", help="CasePilot's answers.")


@commands.command("ask")
@click.argument("question")
@with_appcontext
def ask_command(question: str) -> None:
    """Answer QUESTION with its sources."""
    click.echo(answering.answer(question).text)


@commands.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Say of each question that fails what it lacks.")
@with_appcontext
def evaluate_command(file: Path, verbose: bool) -> None:
    """Measure the answers over FILE, JSON Lines of `question` with `must_cite`, `codes` or `must_decline`."""
    try:
        cases = evaluation.read_cases(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    report = evaluation.evaluate(cases)
    if verbose:
        for one in report.judged:
            _tell_failure(one)
    _tell(report)


@commands.command("learn")
@with_appcontext
def learn_command() -> None:
    """Learn from the examples of questions, asking/examples.txt, which are answered and which are refused."""
    examples = kinds.list_examples()
    learned = learning.learn(examples)
    learning.write_weights(learned)
    click.echo(f"{len(learned):,} weights from {len(examples):,} examples.")


@commands.command("evaluate-notes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Say of each note what is missed and what is too much.")
@with_appcontext
def evaluate_notes_command(file: Path, verbose: bool) -> None:
    """Measure the codes for the notes of FILE, JSON Lines of `note` with `codes`, `may`, `never` and `setting`."""
    try:
        notes = noteevaluation.read_notes(file)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    report = noteevaluation.evaluate(notes)
    for one in report.judged if verbose else ():
        told = [f"misses {', '.join(' or '.join(wanted) for wanted in one.missed)}" if one.missed else "",
                f"codes what is ruled out: {', '.join(one.over_coded)}" if one.over_coded else "",
                f"beside: {', '.join(one.beside)}" if one.beside else ""]
        if any(told):
            click.echo(f"“{one.case.note[:60]}…”: {'; '.join(filter(None, told))}")
    click.echo(f"{len(report.judged)} notes, {sum(len(one.case.codes) for one in report.judged)} codes expected, "
               f"{sum(len(one.suggested) for one in report.judged)} suggested\n"
               f"recall                {report.recall:.3f}\n"
               f"precision             {report.precision:.3f}\n"
               f"ruled out, yet coded  {report.over_coded}   goal: 0")


@commands.command("spent")
@click.option("--days", default=30, show_default=True, help="Of how many days.")
@with_appcontext
def spent_command(days: int) -> None:
    """Say what the model used and cost."""
    rows = spending.sum_up(since=now() - timedelta(days=days))
    for row in rows:
        click.echo(f"{row.calls:>7,} {row.outcome.label.lower()}: {row.prompt_tokens:,} tokens sent, "
                   f"{row.completion_tokens:,} written, ${row.cost / 1_000_000:,.4f}")
    if not rows:
        click.echo("The model wasn't called.")


def _tell(report: Report) -> None:
    strangers = ", ".join(report.strangers) or "none"
    click.echo(f"{len(report.judged)} questions\n"
               f"citation recall       {report.recall:.3f}   goal > 0.85\n"
               f"citation precision    {report.precision:.3f}\n"
               f"codes as expected     {report.exact_codes:.3f}\n"
               f"declined as it must   {report.decline_rate:.3f}   goal > 0.95\n"
               f"declined wrongly      {report.wrongly_declined}\n"
               f"codes not in force    {strangers}   goal: none\n"
               f"sentences unsourced   {report.without_source}   goal: 0\n"
               f"first words, p95      {report.first_words_p95 * 1000:.0f} ms   goal < 300 without a model")


def _tell_failure(one: Judged) -> None:
    lacks = [wanted for wanted in one.case.must_cite if wanted not in one.cited] if one.recall < 1 else []
    told = [f"doesn't cite {', '.join(lacks)}" if lacks else "",
            "" if one.declined_rightly else f"declined: {one.answer.declined}, must: {one.case.must_decline or 'not'}",
            "" if one.has_exact_codes else f"shows {', '.join(code.code for code in one.answer.codes) or 'no code'}"]
    if any(told):
        click.echo(f"“{one.case.question}”: {'; '.join(filter(None, told))}")
