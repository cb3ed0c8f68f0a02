"""The codes that notes name, and the ways in which people write codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.codes.models import CodeSystem
from careercenter.codes.references import Span, list_spans
from careercenter.codes.spelling import normalize, systems_of, with_modifiers


@pytest.mark.parametrize(("text", "spans"), [
    ("gestational diabetes (O24.4-)", ["O244"]),
    ("bacterial agents (B95-B97)", ["B95-B97"]),
    ("diabetes (E08.-, E10.-) and sepsis (A41.9)", ["E08", "E10", "A419"]),
    ("from E08.0 - E08.9", ["E080-E089"]),
    ("localized infections - see body system-related chapters", []),
    ("COVID-19, in 2026", []),
])
def test_a_note_s_codes_are_found(text, spans):
    assert [str(span) for span in list_spans(text)] == spans


def test_a_span_covers_what_stands_below_its_ends():
    span = Span("B95", "B97")
    assert [key for key in ("B94", "B95", "B9562", "B9789", "B98") if span.covers(key)] == ["B95", "B9562", "B9789"]


@pytest.mark.parametrize(("text", "system", "key"), [
    (" e11.40 ", CodeSystem.ICD10CM, "E1140"), ("E11 40", CodeSystem.ICD10CM, "E1140"),
    ("chapter 4", CodeSystem.ICD10CM, "CH04"), ("a00–a09", CodeSystem.ICD10CM, "A00-A09"),
    ("1", CodeSystem.POS, "01"), ("g0101", CodeSystem.HCPCS, "G0101"), ("-25", CodeSystem.MODIFIER, "25"),
])
def test_spellings_of_one_code_have_one_key(text, system, key):
    assert normalize(text, system) == key


@given(st.text(max_size=30), st.sampled_from([None, *CodeSystem]))
def test_a_key_is_its_own_spelling(text, system):
    assert normalize(normalize(text, system), system) == normalize(text, system)


@pytest.mark.parametrize(("text", "systems"), [
    ("E11.9", [CodeSystem.ICD10CM]), ("99213", [CodeSystem.CPT]), ("J1100", [CodeSystem.ICD10CM, CodeSystem.HCPCS]),
    ("D0120", [CodeSystem.ICD10CM]), ("25", [CodeSystem.MODIFIER, CodeSystem.POS]), ("hello", []),
])
def test_a_shape_tells_the_systems(text, systems):
    assert systems_of(text) == systems


def test_modifiers_behind_a_code_are_told_apart():
    assert with_modifiers("99213-25") == ("99213", ("25",))
    assert with_modifiers("27447 lt, 59") == ("27447", ("LT", "59"))
