"""`flask codes`, as an operator uses it."""

from datetime import date

import pytest

from careercenter.codes import queries, sources
from careercenter.codes.cli import load_bundled
from careercenter.codes.models import CodeSystem, Dataset
from tests.codes.factories import FILES

TABULAR = str(FILES / "tabular.xml")


@pytest.fixture
def flask(app):
    def run(*arguments: str):
        return app.test_cli_runner().invoke(args=["codes", *arguments])
    return run


@pytest.fixture
def licensed(app):
    app.extensions["settings"] = app.extensions["settings"].model_copy(
        update={"cpt_license": "CPT © 2026 a made-up owner"})
    yield
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"cpt_license": ""})


def test_import_says_what_it_changed_and_does_nothing_the_second_time(flask):
    first = flask("import", "icd10cm", TABULAR, "--valid-from", "2026-04-01")
    again = flask("import", "icd10cm", TABULAR, "--valid-from", "2026-04-01")

    assert first.exit_code == 0, first.output
    assert "added, 0 changed, 0 removed" in first.output
    assert "nothing to do" in again.output


def test_a_dry_run_gives_examples_and_changes_nothing(flask):
    done = flask("import", "icd10cm", TABULAR, "--dry-run")

    assert "added" in done.output
    assert "Chapter 4 Endocrine" in done.output
    assert queries.find(CodeSystem.ICD10CM, "E11.9") is None


def test_releases_are_listed_and_rolled_back_by_their_number(flask):
    flask("import", "icd10cm", TABULAR)
    number = flask("releases").output.split()[0]

    assert "rolled back" in flask("rollback", number).output
    assert queries.find(CodeSystem.ICD10CM, "E11.9") is None
    assert "rolled_back" in flask("releases").output


def test_an_unknown_release_is_an_error_with_the_way_on(flask):
    done = flask("rollback", "99")
    assert done.exit_code == 1
    assert "flask codes releases" in done.output


def test_a_file_of_something_else_is_an_error(flask, tmp_path):
    (tmp_path / "other.xml").write_text("<html></html>")
    done = flask("import", "icd10cm", str(tmp_path / "other.xml"))
    assert done.exit_code == 1
    assert "tabular" in done.output


def test_a_table_that_is_not_carried_asks_for_its_file(flask):
    assert "Name CMS" in flask("import", "ncci-ptp").output


def test_a_table_comes_in_by_series(flask, tmp_path):
    (tmp_path / "mue.csv").write_text("11111,2,3 Date of Service Edit,Made-up\n")
    done = flask("import", "ncci-mue", str(tmp_path / "mue.csv"), "--series", "practitioner")
    assert "1 rows" in done.output
    assert "ncci-mue [practitioner]" in flask("releases").output


def test_the_parts_of_an_edition_come_in_together(flask, tmp_path):
    for part, code in ((1, "11111"), (2, "55555")):
        (tmp_path / f"ccipra-v322r0-f{part}.TXT").write_text(f"{code}\t22222\t\t20240101\t*\t1\tMade-up\n")
    first = flask("import", "ncci-ptp", str(tmp_path), "--series", "practitioner")
    again = flask("import", "ncci-ptp", str(tmp_path), "--series", "practitioner")
    assert "2 rows" in first.output
    assert "nothing to do" in again.output


def test_a_folder_where_a_file_is_meant_is_an_error(flask, tmp_path):
    assert "folder" in flask("import", "ncci-mue", str(tmp_path)).output


def test_bundled_lists_come_in_without_a_file(flask):
    assert "52 added" in flask("import", "pos").output
    assert queries.find_place(CodeSystem.POS, "11").version.short == "Office"


class TestLoading:
    """With a list of one line in the place of the bundled ones, which take too long for a test."""

    @pytest.fixture
    def carried(self, app, tmp_path):
        (tmp_path / "places.csv").write_text("code,name,words\n11,Office,An office\n")
        return [sources.from_file(Dataset.POS, tmp_path / "places.csv", valid_from=date(2026, 1, 1))]

    def test_a_second_time_does_nothing(self, carried, capsys):
        load_bundled(carried)
        assert "1 added" in capsys.readouterr().out
        load_bundled(carried)
        assert capsys.readouterr().out == ""

    def test_leaves_what_an_operator_imported_later(self, flask, carried, tmp_path):
        (tmp_path / "newer.csv").write_text("code,name,words\n11,Our office,Ours\n")
        flask("import", "pos", str(tmp_path / "newer.csv"), "--valid-from", "2026-06-01")

        load_bundled(carried)

        assert queries.find_place(CodeSystem.POS, "11").version.short == "Our office"

    def test_leaves_what_somebody_rolled_back(self, flask, carried):
        load_bundled(carried)
        flask("rollback", flask("releases").output.split()[0])
        load_bundled(carried)
        assert queries.find(CodeSystem.POS, "11") is None


class TestCpt:
    @pytest.fixture
    def file(self, tmp_path):
        (tmp_path / "LONGULT.txt").write_text("99213\tInvented service A\n")
        return str(tmp_path / "LONGULT.txt")

    def test_is_refused_without_an_acknowledged_license(self, flask, file):
        done = flask("import", "cpt", file)
        assert done.exit_code == 1
        assert "CPT_LICENSE" in done.output
        assert queries.find(CodeSystem.CPT, "99213") is None

    def test_keeps_the_license_s_notice_with_the_text(self, flask, file, licensed):
        flask("import", "cpt", file)
        version = queries.find_place(CodeSystem.CPT, "99213").version
        assert version.long == "Invented service A"
        assert version.release.notice == "CPT © 2026 a made-up owner"

    def test_takes_the_place_of_bare_numbers_and_gives_it_back(self, flask, file, licensed):
        flask("import", "cpt")
        assert queries.find_place(CodeSystem.CPT, "99213").version.long == ""
        flask("import", "cpt", file)
        assert queries.find_place(CodeSystem.CPT, "99213").version.long == "Invented service A"

        number = next(line.split()[0] for line in flask("releases").output.splitlines() if "LONGULT" in line)
        flask("rollback", number)
        assert queries.find_place(CodeSystem.CPT, "99213").version.long == ""
