"""What identifies a person is found in a note; codes, doses and measures aren't; redacting changes nothing else."""

import re
from time import thread_time

import pytest
import simple_icd_10_cm as cm
from hypothesis import given
from hypothesis import strategies as st

from careercenter.deidentification import Finding, Kind, find, redact
from tests.deidentification.reading import count, read_notes

NOTES = read_notes("notes.txt")
PIECES = st.sampled_from([word for note in NOTES for word in re.findall(r"\S+\s*", note.text)])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join), st.sampled_from([note.text for note in NOTES]),
                  st.lists(st.sampled_from([*(kind.mark for kind in Kind), "John ", "3/14", " ", "Smith, ", "on "]),
                           max_size=12).map("".join))


class TestOnSyntheticNotes:
    def test_nearly_every_identifier_is_found(self):
        told = count(NOTES)

        assert len(told.identifiers) > 100
        assert told.recall >= 0.95, told.missed

    def test_hardly_anything_else_is(self):
        told = count(NOTES)

        assert told.precision >= 0.97, told.wrong

    def test_nor_in_notes_of_many_styles(self):
        told = count(read_notes("development.txt"))

        assert told.recall >= 0.97, told.missed
        assert told.wrong_in_a_thousand_words < 2, told.wrong


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("Husband Efraín is here", Kind.NAME, "Efraín"),
    ("Mom is June, who drove", Kind.NAME, "June"),
    ("Wife Hope Baker called", Kind.NAME, "Hope Baker"),
    ("Itzel Quautlexoc, 61M with gout", Kind.NAME, "Itzel Quautlexoc"),
    ("seen by doctor ramaswamy", Kind.NAME, "ramaswamy"),
    ("given by L. Guidry RN", Kind.NAME, "L. Guidry"),
    ("works nights at Halvorsen Tool & Die", Kind.NAME, "Halvorsen Tool & Die"),
    ("initials R.B.", Kind.NAME, "R.B."),
    ("a warehouse in toledo", Kind.PLACE, "toledo"),
    ("born in Ho Chi Minh City", Kind.PLACE, "Ho Chi Minh City"),
    ("taken to Pine Ridge Indian Hospital", Kind.PLACE, "Pine Ridge Indian Hospital"),
    ("on october fourteenth", Kind.DATE, "october fourteenth"),
    ("boot changed wk of 11/17", Kind.DATE, "11/17"),
    ("rash since last month, biopsy 11/17", Kind.DATE, "11/17"),
    ("F/93 with cough", Kind.AGE, "93"),
    ("call 917–555–0129", Kind.PHONE, "917–555–0129"),
    ("driver lic. NY 882 114 093", Kind.LICENSE, "882 114 093"),
    ("batch ENC-2025-553201", Kind.OTHER, "ENC-2025-553201"),
    ("Seen by Mrs. Abernathy", Kind.NAME, "Abernathy"),
    ("lives at 12 Oak Street, Apt 4", Kind.PLACE, "12 Oak Street, Apt 4"),
    ("from Springfield, IL", Kind.PLACE, "Springfield"),
    ("DOB: 19610314", Kind.DATE, "19610314"),
    ("in March 2024", Kind.DATE, "March 2024"),
    ("a 94-year-old", Kind.AGE, "94"),
    ("call 555-123-4567", Kind.PHONE, "555-123-4567"),
    ("fax: 555-123-4567", Kind.FAX, "555-123-4567"),
    ("ann@example.com", Kind.EMAIL, "ann@example.com"),
    ("SSN 123456789", Kind.SSN, "123456789"),
    ("MRN: 12345", Kind.RECORD, "12345"),
    ("MBI 1EG4TE5MK73", Kind.PLAN, "1EG4TE5MK73"),
    ("Acct# 99-1020", Kind.ACCOUNT, "99-1020"),
    ("DEA BC4810238", Kind.LICENSE, "BC4810238"),
    ("VIN 1HGCM82633A004352", Kind.VEHICLE, "1HGCM82633A004352"),
    ("pump serial no. X99-1020", Kind.DEVICE, "X99-1020"),
    ("https://example.com/ann", Kind.URL, "https://example.com/ann"),
    ("from 203.0.113.9", Kind.IP, "203.0.113.9"),
    ("her fingerprint", Kind.BIOMETRIC, "fingerprint"),
    ("a photo of the patient", Kind.PHOTO, "photo of the patient"),
    ("study 4471900218", Kind.ACCOUNT, "4471900218"),
    ("see 4471900218", Kind.OTHER, "4471900218"),
])
def test_each_of_the_eighteen_identifiers_is_known(text, kind, words):
    assert [(one.kind, one.words) for one in find(text)] == [(kind, words)]


