"""Coding a case on the page: the note is marked, paid once, and not kept."""

import pytest
from sqlalchemy import inspect, text

from careercenter.core import db
from careercenter.metering import ledger
from careercenter.metering.meters import CASEPILOT
from tests.metering.pages import away

NOTE = "Assessment: type 2 diabetes mellitus without complications. Essential hypertension. Denies chest pain."


pytestmark = pytest.mark.usefixtures("everyday")


def code(visit, note=NOTE, as_=None):
    return visit("/casepilot/case", as_=as_).fill({"note": note}).press("Find codes")


def test_each_candidate_has_the_words_that_support_it(visit, coder):
    page = code(visit, as_=coder)

    found = {item.h3.a.get_text(): [q.get_text() for q in item.select("p > q")] for item in page.soup.select(
        ".pilot-candidates > li")}
    assert "E11.9" in found and "I10" in found
    assert all(words in NOTE for quotes in found.values() for words in quotes)
    assert page.soup.select(".pilot-evidence mark")
    for number in page.soup.select(".pilot-evidence sup"):
        number.decompose()
    assert page.soup.select_one(".pilot-evidence").get_text() == NOTE


def test_the_same_note_again_costs_nothing_more(visit, coder):
    code(visit, as_=coder)
    code(visit, as_=coder)

    assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1
    assert "A case that you coded" in visit("/account/views/casepilot", as_=coder).text


def test_a_note_without_a_code_costs_nothing(visit, coder):
    page = code(visit, "Denies chest pain.", as_=coder)

    assert "It cost no question" in page.text
    assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration


def test_patient_data_is_taken_out_first(visit, coder):
    page = code(visit, f"Pt: John Smith. {NOTE}", as_=coder)
    assert page.status == 422 and [mark.contents[0] for mark in page.soup.find_all("mark")] == ["John Smith"]
    assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration

    page = page.press("Take out and code it")
    assert "[name]" in page.soup.select_one(".pilot-evidence").get_text() and "John Smith" not in page.text


def test_the_note_is_kept_nowhere(visit, coder):
    code(visit, as_=coder)

    with db.engine.connect() as connection:
        for table in inspect(db.engine).get_table_names():
            if not table.startswith(("code", "lookup")):
                rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
                assert "type 2 diabetes mellitus without" not in str(rows), table


def test_a_guest_without_a_question_left_keeps_her_note_on_the_page(visit):
    code(visit)
    page = code(visit, NOTE + " Asthma.")

    assert page.status == 402 and "Register to have it coded" in page.text
    assert page.soup.find("textarea").get_text().strip() == NOTE + " Asthma."
    assert not page.soup.select(".pilot-candidates")


def test_while_the_meter_is_down_nobody_is_told_that_nothing_is_left(visit, coder):
    with away("meter_allowances"):
        page = code(visit, as_=coder)

    assert "We can’t count your questions just now" in page.text and "no CasePilot questions left" not in page.text
    assert NOTE in page.soup.find("textarea").get_text()
