"""Every page and every button, for every role."""

import pytest
from flask import Flask

from careercenter.employers import invitations, queries
from careercenter.employers.models import MemberRole
from tests.browsing import Visitor

WHO = ("guest", "stranger", "owner", "recruiter", "viewer", "finance", "moderator", "admin")

ALL, SIGNED_IN = set(WHO), set(WHO) - {"guest"}
MEMBERS = {"owner", "recruiter", "viewer", "finance"}
EDITORS, OWNERS = {"owner", "recruiter"}, {"owner"}

# endpoint, method, address, who may
ROUTES = [
    ("index", "GET", "/employers", SIGNED_IN),
    ("create", "GET", "/employers/new", SIGNED_IN),
    ("create", "POST", "/employers/new", SIGNED_IN),
    ("show_dashboard", "GET", "/employers/{id}", MEMBERS),
    ("edit", "GET", "/employers/{id}/edit", EDITORS),
    ("edit", "POST", "/employers/{id}/edit", EDITORS),
    ("set_logo", "POST", "/employers/{id}/logo", EDITORS),
    ("remove_logo", "POST", "/employers/{id}/logo/remove", EDITORS),
    ("show_logo", "GET", "/employers/{slug}/logo", ALL),
    ("profile", "GET", "/companies/{slug}", ALL),
    ("show_members", "GET", "/employers/{id}/members", MEMBERS),
    ("invite", "POST", "/employers/{id}/invitations", OWNERS),
    ("resend_invitation", "POST", "/employers/{id}/invitations/{invitation}/resend", OWNERS),
    ("revoke_invitation", "POST", "/employers/{id}/invitations/{invitation}/revoke", OWNERS),
    ("change_role", "POST", "/employers/{id}/members/{membership}/role", OWNERS),
    ("remove_member", "POST", "/employers/{id}/members/{membership}/remove", OWNERS),
    ("leave", "POST", "/employers/{id}/leave", MEMBERS),
    ("show_invitation", "GET", "/employers/invitations/{token}", ALL),
    ("accept_invitation", "POST", "/employers/invitations/{token}", SIGNED_IN),
    ("show_domain", "GET", "/employers/{id}/domain", EDITORS),
    ("claim_domain", "POST", "/employers/{id}/domain", EDITORS),
    ("mail_domain_code", "POST", "/employers/{id}/domain/mail", EDITORS),
    ("confirm_domain_code", "POST", "/employers/{id}/domain/code", EDITORS),
    ("check_domain_record", "POST", "/employers/{id}/domain/dns", EDITORS),
]

# What the address answers to whoever may, given these fields: never a refusal.
FIELDS = {"role": "viewer", "email": "nobody@example.com"}


def test_no_route_is_forgotten(app: Flask):
    there = {(rule.endpoint.removeprefix("employers."), method) for rule in app.url_map.iter_rules()
             if rule.endpoint.startswith("employers.") for method in (rule.methods or set()) & {"GET", "POST"}}
    assert there == {(endpoint, method) for endpoint, method, _, _ in ROUTES}


@pytest.fixture
def addresses(hospital, owner, viewer):
    """What stands in the addresses' gaps."""
    invitation = invitations.invite(hospital, "nina@example.com", MemberRole.VIEWER, by=owner)
    return {"id": hospital.id, "slug": hospital.slug, "invitation": invitation.id, "token": "guess",
            "membership": queries.find_membership(hospital.id, viewer.id).id}


@pytest.mark.parametrize("who", WHO)
def test_each_role_gets_what_it_may_and_no_more(visit: Visitor, addresses, request, who):
    person = None if who == "guest" else request.getfixturevalue(who)
    client = visit.client(person)
    for endpoint, method, pattern, allowed in ROUTES:
        if endpoint in ("leave", "remove_member", "revoke_invitation") and who in allowed:
            continue  # they end what the others need; their own tests have them
        path = pattern.format(**addresses)
        if method == "GET":
            status = client.get(path, headers={"Accept": "text/html"}).status_code
        else:
            from tests.browsing import csrf_token
            status = client.post(path, data={**FIELDS, "csrf_token": csrf_token(client)},
                                 headers={"Accept": "text/html"}).status_code
        if who in allowed:
            assert status not in (401, 403, 500), f"{who} {method} {path}: {status}"
        elif who == "guest":
            assert status in (302, 401), f"{who} {method} {path}: {status}"
        else:
            assert status == 403, f"{who} {method} {path}: {status}"


@pytest.mark.parametrize(("endpoint", "method", "pattern"), [
    (endpoint, method, pattern) for endpoint, method, pattern, _ in ROUTES if "{id}" in pattern])
def test_nothing_is_found_at_an_employer_that_isnt_there(visit, owner, addresses, endpoint, method, pattern):
    path = pattern.format(**{**addresses, "id": 10**6})
    page = visit(path, as_=owner) if method == "GET" else visit.post(path, FIELDS, as_=owner)
    assert page.status == 404


@pytest.mark.parametrize("pattern", [pattern for _, method, pattern, _ in ROUTES if method == "POST"])
def test_no_button_works_without_its_token(visit, owner, addresses, pattern):
    answer = visit.client(owner).post(pattern.format(**addresses), data=FIELDS)
    assert answer.status_code == 400
