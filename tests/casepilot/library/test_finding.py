"""Finding passages by words, codes and sections."""

import pytest

from careercenter.casepilot.library import finding
from careercenter.casepilot.library.models import Series


def sections(query: str, **more) -> list[str]:
    return [hit.passage.section for hit in finding.search(query, **more)]


@pytest.mark.parametrize(("query", "section"), [
    ("default type of diabetes if the record doesn't say", "I.C.4.a"), ("thyroid storm", "I.C.4.b"),
    ("is blue fever coded before it is confirmed", "I.C.1.a"), ("DM2 complications", "I.C.4.a"),
    ("suspected diagnoses in the office", "IV.H"), ("abbreviations", "I.A.2"),
])
def test_the_passage_that_says_it_comes_first(guidelines, query, section):
    assert sections(query)[0] == section


def test_a_code_is_found_where_it_is_named(guidelines):
    assert sections("insulin", codes=["Z79.4"])[0] == "I.C.4.a.2"


def test_passages_of_a_section_that_holds_come_forward(guidelines):
    plain = {hit.passage.section: hit.score for hit in finding.search("coded", most=10)}
    forward = {hit.passage.section: hit.score
               for hit in finding.search("coded", most=10, sections=[(Series.GUIDELINES, "I.C.4")])}

    assert forward["I.C.4.b"] > plain["I.C.4.b"] and forward["I.C.1.a"] == plain["I.C.1.a"]


def test_coverage_is_what_part_of_the_question_is_said(guidelines):
    whole, part = finding.search("thyroid storm")[0], finding.search("thyroid storm on Jupiter")[0]
    assert whole.coverage > 0.85 > 0.75 > part.coverage


def test_a_section_is_opened_with_what_stands_below_it(guidelines):
    assert [hit.passage.section for hit in finding.find_section(Series.GUIDELINES, "I.C.4.a")] == [
        "I.C.4.a", "I.C.4.a.1", "I.C.4.a.2"]


@pytest.mark.parametrize("query", ["", "?", "the of and", "zzzz", "“”"])
def test_nothing_is_found_for_nothing(guidelines, query):
    assert finding.search(query) == []


def test_an_empty_library_finds_nothing(app):
    assert finding.search("diabetes") == [] and finding.find_section(Series.NCCI, "I") == []
