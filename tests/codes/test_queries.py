"""Reading codes, their tree and their notes."""

from datetime import date

import pytest
from sqlalchemy import event

from careercenter.codes import importing, queries
from careercenter.codes.models import CodeKind, CodeSystem, Dataset, NoteKind, Standing
from careercenter.core import db
from tests.codes.factories import heading, import_procedures, import_tabular, made_up


@pytest.fixture
def tabular(app):
    return import_tabular()


def find(text: str, system: CodeSystem = CodeSystem.ICD10CM):
    place = queries.find_place(system, text)
    assert place is not None
    return place


class TestFinding:
    @pytest.mark.parametrize("text", ["E11.40", "e1140", " E11.40 "])
    def test_a_code_in_any_spelling(self, tabular, text):
        assert queries.find(CodeSystem.ICD10CM, text).code == "E11.40"

    def test_a_code_that_nobody_knows_is_none(self, tabular):
        assert queries.find(CodeSystem.ICD10CM, "E99.99") is None

    def test_one_spelling_in_every_system(self, tabular):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"E1140": "Made-up wheelchair"}))
        assert {place.code.system for place in queries.find_any("E1140")} == {CodeSystem.ICD10CM, CodeSystem.HCPCS}

    def test_a_procedure_by_number_has_no_text(self, app):
        import_procedures("99213")
        place = find("99213", CodeSystem.CPT)
        assert (place.version.long, place.version.standing) == ("", Standing.IN_FORCE)


class TestTree:
    def test_a_path_leads_from_the_chapter_down(self, tabular):
        path = queries.list_path(find("E11.40").code)
        assert [place.code.code for place in path] == ["Chapter 4", "E08-E13", "E11", "E11.4"]

    def test_browsing_goes_from_roots_to_children(self, tabular):
        root, other = queries.list_roots(CodeSystem.ICD10CM)
        assert [root.code.code, other.code.code] == ["Chapter 4", "Chapter 19"]
        (block,) = queries.list_children(root.code)
        assert [place.code.code for place in queries.list_children(block.code)] == ["E11"]

    def test_what_was_deleted_stands_in_no_list_of_children(self, app):
        before = heading(Dataset.HCPCS, valid_from=date(2025, 1, 1))
        importing.import_codes(before, made_up({"G0001": "1", "G0002": "2"}))
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "1"}))
        (section,) = queries.list_roots(CodeSystem.HCPCS)
        assert [place.code.key for place in queries.list_children(section.code)] == ["G0001"]


class TestNotes:
    def test_its_own_come_first_then_the_nearest_above(self, tabular):
        held = queries.list_notes(find("E11.42").code)
        assert [(one.note.kind, one.at.code) for one in (held[0], held[1], held[-1])] == [
            (NoteKind.INCLUSION_TERM, "E11.42"), (NoteKind.INCLUDES, "E11"), (NoteKind.EXCLUDES1, "Chapter 4")]

    def test_the_terms_of_one_code_do_not_hold_for_another(self, tabular):
        assert NoteKind.INCLUSION_TERM not in {one.note.kind for one in queries.list_notes(find("E11.40").code)}

    def test_seventh_characters_come_from_the_nearest_definition(self, tabular):
        held = queries.nearest_seventh(queries.list_notes(find("S06.1X0").code))
        assert [one.note.marker for one in held] == ["A", "D", "S"]


class TestHistory:
    def test_names_the_release_of_each_change(self, app):
        importing.import_codes(heading(Dataset.HCPCS, valid_from=date(2025, 1, 1)), made_up({"G0001": "One"}))
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "Eins"}))

        history = queries.list_history(find("G0001", CodeSystem.HCPCS).code)

        assert [(version.release.valid_from.year, version.long) for version in history] == [
            (2025, "One"), (2026, "Eins")]

    def test_a_deleted_code_has_the_successor_that_its_release_names(self, app):
        codes = made_up({"G0002": "Two"})
        importing.import_codes(heading(Dataset.HCPCS), [*codes, *made_up(
            {"G0001": "One"}, valid_to=date(2024, 12, 31), attributes={"cross_references": ["G0002"]})[1:]])

        gone = find("G0001", CodeSystem.HCPCS)
        assert gone.version.standing is Standing.DELETED
        assert [place.code.key for place in queries.list_successors(gone)] == ["G0002"]

    def test_a_code_that_is_no_longer_billable_leads_to_those_below_it(self, tabular):
        assert [place.code.code for place in queries.list_successors(find("E11.4"))] == ["E11.40", "E11.42"]


def test_an_index_gets_every_code_with_its_path(tabular):
    entries = {entry.code: entry for entry in queries.iter_entries()}
    by_id = {entry.code_id: entry for entry in entries.values()}

    assert len(entries) == tabular.added
    assert entries["E11.42"].terms == ["Type 2 diabetes mellitus with diabetic neuralgia"]
    assert [by_id[code_id].code for code_id in entries["E11.42"].path] == ["Chapter 4", "E08-E13", "E11", "E11.4"]
    assert entries["Chapter 4"].kind is CodeKind.CHAPTER


def test_an_index_sees_that_other_codes_stand(app):
    before = queries.fingerprint()
    import_tabular()
    assert queries.fingerprint() != before


@pytest.mark.parametrize("read", [lambda ids: queries.list_notes_of(ids), lambda ids: queries.list_places(ids)])
def test_many_codes_take_as_many_statements_as_one(tabular, read):
    ids = [entry.code_id for entry in queries.iter_entries()]

    def statements(some: list[int]) -> int:
        count = []
        db.session.expunge_all()
        event.listen(db.engine, "before_cursor_execute", listener := lambda *_: count.append(1))
        read(some)
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(count)

    assert statements(ids) == statements(ids[-1:]) <= 2
