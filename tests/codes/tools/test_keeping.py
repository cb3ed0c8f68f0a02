"""A person's own list of codes is hers alone."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from careercenter.accounts import deletion, exports
from careercenter.accounts.models import User
from careercenter.codes import queries
from careercenter.codes.models import Code, CodeSystem
from careercenter.codes.tools import keeping
from careercenter.codes.tools.models import KeptCode
from careercenter.core import NotFound, NotPossible, db
from tests.cast import PASSWORD, make_user


@pytest.fixture
def neuropathy(everyday) -> Code:
    code = queries.find(CodeSystem.ICD10CM, "E11.40")
    assert code is not None
    return code


def kept(user: User) -> list[tuple[str, str]]:
    return [(one.place.code.code, one.row.note) for one in keeping.list_kept(user.id)]


def test_twice_is_once_and_the_note_stays(neuropathy, coder):
    keeping.keep(neuropathy, by=coder)
    keeping.write_note(keeping.list_kept(coder.id)[0].row.id, "Ask for the A1c.", by=coder, seen=keeping.stamp(""))
    keeping.keep(neuropathy, by=coder)

    assert kept(coder) == [("E11.40", "Ask for the A1c.")]


def test_in_two_tabs_at_once_is_once(app, neuropathy, coder):
    ids = neuropathy.id, coder.id

    def keep(_: int) -> None:
        with app.app_context():
            keeping.keep(db.session.get_one(Code, ids[0]), by=db.session.get_one(User, ids[1]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(8)))
    db.session.rollback()
    assert len(kept(coder)) == 1


def test_a_heading_is_not_kept(neuropathy, coder):
    block = queries.find(CodeSystem.ICD10CM, "E08-E13")
    assert block is not None
    with pytest.raises(NotPossible):
        keeping.keep(block, by=coder)


def test_a_full_list_takes_no_more_but_keeps_what_it_has(neuropathy, coder, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    keeping.keep(neuropathy, by=coder)
    keeping.keep(neuropathy, by=coder)
    other = queries.find(CodeSystem.ICD10CM, "I10")
    assert other is not None

    with pytest.raises(NotPossible, match="full"):
        keeping.keep(other, by=coder)
    assert kept(coder) == [("E11.40", "")]


def test_nobody_else_touches_it(neuropathy, coder, stranger):
    keeping.keep(neuropathy, by=coder)
    row = keeping.list_kept(coder.id)[0].row

    with pytest.raises(NotFound):
        keeping.write_note(row.id, "Mine!", by=stranger, seen=keeping.stamp(""))
    keeping.let_go(row.id, by=stranger)
    assert kept(coder) == [("E11.40", "")] and kept(stranger) == []


def test_it_goes_along_and_goes_away_with_the_account(neuropathy, stranger):
    person = make_user("Gia Gone", password=PASSWORD)
    keeping.keep(neuropathy, by=person)
    keeping.keep(neuropathy, by=stranger)
    assert json.loads(json.dumps(exports.export(person)))["codes"][0]["code"] == "E11.40"

    deletion.erase(person, password=PASSWORD)

    db.session.rollback()
    assert db.session.query(KeptCode).count() == 1


def test_as_text_it_is_a_line_a_code(neuropathy, coder):
    keeping.keep(neuropathy, by=coder)
    keeping.write_note(keeping.list_kept(coder.id)[0].row.id, "Two\nlines", by=coder, seen=keeping.stamp(""))

    assert keeping.as_text(keeping.list_kept(coder.id)) == (
        "E11.40\tType 2 diabetes mellitus with diabetic neuropathy, unspecified\tTwo lines\n")
