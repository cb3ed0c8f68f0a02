"""Reading the tabular list."""

from io import BytesIO

import pytest

from careercenter.codes.formats import icd10cm
from careercenter.codes.formats.entries import UnreadableFile
from careercenter.codes.models import CodeKind, Note, NoteKind
from tests.codes.factories import read_tabular

ENTRIES = {entry.key: entry for entry in read_tabular()}


def test_chapters_and_blocks_stand_above_codes():
    assert (ENTRIES["CH04"].code, ENTRIES["CH04"].kind) == ("Chapter 4", CodeKind.CHAPTER)
    assert (ENTRIES["E08-E13"].kind, ENTRIES["E08-E13"].parent) == (CodeKind.BLOCK, "CH04")
    assert (ENTRIES["E1140"].code, ENTRIES["E1140"].parent) == ("E11.40", "E114")


def test_a_block_of_one_category_is_not_that_category():
    assert ENTRIES["T66-T66"].kind is CodeKind.BLOCK
    assert ENTRIES["T66"].parent == "T66-T66"


def test_a_seventh_character_makes_codes_with_x_between():
    assert ENTRIES["T66XXXA"].code == "T66.XXXA"
    assert ENTRIES["T66XXXA"].long == "Radiation sickness, unspecified, initial encounter"
    assert ENTRIES["T66XXXA"].is_billable
    assert not ENTRIES["T66"].is_billable


def test_a_seventh_character_that_a_note_forbids_makes_none():
    assert {key for key in ENTRIES if key.startswith("S061X7")} == {"S061X7", "S061X7A"}
    assert {key for key in ENTRIES if key.startswith("S061X0")} == {"S061X0", "S061X0A", "S061X0D", "S061X0S"}


def test_only_the_last_codes_of_the_tree_are_billable():
    assert [key for key in ("E11", "E114", "E1140", "E119") if ENTRIES[key].is_billable] == ["E1140", "E119"]


def test_notes_keep_their_kind():
    assert ENTRIES["E11"].notes[0] == Note(NoteKind.INCLUDES, "diabetes NOS")
    assert {note.kind for note in ENTRIES["E11"].notes} == {
        NoteKind.INCLUDES, NoteKind.USE_ADDITIONAL, NoteKind.EXCLUDES1}
    assert ENTRIES["E1142"].notes == (
        Note(NoteKind.INCLUSION_TERM, "Type 2 diabetes mellitus with diabetic neuralgia"),)


def test_a_further_meaning_of_a_seventh_character_follows_its_first():
    assert Note(NoteKind.SEVENTH_CHARACTER, "initial encounter / active treatment", "A") in ENTRIES["T66"].notes


@pytest.mark.parametrize("content", [b"code,description\n", b"<html></html>", b""])
def test_another_file_is_refused_with_what_to_take(content):
    with pytest.raises(UnreadableFile, match="tabular"):
        list(icd10cm.read(BytesIO(content)))


def test_a_note_that_goes_on_from_its_heading_stands_alone():
    file = BytesIO(b"""<ICD10CM.tabular><chapter><name>10</name><desc>Lungs</desc><section id="J09-J18">
        <desc>Pneumonia (J09-J18)</desc><diag><name>J18</name><desc>Pneumonia</desc>
        <codeFirst><note>, if applicable, associated influenza (J09.X1)</note></codeFirst></diag></section></chapter>
        </ICD10CM.tabular>""")

    (note,) = [note for entry in icd10cm.read(file) for note in entry.notes]
    assert note == Note(NoteKind.CODE_FIRST, "if applicable, associated influenza (J09.X1)")
