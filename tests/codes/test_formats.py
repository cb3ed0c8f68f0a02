"""Reading the files of CMS and the AMA. What is made up here has their shape; CPT texts are plainly invented."""

import gzip
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from careercenter.codes.formats import coverage, cpt, hcpcs, opening, own, tables
from careercenter.codes.formats.entries import UnreadableFile
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.sources import DATA


def record(code: str, kind: str, description: str, **fields: str) -> str:
    """A line of CMS's contractor record."""
    line = list(f"{code:>5}00100{kind}{description:<80}".ljust(320))
    for name, value in fields.items():
        first = hcpcs._FIELDS[name][0] - 1
        line[first:first + len(value)] = value
    return "".join(line) + "\r\n"


class TestHcpcs:
    def test_the_fixed_record_with_its_continuation(self, tmp_path):
        file = tmp_path / "HCPC2026_ANWEB.txt"
        file.write_text("CMS says something first\r\n" + record(
            "G0101", "3", "A check of a made-up kind,", short="Made-up check", coverage="D", betos="M1A",
            pricing="1113", added_on="19980101", terminated_on="20251231", cross_references="G0102") + record(
            "G0101", "4", "in two lines"), encoding="cp1252", newline="")

        section, entry = hcpcs.read(file)

        assert (section.key, section.kind) == ("G", CodeKind.BLOCK)
        assert (entry.code, entry.long, entry.short) == (
            "G0101", "A check of a made-up kind, in two lines", "Made-up check")
        assert (entry.valid_from, entry.valid_to) == (date(1998, 1, 1), date(2025, 12, 31))
        assert entry.attributes == {"coverage": "D", "betos": "M1A", "pricing": ["11", "13"],
                                    "cross_references": ["G0102"]}

    def test_modifiers_are_a_system_of_their_own(self, tmp_path):
        file = tmp_path / "file.txt"
        file.write_text(record("LT", "7", "Left side of a made-up body"), encoding="cp1252", newline="")
        assert [(entry.system, entry.key, entry.parent) for entry in hcpcs.read(file)] == [
            (CodeSystem.MODIFIER, "LT", None)]

    def test_a_day_of_noughts_is_none(self, tmp_path):
        (tmp_path / "file.txt").write_text(record("G0101", "3", "A made-up check", terminated_on="00000000"))
        _, entry = hcpcs.read(tmp_path / "file.txt")
        assert entry.valid_to is None

    def test_d_codes_are_left_out(self, tmp_path):
        file = tmp_path / "codes.csv"
        file.write_text("code,description\nD0120,Not ours\nG0101,Ours\n")
        assert [entry.key for entry in hcpcs.read(file)] == ["G", "G0101"]

    def test_a_list_says_when_a_code_was_terminated(self, tmp_path):
        file = tmp_path / "codes.csv"
        file.write_text('code,description\nG0364,"Made-up serviceTerminated December 31, 2017."\n')
        _, entry = hcpcs.read(file)
        assert (entry.long, entry.valid_to) == ("Made-up service", date(2017, 12, 31))

    def test_the_same_record_as_a_sheet(self, tmp_path):
        book = Workbook()
        book.active.append([
            "HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "PRICE1", "PRICE2", "MULT_PI",
            "LABCERT1", "LABCERT2", "XREF1", "COV", "ASC_GRP", "ASC_DT", "BETOS", "TOS1", "ANEST_BU", "ADD DT",
            "ACT EFF DT", "TERM DT", "ACTION CD"])
        book.active.append(["G0101", "0010", "3", "A made-up check", "Made-up", "11", "13", "C", "220", None, None,
                            "D", None, None, "M1A", "1", "003", "19980101", "20260101", None, "N"])
        book.active.append(["   LT", "0010", "7", "Left side of a made-up body", "Left"])
        book.save(tmp_path / "HCPC2026_OCT_ANWEB.xlsx")

        _, entry, modifier = hcpcs.read(tmp_path / "HCPC2026_OCT_ANWEB.xlsx")

        assert (entry.long, entry.short, entry.valid_from) == ("A made-up check", "Made-up", date(1998, 1, 1))
        assert entry.attributes == {
            "pricing": ["11", "13"], "multiple_pricing": "C", "lab_certification": ["220"], "coverage": "D",
            "betos": "M1A", "type_of_service": ["1"], "anesthesia_units": "003", "action": "N"}
        assert (modifier.key, modifier.system) == ("LT", CodeSystem.MODIFIER)

    def test_a_sheet_of_before_2020_calls_some_columns_otherwise(self, tmp_path):
        (tmp_path / "HCPC2018_ANWEB.csv").write_bytes((
            "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE CD1,PRICE CD2,LAB CERT CD1,COV\n"
            "G0101,0010,3,A made-up, Made-up®,11,13,220,D\nG0101,0020,4,check,,,,,\n").encode("cp1252"))
        _, entry = hcpcs.read(tmp_path / "HCPC2018_ANWEB.csv")
        assert (entry.long, entry.short) == ("A made-up check", "Made-up®")
        assert entry.attributes == {"pricing": ["11", "13"], "lab_certification": ["220"], "coverage": "D"}

    def test_cms_s_own_release_of_2020(self):
        entries = {(entry.system, entry.key): entry for entry in hcpcs.read(DATA / "hcpcs-cms-2020-release.txt.gz")}

        codes = [entry for entry in entries.values()
                 if entry.system is CodeSystem.HCPCS and entry.kind is CodeKind.CODE]
        assert len(codes) == 6710
        assert sum(system is CodeSystem.MODIFIER for system, _ in entries) == 363  # 369 less P1 to P6, which are CPT's
        assert entries[CodeSystem.HCPCS, "C9014"].attributes["cross_references"] == ["J0567"]

    def test_another_file_is_refused(self, tmp_path):
        (tmp_path / "letter.txt").write_text("Dear operator,\n")
        with pytest.raises(UnreadableFile, match="no HCPCS code"):
            list(hcpcs.read(tmp_path / "letter.txt"))


