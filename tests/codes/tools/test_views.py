"""The pages: looking up, browsing, comparing, checking, keeping; all of it without JavaScript."""

from datetime import timedelta

import pytest

from careercenter.codes import importing
from careercenter.codes.clock import today
from careercenter.codes.formats import own
from careercenter.codes.lookup import indexing
from careercenter.codes.models import Dataset
from careercenter.codes.sources import DATA
from tests.codes.factories import heading, made_up

pytestmark = pytest.mark.usefixtures("everyday")


class TestLookingUp:
    def test_a_guest_finds_a_code_and_reads_why(self, visit):
        page = visit("/codes").fill({"q": "dm2 w neuropathy"}).press("Look up")

        assert page.status == 200 and "E11.40" in page.text and "Billable" in page.text
        assert "dm2 = type 2 diabetes mellitus" in page.text and "type 2" in page.text

    def test_what_finds_nothing_says_what_to_do_and_keeps_what_was_typed(self, visit):
        page = visit("/codes?q=zzzqqq")

        assert "Nothing is called “zzzqqq”" in page.text
        assert page.soup.find("input", {"name": "q"})["value"] == "zzzqqq"

    def test_cpt_says_why_it_shows_no_descriptor(self, visit):
        assert "CPT’s descriptors are the AMA’s" in visit("/codes?q=thoracoscopy+biopsy").text

    def test_a_code_typed_with_markup_stays_text(self, visit):
        assert visit("/codes?q=<b>dm2</b>").soup.find("b", string="dm2") is None

    def test_suggestions_come_as_data(self, visit):
        found = visit.client().get("/codes/suggest?q=hyperten").json

        assert found[0] == {"kind": "ICD-10-CM", "label": "I10 Essential (primary) hypertension",
                            "url": "/codes/icd10cm/I10"}


class TestWhatIsNotInForce:
    """A code whose last day has passed, though its release lists it, and one whose first is to come."""

    @pytest.fixture(autouse=True)
    def feathers(self, everyday):
        importing.import_codes(heading(Dataset.HCPCS), [
            *made_up({"G9998": "Counting of feathers"}, valid_to=today() - timedelta(days=1)),
            *made_up({"G9999": "Weighing of feathers"}, valid_from=today() + timedelta(days=1))[1:]])
        indexing.rebuild_if_old()

    @pytest.mark.parametrize("address", ["/codes?q=feathers", "/codes/compare?a=G9998&b=G9999", "/codes/hcpcs/under/G"])
    def test_says_so_wherever_it_is_listed(self, visit, address):
        page = visit(address)

        assert {badge.get_text(strip=True) for badge in page.soup.select("main .cc-badge")} == {
            "Deleted", "Not yet in force"}


class TestBrowsing:
    def test_one_walks_from_a_system_down_to_a_code(self, visit):
        page = visit("/codes/icd10cm")
        for step in ("Chapter 4", "E08-E13", "E11 ", "E11.4 "):
            page = page.follow(next(link.get_text(" ", strip=True) for link in page.soup.select(".code-tree a")
                                    if link.get_text(" ", strip=True).startswith(step)))

        assert "E11.40" in page.text and "Open the page of E11.4" in page.text

    @pytest.mark.parametrize("system", ["icd10cm", "hcpcs", "cpt", "modifier", "pos"])
    def test_every_system_has_a_beginning(self, visit, system):
        assert visit(f"/codes/{system}").soup.select(".code-tree li")

    def test_what_is_not_there_is_said_to_be_missing(self, visit):
        page = visit("/codes/icd10cm/under/Q99")

        assert page.status == 404 and "ICD-10-CM has nothing called Q99" in page.text


class TestComparing:
    def test_two_codes_stand_side_by_side(self, visit):
        page = visit("/codes/compare").fill({"a": "e11.40", "b": "E11.42"}).press("Compare")

        marked = {mark.get_text() for mark in page.soup.find_all("mark")}
        assert marked == {"neuropathy,", "unspecified", "polyneuropathy"}
        assert "Both stand under E11.4" in page.text and "diabetic neuralgia" in page.text

    def test_what_is_read_in_a_diagnosis_is_read_in_nothing_else(self, visit):
        importing.import_codes(heading(Dataset.MODIFIERS), list(own.read_modifiers(DATA / "modifiers.csv")))
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0439": "Made-up visit of right, subsequent"}))
        two = visit("/codes/compare?a=25&b=G0439")
        assert "Says" not in two.text
        assert two.soup.find("a", string="25").find_parent("td").get_text(" ", strip=True) == "25"

        mixed = visit("/codes/compare?a=S52.501A&b=G0439")
        cells = mixed.soup.find("th", string="Says").find_next_siblings("td")
        assert [cell.get_text(strip=True) for cell in cells] == ["right, initial encounter, closed", "–"]

    def test_what_is_no_code_is_said_at_its_field(self, visit):
        page = visit("/codes/compare?a=E11.40&b=nonsense")

        assert page.status == 404 and "“nonsense” is no code" in page.text
        assert page.soup.find("input", {"name": "a"})["value"] == "E11.40"


