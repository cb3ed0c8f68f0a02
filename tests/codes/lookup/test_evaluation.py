"""Quality is measured, never claimed."""

import json
from pathlib import Path

import pytest

from careercenter.codes.lookup.evaluation import Quality, quality, read_questions
from careercenter.codes.lookup.synonyms import FILE

HERE = Path(__file__).parent


def write(tmp_path: Path, *rows: object) -> str:
    file = tmp_path / "queries.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return str(file)


def test_recall_and_reciprocal_rank_are_what_they_are_called():
    assert quality([1, 2, None, 6]) == Quality(0.25, 0.5, 0.75, (1 + 0.5 + 1 / 6) / 4)


def test_the_command_measures_both_in_one_run(app, everyday, tmp_path):
    file = write(tmp_path, {"query": "htn", "codes": ["I10"]}, {"query": "no such thing at all", "codes": ["E11.9"]})
    lines = app.test_cli_runner().invoke(args=["codes", "evaluate", file, "--misses"]).output.splitlines()

    assert lines[1].split() == ["look-up", "0.500", "0.500", "0.500", "0.500"]
    assert lines[2].startswith("  no such thing at all:") and lines[3].split()[:2] == ["SQLite", "FTS5"]
    assert float(lines[3].split()[4]) < 0.5  # it knows no abbreviations


def test_a_line_that_asks_nothing_is_named(app, everyday, tmp_path):
    result = app.test_cli_runner().invoke(args=["codes", "evaluate", write(tmp_path, {"codes": []})])

    assert result.exit_code and "Line 1 of queries.jsonl" in result.output


def test_no_phrase_has_two_lines_of_meanings():
    phrases = [phrase.strip() for line in FILE.read_text().splitlines() if " = " in line and not line.startswith("#")
               for phrase in line.partition(" = ")[0].split(",")]

    assert [phrase for phrase in set(phrases) if phrases.count(phrase) > 1] == []


@pytest.mark.parametrize("name", ["queries", "held_out"])
def test_our_own_queries_are_many_and_distinct(name):
    questions = read_questions(HERE / f"{name}.jsonl")

    assert len({question.query for question in questions}) == len(questions) >= {"queries": 150, "held_out": 50}[name]
    assert all(question.codes for question in questions)