class TestCpt:
    def test_long_and_short_files_are_joined_by_number(self, tmp_path):
        (tmp_path / "LONGULT.txt").write_text("A notice\n\n99213\tInvented service A, at length\n0001T\tInvented B\n")
        (tmp_path / "SHORTU.TXT").write_text(f"A notice\n\n99213 {'INVENTED A':<28}\n")

        entries = {entry.key: entry for entry in cpt.read(cpt.list_files(tmp_path, tmp_path))}

        assert (entries["99213"].long, entries["99213"].short) == ("Invented service A, at length", "INVENTED A")
        assert entries["99213"].parent == "99202-99215"
        assert entries["0001T"].parent == "0001T-9999T"

    def test_medium_ones_stand_in_fixed_columns(self, tmp_path):
        (tmp_path / "MEDU.txt").write_text(f"A notice\n\n99213 {'INVENTED SERVICE A':<48}\n0001A {'INVENTED B':<48}\n")
        entries = {entry.key: entry for entry in cpt.read(cpt.list_files(tmp_path, tmp_path))}
        assert entries["99213"].long == "INVENTED SERVICE A"
        assert entries["0001A"].long == "INVENTED B"

    def test_of_several_files_of_long_ones_that_with_small_letters_is_taken(self, tmp_path):
        with ZipFile(tmp_path / "cpt.zip", "w") as archive:
            archive.writestr("standard/LONGUF.TXT", "9921301 INVENTED SERVICE A,\n9921302 AT LENGTH\n")
            archive.writestr("standard/LONGULF.TXT", "9921301 Invented service A,\n9921302 at length\n")
            archive.writestr("standard/LONGULT.TXT", "99213\tInvented service A, at length\n")
            archive.writestr("standard/LONGUT.TXT", "99213\tINVENTED SERVICE A, AT LENGTH\n")
            archive.writestr("standard/MEDU.TXT", "99213 INVENTED A\n")
        (tmp_path / "unpacked").mkdir()
        entries = {entry.key: entry for entry in cpt.read(
            cpt.list_files(tmp_path / "cpt.zip", tmp_path / "unpacked"))}
        assert entries["99213"].long == "Invented service A, at length"

    def test_a_zip_holds_them_too(self, tmp_path):
        with ZipFile(tmp_path / "cpt.zip", "w") as archive:
            archive.writestr("CPT/MEDU.txt", "99213\tInvented service A\n")
            archive.writestr("CPT/readme.txt", "99213\tNot this\n")
        (tmp_path / "unpacked").mkdir()
        entries = {entry.key: entry for entry in cpt.read(
            cpt.list_files(tmp_path / "cpt.zip", tmp_path / "unpacked"))}
        assert entries["99213"].long == "Invented service A"

    def test_by_number_there_is_no_text_of_a_code_at_all(self):
        codes = [entry for entry in cpt.read_numbers(["99213", "G0101", "0001F", "99213x"])
                 if entry.kind is CodeKind.CODE]
        assert [(entry.key, entry.long, entry.short) for entry in codes] == [("0001F", "", ""), ("99213", "", "")]

    def test_spans_stand_within_those_that_hold_them(self):
        entries = {entry.key: entry for entry in cpt.read_numbers([])}
        assert entries["99202-99215"].parent == "99202-99499"
        assert entries["99202-99499"].parent is None

    def test_a_file_of_something_else_is_refused(self, tmp_path):
        (tmp_path / "LONGULT.txt").write_text("99213,Invented service A\n")
        with pytest.raises(UnreadableFile, match="LONGULT"):
            list(cpt.read([tmp_path / "LONGULT.txt"]))


