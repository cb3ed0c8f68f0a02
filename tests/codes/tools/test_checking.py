"""A pasted list: each code alone, and all of them together."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from careercenter.codes import importing
from careercenter.codes.formats import cpt
from careercenter.codes.formats.entries import Entry
from careercenter.codes.links import HccMapping, PtpEdit
from careercenter.codes.models import CodeKind, CodeSystem, Dataset, Note, NoteKind
from careercenter.codes.tools import checking, pasting
from careercenter.codes.tools.naming import Undotted
from careercenter.core import db
from tests.codes.factories import heading, import_procedures, made_up


def findings(text: str) -> dict[str, list[str]]:
    """Of each code typed, what must be changed."""
    return {item.pasted.typed: [finding.text for finding in item.findings if finding.tone == "bad"]
            for item in checking.check(text).items}


@pytest.mark.usefixtures("everyday")
class TestAmidWords:
    """Every code of a text is read, and a word that looks like one stays a word."""

    @pytest.mark.parametrize(("text", "codes"), [
        ("E11.9 and E10.9", "E11.9 E10.9"),
        ("E11.9 type 2 diabetes, I10 hypertension", "E11.9 I10"),
        ("Dx: E11.9, I10", "E11.9 I10"),
        ("ICD-10-CM: e119; i10", "E11.9 I10"),
        ("Patient with diabetes (E11.9) and hypertension I10.", "E11.9 I10"),
        ("1. E11.9/I10", "E11.9 I10"),
        ("E11.9-E10.9", "E11.9 E10.9"),
        ("seen 10/02/2026: E11.9", "E11.9"),
        ("office visit 99213-25, then J0696 and G0438", "99213-25 J0696 G0438"),
        ("99213 25, 59", "99213-25-59"),
        ("99213 as an office visit of 25 minutes", "99213"),
        ("J0696 10 units", "J0696"),
        ("J0696 x2, 99213", "J0696 99213"),
        ("E11.9 diabetes, E1O.9 type 1", "E11.9 E1O.9"),
    ])
    def test_every_code_is_read(self, text, codes):
        assert [item.spelled for item in checking.check(text).items] == codes.split()

    def test_what_only_looks_like_a_code_stays_a_word_and_is_named(self):
        checked = checking.check("E11.9 with A1C 7.2, vitamin B12 low, platelets 85000, CMS-HCC model V28 in 2026")

        assert [item.spelled for item in checked.items] == ["E11.9"]
        assert checked.words == ["A1C", "B12", "85000", "V28"]

    def test_a_category_is_a_code_where_something_new_begins(self):
        assert [item.spelled for item in checking.check("type 2 diabetes, E11").items] == ["E11"]
        assert checking.check("E10.9 is not E11 of course").words == ["E11"]

    def test_a_line_without_a_code_is_named(self):
        items = checking.check("E11.9\nnothing here").items

        assert [(item.pasted.line, item.is_fine) for item in items] == [(1, True), (2, False)]

    @pytest.mark.parametrize(("text", "line"), [
        ("I10\n" * 1003, 1001), ("I10 " * 1003, 1), ("I10 " * 3500, 1), ("word\n" * 3500, 1001)])
    def test_of_more_than_is_checked_it_is_said_and_where_to_go_on(self, text, line):
        checked = checking.check(text)

        assert len(checked.items) == 1000 and checked.total == len(text.split())
        assert checked.rest is not None and checked.rest.line == line
        assert checking.check(text[:400]).rest is None


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_line_is_skipped_in_silence(text):
    lines = [line.number for line in pasting.read(text)]

    assert lines == [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]


@pytest.mark.usefixtures("everyday")
class TestTwoSystems:
    """E1140 is a wheelchair, E11.40 a neuropathy: the dot tells, or else the rest of the list."""

    def test_without_its_dot_it_is_hcpcs_and_the_diagnosis_is_named(self):
        (item,) = checking.check("E1140").items

        assert item.system is CodeSystem.HCPCS
        assert [(finding.tone, "it would be E11.40 (" in finding.text) for finding in item.findings] == [("warn", True)]

    def test_with_its_dot_it_is_the_diagnosis(self):
        (item,) = checking.check("e11.40").items

        assert item.is_diagnosis and not any("would be" in finding.text for finding in item.findings)

    def test_both_stand_in_one_list(self):
        wheelchair, neuropathy = checking.check("E1140\nE11.40").items

        assert wheelchair.is_procedure and neuropathy.is_diagnosis
        assert [finding.tone for finding in wheelchair.findings] == ["info"]  # dots are written here: it is settled

    def test_among_diagnoses_without_dots_it_is_one(self):
        _, item = checking.check("G30.9\nE1140".replace(".", "")).items

        assert item.is_diagnosis and "As HCPCS it would be E1140" in item.findings[0].text

    def test_beside_a_procedure_it_may_be_either(self):
        items = checking.check("99213-25, E1140, N1832").items

        assert items[1].is_procedure and items[1].findings[0].tone == "warn"

    def test_a_modifier_settles_it(self):
        item = checking.check("E1140-RR, G309").items[0]

        assert item.is_procedure and not item.findings

    @pytest.mark.parametrize(("undotted", "system"), [
        (Undotted.HCPCS, CodeSystem.HCPCS), (Undotted.ICD10CM, CodeSystem.ICD10CM)])
    def test_whoever_pastes_it_decides(self, undotted, system):
        for text in ("E1140", "E1140, G309", "99213, E1140"):
            (item,) = [item for item in checking.check(text, undotted).items if item.key == "E1140"]
            assert item.system is system and not any(finding.tone == "warn" for finding in item.findings)


@pytest.mark.usefixtures("everyday")
class TestUnlistedNumbers:
    """CPT is licensed: without its file, a number that no public list names isn't wrong."""

    def test_one_in_a_range_of_cpt_is_not_called_wrong(self):
        checked = checking.check("36415, 85025, 80053, 71046-26")

        assert [item.spelled for item in checked.items] == ["36415", "85025", "80053", "71046-26"]
        assert checked.bad == 0
        assert all("Only the AMA’s licensed file says" in item.findings[0].text for item in checked.items)

    def test_one_in_no_range_is(self):
        assert "is no code" in findings("00000")["00000"][0]

    def test_with_a_licensed_file_it_is_no_code(self):
        importing.import_codes(heading(Dataset.CPT, notice="CPT is the AMA's."), list(cpt.read_numbers(["99213"])))

        assert "is no code" in findings("36415")["36415"][0]

    def test_ncci_edits_hold_for_it(self):
        importing.import_rows(heading(Dataset.NCCI_PTP, series="practitioner"), PtpEdit, [{
            "column1": "99213", "column2": "36415", "effective_on": date(2020, 1, 1), "deleted_on": None,
            "indicator": "0", "rationale": "Made up"}])

        assert "no modifier changes that" in findings("99213\n36415")["36415"][0]


