"""What keeps a posting from review, and what only looks like a slip."""

from datetime import date

import pytest

from careercenter.postings.completeness import list_problems, list_warnings
from tests.postings.factories import make_posting

ON = date(2026, 3, 1)


@pytest.fixture
def fields_of(app, hospital):
    def fields_of(**fields) -> list[str]:
        return [problem.field for problem in list_problems(make_posting(hospital, **fields), hospital, on=ON)]
    return fields_of


def test_a_complete_posting_has_no_problem(fields_of):
    assert fields_of() == []


@pytest.mark.parametrize(("fields", "field"), [
    ({"title": " "}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"role_family": None}, "role_family"),
    ({"employment_types": []}, "employment_types"),
    ({"openings": 0}, "openings"),
    ({"description": "Short."}, "description"),
    ({"description": "x" * 20_001}, "description"),
    ({"work_modes": []}, "work_modes"),
    ({"hybrid_days": 9}, "hybrid_days"),
    ({"remote_states": []}, "remote_states"),
    ({"work_modes": ["on_site"], "city": "", "zip": ""}, "city"),
    ({"work_modes": ["hybrid"], "region": "", "zip": ""}, "region"),
    ({"region": "Noida", "zip": ""}, "region"),
    ({"zip": "00000"}, "zip"),
    ({"zip": "94538"}, "zip"),
    ({"requirement": {"all_of": [{"any_of": ["XYZ"]}]}}, "requirement"),
    ({"requirement": {"in_progress_months": 99}}, "in_progress_months"),
    ({"experience_years": 80}, "experience_years"),
    ({"accuracy_percent": 9}, "accuracy_percent"),
    ({"productivity": [{"amount": 0, "unit": "charts", "per": "hour", "kind": ""}]}, "productivity"),
    ({"pay_min": 4000, "pay_max": 3000}, "pay_max"),
    ({"pay_unit": None}, "pay_unit"),
    ({"pay_min": 0}, "pay_min"),
    ({"deadline_on": "2026-02-28"}, "deadline_on"),
    ({"apply_method": "link", "apply_url": "javascript:alert(1)"}, "apply_url"),
    ({"apply_method": "link", "apply_url": "mercy.example/jobs"}, "apply_url"),
    ({"apply_method": "email", "apply_email": "nobody"}, "apply_email"),
    ({"screening_questions": [{"key": "q1", "question": "Which?", "kind": "choice", "choices": ["A"],
                               "is_required": True}]}, "screening_questions"),
    ({"unparsed": {"pay_max": "lots"}}, "pay_max"),
])
def test_what_is_missing_or_wrong_is_said_at_its_field(fields_of, fields, field):
    assert fields_of(**fields) == [field]


@pytest.mark.parametrize("fields", [
    {"apply_method": "link", "apply_url": "https://mercy.example/jobs/7"},
    {"apply_method": "email", "apply_email": "jobs@mercy.example"},
    {"country": "IN", "city": "Noida", "region": "Uttar Pradesh", "zip": "201301", "remote_states": []},
    {"pay_min": None, "pay_max": None, "pay_unit": None},
    {"requirement": {}},
    {"deadline_on": "2026-03-01"},
    {"openings": None},
])
def test_what_may_be_so_is_let_through(fields_of, fields):
    assert fields_of(**fields) == []


@pytest.mark.parametrize(("fields", "words"), [
    ({"title": "Entry-level coder", "experience_years": 2.0}, "beginners or apprentices, yet asks for 2 years"),
    ({"requirement": {"apprentices_welcome": True}, "experience_years": 1.0}, "asks for 1 year of"),
    ({"employment_types": ["apprenticeship"], "experience_years": None, "experience_by_setting": [
        {"setting": "ed", "years": 3, "is_required": True, "note": ""}]}, "asks for 3 years"),
    ({"description": "At least three (5) years of inpatient acute care coding are wanted."}, "“three (5)”"),
    ({"title": "Remote coder", "work_modes": ["on_site"]}, "The title says remote"),
    ({"description": "You sit with the others in our Noida office, every day of the week."}, "on site"),
    ({"country": "IN"}, "outside the US"),
    ({"pay_min": None, "pay_max": None}, "state their pay"),
    ({"pay_min": 2000, "pay_max": 9000}, "very wide"),
    ({"pay_min": 60, "pay_max": 65, "pay_unit": "year"}, "is unusual"),
    ({"description": "The pay is up to $40 an hour, by experience and by shift."}, "open range"),
])
def test_slips_are_asked_about(app, hospital, fields, words):
    assert any(words in warning.message for warning in list_warnings(make_posting(hospital, **fields)))


def test_a_sound_posting_is_left_in_peace(app, hospital):
    assert list_warnings(make_posting(hospital, description="Three (3) years of remote coding; work from home.")) == []
