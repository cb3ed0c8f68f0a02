"""What she kept goes along with her, and goes when she goes."""

import json
from datetime import date

from sqlalchemy import func, select

from careercenter.accounts import deletion, exports
from careercenter.core import db
from careercenter.shortlists import marking
from careercenter.shortlists.models import ElsewhereStage, HiddenEmployer, PostingMark
from tests.cast import PASSWORD, make_user


def keep_all(user, posting, clinic) -> None:
    marking.save(posting, by=user)
    marking.keep_notes(posting, by=user, note="Ask Tara.", stage=ElsewhereStage.OFFER, applied_on=date(2026, 3, 2))
    marking.hide_employer(clinic, by=user)


def test_an_export_holds_all_that_she_kept(posting, clinic, coder, stranger):
    keep_all(coder, posting, clinic)
    kept = json.loads(json.dumps(exports.export(coder)))["shortlist"]

    (job,) = kept["jobs"]
    assert (job["job"], job["note"], job["stage"], job["applied_elsewhere_on"]) == (
        posting.title, "Ask Tara.", "offer", "2026-03-02")
    assert kept["hidden_employers"][0]["employer"] == "Lakeside Clinic"
    assert exports.export(stranger)["shortlist"] == {"jobs": [], "hidden_employers": []}


def test_a_deleted_account_leaves_nothing_of_it(posting, clinic, stranger):
    person = make_user("Gia Gone", password=PASSWORD)
    keep_all(person, posting, clinic)
    keep_all(stranger, posting, clinic)

    deletion.erase(person, password=PASSWORD)

    db.session.rollback()
    for kept in (PostingMark, HiddenEmployer):
        assert db.session.scalar(select(func.count()).where(kept.user_id == person.id)) == 0
        assert db.session.scalar(select(func.count()).where(kept.user_id == stranger.id)) == 1
