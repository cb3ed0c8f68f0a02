"""Measuring answers, and the commands for it."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from careercenter.casepilot import evaluation, noteevaluation
from careercenter.casepilot.evaluation import Case
from careercenter.casepilot.noteevaluation import CodedNote
from tests.casepilot.documents import MANUAL

pytestmark = pytest.mark.usefixtures("everyday")

HERE = Path(__file__).parent


@pytest.fixture
def run(app) -> FlaskCliRunner:
    return app.test_cli_runner()


def report(*cases: Case):
    return evaluation.evaluate(cases)


def test_a_good_answer_is_worth_all():
    found = report(Case("What is E11.42?", ("E11.42",), codes=("E11.42",)))
    assert (found.recall, found.exact_codes, found.strangers, found.without_source) == (1.0, 1.0, [], 0)


def test_what_isn_t_cited_costs_recall_and_what_isn_t_asked_for_costs_precision():
    found = report(Case("What is E11.42?", ("E11.42", "I.C.4.a")), Case("What is I10?", ("N18.4",)))
    assert found.recall == 0.25 and found.precision == 0.5


def test_a_code_is_cited_by_itself_and_not_by_one_below_it():
    assert report(Case("What is E11.42?", ("E11.4",))).recall == 0


def test_declining_is_right_for_its_reason_alone():
    found = report(Case("What is E11.99?", must_decline="no_such_code"), Case("What is E11.99?", must_decline="fraud"),
                   Case("What is E11.99?", must_decline="true"), Case("What is I10?", must_decline="true"),
                   Case("What is E11.99?"))
    assert found.decline_rate == 0.5 and found.wrongly_declined == 1


def test_our_own_questions_are_sixty_with_fifteen_held_out_and_can_be_read():
    own = evaluation.read_cases(HERE / "questions.jsonl")
    held = evaluation.read_cases(HERE / "held_out.jsonl")

    assert (len(own), len(held)) == (45, 15)
    assert not {case.question for case in own} & {case.question for case in held}
    assert sum(bool(case.must_decline) for case in own + held) >= 8
    assert evaluation.read_cases(HERE / "harder.jsonl") and evaluation.read_cases(HERE / "last_word.jsonl")


def test_of_what_is_asked_in_people_s_own_words_the_question_decides_which_half_is_held_out():
    for name, is_held in (("voices_development", 0), ("voices_held_out", 1)):
        cases = evaluation.read_cases(HERE / f"{name}.jsonl")
        assert len(cases) > 70 and {sha256(case.question.encode()).digest()[-1] % 2 for case in cases} == {is_held}


def test_the_command_tells_what_was_measured_and_what_failed(run, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"question": "What is E11.42?", "must_cite": ["E11.42"]}) + "\n\n"
                    + json.dumps({"question": "What is I10?", "must_decline": True}))
    told = run.invoke(args=["casepilot", "evaluate", "--verbose", str(file)]).output

    assert "2 questions" in told and "citation recall       1.000" in told and "declined as it must   0.000" in told
    assert "“What is I10?”: declined: None, must: true" in told


def test_a_line_that_is_no_case_is_named(run, tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text('{"question": "What is I10?"}\n[]\n')
    done = run.invoke(args=["casepilot", "evaluate", str(file)])

    assert done.exit_code and "Line 2 of cases.jsonl" in done.output


def test_a_coded_note_is_judged_by_what_is_missed_beside_and_ruled_out():
    found = noteevaluation.evaluate([
        CodedNote("Essential hypertension. Type 2 diabetes.", (("I10", "I11.0"), ("N18.4",)), never=("E11",))])

    assert (found.recall, found.over_coded) == (0.5, 1)
    (judged,) = found.judged
    assert judged.missed == [("N18.4",)] and "E11.9" in judged.over_coded and "I10" not in judged.beside


def test_what_stands_above_a_right_code_is_incomplete_and_not_wrong():
    note = CodedNote("Fracture of the lower end of the radius.", (("S52.509A",),))
    (judged,) = noteevaluation.evaluate([note]).judged

    assert judged.missed and judged.incomplete and not judged.beside


def test_our_own_notes_can_be_read_and_half_of_them_are_held_out():
    own, held = (noteevaluation.read_notes(HERE / f"notes_{half}.jsonl") for half in ("development", "held_out"))

    assert len(own) == len(held) == 20 and not {case.note for case in own} & {case.note for case in held}
    assert all(case.codes and case.never for case in own + held)


def test_the_command_for_notes_tells_what_failed(run, tmp_path):
    file = tmp_path / "notes.jsonl"
    file.write_text(json.dumps({"note": "Essential hypertension. Type 2 diabetes.", "codes": [["N18.4"]],
                                "never": ["I10"]}))
    told = run.invoke(args=["casepilot", "evaluate-notes", "--verbose", str(file)]).output

    assert "misses N18.4; codes what is ruled out: I10; beside: E11.9" in told
    assert "1 notes, 1 codes expected, 2 suggested" in told and "ruled out, yet coded  1" in told
    file.write_text("[]")
    assert "Line 1 of notes.jsonl" in run.invoke(args=["casepilot", "evaluate-notes", str(file)]).output


def test_asking_from_the_command_line(run):
    told = run.invoke(args=["casepilot", "ask", "What is I10?"]).output
    assert "Essential (primary) hypertension" in told and "[1]" in told and "http://localhost/codes/icd10cm/I10" in told


def test_what_the_model_cost(run, model):
    assert "wasn't called" in run.invoke(args=["casepilot", "spent"]).output
    model.says = "I10 is Essential (primary) hypertension [1]."
    run.invoke(args=["casepilot", "ask", "What is I10?"])

    assert "1 answered: 1,000 tokens sent, 50 written, $0.0018" in run.invoke(args=["casepilot", "spent"]).output


def test_the_library_is_imported_listed_and_withdrawn_by_commands(run, tmp_path):
    file = tmp_path / "visits.txt"
    file.write_text(MANUAL)
    command = ["library", "import", str(file), "--title", "Visits", "--series", "manual", "--version", "2026"]

    assert "at /library/visits-2026" in run.invoke(args=command).output
    assert "is there already" in run.invoke(args=command).output
    assert "read   manual" in run.invoke(args=["library", "list"]).output
    assert "isn't answered from" in run.invoke(args=["library", "withdraw", "visits-2026"]).output
    assert "read   manual" not in run.invoke(args=["library", "list"]).output
    done = run.invoke(args=["library", "withdraw", "nothing"])
    assert done.exit_code and "No document" in done.output