PTP_HEAD = (  # CMS's head, in which our words stand for the AMA's notice
    "A notice of somebody's rights.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n")


def zipped(file, name: str, content: str):
    """A zip at `file` with one member."""
    with ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file


class TestNcci:
    def test_ptp_edits_come_from_under_the_notice_and_a_head_of_four_lines(self, tmp_path):
        first, second = tables.read_ptp(zipped(tmp_path / "ccipra.zip", "ccipra-v322r0-f1.TXT", PTP_HEAD + (
            "11111\t22222\t\t20240101\t*\t1\tMade-up reason\r\n"
            "11111\tG0101\t*\t19960101\t20241231\t0\tAnother\r\n"
            "D0120\t22222\t\t20240101\t*\t1\tDental\r\n")))

        assert first == {"column1": "11111", "column2": "22222", "effective_on": date(2024, 1, 1),
                         "deleted_on": None, "indicator": "1", "rationale": "Made-up reason"}
        assert (second["column2"], second["deleted_on"], second["indicator"]) == ("G0101", date(2024, 12, 31), "0")

    def test_numbers_of_vaccinations_end_in_an_a(self, tmp_path):
        file = zipped(tmp_path / "ccipra.zip", "ccipra-v322r0-f1.TXT",
                      PTP_HEAD + "0001A\t0591T\t\t20220101\t20231231\t1\tMade-up\r\n")
        assert [row["column1"] for row in tables.read_ptp(file)] == ["0001A"]

    def test_the_same_edits_as_a_sheet(self, tmp_path):
        book = Workbook()
        for line in (PTP_HEAD + "00100\t22222\t\t20240101\t*\t0\tMade-up").split("\r\n"):
            book.active.append([cell or None for cell in line.split("\t")])
        book.save(tmp_path / "ccipra-v322r0-f1.xlsx")
        assert [(row["column1"], row["deleted_on"], row["indicator"])
                for row in tables.read_ptp(tmp_path / "ccipra-v322r0-f1.xlsx")] == [("00100", None, "0")]

    def test_a_folder_of_parts_is_one_edition_and_each_part_is_read_once(self, tmp_path):
        for part, code in (("1", "11111"), ("2", "55555")):
            row = PTP_HEAD + f"{code}\t22222\t\t20240101\t*\t1\tMade-up\r\n"
            zipped(tmp_path / f"2026q3-practitioner-ccipra-v322r0-f{part}.zip", f"ccipra-v322r0-f{part}.TXT", row)
            (tmp_path / f"ccipra-v322r0-f{part}.TXT").write_text(row, newline="")
        assert [row["column1"] for row in tables.read_ptp(tmp_path)] == ["11111", "55555"]

    @pytest.mark.parametrize("names", [
        ["ccipra-v322r0-f1.TXT", "ccipra-v322r0-f3.TXT"],
        ["ccipra-v322r0-f1.TXT", "ccioph-v322r0-f2.TXT"],
        ["readme.txt"]])
    def test_a_folder_with_a_part_missing_or_of_two_editions_is_refused(self, tmp_path, names):
        for name in names:
            (tmp_path / name).write_text(PTP_HEAD)
        with pytest.raises(UnreadableFile, match="parts"):
            list(tables.read_ptp(tmp_path))

    def test_mue_values_from_csv_and_sheet_are_the_same(self, tmp_path):
        notice = "A notice of somebody's rights® in\n\nseveral lines, and with commas."
        (tmp_path / "mue.csv").write_bytes((
            f'"{notice}",,,\r\n"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,'
            "MUE Rationale\r\n11111,2,3 Date of Service Edit: Clinical,Made-up\r\n").encode("cp1252"))
        book = Workbook()
        for row in ([notice], ["HCPCS/\nCPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator",
                               "MUE Rationale"], ["11111", 2, "3 Date of Service Edit: Clinical", "Made-up"]):
            book.active.append(row)
        book.save(tmp_path / "mue.xlsx")

        expected = [{"key": "11111", "units": 2, "adjudication": "3", "rationale": "Made-up"}]
        assert list(tables.read_mue(tmp_path / "mue.csv")) == expected
        assert list(tables.read_mue(tmp_path / "mue.xlsx")) == expected

    @pytest.mark.parametrize("read", [tables.read_ptp, tables.read_mue, tables.read_gems])
    def test_a_file_without_a_row_is_no_edition(self, tmp_path, read):
        (tmp_path / "empty.txt").write_text("\r\n")
        with pytest.raises(UnreadableFile, match=r"empty\.txt"):
            list(read(tmp_path / "empty.txt"))


