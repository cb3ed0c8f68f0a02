"""Reading the tables that link codes."""

from datetime import date

import pytest

from careercenter.codes import crosswalks, importing, queries, releases
from careercenter.codes.formats.entries import Entry
from careercenter.codes.links import CoverageLink, Equivalence, HccMapping, MueValue, PtpEdit
from careercenter.codes.models import CodeSystem, Dataset, ReleaseState
from careercenter.core import db
from tests.codes.factories import heading, import_procedures, import_tabular, made_up


def pair(column1: str, column2: str, effective: date = date(2024, 1, 1), deleted: date | None = None,
         indicator: str = "1") -> dict:
    return {"column1": column1, "column2": column2, "effective_on": effective, "deleted_on": deleted,
            "indicator": indicator, "rationale": "Made-up"}


def import_pairs(*rows: dict, series: str = "practitioner", valid_from: date = date(2026, 1, 1)):
    return importing.import_rows(heading(Dataset.NCCI_PTP, series=series, valid_from=valid_from), PtpEdit, rows)


def test_hccs_of_each_diagnosis_by_payment_year(app):
    for year in ("2026", "2027"):
        importing.import_rows(heading(Dataset.HCC, series=year), HccMapping, [
            {"key": "E1140", "model": "CMS-HCC V28", "category": "37", "label": f"Label of {year}"}])

    assert [(hcc.payment_year, hcc.label) for hcc in crosswalks.list_hccs(["E1140", "E119"])["E1140"]] == [
        ("2027", "Label of 2027"), ("2026", "Label of 2026")]


class TestPairs:
    def test_a_code_is_found_in_either_column(self, app):
        import_pairs(pair("11111", "22222"), pair("33333", "11111"), pair("44444", "55555"))
        assert [(one.edit.column1, one.edit.column2) for one in crosswalks.list_pairs("11111")] == [
            ("11111", "22222"), ("33333", "11111")]

    def test_a_deleted_edit_holds_on_the_day_of_its_deletion_the_last_one(self, app):
        import_pairs(pair("11111", "22222", deleted=date(2025, 6, 30)))
        assert crosswalks.list_pairs("11111", on=date(2025, 6, 30))
        assert not crosswalks.list_pairs("11111", on=date(2025, 7, 1))
        assert not crosswalks.list_pairs("11111", on=date(2023, 12, 31))

    def test_an_edit_that_was_taken_back_from_its_first_day_never_held(self, app):
        import_pairs(pair("11111", "22222", deleted=date(2024, 1, 1), indicator="9"), pair("11111", "22222"))
        assert [one.edit.indicator for one in crosswalks.list_pairs("11111", on=date(2024, 1, 1))] == ["1"]

    def test_among_some_codes_only_theirs(self, app):
        import_pairs(pair("11111", "22222"), pair("11111", "99999"))
        assert [one.edit.column2 for one in crosswalks.list_pairs_among(["11111", "22222", "33333"])] == ["22222"]


class TestReleasesOfATable:
    def test_a_later_one_takes_the_place_of_its_series_alone(self, app):
        first = import_pairs(pair("11111", "22222"), valid_from=date(2025, 10, 1))
        import_pairs(pair("11111", "33333"), series="outpatient")
        import_pairs(pair("11111", "44444"))

        assert first.state is ReleaseState.SUPERSEDED
        assert {(one.series, one.edit.column2) for one in crosswalks.list_pairs("11111")} == {
            ("practitioner", "44444"), ("outpatient", "33333")}

    def test_rolled_back_the_one_before_is_read_again(self, app):
        import_pairs(pair("11111", "22222"), valid_from=date(2025, 10, 1))
        releases.roll_back(import_pairs(pair("11111", "44444")))
        assert [one.edit.column2 for one in crosswalks.list_pairs("11111")] == ["22222"]

    def test_pruned_they_keep_what_a_rollback_needs(self, app):
        for year in (2023, 2024):
            import_pairs(pair("11111", f"{year}0"), valid_from=date(year, 10, 1))
        last = import_pairs(pair("11111", "44444"), valid_from=date(2025, 10, 1))

        assert [release.valid_from.year for release in releases.prune()] == [2023]
        assert releases.prune() == []
        assert db.session.query(PtpEdit).count() == 2
        releases.roll_back(last)
        assert [one.edit.column2 for one in crosswalks.list_pairs("11111")] == ["20240"]

    def test_more_rows_than_one_transaction_takes(self, app):
        rows = (pair(f"{number:05}", "99999") for number in range(importing.BATCH + 1))
        assert import_pairs(*rows).added == importing.BATCH + 1

    def test_that_fails_to_be_read_leaves_the_one_before(self, app):
        import_pairs(pair("11111", "22222"), valid_from=date(2025, 10, 1))

        def rows():
            yield from (pair(f"{number:05}", "99999") for number in range(importing.BATCH))
            raise ValueError("rubbish")

        with pytest.raises(ValueError, match="rubbish"):
            importing.import_rows(heading(Dataset.NCCI_PTP, series="practitioner"), PtpEdit, rows())
        assert [one.edit.column2 for one in crosswalks.list_pairs("11111")] == ["22222"]
        assert not crosswalks.list_pairs("99999")


