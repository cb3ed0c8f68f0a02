"""An owner's words: shown with the license alone, and never without the owner's line. All of them are made up here."""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from careercenter.accounts import exports
from careercenter.accounts.models import StaffRole
from careercenter.casepilot import answering
from careercenter.codes import importing, queries
from careercenter.codes.formats import cpt
from careercenter.codes.lookup import finding, indexing
from careercenter.codes.models import CodeSystem, Dataset
from careercenter.codes.tools import keeping
from tests.cast import make_user
from tests.codes.factories import heading, import_procedures, made_up

WORDS, NOTICE = "Florbling of the wimble", "CPT © 2026 a made-up owner"
PAGES = ("/codes/cpt/32601", "/codes/cpt/32602", "/codes?q=32601", "/codes?q=florbling", "/codes/cpt/under/30000-32999",
         "/codes/compare?a=32601&b=32602", "/codes/mine", "/codes/mine.txt", "/codes/suggest?q=32601",
         "/codes/hcpcs/G0001", "/account/views", "/staff/codes/cpt/32601", "/casepilot?about=cpt:32601")


def license_of(app: Flask, line: str) -> None:
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"cpt_license": line})


@pytest.fixture
def imported(app, tmp_path) -> Iterator[None]:
    """A licensed file, and a code of another system that names one of its codes; the setting is gone by now."""
    file = tmp_path / "LONGULT.txt"
    file.write_text(f"32601\t{WORDS}\n32602\t{WORDS} twice\n")
    import_procedures("32601", "99213")
    importing.import_codes(heading(Dataset.CPT, notice=NOTICE), list(cpt.read([file])))
    importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "Old service"}, attributes={
        "cross_references": ["32601"]}))
    yield
    license_of(app, "")


@pytest.fixture
def read(visit, imported) -> Callable[[str], str]:
    """A page for somebody who writes about codes, keeps one, and has opened it before."""
    person = make_user("Wanda", StaffRole.CONSULTANT)
    code = queries.find(CodeSystem.CPT, "32601")
    assert code is not None
    keeping.keep(code, by=person)
    client = visit.client(person)
    client.get("/codes/cpt/32601")

    def page(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.get_data(as_text=True)
    return page


class TestWithoutTheSetting:
    @pytest.mark.parametrize("address", PAGES)
    def test_no_page_shows_the_words_though_they_were_imported(self, app, read, address):
        license_of(app, "the license of yesterday")
        finding.search("florbling")
        read(address)
        license_of(app, "")

        assert "wimble" not in read(address)

    def test_they_are_not_found_by_them_either(self, imported):
        found = finding.search("florbling wimbl")
        assert not {"32601", "32602"} & {hit.code for hit in found.hits}
        assert not any("wimble" in word or "florbling" in word for _, word in found.corrected)
        assert [hit.title for hit in finding.search("32601").hits] == [""]

    def test_a_pasted_list_and_casepilot_know_the_number_alone(self, visit, imported, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "32601"}).press("Check")
        assert "32601" in page.text and "wimble" not in page.text
        assert "wimble" not in answering.answer("What is CPT 32601?").text


class TestWithTheSetting:
    @pytest.fixture(autouse=True)
    def licensed(self, app, imported):
        license_of(app, "CPT © 2027 the same owner")
        indexing.rebuild_if_old()

    @pytest.mark.parametrize("address", PAGES)
    def test_every_page_that_shows_the_words_carries_its_release_s_line(self, read, address):
        for page in (read(address), read(address)):  # what is kept of a page carries it too
            shown = page.encode().decode("unicode_escape" if page.startswith("[") else "utf-8")
            assert "wimble" in shown and NOTICE in shown

    def test_a_number_that_the_licensed_list_lacks_has_no_page(self, visit):
        assert visit("/codes/cpt/32603").status == 404 and visit("/codes/cpt/32601").status == 200
        assert [hit.is_heading for hit in finding.search("32603").hits] == [True]

    def test_a_page_that_shows_none_carries_none(self, read):
        assert NOTICE not in read("/codes/hcpcs/under/G")

    def test_a_pasted_list_and_casepilot_carry_it(self, visit, coder):
        page = visit("/codes/check", as_=coder).fill({"codes": "32601"}).press("Check")
        assert WORDS in page.text and NOTICE in page.text
        answer = answering.answer("What is CPT 32601?").text
        assert WORDS in answer and NOTICE in answer


def test_an_answer_that_was_given_under_the_license_goes_with_it_and_comes_with_it(app, visit, imported, coder):
    license_of(app, NOTICE)
    indexing.rebuild_if_old()
    about_cpt, other = (visit("/casepilot", as_=coder).fill({"question": asked}).press("Ask") for asked in (
        "What is CPT 32601?", "What is G0001?"))
    shared = about_cpt.press("Make the link").soup.find("input", value=re.compile("/casepilot/shared/"))["value"]
    places = urlsplit(about_cpt.path).path, urlsplit(shared).path
    assert all(WORDS in visit(place, as_=coder).text for place in places)

    license_of(app, "")
    assert not any(WORDS in visit(place, as_=coder).text for place in places)
    assert "no license for them any more" in visit(places[0], as_=coder).text
    assert WORDS not in json.dumps(exports.export(coder))
    assert "Old service" in visit(urlsplit(other.path).path, as_=coder).text

    license_of(app, NOTICE)
    assert all(WORDS in visit(place, as_=coder).text for place in places)


def test_the_names_of_ranges_are_our_own_and_stay(app, imported, visit):
    assert "Surgery" in visit("/codes/cpt").text