class TestGems:
    def test_flags_are_read_one_by_one(self, tmp_path):
        file = tmp_path / "2018_I9gem.txt"
        file.write_text("0010  A000    00000\n0029  NoDx    11000\n24951 E0842   10112\n")
        exact, none, combined = tables.read_gems(file)

        assert exact == {"source": "0010", "target": "A000", "is_approximate": False, "scenario": 0, "choice": 0}
        assert none["target"] == ""
        assert (combined["is_approximate"], combined["scenario"], combined["choice"]) == (True, 1, 2)

    def test_procedures_have_none_by_another_word(self, tmp_path):
        (tmp_path / "gem_i9pcs.txt").write_text("0001  6A750Z4 10000\r\n0018  NoPCS   11000\r\n", newline="")
        assert [row["target"] for row in tables.read_gems(tmp_path / "gem_i9pcs.txt")] == ["6A750Z4", ""]

    def test_a_line_of_another_shape_is_named(self, tmp_path):
        (tmp_path / "gem.txt").write_text("0010  A000    00000\nrubbish\n")
        with pytest.raises(UnreadableFile, match="Line 2"):
            list(tables.read_gems(tmp_path / "gem.txt"))


CONTRACTORS = ("contractor_id,contractor_type_id,contractor_version,contractor_bus_name\n"
               "9,8,1,A Contractor\n9,8,2,The Same by its New Name\n7,8,1,Another Contractor\n")


def export(file, what: str, tables: dict[str, str | bytes]):
    """CMS's zip in a zip, with what else lies in it."""
    with ZipFile(file.with_name("inner.zip"), "w") as archive:
        for name, content in {"contractor": CONTRACTORS, **tables}.items():
            archive.writestr(f"{name}.csv", content)
    with ZipFile(file, "w") as archive:
        archive.writestr("readme_first.txt", "A letter\n")
        archive.write(file.with_name("inner.zip"), f"{what}_csv.zip")
    return file


ARTICLE = {
    "article": ("article_id,article_version,title,description,status\n"
                "57,3,Billing of a made-up test,<p>HTML</p>,A\n88,1,Something retired,,R\n"),
    "article_x_contractor": ("article_id,article_version,article_type,contractor_id,contractor_type_id,"
                             "contractor_version,last_updated\n57,3,6,9,8,2,\n57,3,6,7,8,1,\n57,3,6,9,8,2,\n"),
    "article_x_icd10_covered": (
        "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,"
        "sort_order,description,asterisk\n"
        '57,3,E11.40,18,1,N,,1,"Made-up, with a comma",N\n57,3,E11.40,18,2,N,,1,,Y\n88,1,E11.9,18,1,N,,1,,N\n'),
    "article_x_icd10_noncovered": (
        "article_id,article_version,icd10_code_id,icd10_code_version,icd10_noncovered_group,range,last_updated,"
        "sort_order,description\n57,3,Z00.00,18,1,N,,1,\n99,1,Z00.00,18,1,N,,1,\n"),
}