def test_mue_values_coverage_and_equivalences_are_read_by_code(app):
    importing.import_rows(heading(Dataset.NCCI_MUE, series="practitioner"), MueValue, [
        {"key": "11111", "units": 2, "adjudication": "3", "rationale": "Made-up"}])
    importing.import_rows(heading(Dataset.COVERAGE, series="lcd"), CoverageLink, [
        {"key": "11111", "kind": "LCD", "document": "L1", "title": "Made-up", "contractor": "", "supports": True},
        {"key": "11111", "kind": "NCD", "document": "40.1", "title": "Made-up", "contractor": "", "supports": True}])
    importing.import_rows(heading(Dataset.GEMS, series="forward"), Equivalence, [
        {"source": "0010", "target": "A000", "is_approximate": False, "scenario": 0, "choice": 0}])

    assert crosswalks.list_mues(["11111"])["11111"][0].value.units == 2
    assert [link.kind for link in crosswalks.list_coverage("11111")] == ["NCD", "LCD"]
    assert crosswalks.list_equivalences("A000")[0].source == "0010"
    assert crosswalks.is_loaded(Dataset.GEMS)
    assert not crosswalks.is_loaded(Dataset.NCCI_PTP)


class TestModifiers:
    EYELIDS, FINGERS = {"E1", "E2", "E3", "E4"}, {"FA", *(f"F{number}" for number in range(1, 10))}
    TOES, CORONARY = {"TA", *(f"T{number}" for number in range(1, 10))}, {"LC", "LD", "LM", "RC", "RI"}
    SIDES, COMPONENTS = {"50", "LT", "RT"}, {"26", "TC"}
    ASSISTANTS = {"62", "66", "80", "81", "82", "AS"}

    @pytest.fixture(autouse=True)
    def known(self, app):
        every = sorted(crosswalks._uses())
        importing.import_codes(heading(Dataset.MODIFIERS), [
            Entry(CodeSystem.MODIFIER, key, key, f"Made-up {key}", is_billable=True) for key in every])

    def modifiers(self, number: str) -> set[str]:
        system = CodeSystem.HCPCS if number[0].isalpha() else CodeSystem.CPT
        if system is CodeSystem.CPT:
            import_procedures(number)
        else:
            importing.import_codes(heading(Dataset.HCPCS), made_up({number: "Made-up"}))
        return {place.code.key for place in crosswalks.list_modifiers(queries.find_place(system, number))}

    @pytest.mark.parametrize(("number", "has", "lacks"), [
        ("99213", {"25", "24", "57", "95"}, {"50", "51", "26", "59", "AT"} | SIDES),
        ("G0439", {"25", "95", "GE"}, {"50", "51", "26", "AT", "57", "LT", "99"} | CORONARY),
        ("32601", {"22", "51", "59", "62", "78", "80", "LT"}, {"25", "AT", "26", "50"} | FINGERS | TOES | CORONARY),
        ("32602", {"51"}, EYELIDS),
        ("27447", {"78", "51", "80"} | SIDES, {"25", "AT", "26"} | EYELIDS | FINGERS | TOES | CORONARY),
        ("67800", EYELIDS | SIDES, FINGERS | CORONARY), ("26055", FINGERS | SIDES, TOES | EYELIDS),
        ("28285", TOES | SIDES, FINGERS | EYELIDS), ("11730", FINGERS | TOES, ASSISTANTS | EYELIDS),
        ("92928", CORONARY, FINGERS | {"AT", "50", "26"}), ("93306", COMPONENTS, CORONARY | {"25", "50"}),
        ("71046", COMPONENTS | {"76"}, FINGERS | SIDES), ("73130", SIDES | COMPONENTS, EYELIDS),
        ("88305", COMPONENTS, {"QW", "50"}), ("80053", {"90", "91", "QW"}, COMPONENTS | {"50", "92"}),
        ("98941", {"AT"}, {"25", "50", "GP"}), ("97110", {"GP", "GO", "59", "KX"}, {"AT", "25", "26"}),
        ("J1885", {"JW", "JZ"}, {"25", "NU", "JA"}), ("E0601", {"NU", "RR", "KX"}, {"JW", "50"}),
        ("A0428", {"QM", "QN"}, {"A1", "AU", "NU"}), ("0001F", {"1P"}, {"50", "51"}),
        ("G0283", {"GP"}, {"25", "AT", "50"}), ("G0121", {"53"}, {"50", "25"}), ("G0008", set(), {"25", "59", "26"})])
    def test_go_with_what_a_number_s_range_says_of_it(self, number, has, lacks):
        found = self.modifiers(number)
        assert has <= found and not lacks & found

    def test_go_with_procedures_alone(self):
        import_tabular()
        assert crosswalks.list_modifiers(queries.find_place(CodeSystem.ICD10CM, "E11.9")) == []
        assert crosswalks.list_modifiers(queries.find_place(CodeSystem.MODIFIER, "25")) == []

    def test_name_kinds_that_are_there_in_ranges_that_run_forward(self):
        kinds = crosswalks._kinds()
        assert set().union(*crosswalks._uses().values()) == set(kinds)
        for spans in kinds.values():
            assert all(span.first <= span.last and span.has(span.last) for span in spans)


def test_cms_s_own_words_take_the_place_of_ours_and_give_it_back(app):
    ours = [Entry(CodeSystem.MODIFIER, "JZ", "JZ", "Our words", is_billable=True)]
    theirs = [Entry(CodeSystem.MODIFIER, "JZ", "JZ", "Their words", is_billable=True)]
    importing.import_codes(heading(Dataset.MODIFIERS), ours)
    release = importing.import_codes(heading(Dataset.HCPCS), theirs)

    assert queries.find_place(CodeSystem.MODIFIER, "JZ").version.long == "Their words"
    releases.roll_back(release)
    assert queries.find_place(CodeSystem.MODIFIER, "JZ").version.long == "Our words"
