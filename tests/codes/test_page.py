"""A code's page, as each kind of reader gets it."""

import json
from datetime import date

import pytest
import time_machine

from careercenter.accounts.models import StaffRole
from careercenter.codes import guidance, importing, queries, releases
from careercenter.codes.editorial import writing
from careercenter.codes.formats.entries import Entry
from careercenter.codes.links import HccMapping
from careercenter.codes.models import CodeSystem, Dataset
from careercenter.codes.sections import Section
from careercenter.core import db
from careercenter.metering import viewing
from careercenter.metering.models import View
from tests.cast import make_user
from tests.codes.factories import heading, import_procedures, import_tabular, made_up

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
GOOGLEBOT = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
LOCKED = "Create a free account to unlock this content."
LABELS = [Section.TREE.label, Section.GUIDELINES.label, Section.CROSSWALKS.label, Section.COVERAGE.label]


@pytest.fixture
def tabular(app):
    """Diabetes and two injuries, in force."""
    return import_tabular()


@pytest.fixture
def guest(visit, tabular):
    """A guest's browser: `guest("E11.40")` opens a diagnosis."""
    client = visit.client()
    return lambda code, **headers: client.get(f"/codes/icd10cm/{code}", headers={**FIREFOX, **headers}).text


def views() -> int:
    return db.session.query(View).count()


def test_a_guest_reads_both_descriptions_of_her_first_and_nothing_else_of_it(guest):
    page = guest("E11.40")
    assert "Type 2 diabetes mellitus with diabetic neuropathy, unspecified" in page
    assert "Common language description" in page
    assert page.count(LOCKED) == len(LABELS) and "Code first" not in page
    assert "<strong>0</strong> code page views remaining." in page
    assert "Guest accounts are limited to 1 page view." in page
    assert "Register free account to get 5 more views." in page


def test_the_second_shows_a_guest_its_short_title_alone(guest):
    guest("E11.40")
    page = guest("E11.42")
    assert "E11.42" in page and "Official description" not in page and "Common language" not in page
    assert page.count("Register to view content.") == len(LABELS)


def test_opening_it_again_is_free(guest):
    assert "Official description" in guest("E11.40") and "Official description" in guest("E11.40") and views() == 1


def test_what_is_kept_from_a_guest_is_not_in_the_page_at_all(guest, visit, coder):
    inside = ("Use additional code", "Section I.C.4.a")
    whole, page = visit("/codes/icd10cm/E11.40", as_=coder).text, guest("E11.40")
    assert all(line in whole for line in inside) and not any(line in page for line in inside)


def test_who_is_signed_in_reads_it_all(visit, tabular, coder):
    page = visit("/codes/icd10cm/E11.40", as_=coder)
    assert all(page.soup.find("h2", string=label) for label in LABELS)
    assert "4 code page views remaining" in " ".join(page.text.split()) and LOCKED not in page.text
    assert "ICD-10-CM Official Guidelines, Section I.C.4.a" in page.text


def test_after_five_the_membership_is_offered(visit, tabular, coder):
    for code in ("E11.40", "E11.42", "E11.9", "E11", "T66"):
        assert "Official description" in visit(f"/codes/icd10cm/{code}", as_=coder).text, code
    page = visit("/codes/icd10cm/S06", as_=coder)
    assert "Official description" not in page.text and "A membership unlocks this content." in page.text


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_a_browser_fetches_ahead_is_never_what_the_reader_then_sees(visit, tabular, coder, signed_in):
    client = visit.client(coder if signed_in else None)
    ahead = client.get("/codes/icd10cm/E11.40", headers={**FIREFOX, "Sec-Purpose": "prefetch;prerender"})
    assert (ahead.status_code, ahead.headers["Cache-Control"], ahead.text) == (503, "no-store", "") and views() == 0

    assert "Official description" in client.get("/codes/icd10cm/E11.40", headers=FIREFOX).text and views() == 1


def test_a_view_is_not_spent_on_a_code_whose_release_is_rolled_back_at_that_moment(visit, coder, app, monkeypatch):
    importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One"}))
    later = importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One", "G0002": "Two"}))
    opens = viewing.open_page

    def open_page(*asked):
        access = opens(*asked)
        releases.roll_back(later)
        return access

    monkeypatch.setattr(viewing, "open_page", open_page)
    assert visit("/codes/hcpcs/G0002", as_=coder).status == 404 and views() == 0


def test_a_code_ends_with_its_last_day_on_the_east_coast(visit, app):
    importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One"}, valid_to=date(2026, 12, 31)))
    for hour, is_deleted in (("2027-01-01T04:59", False), ("2027-01-01T05:01", True)):
        with time_machine.travel(f"{hour}:00+00:00"):
            assert ("was deleted" in visit("/codes/hcpcs/G0001").text) is is_deleted


class TestOneAddress:
    @pytest.mark.parametrize("typed", ["e11.40", "E1140", "e1140"])
    def test_other_spellings_lead_to_it_and_count_nothing(self, visit, tabular, typed):
        answer = visit.client().get(f"/codes/icd10cm/{typed}", headers=FIREFOX)
        assert answer.status_code == 301 and answer.location == "/codes/icd10cm/E11.40" and views() == 0

    def test_a_chapter_is_browsed(self, visit, tabular):
        answer = visit.client().get("/codes/icd10cm/CH04", headers=FIREFOX)
        assert (answer.status_code, answer.location) == (301, "/codes/icd10cm/under/CH04") and views() == 0

    def test_an_unknown_code_is_not_found(self, visit, tabular):
        assert visit("/codes/icd10cm/E99.99").status == 404 and views() == 0