class TestChecking:
    def test_a_list_comes_back_with_what_was_found_and_what_was_typed(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "E11.9\nE10.9\nS52.501"}).press("Check")

        assert "3 codes: 3 need a change" in page.text and "Excludes1 at E11" in page.text
        assert page.soup.find("textarea").get_text().strip() == "E11.9\nE10.9\nS52.501"
        assert "NCCI edits aren’t loaded here" in page.text

    @pytest.mark.parametrize(("codes", "says"), [
        ("I10,E11.9", "2 codes: nothing stands in the way"), ("I10,E11.22", "2 codes: 1 to look at"),
        ("W54.0XXA,E11.22", "2 codes: 1 needs a change, 1 to look at")])
    def test_its_heading_tells_what_is_left_to_do(self, visit, coder, codes, says):
        heading = visit(f"/codes/check?codes={codes}", as_=coder).soup.find(id="checked-title")
        assert " ".join(heading.text.split()) == says

    def test_an_empty_one_is_asked_for_again(self, visit, coder):
        page = visit("/codes/check", as_=coder).press("Check")

        assert page.status == 422 and "Paste at least one code." in page.text

    def test_one_too_long_is_kept_whole(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "E11.9\n" * 20_000}).press("Check")

        assert page.status == 422 and len(page.soup.find("textarea").get_text()) > 100_000

    def test_what_was_sent_gets_an_address_to_come_back_to(self, visit, coder):
        client = visit.client(coder)
        page = visit("/codes/check", as_=coder).fill({"codes": "E11.9\n99213-25 59\nE1140"}).press("Check")

        assert page.path.endswith("/codes/check?codes=E11.9,99213-25-59,E1140")
        assert "3 codes" in client.get("/codes/check?codes=E11.9,99213-25-59,E1140").text

    @pytest.mark.parametrize("typed", [
        "Jane Roe, 12345678A\nE11.9 type 2 diabetes, since A1C 7.2", "Jane Roe", "E11.9\n12345678A", "I10\n" * 1010,
    ], ids=["words", "no code", "an unknown code", "many codes"])
    def test_what_is_more_than_codes_is_answered_at_once_and_kept_nowhere(self, visit, coder, typed):
        page = visit("/codes/check", as_=coder).fill({"codes": typed}).press("Check")

        assert page.status == 200 and page.path.endswith("/codes/check")
        assert page.soup.find("textarea").get_text().strip() == typed.strip()
        assert "Jane" not in visit("/codes/check", as_=coder).text

    def test_what_was_taken_for_a_word_is_said(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "Roe, 12345678A\nE11.9 since A1C 7.2"}).press("Check")

        assert "Taken for words: A1C" in page.text and "“Roe, 12345678A” is no code" in page.text

    def test_a_list_that_was_cut_says_so_in_its_heading(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "I10\n" * 1010}).press("Check")

        assert "The first 1,000 of 1,010 codes" in page.soup.find("h2", id="checked-title").get_text()
        assert "Go on from line 1001" in page.text

    def test_a_long_list_has_an_address_too(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "\n".join(["S52.501", "99213-25"] * 100)}).press("Check")

        assert "?codes=S52.501,99213-25," in page.path and "200 codes" in page.text

    def test_at_its_address_a_list_is_read_as_it_was_typed(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "g309\nE1140"}).press("Check")

        assert page.path.endswith("?codes=G309,E1140") and "As HCPCS it would be E1140" in page.text

    def test_whoever_pastes_says_how_codes_without_dots_are_read(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "E1140"}).press("Check")
        assert "As a diagnosis it would be E11.40" in page.text

        page = page.fill({"undotted": "icd10cm"}).press("Check")
        assert "As HCPCS it would be E1140" in page.text and "undotted=icd10cm" in page.path
        assert page.soup.find("textarea").get_text().strip() == "E1140"

    def test_a_guest_hears_why_and_registers_or_signs_in(self, visit):
        page = visit("/codes/check?codes=I10")

        assert page.path.startswith("/register?next=") and "Checking a list is free with an account" in page.text
        assert "codes/check" in page.soup.select_one("main a[href*=sign-in]")["href"]


