"""The codes that notes name, and the ways in which people write codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.codes.models import CodeSystem
from careercenter.codes.references import Span, list_spans
from careercenter.codes.spelling import normalize, systems_of


@pytest.mark.parametrize(("text", "spans"), [
    ("gestational diabetes (O24.4-)", ["O244"]),
    ("bacterial agents (B95-B97)", ["B95-B97"]),
    ("diabetes (E08.-, E10.-) and sepsis (A41.9)", ["E08", "E10", "A419"]),
    ("from E08.0 - E08.9", ["E080-E089"]),
    ("localized infections - see body system-related chapters", []),
    ("COVID-19, in 2026", []),
    ("vitamin B12 deficiency (E53.8)", ["E538"]),
    ("coalworker pneumoconiosis with tuberculosis, any type in A15 (J65)", ["J65"]),
])
def test_a_note_s_codes_are_found(text, spans):
    assert [str(span) for span in list_spans(text)] == spans


def test_a_span_covers_what_stands_below_its_ends():
    span = Span("B95", "B97")
    assert [key for key in ("B94", "B95", "B9562", "B9789", "B98") if span.covers(key)] == ["B95", "B9562", "B9789"]


@pytest.mark.parametrize(("text", "meant", "others"), [
    ("diabetes mellitus (E08-E13 with .42)", "E0842 E1142", "E109 E119 E1140"),
    ("diabetes mellitus (E08-E13 with .61-)", "E11610 E11618", "E11621"),
    ("diabetic (peripheral) angiopathy (E08-E13 with .51-.52)", "E1151 E1152", "E1159"),
    ("dementia in alcohol disorders (F10-F19, with .17, .27, .97)", "F1027 F1997", "F1020"),
    ("psychoactive drug use (F11-F19 with .15. .25, .95)", "F11150 F1125", "F1120"),
    ("diabetes with hyperosmolarity (E08, E09, E11, E13 with final characters .00 or .01)", "E0800 E1101", "E119"),
    ("aphasia following cerebrovascular disease (I69. with final characters -20)", "I69320 I6920", "I69321"),
    ("to identify underdosing of specific drug (T36-T50 with final character 6)", "T360X6A T3696XA", "T360X5A"),
    ("adverse effect (T36-T50 with fifth or sixth character 5)", "T360X5A T3695XA T45515A", "T360X1A"),
    ("poisoning (T36-T65 with fifth or sixth character 1-4 or 6)", "T510X1A T360X6A", "T360X5A"),
    ("adverse effect of drug (T36-T50 with fifth or six character 5)", "T360X5A", "T360X6A"),
    ("whooping cough with pneumonia (A37 with fifth-character 1)", "A3701", "A3700"),
    ("hallucinations in drug psychosis (F11-F19 with fifth to sixth characters 51)", "F11151 F11951", "F11150"),
    ("amnestic syndrome (F10-F19 with 5th character .6)", "F1026", "F1027"),
    ("open fracture (S42.- with 7th character B or C)", "S42001B S42001C", "S42001A S42001"),
    ("open fracture of pelvis (S32.1--S32.9 with 7th character B)", "S3210XB", "S3210XA"),
    ("open fracture of ankle, foot and toes (S92.-with 7th character B)", "S92001B", "S92001A"),
    ("leukemia in remission C91.0-C95.9 with 5th character 1", "C9101", "C9100"),
    ("sepsis (A41.9) with shock", "A419", "A418"),
    ("underdosing of medication (T36-T50) with fifth or sixth character 6", "T360X6A T45516A", "T360X5A T45515A"),
    ("poisoning (T51-T65 with fifth or sixth character to indicate intent)", "", "T510X1A"),
    ("open fracture of elbow and forearm (S52.- with open fracture 7th character)", "", "S52001A S52001B"),
])
def test_a_condition_behind_codes_is_read_and_one_in_words_claims_nothing(text, meant, others):
    keys, spans = [*meant.split(), *others.split()], list_spans(text)

    assert [key for key in keys if any(span.covers(key) for span in spans)] == meant.split()


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


