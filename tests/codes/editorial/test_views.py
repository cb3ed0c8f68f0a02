"""The staff's pages about codes."""

from careercenter.codes import importing
from careercenter.codes.editorial import queries, writing
from careercenter.codes.models import Dataset
from tests.codes.factories import heading, made_up

PAGE = "/staff/codes/icd10cm/E119"


def test_a_code_is_found_and_written_about(visit, code, author):
    page = visit("/staff/codes", as_=author).fill({"code": "e11.9"}).press("Open")
    assert "Type 2 diabetes mellitus without complications" in page.text

    page = page.fill({"description": "Sugar.", "tips": "- Look further"}).press("Keep the draft")
    assert "The draft is kept" in page.text
    assert queries.find_open(code.id).description == "Sugar."


def test_two_of_us_take_a_text_to_everybody(visit, code, author, reviewer):
    visit(PAGE, as_=author).fill({"description": "Sugar."}).press("Send to review")
    assert "somebody else reviews it" in visit(PAGE, as_=author).text

    assert "E11.9" in visit("/staff/codes", as_=reviewer).text
    page = visit(PAGE, as_=reviewer).press("Publish")

    assert "Published" in page.text
    assert queries.find_published(code.id).description == "Sugar."


def test_a_text_is_returned_with_what_to_change(visit, code, author, reviewer):
    visit(PAGE, as_=author).fill({"description": "Sugar."}).press("Send to review")

    assert "Say what should be changed" in visit(PAGE, as_=reviewer).press("Return it").text
    visit(PAGE, as_=reviewer).fill({"reason": "Longer, please."}).press("Return it")

    assert "Longer, please." in visit(PAGE, as_=author).text
    page = visit(PAGE, as_=author).fill({"description": "Sugar, and more."}).press("Keep the draft")
    assert "It was returned: Longer, please." in page.text and "Sugar." in page.soup.find(id="revisions").parent.text


def test_what_was_typed_in_a_second_tab_stays_when_the_text_went_to_review(visit, code, author):
    visit(PAGE, as_=author).fill({"description": "Sugar."}).press("Keep the draft")
    second = visit(PAGE, as_=author)
    visit(PAGE, as_=author).press("Send to review")

    page = second.fill({"description": "Sugar, in the other tab.", "tips": "- Look"}).press("Keep the draft")

    assert page.status == 409 and "meanwhile" in page.text
    assert [box.get_text().strip() for box in page.soup.find_all("textarea")] == ["Sugar, in the other tab.", "- Look"]


def test_what_should_be_changed_stays_when_the_text_was_taken_back_meanwhile(visit, code, author, reviewer):
    visit(PAGE, as_=author).fill({"description": "Sugar."}).press("Send to review")
    page = visit(PAGE, as_=reviewer)
    visit(PAGE, as_=author).press("Take it back to write on")

    page = page.fill({"reason": "Longer, please."}).press("Return it")
    assert page.status == 409 and "Longer, please." in page.text


def test_what_was_typed_stays_when_somebody_else_was_faster(visit, code, author, reviewer):
    page = visit(PAGE, as_=author)
    writing.write(code, "Faster.", by=reviewer)

    page = page.fill({"description": "Slower."}).press("Keep the draft")

    assert "meanwhile" in page.text
    assert "Slower." in page.text
    assert queries.find_open(code.id).description == "Faster."


def test_an_empty_text_comes_back_with_its_error(visit, code, author):
    assert "Write the description" in visit(PAGE, as_=author).fill({"description": ""}).press("Keep the draft").text


def test_a_spelling_of_two_codes_offers_both(visit, code, author):
    importing.import_codes(heading(Dataset.HCPCS), made_up({"E1140": "Made-up wheelchair"}))
    page = visit("/staff/codes", as_=author).fill({"code": "E1140"}).press("Open")
    assert "Made-up wheelchair" in page.text
    assert "E11.40" in page.text


def test_a_code_that_nobody_knows_says_so(visit, code, author):
    assert "No release" in visit("/staff/codes", as_=author).fill({"code": "E99.9"}).press("Open").text
    assert visit("/staff/codes/icd10cm/E999", as_=author).status == 404
