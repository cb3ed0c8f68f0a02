"""The pages on which a person names her credentials."""

from datetime import timedelta

import pytest

from careercenter.core import today
from careercenter.credentials import holdings
from careercenter.credentials.queries import list_holdings

PLAIN = holdings.Details(number="", issued_on=None, expires_on=None, expected_on=None)


@pytest.fixture
def cpc(coder):
    return holdings.add("CPC", by=coder, **PLAIN)


def test_a_coder_adds_a_credential_and_sees_it_in_her_profile(visit, coder):
    page = visit("/profile/credentials/new", as_=coder).fill(
        {"code": "CPC", "number": "01234567", "issued_on": "2023-04-01"}).press("Add it")

    assert "CPC is in your profile" in page.text and "number 01234567" in page.text
    assert "Apr 1, 2023" in page.text


def test_an_expired_one_is_shown_as_such(visit, coder):
    page = visit("/profile/credentials/new", as_=coder).fill(
        {"code": "CCS", "expires_on": (today() - timedelta(days=1)).isoformat()}).press("Add it")

    assert "expired" in page.text


def test_one_in_progress_needs_its_day_and_loses_nothing_typed(visit, coder):
    form = visit("/profile/credentials/new", as_=coder)
    page = form.fill({"code": "RHIT", "standing": "in_progress", "number": "77"}).press("Add it")
    assert page.status == 422 and "Say when you expect it" in page.text
    assert page.soup.find(id="number")["value"] == "77"

    page = page.fill({"expected_on": (today() + timedelta(days=90)).isoformat()}).press("Add it")
    assert "in progress" in page.text and list_holdings(coder.id)[0].is_in_progress


@pytest.mark.parametrize(("typed", "says"), [
    ({"code": ""}, "Choose the credential"),
    ({"code": "CPC", "issued_on": "2999-01-01"}, "still to come"),
    ({"code": "CPC", "issued_on": "2024-02-01", "expires_on": "2024-01-01"}, "expire before it was issued"),
    ({"code": "CPC", "issued_on": "0024-02-01"}, "Write a day between 1960 and"),
    ({"code": "CPC", "expires_on": "2999-01-01"}, "Write a day between 1960 and"),
    ({"code": "CPC", "standing": "in_progress", "expected_on": "2999-01-01"}, "Write a day between 1960 and"),
    ({"code": "CPC", "issued_on": "yesterday"}, "Write a day"),
    ({"code": "CPC", "standing": "in_progress", "expected_on": "2020-01-01"}, "This day is past"),
    ({"code": "CPC-H", "standing": "in_progress", "expected_on": "2999-01-01"}, "no longer issued"),
])
def test_what_can_t_be_is_said_at_its_field(visit, coder, typed, says):
    page = visit("/profile/credentials/new", as_=coder).fill(typed).press("Add it")

    assert page.status == 422 and says in page.text
    assert list_holdings(coder.id) == []


def test_a_second_of_the_same_is_sent_to_the_first(visit, coder, cpc):
    page = visit("/profile/credentials/new", as_=coder).fill({"code": "CPC"}).press("Add it")

    assert page.status == 422 and "CPC is in your profile already" in page.text


def test_a_coder_edits_and_removes_hers(visit, coder, cpc):
    page = visit("/profile", as_=coder).follow("Edit CPC").fill({"number": "42"}).press("Save")
    assert "number 42" in page.text

    page = page.follow("Edit CPC").press("Remove CPC")
    assert "CPC is no longer in your profile" in page.text and list_holdings(coder.id) == []


@pytest.mark.parametrize("role", ["stranger", "owner", "moderator", "admin"])
def test_nobody_else_reaches_it(visit, cpc, role, request):
    somebody = request.getfixturevalue(role)

    assert visit(f"/profile/credentials/{cpc.id}", as_=somebody).status == 404
    assert visit.post(f"/profile/credentials/{cpc.id}", {"standing": "held"}, as_=somebody).status == 404
    assert visit.post(f"/profile/credentials/{cpc.id}/remove", as_=somebody).status == 404
    assert list_holdings(cpc.user_id) == [cpc]


@pytest.mark.parametrize("path", ["/profile/credentials/new", "/profile/credentials/1",
                                  "/profile/credentials/1/remove"])
def test_a_guest_reaches_nothing(visit, path):
    assert visit.client().get(path).status_code in (302, 401, 405)
    assert visit.client().post(path).status_code in (302, 400, 401)