@pytest.mark.parametrize("text", [
    "What is CPT code 99213?",
    "Guidelines for E/M services",
    "99213-25, 36415, 0241U, 0001F, G0439, J1745 and E11.40, S52.502A, Z79.4",
    "BP 120/80, pain 8/10, strength 4/5, vision 20/40, Apgar 8/9",
    "oxycodone 5/325 mg, insulin 100 units/mL, heparin 5000000 units",
    "NDC 00002-8215-01, SNOMED 44054006, RxCUI 860975",
    "What changed in ICD-10-CM on October 1, 2025? Is LCD L34522 effective 1/1/2025 still right?",
    "Parkinson disease, Mallory-Weiss tear, Stevens-Johnson syndrome, Salter-Harris II fracture",
    "89-year-old with E11.9; patients 90 or older",
    "carcinoma of Colon, MI ruled out; Will Medicare pay? May bill 99214.",
    "https://www.cms.gov/medicare/coding-billing and the NCCI policy manual, chapter 11",
    "Will the April 1 release change it? October 1, 2025 is the next update.",
    "Emergency Department, Wound Care Clinic, General Hospital, Medicare Part B",
    "Injury of Achilles tendon, Norwalk virus, technetium tc-99m, Ehlers-Danlos, Turner syndrome",
    "3/14 nodes positive, Tinetti 12/28; MMSE 11/30; 1/16 inch",
    "the doctor didn't document it; miss rate",
    "Section I.C.4.a, page 36; ICD-10-CM 2026; fiscal year 2027",
])
def test_what_a_coder_asks_and_measures_is_left(text):
    assert find(text) == []


def test_the_titles_of_codes_are_left():
    codes = cm.get_all_codes()[::40]
    wrong = [title for code in codes if find(title := f"{code} {cm.get_description(code)}")]

    assert len(codes) > 2000 and not wrong


def test_one_of_several_can_be_kept():
    text = "John Smith came on 3/14/2024."
    name, date = find(text)

    assert redact(text, [date]) == "John Smith came on [date]."
    assert redact(text, [name, date]) == "[name] came on [date]."


@given(TEXTS)
def test_a_redacted_text_holds_nothing_more_to_redact(text):
    redacted = redact(text, find(text))

    assert find(redacted) == []
    assert redact(redacted, find(redacted)) == redacted


@given(TEXTS)
def test_what_is_outside_the_findings_is_unchanged(text):
    findings, at, kept = find(text), 0, list[str]()
    for one in findings:
        assert at <= one.start < one.end and one.words == text[one.start:one.end]
        kept.append(text[at:one.start])
        at = one.end
    kept.append(text[at:])

    assert redact(text, findings) == "".join(
        part for pair in zip(kept, [*(one.kind.mark for one in findings), ""], strict=True) for part in pair)


def test_a_long_note_takes_no_time_that_anybody_notices():
    text = "\n".join(note.text for note in NOTES) * 3
    find(text)

    began = thread_time()
    find(text)

    assert len(text) > 15_000
    assert thread_time() - began < 2


def test_a_finding_says_where_and_what():
    assert find("MRN 12345.") == [Finding(Kind.RECORD, 4, 9, "12345")]
