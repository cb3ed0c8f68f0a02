"""A pasted list: each code alone, and all of them together."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from careercenter.codes import importing
from careercenter.codes.links import HccMapping, PtpEdit
from careercenter.codes.models import Dataset
from careercenter.codes.tools import checking, pasting
from careercenter.core import db
from tests.codes.factories import heading, import_procedures, made_up


def findings(text: str) -> dict[str, list[str]]:
    """Of each code typed, what must be changed."""
    return {item.pasted.typed: [finding.text for finding in item.findings if finding.tone == "bad"]
            for item in checking.check(text).items}


def test_a_list_is_read_as_people_paste_it():
    read = pasting.read("1. E11.40 Type 2 diabetes with neuropathy\n- i10, N18.32\n\n99213-25-LT 59\nnothing here\n")

    assert [(one.line, one.key, one.modifiers) for one in read] == [
        (1, "E1140", ()), (2, "I10", ()), (2, "N1832", ()), (4, "99213", ("25", "LT", "59")), (5, "", ())]


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_nothing_typed_is_skipped_in_silence(text):
    lines = {one.line for one in pasting.read(text)}

    assert lines == {number for number, line in enumerate(text.splitlines(), 1) if line.strip()}


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
        (_, dementia) = checking.check("I10\nF02.80").items

        assert [finding.tone for finding in dementia.findings] == ["warn"]
        assert "Code first at F02: the underlying physiological condition" in dementia.findings[0].source

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


@given(st.lists(st.sampled_from(["E11.9", "E10.9", "G30.9", "F02.80", "N18.32", "E11.22", "W54.0XXA", "zz", "99213-25",
                                 "S52.501", "E11.4", "J0696"]), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_code_of_a_list_comes_back_in_its_order(everyday, codes):
    assert [item.pasted.typed for item in checking.check("\n".join(codes)).items] == codes