class TestCoverage:
    def test_the_database_s_zip_in_a_zip(self, tmp_path):
        rows = list(coverage.read(export(tmp_path / "current_article.zip", "current_article", ARTICLE)))

        assert [(row["key"], row["document"], row["supports"]) for row in rows] == [
            ("E1140", "A57", True), ("Z0000", "A57", False)]
        assert rows[0]["title"] == "Billing of a made-up test"

    def test_each_contractor_of_a_document_is_named_once_as_it_was_called_then(self, tmp_path):
        row, _ = coverage.read(export(tmp_path / "current_article.zip", "current_article", ARTICLE))
        assert row["contractor"] == "Another Contractor; The Same by its New Name"

    def test_a_document_s_text_may_be_longer_than_csv_allows_by_itself(self, tmp_path):
        text = "<p>" + "Made up. " * 40_000 + "</p>"
        rows = coverage.read(export(tmp_path / "current_article.zip", "current_article", ARTICLE | {
            "article": f'article_id,article_version,title,description,status\n57,3,A title,"{text}",A\n'}))
        assert [row["title"] for row in rows] == ["A title", "A title"]

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
    def test_titles_are_read_in_either_encoding_and_without_html_s_marks(self, tmp_path, encoding):
        rows = coverage.read(export(tmp_path / "current_article.zip", "current_article", ARTICLE | {
            "article": ("article_id,article_version,title,status\n"
                        "57,3,Made up – of this &amp; that,A\n").encode(encoding)}))
        assert next(rows)["title"] == "Made up – of this & that"

    def test_of_several_versions_the_newest_says_what_holds(self, tmp_path):
        rows = list(coverage.read(export(tmp_path / "all_lcd.zip", "all_lcd", {
            "lcd": ("lcd_id,lcd_version,title,status\n"
                    "5,9,As it was,A\n5,10,As it is,A\n6,1,It was in force,A\n6,2,It is retired,R\n"),
            "lcd_x_contractor": "lcd_id,lcd_version,contractor_id,contractor_type_id,contractor_version\n5,10,7,8,1\n",
            "lcd_x_hcpc_code": "lcd_id,lcd_version,hcpc_code_id\n5,9,E0100\n5,10,E0105\n6,1,E0110\n"})))
        assert [(row["document"], row["key"], row["title"]) for row in rows] == [("L5", "E0105", "As it is")]

    def test_a_table_that_lacks_a_column_is_named(self, tmp_path):
        with pytest.raises(UnreadableFile, match=r"article\.csv.*title"):
            list(coverage.read(export(tmp_path / "current_article.zip", "current_article", ARTICLE | {
                "article": "article_id,article_version,status\n57,3,A\n"})))

    def test_a_zip_of_zips_of_everything_says_what_to_take(self, tmp_path):
        with ZipFile(tmp_path / "all_data.zip", "w") as archive:
            archive.writestr("current_lcd.zip", "")
        with pytest.raises(UnreadableFile, match=r"current_article\.zip"):
            list(coverage.read(tmp_path / "all_data.zip"))

    def test_national_ones_in_our_plain_form(self, tmp_path):
        file = tmp_path / "ncd.csv"
        file.write_text("key,kind,document,title,contractor,supports\nE11.9,NCD,40.1,Training,,yes\n")
        assert [(row["key"], row["supports"]) for row in coverage.read(file)] == [("E119", True)]