class TestSearchEngines:
    def test_see_what_a_guest_first_reads_word_for_word(self, guest, visit):
        def article(page: str) -> str:
            return page.split("<article")[1].split("</article>")[0]
        seen = visit.client().get("/codes/icd10cm/E11.40", headers=GOOGLEBOT).text
        assert views() == 0
        assert article(seen) == article(guest("E11.40"))

    def test_are_told_what_is_locked(self, guest):
        data = json.loads(guest("E11.40").split('ld+json">')[1].split("</script>")[0])
        assert data["isAccessibleForFree"] is False and data["about"]["codeValue"] == "E11.40"
        [part] = data["hasPart"]
        assert part == {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".metered"}

    def test_every_locked_part_has_the_class_that_they_were_told(self, visit, tabular):
        page = visit("/codes/icd10cm/E11.40")
        assert len(page.soup.select(".metered")) == len(LABELS)
        assert all(one.find_parent(class_="metered") for one in page.soup.select(".locked-section"))


class TestProcedures:
    def test_a_cpt_number_has_a_page_that_says_why_it_has_no_descriptor(self, visit, coder, app):
        import_procedures("32601")
        page = visit("/codes/cpt/32601", as_=coder)
        assert "CPT’s descriptors belong to the American Medical Association" in page.text
        assert "NCCI Policy Manual, Chapter V" in page.text
        assert "isn’t loaded here, so this page can’t say" in page.text

    def test_a_guest_reads_our_own_words_by_which_it_was_found(self, visit, app):
        import_procedures("32601")
        page = visit("/codes/cpt/32601")
        assert "Roughly, in our words: Looking into the chest through a scope" in page.text
        assert "so we call the numbers around 32601" in page.text

    def test_a_number_that_no_list_names_has_a_page_that_says_so(self, visit, coder, app):
        import_procedures("32601")
        page = visit("/codes/cpt/36415", as_=coder)
        assert page.status == 200 and "We can’t say whether this number is in use" in page.text
        assert "Surgery: heart and vessels" in page.text and "NCCI edits" in page.text
        assert page.soup.find("meta", {"name": "robots"})["content"] == "noindex"
        assert "4 code page views remaining" in " ".join(page.text.split())
        assert visit("/account/views", as_=coder).soup.find("a", href="/codes/cpt/36415")
        assert queries.find(CodeSystem.CPT, "36415") is None  # it was invented by nobody

    @pytest.mark.parametrize("number", ["08000", "3641", "36415X", "ABCDE"])
    def test_what_lies_in_no_range_has_none(self, visit, app, number):
        import_procedures("32601")
        assert visit(f"/codes/cpt/{number}").status == 404 and views() == 0

    def test_our_own_words_are_shown_where_an_editor_wrote_some(self, visit, admin, app):
        import_procedures("32601")
        code = queries.find(CodeSystem.CPT, "32601")
        writer = make_user("Wanda", StaffRole.CONSULTANT)
        draft = writing.write(code, "A look into the chest.", by=writer)
        writing.submit(draft, by=writer)
        writing.approve(draft, by=admin)
        assert "A look into the chest." in visit("/codes/cpt/32601").text

    def test_a_hcpcs_code_says_that_it_is_billable(self, visit, coder, app):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0002": "New service"}))
        assert visit("/codes/hcpcs/G0002", as_=coder).soup.find(class_="code-page-head").find(string="Billable")

    def test_a_deleted_code_says_so_with_what_came_instead(self, visit, coder, app):
        importing.import_codes(heading(Dataset.HCPCS), made_up(
            {"G0001": "Old service", "G0002": "New service"}, attributes={"cross_references": ["G0002"]}))
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0002": "New service"}))
        page = visit("/codes/hcpcs/G0001", as_=coder)
        assert "This code was deleted" in page.text and page.soup.find("a", string="G0002")


def test_the_account_s_history_names_the_codes(visit, tabular, coder):
    visit("/codes/icd10cm/E11.40", as_=coder)
    page = visit("/account/views", as_=coder)
    link = page.soup.find("a", href="/codes/icd10cm/E11.40")
    assert link and "E11.40" in link.text


@pytest.mark.parametrize(("code", "section"), [
    ("E11.40", "I.C.4.a"), ("S06.1X0A", "I.C.19.a"), ("E11.40", "I.A.12")])
def test_guidance_is_that_of_the_code_s_span(tabular, code, section):
    place = queries.find_place(CodeSystem.ICD10CM, code)
    assert section in [one.section for one in guidance.list_guidance(place)]


def test_a_section_about_several_spans_is_told_once(app):
    importing.import_codes(heading(Dataset.ICD10CM), [
        Entry(CodeSystem.ICD10CM, "B9561", "B95.61", "Staphylococcus aureus, elsewhere", is_billable=True)])
    sections = [one.name for one in guidance.list_guidance(queries.find_place(CodeSystem.ICD10CM, "B9561"))]
    assert len(sections) == len(set(sections))


def test_a_category_says_that_the_codes_below_it_count(visit, tabular, coder):
    importing.import_rows(heading(Dataset.HCC, series="2027"), HccMapping, [
        {"key": "E1140", "model": "CMS-HCC V28", "category": "37", "label": "Diabetes"}])
    for code, said in (("E11", "below it count"), ("E11.9", "counts for no category"), ("T66", "for no category")):
        assert said in visit(f"/codes/icd10cm/{code}", as_=coder).text


def test_guidance_about_other_codes_is_left_out(tabular):
    place = queries.find_place(CodeSystem.ICD10CM, "E11.40")
    assert "I.C.9.a" not in [one.section for one in guidance.list_guidance(place)]
