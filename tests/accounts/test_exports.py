"""Taking one's data along."""

import pytest

from careercenter.accounts import exports
from tests.cast import make_user


@pytest.fixture
def section(app):
    exports.register("test section", lambda user: [{"person": user.id}])
    yield
    del exports._sections["test section"]


def test_holds_what_accounts_keep_and_every_domain_s_section(visit, coder, section):
    answer = visit.client(coder).get("/account/data.json")
    data = answer.get_json()

    assert data["account"]["email"] == coder.email and data["account"]["id"] == coder.public_id
    assert len(data["account"]["sessions"]) == 1
    assert data["test section"] == [{"person": coder.id}]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="careercenter-data.json"'


def test_holds_no_secret(visit, app):
    user = make_user("Cora", password="a password of hers")
    assert "argon2" not in visit.client(user).get("/account/data.json").text


def test_is_limited(visit, coder):
    for _ in range(10):
        visit.client(coder).get("/account/data.json")
    assert visit("/account/data.json", as_=coder).status == 429