@pytest.mark.usefixtures("everyday")
class TestAlone:
    def test_a_whole_code_is_fine(self):
        assert findings("I10\nW54.0XXA") == {"I10": [], "W54.0XXA": []}
        assert checking.check("I10").bad == 0

    def test_one_that_nobody_knows_is_named_with_its_line(self):
        (_, unknown) = checking.check("I10\nI99.99").items

        assert unknown.pasted.line == 2 and "“I99.99” is no code" in unknown.findings[0].text

    def test_one_that_is_too_short_asks_for_more(self):
        assert "needs more characters" in findings("E11.4")["E11.4"][0]

    def test_one_without_its_seventh_character_hears_which_there_are(self):
        assert "7th character: A (initial encounter for closed fracture)" in findings("S52.501")["S52.501"][0]

    def test_a_placeholder_left_out_is_put_in(self):
        (item,) = checking.check("W540A").items

        assert item.place is not None and item.place.code.code == "W54.0XXA"
        assert "Written in full it is W54.0XXA" in item.findings[0].text

    def test_a_diagnosis_stands_once(self):
        assert "line 1 already" in checking.check("I10\nE11.9\nI10").items[2].findings[0].text

    def test_what_was_deleted_says_so(self):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G9999": "Counting of made-up feathers"}))

        assert "It was deleted." in findings("J0696")["J0696"][0]

    def test_a_diagnosis_brings_its_hccs_of_the_newest_year(self):
        for year in ("2026", "2027"):
            importing.import_rows(heading(Dataset.HCC, series=year), HccMapping, [
                {"key": "E1140", "model": "CMS-HCC V28", "category": f"37 of {year}", "label": "Diabetes"}])

        (item,) = checking.check("E11.40").items
        assert [hcc.category for hcc in item.hccs] == ["37 of 2027"]


