"""What a page keeps of a code: never more than a reader may see, never longer than it is true."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event

from careercenter.accounts.models import StaffRole
from careercenter.codes import importing, queries, releases
from careercenter.codes.clock import today
from careercenter.codes.editions import get_edition
from careercenter.codes.editorial import writing
from careercenter.codes.links import HccMapping
from careercenter.codes.models import CodeSystem, Dataset
from careercenter.core import db, now
from tests.browsing import Page
from tests.cast import make_user
from tests.codes.factories import heading, import_tabular, made_up

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
INSIDE = ("Use additional code", "Section I.C.4.a", "History:", "Beside it:")
DESCRIBED = ("Official description", "Common language description")


@pytest.fixture
def tabular(app):
    """Diabetes and two injuries, in force."""
    return import_tabular()


@pytest.fixture
def read(visit) -> Callable[..., str]:
    """A code's page for a person, or in a new guest's browser."""
    def page(code: str = "icd10cm/E11.40", as_=None) -> str:
        client = visit.client(as_) if as_ else visit.app.test_client()
        return client.get(f"/codes/{code}", headers=FIREFOX).text
    return page


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements asked meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_: object) -> None:
        asked.append(statement)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def edited(text: str, by) -> None:
    """Publish a description of E11.40."""
    code = queries.find(CodeSystem.ICD10CM, "E11.40")
    assert code is not None
    writer = make_user(f"Wanda {text}", StaffRole.CONSULTANT)
    words = writing.write(code, text, by=writer)
    writing.submit(words, by=writer)
    writing.approve(words, by=by)


class TestNobodyReadsWhatIsAnothers:
    def test_a_guest_reads_her_part_after_a_person_read_it_all(self, read, tabular, coder):
        whole = read(as_=coder)
        assert all(line in whole for line in (*INSIDE, *DESCRIBED))

        page = read()
        assert all(line in page for line in DESCRIBED) and not any(line in page for line in INSIDE)

    def test_who_has_nothing_left_reads_the_title_alone_after_others_read_more(self, visit, read, tabular, coder):
        read(as_=coder)
        read()
        stopped = visit.client()
        stopped.get("/codes/icd10cm/E11.9", headers=FIREFOX)

        page = stopped.get("/codes/icd10cm/E11.40", headers=FIREFOX).text
        assert "E11.40" in page and not any(line in page for line in (*INSIDE, *DESCRIBED))

    def test_a_person_reads_it_all_after_guests_read_parts(self, visit, read, tabular, coder):
        stopped = visit.client()
        for code in ("E11.9", "E11.40"):
            stopped.get(f"/codes/icd10cm/{code}", headers=FIREFOX)
        read()

        assert all(line in read(as_=coder) for line in (*INSIDE, *DESCRIBED))

    def test_her_name_and_her_tokens_are_on_her_own_page_alone(self, visit, tabular, coder, stranger):
        first, second = (visit("/codes/icd10cm/E11.40", as_=one) for one in (coder, stranger))
        assert coder.name in first.text and coder.name not in second.text
        assert _tokens(first) and not _tokens(first) & _tokens(second)
        guests = visit("/codes/icd10cm/E11.40")
        assert not any(one.name in guests.text for one in (coder, stranger))
        assert not _tokens(guests) & (_tokens(first) | _tokens(second))

    def test_no_cache_between_keeps_it(self, visit, tabular, coder):
        for _ in range(2):
            assert visit.client(coder).get("/codes/icd10cm/E11.40").headers["Cache-Control"] == "no-store"
            assert "private" in visit.client().get("/codes/icd10cm/E11.40").headers["Cache-Control"]


def _tokens(page: Page) -> set[str]:
    return {str(field["value"]) for field in page.soup.select("input[name=csrf_token], input[name=key]")}


class TestItIsReadAnew:
    def test_when_another_release_is_in_force_and_when_it_is_rolled_back(self, read, app, coder):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "As it was"}))
        assert "As it was" in read("hcpcs/G0001", coder)
        later = importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "As it is"}))
        assert "As it is" in read("hcpcs/G0001", coder)

        releases.roll_back(later)
        page = read("hcpcs/G0001", coder)
        assert "As it was" in page and "As it is" not in page

    def test_when_a_text_about_it_is_published_and_replaced(self, read, tabular, coder, admin):
        assert "Nobody has written one" in read(as_=coder)
        for text in ("Nerves hurt.", "Sugar hurts the nerves."):
            edited(text, by=admin)
            assert text in read(as_=coder)
        assert "Nerves hurt." not in read(as_=coder)

    def test_when_a_table_comes(self, read, tabular, coder):
        assert "mappings aren’t loaded here" in read(as_=coder)
        importing.import_rows(heading(Dataset.HCC, series="2026"), HccMapping, [
            {"key": "E1140", "model": "CMS-HCC V28", "category": "37", "label": "Diabetes"}])
        assert "CMS-HCC V28" in read(as_=coder)

    def test_on_the_day_after_a_code_s_last(self, read, app, coder):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "One"}, valid_to=today()))
        assert "This code was deleted" not in read("hcpcs/G0001", coder)
        with time_machine.travel(now() + timedelta(days=1)):
            coder_again = make_user("Cora again")
            assert "This code was deleted" in read("hcpcs/G0001", coder_again)

    def test_when_a_release_s_day_has_come(self, read, app, coder):
        importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "As it was"}))
        day = today() + timedelta(days=40)
        importing.import_codes(heading(Dataset.HCPCS, valid_from=day), made_up({"G0001": "As it will be"}))
        assert "As it was" in read("hcpcs/G0001", coder)
        with time_machine.travel(day + timedelta(days=1)):
            releases.enforce_due()
            assert "As it will be" in read("hcpcs/G0001", make_user("Cora later"))


def test_an_edition_left_behind_never_comes_back(app):
    def edition():
        return get_edition(CodeSystem.HCPCS, "G0001")
    importing.import_codes(heading(Dataset.HCPCS, valid_from=date(2026, 1, 1)), made_up({"G0001": "One"}))
    first = edition()
    assert edition() == first
    later = importing.import_codes(heading(Dataset.HCPCS), made_up({"G0001": "Other"}))
    releases.roll_back(later)

    assert edition().version_id == first.version_id and edition() != first


def test_a_page_read_before_asks_only_who_reads_and_whether_it_still_holds(read, tabular, coder):
    read(as_=coder)
    with counted() as asked:
        read(as_=coder)

    selects = [statement for statement in asked if statement.startswith(("SELECT", "WITH"))]
    assert len(selects) <= 5  # the person, the edition, the meter, whether she keeps it, what consultants answered
    assert not any("code_versions.notes" in statement for statement in selects)
