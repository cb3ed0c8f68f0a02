"""The summaries that the library begins with."""

import re
from datetime import date

import pytest

from careercenter.casepilot.library import bundled, finding
from careercenter.casepilot.library.models import Document, Passage, Series
from careercenter.codes.formats.opening import data_of
from careercenter.codes.guidance import list_all
from careercenter.core import db

_ICD10CM = re.compile(r"\b[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?|\bU0[79](?:\.\d)?")


@pytest.fixture
def loaded(app) -> None:
    """The summaries, imported."""
    bundled.load()


def test_are_there_once_however_often_one_loads(app):
    first = app.test_cli_runner().invoke(args=["library", "load"])
    second = app.test_cli_runner().invoke(args=["library", "load"])

    assert "ICD-10-CM Official Guidelines, in our words" in first.output and not second.output
    assert db.session.query(Document).count() == len(finding.list_read()) == 3


@pytest.mark.usefixtures("loaded")
def test_have_every_section_that_code_pages_point_to():
    pointed = {rule.section for rule in list_all() if rule.document == "guidelines"}

    assert [section for section in pointed if not finding.find_section(Series.GUIDELINES, section)] == []


@pytest.mark.usefixtures("loaded")
def test_name_codes_that_exist():
    known = set((data_of("simple_icd_10_cm") / "code-list-April-2026.txt").read_text().split())
    named = {code.replace(".", "") for passage in db.session.query(Passage) for code in _ICD10CM.findall(passage.text)}

    assert len(named) > 200 and named - known == set()


@pytest.mark.usefixtures("loaded")
def test_give_way_to_the_rules_themselves(import_document):
    import_document("Section I. Conventions\n\nA. Conventions\n\n1. Of the real thing\n\nIts text.",
                    series=Series.GUIDELINES, effective_on=date(2025, 10, 1))

    read = {document.title for document in finding.list_read() if document.series is Series.GUIDELINES}
    assert "ICD-10-CM Official Guidelines, in our words" not in read and len(read) == 1