@pytest.mark.usefixtures("everyday")
class TestTogether:
    def test_excludes1_forbids_two(self):
        found = findings("E11.9\nE10.9")

        assert "Not beside E10.9 (line 2)" in found["E11.9"][0] and "Not beside E11.9 (line 1)" in found["E10.9"][0]

    def test_a_conflict_is_told_once(self):
        notes = tuple(Note(NoteKind.EXCLUDES1, text) for text in ("diabetes (E11.-)", "type 2 diabetes (E11.9)"))
        importing.import_codes(heading(Dataset.ICD10CM, is_whole=False), [
            Entry(CodeSystem.ICD10CM, "R73", "R73", "Elevated glucose", notes=notes[:1]),
            Entry(CodeSystem.ICD10CM, "R730", "R73.0", "Abnormal glucose", parent="R73", is_billable=True,
                  notes=notes[1:])])

        first, _, again = checking.check("R73.0\nE11.9\nE11.9").items
        assert [finding.source for finding in first.findings] == ["Excludes1 at R73.0: type 2 diabetes (E11.9)"]
        assert len(again.findings) == 1 and "line 2 already" in again.findings[0].text

    def test_a_condition_of_a_note_is_heard(self):
        importing.import_codes(heading(Dataset.ICD10CM, is_whole=False), [Entry(
            CodeSystem.ICD10CM, "G63", "G63", "Polyneuropathy in diseases", is_billable=True,
            notes=(Note(NoteKind.EXCLUDES1, "diabetes mellitus (E08-E13 with .42)"),))])

        assert findings("E11.9\nE11.40\nG63")["G63"] == []
        assert "Not beside E11.42" in findings("E11.42\nG63")["G63"][0]

    def test_siblings_do_not_exclude_each_other(self):
        assert findings("E11.22\nE11.40\nN18.32") == {"E11.22": [], "E11.40": [], "N18.32": []}

    def test_the_cause_stands_before_its_manifestation(self):
        found = findings("F02.80\nG30.9")

        assert any("G30.9 (line 2) must stand before it" in text for text in found["F02.80"])
        assert any("can’t be the first" in text for text in found["F02.80"])
        assert findings("G30.9\nF02.80") == {"G30.9": [], "F02.80": []}

    def test_an_additional_code_stands_after(self):
        assert "N18.32 (line 1) must stand after it" in findings("N18.32\nE11.22")["E11.22"][0]

    def test_a_missing_cause_is_asked_for(self):
        _, found = checking.check("F02.80\nI10").items[0].findings

        assert found.tone == "warn" and "Code first at F02: the underlying physiological condition" in found.source

    def test_behind_a_cause_that_a_note_doesn_t_name_it_asks_whether_it_is_one(self):
        (found,) = checking.check("I10\nF02.80").items[1].findings

        assert found.tone == "info" and "See that what it asks for stands before it" in found.text

    def test_an_external_cause_is_never_first(self):
        assert "can’t be the first" in findings("W54.0XXA\nS52.501A")["W54.0XXA"][0]
        assert findings("S52.501A\nW54.0XXA")["W54.0XXA"] == []

    def test_ncci_pairs_are_found_where_they_are_loaded(self):
        import_procedures("99213", "32608", "36415")
        assert not checking.check("99213\n36415").has_pairs
        importing.import_rows(heading(Dataset.NCCI_PTP, series="practitioner"), PtpEdit, [{
            "column1": "32608", "column2": column2, "effective_on": date(2020, 1, 1), "deleted_on": None,
            "indicator": indicator, "rationale": "Made up"} for column2, indicator in (("99213", "1"), ("36415", "0"))])

        found = findings("32608\n99213\n36415")
        assert "unless a modifier says that it was apart" in found["99213"][0]
        assert "no modifier changes that" in found["36415"][0]
        assert findings("32608\n99213-25")["99213-25"] == []  # somebody looked at it: a warning is left

    def test_more_codes_take_no_more_statements(self):
        def statements(text: str) -> int:
            db.session.expire_all()
            ran: list[str] = []
            event.listen(db.engine, "before_cursor_execute", note := lambda *args: ran.append(args[2]))
            checking.check(text)
            event.remove(db.engine, "before_cursor_execute", note)
            return len(ran)

        few, many = "N18.32\nI10", "E11.9\nI10\nG30.9\nF02.80\nN18.32\nZ79.4\nG43.009\nI21.4\nE11.40\nE11.42"
        assert statements(many) == statements(few)


