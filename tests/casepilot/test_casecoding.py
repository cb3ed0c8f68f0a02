"""Candidate codes for a note: each by its words, and never more than they say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.casepilot import casecoding
from careercenter.casepilot.casecoding import CareSetting, Suggestions
from careercenter.casepilot.notes.statements import Assertion, read_statements
from careercenter.codes import importing, queries
from careercenter.codes.links import HccMapping
from careercenter.codes.models import Dataset, Standing
from tests.codes.factories import heading

pytestmark = pytest.mark.usefixtures("everyday")

NOTE = """HPI: 62 y/o female presents for follow up of type 2 diabetes with polyneuropathy. Denies migraine with aura.
Assessment: 1. Type 2 diabetes mellitus with diabetic polyneuropathy. 2. Essential hypertension. 3. CKD stage 3b.
Possible myocardial infarction.
Plan: insulin, return if migraine."""


def suggest(note: str, **more) -> Suggestions:
    return casecoding.suggest(note, **more)


def codes(note: str, **more) -> list[str]:
    return [candidate.code.code for candidate in suggest(note, **more).candidates]


def test_each_candidate_stands_on_words_of_the_note():
    found = suggest(NOTE)

    assert {candidate.code.code for candidate in found.candidates} == {"E11.42", "I10", "N18.32"}
    for candidate in found.candidates:
        assert candidate.spans and candidate.citation.quote == candidate.code.title
        for span in candidate.spans:
            assert NOTE[span.begin:span.end] == span.words
    diabetes = next(one for one in found.candidates if one.code.code == "E11.42")
    assert len(diabetes.spans) == 2


def test_what_is_denied_or_uncertain_is_named_with_its_rule():
    found = {one.span.words: one for one in suggest(NOTE).not_coded}

    assert found["migraine with aura"].assertion is Assertion.DENIED
    assert found["myocardial infarction"].assertion is Assertion.UNCERTAIN
    assert found["myocardial infarction"].why.citations[0].section == "Section IV.H"


def test_an_inpatient_stay_codes_what_is_uncertain():
    assert "I21.9" in codes("Possible acute myocardial infarction.", setting=CareSetting.INPATIENT)
    assert not codes("Possible acute myocardial infarction.", setting=CareSetting.OUTPATIENT)


@pytest.mark.parametrize("note", [
    "No evidence of migraine.", "Migraine was ruled out.", "Negative for migraine.", "Rule out migraine.",
    "Suspected migraine.", "Mother has migraine.", "Family history: migraine.", "Return if migraine.",
    "Not hypertension.", "?migraine", "Migraine, possible.", "Migraine unlikely.", "Migraine cannot be excluded.",
    "Assessment: migraine, suspected", "Procedure: repair for essential hypertension", "Son's migraine",
    "Preoperative diagnosis: migraine. Postoperative diagnosis: a dog's sore paw.",
    "Plan: treat migraine.", "Medications: for hypertension",
    "Patient works as a teacher and walks her dog.", "", "\n\n", "...", "1. 2. 3.",
])
def test_what_isn_t_documented_as_there_is_never_coded(note):
    assert codes(note) == []


@pytest.mark.parametrize(("note", "code"), [
    ("Denies migraine but has essential hypertension.", "I10"),
    ("No migraine; essential hypertension present.", "I10"),
    ("Essential hypertension. No migraine.", "I10"),
    ("Hypertension, chronic kidney disease stage 4.", "N18.4"),
    ("Type 1 diabetes without complications", "E10.9"),
    ("Long term insulin use", "Z79.4"),
    ("Essential hypertension, migraine suspected.", "I10"),
    ("Clinic: essential hypertension", "I10"),
    ("Type 2 diabetes with polyneuropathy due to neglect.", "E11.42"),
])
def test_a_cue_reaches_no_further_than_it_means(note, code):
    assert code in codes(note)


def test_a_code_that_says_less_than_another_of_its_category_is_left_out():
    assert codes("HPI: type 2 diabetes without complications.\n"
                 "Assessment: type 2 diabetes with diabetic polyneuropathy") == ["E11.42"]


def test_an_age_is_no_history_and_a_year_is_no_part_of_a_diagnosis():
    assert codes("62 year old with essential hypertension since 2018") == ["I10"]


def test_an_open_side_or_encounter_is_asked_for_and_never_guessed():
    found = suggest("Fracture of the lower end of the radius.")

    assert all("right" not in one.code.title and "left" not in one.code.title for one in found.candidates)
    assert any(one.missing for one in found.candidates) and not any(one.is_complete for one in found.candidates)


def test_a_code_that_needs_a_7th_character_says_which():
    found = suggest("Unspecified fracture of the lower end of right radius.").candidates[0]

    assert found.code.code.startswith("S52.501")
    assert any("7th character" in sentence.text for sentence in found.needs) or found.is_complete


def test_candidates_that_may_not_stand_together_are_told_with_the_note():
    found = suggest("Type 1 diabetes. Type 2 diabetes.")

    assert {one.code.code for one in found.candidates} == {"E10.9", "E11.9"}
    assert "Excludes1" in found.conflicts[0].citations[0].section


def test_a_link_that_the_guidelines_presume_is_pointed_out_not_coded():
    found = suggest("Essential hypertension. CKD stage 4.")

    assert {one.code.code for one in found.candidates} == {"I10", "N18.4"}
    assert found.reminders[0].citations[0].section == "Section I.C.9.a"


def test_hccs_are_those_of_the_newest_year():
    for year in ("2026", "2027"):
        importing.import_rows(heading(Dataset.HCC, series=year), HccMapping, [
            {"key": "E1142", "model": "CMS-HCC V28", "category": "37", "label": "Chronic complications"}])
    (found,) = suggest("Type 2 diabetes with polyneuropathy.").candidates

    assert [(hcc.category, hcc.payment_year) for hcc in found.hccs] == [("37", "2027")]


def test_a_long_note_is_read_to_its_limit_and_says_so():
    found = suggest("Walks daily. " * 5_000 + "Essential hypertension.")
    assert found.is_cut and not found.candidates


_PIECES = st.sampled_from(["essential hypertension", "type 2 diabetes", "CKD stage 3b", "migraine", "denies", "no",
                           "possible", "history of", "mother with", "rule out", ",", ".", "\n", "Plan:", "PMH:", "and",
                           "but", "left", "fracture of radius", "E11.9", "é", "—", "\x00"])


@given(st.lists(_PIECES, max_size=14).map(" ".join))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_note_says_spans_are_its_words_and_codes_are_in_force(note):
    found = suggest(note)
    for candidate in found.candidates:
        assert all(note[span.begin:span.end] == span.words for span in candidate.spans)
        place = queries.find_place(candidate.code.system, candidate.code.code)
        assert place is not None and place.version.standing is Standing.IN_FORCE
    for one in found.not_coded:
        assert note[one.span.begin:one.span.end] == one.span.words and one.why.citations


@given(st.text(alphabet="abc .,;:\n?denies no but -()1", max_size=80))
def test_every_statement_stands_where_it_says(note):
    for statement in read_statements(note):
        assert note[statement.begin:statement.end] == statement.text
