"""What a person takes along, and what is left of her."""

import json

from sqlalchemy import func, select

from careercenter.accounts import deletion, exports, passwords
from careercenter.candidates import profiles, resumes
from careercenter.candidates.queries import find_profile
from careercenter.core import db
from careercenter.credentials import holdings
from careercenter.credentials.queries import list_holdings
from careercenter.files.models import StoredFile
from tests.candidates.test_profiles import FACTS
from tests.files.documents import pdf

PLAIN = holdings.Details(number="42", issued_on=None, expires_on=None, expected_on=None)


def tell_all(user) -> int:
    profiles.save(by=user, home_zip="78701", **FACTS)
    holdings.add("CPC", by=user, **PLAIN)
    return resumes.upload(pdf(), name="cora.pdf", by=user).id


def test_an_export_holds_the_profile_the_credentials_and_the_resume_s_facts(coder):
    tell_all(coder)
    data = json.loads(json.dumps(exports.export(coder)))

    assert data["profile"]["headline"] == FACTS["headline"] and data["profile"]["resume"]["name"] == "cora.pdf"
    assert data["credentials"][0]["code"] == "CPC" and data["credentials"][0]["number"] == "42"
    assert data["applications"] == []


def test_an_export_of_nothing_is_empty(stranger):
    data = exports.export(stranger)
    assert (data["profile"], data["credentials"]) == ({}, [])


def test_a_deleted_account_leaves_no_profile_credentials_or_resume(coder, stranger):
    file_id = tell_all(coder)
    tell_all(stranger)
    coder.password_hash = passwords.hash_password("correct horse battery staple")
    db.session.commit()

    deletion.erase(coder, password="correct horse battery staple")

    db.session.rollback()
    assert find_profile(coder.id) is None and list_holdings(coder.id) == []
    assert db.session.get_one(StoredFile, file_id).erased_at is not None
    assert find_profile(stranger.id) is not None and len(list_holdings(stranger.id)) == 1
    assert db.session.scalar(select(func.count(StoredFile.id)).where(StoredFile.erased_at.is_(None))) == 1
