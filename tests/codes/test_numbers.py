"""A CPT number that no list of ours has, as people work with it."""

import pytest

from careercenter.accounts.models import StaffRole
from careercenter.casepilot import answering
from careercenter.codes import importing, numbers, queries, releases
from careercenter.codes.editorial import writing
from careercenter.codes.formats import cpt
from careercenter.codes.formats.entries import Entry
from careercenter.codes.lookup import finding, indexing
from careercenter.codes.models import CodeSystem, Dataset
from careercenter.codes.tools import keeping
from careercenter.core import NotFound
from tests.cast import make_user
from tests.codes.factories import heading, import_procedures, made_up

PAGE = "/codes/cpt/36415"
EDITOR = "/staff/codes/cpt/36415"


@pytest.fixture
def author(app):
    import_procedures("32601")
    return make_user("Connie Consultant", StaffRole.CONSULTANT)


@pytest.fixture
def reviewer(app):
    return make_user("Rita Reviewer", StaffRole.CONSULTANT)


def test_it_is_kept_with_a_note(visit, coder, author):
    page = visit(PAGE, as_=coder).press("Keep on my list")
    assert "36415 is on your list" in page.text and page.soup.find("a", string="On your list")

    mine = visit("/codes/mine", as_=coder)
    assert "In no list of ours now" in mine.text and "in our words: Drawing blood" in mine.text
    assert mine.soup.find("a", href=PAGE)
    box = mine.soup.find("textarea")["name"]
    mine.fill({box: "Ask who drew it"}).press("Keep the note on 36415")
    as_text = visit.client(coder).get("/codes/mine.txt").get_data(as_text=True)
    assert as_text.splitlines()[0].split("\t") == ["36415", "", "Ask who drew it"]


def test_keeping_it_says_nowhere_that_there_is_such_a_code(visit, coder, author):
    before = list(queries.iter_entries())
    visit(PAGE, as_=coder).press("Keep on my list")

    assert queries.find(CodeSystem.CPT, "36415") is None and list(queries.iter_entries()) == before
    assert "We can’t say whether this number is in use" in visit(PAGE, as_=coder).text


def test_a_list_that_has_it_later_is_what_its_keeper_reads(visit, coder, author):
    visit(PAGE, as_=coder).press("Keep on my list")
    import_procedures("32601", "36415")

    assert "In no list of ours now" not in visit("/codes/mine", as_=coder).text
    assert "We can’t say" not in visit(PAGE, as_=coder).text
    [one] = keeping.list_kept(coder.id)
    assert one.place.code.id == queries.find(CodeSystem.CPT, "36415").id


def test_a_list_comes_in_while_somebody_keeps_what_it_brings(coder, author):
    entries = list(cpt.read_numbers(["32601", "36415"]))
    importing.import_codes(heading(Dataset.CPT), entries, steps=importing.Steps(
        lambda steps, what: None, lambda steps: keeping.keep(numbers.get_or_hold(CodeSystem.CPT, "36415"), by=coder)))

    [one] = keeping.list_kept(coder.id)
    assert one.place.is_listed and one.place.code.code == "36415"


def test_what_we_write_about_it_stands_on_its_page(visit, author, reviewer, coder):
    assert visit("/staff/codes", as_=author).fill({"code": "36415"}).press("Open").status == 200
    visit(EDITOR, as_=author).fill({"description": "Blood is drawn from a vein."}).press("Send to review")
    assert "36415" in visit("/staff/codes", as_=reviewer).text
    assert "Blood is drawn" not in visit(PAGE, as_=coder).text

    visit(EDITOR, as_=reviewer).press("Publish")

    page = visit(PAGE, as_=coder).text
    assert "Blood is drawn from a vein." in page and "We can’t say whether this number is in use" in page


class TestItsWords:
    @pytest.fixture
    def published(self, author, reviewer):
        def publish(text: str) -> None:
            words = writing.write(numbers.get_or_hold(CodeSystem.CPT, "36415"), text, by=author)
            writing.submit(words, by=author)
            writing.approve(words, by=reviewer)
            assert indexing.rebuild_if_old()

        publish("Blood is drawn with a *butterfly*.\n\nFor nurses")
        return publish

    def test_find_it(self, visit, published):
        [hit] = finding.search("drawn with butterfly").hits[:1]

        assert (hit.code, hit.title, hit.also) == ("36415", "", "Blood is drawn with a butterfly.")
        assert not hit.is_billable and hit.path[-1].key == "33016-37799"
        assert visit("/codes?q=butterfly").soup.find("a", href=PAGE)
        assert not indexing.rebuild_if_old()

    def test_later_ones_take_their_place(self, published):
        published("Blood is drawn with a plain needle.")

        assert "36415" in finding.rank("plain needle", most=1)
        assert "36415" not in finding.rank("butterfly", most=5)

    def test_are_not_found_where_a_licensed_list_lacks_it(self, app, published):
        importing.import_codes(heading(Dataset.CPT, notice="CPT © 2026 a made-up owner"),
                               [Entry(CodeSystem.CPT, "36416", "36416", "Florbling", is_billable=True)])
        app.extensions["settings"] = app.extensions["settings"].model_copy(update={"cpt_license": "CPT © 2026"})

        assert "36415" not in finding.rank("butterfly", most=5)

    @pytest.mark.parametrize("asked", ["What is the code for a butterfly draw?", "drawn with butterfly"])
    def test_do_not_let_casepilot_say_that_there_is_such_a_code(self, published, asked):
        assert "36415" not in {shown.code for shown in answering.answer(asked).codes}


@pytest.mark.parametrize("number", ["08000", "3641", "36415X", "G0101"])
def test_what_lies_in_no_range_is_neither_kept_nor_written_about(visit, coder, author, number):
    with pytest.raises(NotFound, match="has nothing called"):
        numbers.get_or_hold(CodeSystem.CPT, number)
    assert visit.post(f"/codes/cpt/{number}/keep", as_=coder).status == 404
    assert visit(f"/staff/codes/cpt/{number}", as_=author).status == 404


def test_a_note_stays_with_its_owner_when_the_code_s_release_is_rolled_back(visit, coder, app):
    release = importing.import_codes(heading(Dataset.HCPCS), made_up({"G0002": "New service"}))
    keeping.keep(queries.find(CodeSystem.HCPCS, "G0002"), by=coder)
    [one] = keeping.list_kept(coder.id)
    keeping.write_note(one.row.id, "Mine", by=coder, seen=keeping.stamp(""))

    releases.roll_back(release)

    mine = visit("/codes/mine", as_=coder)
    assert "Mine" in mine.soup.find("textarea").text and "In no list of ours now" in mine.text