def put(code: str, title: str, *notes: Note, parent: str | None = None, kind: CodeKind = CodeKind.CODE) -> Entry:
    return Entry(CodeSystem.ICD10CM, code.replace(".", ""), code, title, title, parent=parent, kind=kind,
                 is_billable=kind is CodeKind.CODE, notes=notes)


def first(*texts: str) -> list[Note]:
    return [Note(NoteKind.CODE_FIRST, text) for text in texts]


def additional(*texts: str) -> list[Note]:
    return [Note(NoteKind.USE_ADDITIONAL, text) for text in texts]


def told(text: str) -> dict[str, list[tuple[str, str]]]:
    """Of each code typed, the tones and the words of what was found."""
    return {item.pasted.typed: [(finding.tone, finding.text) for finding in item.findings]
            for item in checking.check(text).items}


class TestInOrder:
    """What notes ask for, as the tabular list has it (CDC/NCHS, public; here in excerpts)."""

    @pytest.fixture(autouse=True)
    def excerpt(self, app):
        importing.import_codes(heading(Dataset.ICD10CM), [
            put("T36-T50", "Poisoning, adverse effect and underdosing", *first(
                "for adverse effects, the nature of the adverse effect, such as:", "blood disorders (D56-D76)"),
                kind=CodeKind.BLOCK),
            put("T40.1X1A", "Poisoning by heroin, accidental (unintentional), initial encounter", parent="T36-T50"),
            put("T45.515A", "Adverse effect of anticoagulants, initial encounter", parent="T36-T50"),
            put("T45.516A", "Underdosing of anticoagulants, initial encounter", parent="T36-T50"),
            put("D68.32", "Hemorrhagic disorder due to extrinsic circulating anticoagulants"),
            put("J96.01", "Acute respiratory failure with hypoxia"), put("R04.0", "Epistaxis"),
            put("I60-I69", "Cerebrovascular diseases", *additional(
                "code to identify presence of:", "hypertension (I10-I1A)", "tobacco use (Z72.0)"), kind=CodeKind.BLOCK),
            put("I63.9", "Cerebral infarction, unspecified", parent="I60-I69"),
            put("I13.0", "Hypertensive heart and chronic kidney disease", *additional(
                "code to identify type of heart failure (I50.-)",
                "code to identify stage of chronic kidney disease (N18.1-N18.4, N18.9)")),
            put("I50.9", "Heart failure, unspecified", *first("heart failure due to hypertension (I11.0)",
                                                              "rheumatic heart failure (I09.81)")),
            put("N18.4", "Chronic kidney disease, stage 4", *first(
                "any associated:", "diabetic chronic kidney disease (E11.22)", "hypertensive (I12.-, I13.-)")),
            put("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease"),
            put("N18.6", "End stage renal disease"),
            put("E11.9", "Type 2 diabetes mellitus without complications", *additional(
                "code to identify control using:", "insulin (Z79.4)", "oral antidiabetic drugs (Z79.84)")),
            put("Z79.4", "Long term (current) use of insulin"), put("Z79.84", "Long term use of oral drugs"),
            put("L00-L08", "Infections of the skin", *additional("code (B95-B97) to identify infectious agent."),
                kind=CodeKind.BLOCK),
            put("L03.115", "Cellulitis of right lower limb", parent="L00-L08"),
            put("N39.0", "Urinary tract infection", *additional("code (B95-B97), to identify infectious agent.")),
            put("B95.61", "Staphylococcus aureus as the cause of diseases classified elsewhere"),
            put("I10", "Essential (primary) hypertension"), put("Z68.41", "Body mass index 40.0-44.9, adult"),
            put("R65.20", "Severe sepsis without septic shock", *first(
                "underlying infection, such as:", "sepsis NOS (A41.9)")),
            put("A41.51", "Sepsis due to Escherichia coli"), put("S72.001S", "Fracture of right femur, sequela"),
            put("O99.012", "Anemia complicating pregnancy, second trimester"),
            put("G31", "Other degenerative diseases", *additional(
                "code, if applicable, for codes G31.0-G31.83, to identify:", "dementia (F02.80)"),
                parent=None, kind=CodeKind.CODE),
            put("G31.83", "Neurocognitive disorder with Lewy bodies", parent="G31"),
            put("G31.84", "Mild cognitive impairment", parent="G31")])

    def test_a_note_for_adverse_effects_is_for_no_poisoning(self):
        assert told("T40.1X1A,J96.01") == {"T40.1X1A": [], "J96.01": []}
        assert told("T45.515A")["T45.515A"] == [("warn", "Another code must stand before it.")]
        assert told("D68.32,T45.515A")["T45.515A"] == []

    def test_a_note_for_some_codes_is_for_no_other(self):
        assert told("G31.84")["G31.84"] == []
        assert told("G31.83")["G31.83"] == [("info", "Another code may be needed after it.")]
        assert not any(tone == "bad" for tone, _ in told("G31.83,G31.84")["G31.84"])

    def test_a_poisoning_stands_before_what_came_of_it(self):
        assert told("J96.01,T40.1X1A")["T40.1X1A"][0][1].startswith("A poisoning stands before")

    @pytest.mark.parametrize("code", ["T45.516A", "Z68.41", "S72.001S", "B95.61"])
    def test_some_are_never_first(self, code):
        assert "It can’t be the first diagnosis" in findings(f"{code},I10")[code][0]
        assert findings(f"I10,{code}")[code] == []

    def test_pregnancy_stands_before_other_chapters(self):
        assert "It must stand before codes of other chapters" in findings("I10,O99.012")["O99.012"][0]
        assert findings("O99.012,I10")["O99.012"] == []

    def test_each_note_that_asks_for_something_else_is_met_for_itself(self):
        assert told("I13.0,I50.9")["I13.0"] == [("warn", "Another code must stand after it.")]
        assert told("I13.0,I50.9,N18.6")["I13.0"] == [("warn", "N18.6 (line 1) is not what it asks for.")]
        assert told("I13.0,I50.9,N18.4")["I13.0"] == []

    def test_of_a_list_under_one_heading_one_is_enough(self):
        assert told("E11.9,Z79.84")["E11.9"] == []
        assert told("E11.9")["E11.9"] == [("info", "Another code may be needed after it.")]

    def test_cases_without_a_heading_need_not_be(self):
        assert told("I50.9")["I50.9"] == [("info", "Another code may be needed before it.")]

    def test_all_of_what_is_associated_stands_before(self):
        assert findings("E11.22,N18.4,I13.0,I50.9")["N18.4"] == ["I13.0 (line 1) must stand before it."]

    def test_an_example_stands_for_its_category(self):
        assert told("A41.51,R65.20")["R65.20"] == []

    def test_a_block_s_note_orders_and_does_not_nag(self):
        assert findings("I10,B95.61,L03.115")["L03.115"] == ["B95.61 (line 1) must stand after it."]
        assert told("L03.115")["L03.115"] == []

    def test_what_else_a_patient_may_have_may_be_why_she_came(self):
        assert told("I10,I63.9")["I63.9"] == [
            ("warn", "I10 (line 1) belongs after it, unless the patient came for that.")]
        assert told("I63.9,I10")["I63.9"] == []

    def test_what_stands_behind_another_that_asks_for_it_stands_well(self):
        assert findings("N39.0,B95.61,L03.115")["L03.115"] == []


@given(st.lists(st.sampled_from(["E11.9", "E10.9", "G30.9", "F02.80", "N18.32", "E11.22", "W54.0XXA", "zz", "99213-25",
                                 "S52.501", "E11.4", "J0696"]), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_code_of_a_list_comes_back_in_its_order(everyday, codes):
    assert [item.pasted.typed for item in checking.check("\n".join(codes)).items] == codes