class TestKeeping:
    def test_a_code_is_kept_noted_and_let_go(self, visit, coder):
        page = visit("/codes?q=I10", as_=coder).press("Keep I10")
        assert page.path.startswith("/codes") and "I10 is on your list." in page.text

        mine = visit("/codes/mine", as_=coder)
        mine = mine.fill({note_field(mine, "I10"): "Not beside pregnancy."}).press("Keep the note on I10")
        assert "Not beside pregnancy." in mine.text
        assert "Not beside pregnancy." in visit.client(coder).get("/codes/mine.txt").text
        assert "No code is kept yet" in mine.press("Take I10 off").text

    def test_a_code_s_page_says_that_it_is_on_the_list(self, visit, coder):
        page = visit("/codes/icd10cm/I10", as_=coder).press("Keep on my list")
        assert page.path == "/codes/icd10cm/I10" and "Keep on my list" not in page.text

        assert page.follow("On your list").path.startswith("/codes/mine#note-")

    def test_what_is_kept_says_so_among_what_was_found(self, visit, coder, stranger):
        keep(visit, coder, "I10")

        page = visit("/codes?q=I10", as_=coder)
        assert page.follow("On your list : I10").path.startswith("/codes/mine#note-")
        assert "Keep I10" not in page.text and "Keep I10" in visit("/codes?q=I10", as_=stranger).text

    @pytest.mark.parametrize("button", ["Keep the note on I10", "Take E11.9 off"])
    def test_whatever_is_pressed_no_note_that_was_typed_is_lost(self, visit, coder, button):
        mine = keep(visit, coder, "I10", "E11.9", "E11.40")
        page = mine.fill({note_field(mine, "I10"): "One.", note_field(mine, "E11.40"): "Two."}).press(button)

        assert "One." in page.text and "Two." in page.text

    def test_a_note_of_another_tab_stays(self, visit, coder):
        mine, other = keep(visit, coder, "I10", "E11.9"), visit("/codes/mine", as_=coder)
        other.fill({note_field(other, "I10"): "Of the other tab."}).press("Keep the note on I10")
        page = mine.fill({note_field(mine, "E11.9"): "Of this one."}).press("Keep the note on E11.9")

        assert "Of the other tab." in page.text and "Of this one." in page.text

    def test_a_note_that_another_tab_wrote_meanwhile_is_shown_beside_what_was_typed_here(self, visit, coder):
        mine = keep(visit, coder, "I10")
        other = visit("/codes/mine", as_=coder)
        other.fill({note_field(other, "I10"): "Of the other tab."}).press("Keep the note on I10")
        page = mine.fill({note_field(mine, "I10"): "Of this one."}).press("Keep the note on I10")

        assert page.status == 422 and "noted meanwhile: “Of the other tab.”" in page.text
        assert page.soup.find("textarea").text.strip() == "Of this one."
        assert "Of this one." in page.press("Keep the note on I10").text
        assert "Of the other tab." not in visit("/codes/mine", as_=coder).text

    @pytest.mark.parametrize("number", ["99999999999999999999", "3000000000", "9" * 5000, "٣x", ""])
    def test_a_note_on_what_no_list_can_have_is_passed_over(self, visit, coder, number):
        keep(visit, coder, "I10")
        assert visit.post("/codes/mine", {f"note-{number}": "x"}, as_=coder).status == 200

    def test_a_note_on_what_was_taken_off_meanwhile_is_shown(self, visit, coder):
        mine = keep(visit, coder, "I10", "E11.9")
        visit("/codes/mine", as_=coder).press("Take I10 off")
        page = mine.fill({note_field(mine, "I10"): "Too late."}).press("Keep the note on I10")

        assert "isn’t on your list any more. You noted: Too late." in page.text

    def test_a_note_too_long_comes_back_with_what_is_wrong(self, visit, coder):
        mine = keep(visit, coder, "I10", "E11.9")
        page = mine.fill({note_field(mine, "I10"): "x" * 2001, note_field(mine, "E11.9"): "Fine."})
        page = page.press("Keep the note on E11.9")

        assert page.status == 422 and "has at most 2,000 characters" in page.text and "x" * 2001 in page.text
        assert "Fine." in visit("/codes/mine", as_=coder).text


def keep(visit, coder, *codes):
    for code in codes:
        visit.post(f"/codes/icd10cm/{code.replace('.', '')}/keep", as_=coder)
    return visit("/codes/mine", as_=coder)


def note_field(page, code):
    return page.soup.find("label", string=f"Note on {code}")["for"]
