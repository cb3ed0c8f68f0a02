"""Reading the tables that link codes."""

from datetime import date

import pytest

from careercenter.codes import crosswalks, importing, queries, releases
from careercenter.codes.formats import own
from careercenter.codes.formats.entries import Entry
from careercenter.codes.links import CoverageLink, Equivalence, HccMapping, MueValue, PtpEdit
from careercenter.codes.models import CodeSystem, Dataset, ReleaseState
from careercenter.codes.sources import DATA
from careercenter.core import db
from tests.codes.factories import heading, import_procedures


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


def test_modifiers_go_with_the_section_of_a_code(app):
    import_procedures("99213", "27447")
    importing.import_codes(heading(Dataset.MODIFIERS), list(own.read_modifiers(DATA / "modifiers.csv")))

    def modifiers(number: str) -> set[str]:
        return {place.code.key for place in crosswalks.list_modifiers(queries.find_place(CodeSystem.CPT, number))}

    assert {"25", "57"} <= modifiers("99213")
    assert {"50", "78"} <= modifiers("27447")
    assert "25" not in modifiers("27447")


def test_cms_s_own_words_take_the_place_of_ours_and_give_it_back(app):
    ours = [Entry(CodeSystem.MODIFIER, "JZ", "JZ", "Our words", is_billable=True)]
    theirs = [Entry(CodeSystem.MODIFIER, "JZ", "JZ", "Their words", is_billable=True)]
    importing.import_codes(heading(Dataset.MODIFIERS), ours)
    release = importing.import_codes(heading(Dataset.HCPCS), theirs)

    assert queries.find_place(CodeSystem.MODIFIER, "JZ").version.long == "Their words"
    releases.roll_back(release)
    assert queries.find_place(CodeSystem.MODIFIER, "JZ").version.long == "Our words"