class TestHcc:
    @pytest.fixture
    def labels(self, tmp_path):
        (tmp_path / "labels.csv").write_text(
            "cc,label,model_domain,model_version,model_fullname\nHCC37,Made-up label,CMS-HCC,V28,x\n"
            "RXHCC30,Another,RxHCC,R08,x\n")
        return tmp_path / "labels.csv"

    def test_mappings_come_with_their_label(self, tmp_path, labels):
        (tmp_path / "dx.csv").write_text(
            "diagnosis_code,cc,model_name\nE1140,37,CMS-HCC Model V28\nE1140,30,RxHCC Model V08\n")
        rows = tables.read_hcc(tmp_path / "dx.csv", labels)
        assert [(row["model"], row["category"], row["label"]) for row in rows] == [
            ("CMS-HCC V28", "37", "Made-up label"), ("RxHCC V08", "30", "Another")]

    def test_cms_s_own_table_has_a_column_a_model_and_says_what_counts_in_the_year(self, tmp_path, labels):
        file = zipped(tmp_path / "2026-final-icd-10-cm-mappings.zip", "2026 Final ICD-10-CM Mappings.csv", (
            "2026 Final ICD-10-CM Mappings,,,,,,,\r\nA note,,,,,,,\r\n"
            '"Diagnosis\nCode",Description,"CMS-HCC\nESRD Model\nCategory\nV24","CMS-HCC\nModel\nCategory\nV28",'
            '"RxHCC\nModel\nCategory\nV08","CMS-HCC\nESRD Model\nCategory V24\nfor 2026\nPayment Year",'
            '"CMS-HCC\nModel\nCategory V28\nfor 2026\nPayment Year",'
            '"RxHCC\nModel\nCategory V08\nfor 2026\nPayment Year"\r\n'
            'E1140,"Made-up, with a comma",18,37,30,Yes,Yes,No\r\nI10,Made-up,,,,No,No,No\r\n'
            "E1140,Made-up,18,38,,Yes,Yes,No\r\nA note at the end,,,,,,,\r\n"))
        assert [(row["key"], row["model"], row["category"], row["label"]) for row in tables.read_hcc(file, labels)] == [
            ("E1140", "ESRD V24", "18", ""), ("E1140", "CMS-HCC V28", "37", "Made-up label"),
            ("E1140", "CMS-HCC V28", "38", "")]

    def test_another_table_is_refused(self, tmp_path, labels):
        (tmp_path / "other.csv").write_text("code,words\nE1140,Made-up\n")
        with pytest.raises(UnreadableFile, match="Mappings"):
            list(tables.read_hcc(tmp_path / "other.csv", labels))


def test_our_own_lists_have_words_for_each_code():
    places = {entry.key: entry for entry in own.read_places(DATA / "place-of-service.csv")}
    modifiers = {entry.key: entry for entry in own.read_modifiers(DATA / "modifiers.csv")}
    assert places["11"].short == "Office"
    assert all(entry.long for entry in (*places.values(), *modifiers.values()))


class TestOpening:
    def test_gzip_is_unpacked(self, tmp_path):
        (tmp_path / "gem.txt.gz").write_bytes(gzip.compress(b"0010  A000    00000\n"))
        assert len(list(tables.read_gems(tmp_path / "gem.txt.gz"))) == 1

    def test_what_unpacks_to_too_much_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(opening, "MOST", 1 << 20)
        (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * (3 << 20)))
        with pytest.raises(UnreadableFile, match="more than"):
            list(tables.read_gems(tmp_path / "bomb.txt.gz"))

    def test_of_cms_s_zip_the_record_is_read_and_not_its_layout(self, tmp_path):
        with ZipFile(tmp_path / "hcpcs.zip", "w") as archive:
            for name in ("HCPC2026_recordlayout.txt", "proc_notes_OCT2026.txt", "HCPC2026_OCT_ANWEB_v2.xlsx",
                         "HCPC2026_OCT_ANWEB_Transaction Report_v2.xlsx", "HCPC2026_OCT_Corrections_09102026.xlsx"):
                archive.writestr(name, "Something else\n")
            archive.writestr("HCPC2026_OCT_ANWEB_v2.txt", record("G0101", "3", "A made-up check"))
        assert [entry.key for entry in hcpcs.read(tmp_path / "hcpcs.zip")] == ["G", "G0101"]

    def test_of_several_in_a_zip_none_is_guessed(self, tmp_path):
        with ZipFile(tmp_path / "gems.zip", "w") as archive:
            archive.writestr("2018_I9gem.txt", "0010  A000    00000\n")
            archive.writestr("2018_I10gem.txt", "A000  0010    00000\n")
        with pytest.raises(UnreadableFile, match=r"2018_I10gem\.txt, 2018_I9gem\.txt"):
            list(tables.read_gems(tmp_path / "gems.zip"))

    def test_what_is_damaged_is_said_to_be(self, tmp_path):
        (tmp_path / "file.zip").write_bytes(b"PK no zip")
        with pytest.raises(UnreadableFile, match="damaged"):
            list(tables.read_ptp(tmp_path / "file.zip"))
