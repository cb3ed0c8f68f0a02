"""Every page of the console lets in whom it is for, and nobody else."""

import pytest

from careercenter.accounts.models import StaffRole
from careercenter.mail.models import OutboxMail
from tests.billing.conftest import order, order_one, shop  # noqa: F401
from tests.cast import make_user
from tests.memberships.conftest import opening, price_list  # noqa: F401

ROLES = ("guest", "coder", "owner", "consultant", "moderator", "admin")
STAFF, MODERATORS, ADMINS = ("consultant", "moderator", "admin"), ("moderator", "admin"), ("admin",)

ROUTES = {
    "console.index": ("GET", "/staff", STAFF),
    "console.list_employers": ("GET", "/staff/employers", MODERATORS),
    "console.show_employer": ("GET", "/staff/employers/{employer}", MODERATORS),
    "console.grant_credits": ("POST", "/staff/employers/{employer}/grant", ADMINS),
    "console.suspend_employer": ("POST", "/staff/employers/{employer}/suspend", MODERATORS),
    "console.reinstate_employer": ("POST", "/staff/employers/{employer}/reinstate", MODERATORS),
    "console.withdraw_domain": ("POST", "/staff/employers/{employer}/withdraw-domain", MODERATORS),
    "console.list_orders": ("GET", "/staff/orders", ADMINS),
    "console.show_order": ("GET", "/staff/orders/{order}", ADMINS),
    "console.ask_gateway": ("POST", "/staff/orders/{order}/ask", ADMINS),
    "console.settle_order": ("POST", "/staff/orders/{order}/settle", ADMINS),
    "console.list_prices": ("GET", "/staff/prices", ADMINS),
    "console.set_price": ("POST", "/staff/prices/single", ADMINS),
    "console.list_memberships": ("GET", "/staff/memberships", ADMINS),
    "console.set_plan_price": ("POST", "/staff/memberships/plans/monthly", ADMINS),
    "console.list_memberships_of": ("GET", "/staff/people/{person}/memberships", ADMINS),
    "console.show_membership": ("GET", "/staff/memberships/{membership}", ADMINS),
    "console.refresh_membership": ("POST", "/staff/memberships/{membership}/ask", ADMINS),
    "console.refund_membership": ("POST", "/staff/memberships/{membership}/refund", ADMINS),
    "console.end_membership": ("POST", "/staff/memberships/{membership}/end", ADMINS),
    "console.list_mails": ("GET", "/staff/mails", ADMINS),
    "console.try_mail_again": ("POST", "/staff/mails/{mail}/try-again", ADMINS),
    "console.list_audit": ("GET", "/staff/audit", ADMINS),
    "console.show_health": ("GET", "/staff/health", ADMINS),
}


@pytest.fixture
def paths(order, hospital, delayed, opening, coder):  # noqa: F811
    """What stands in the routes' addresses."""
    return {"employer": hospital.id, "order": order.public_id, "mail": delayed.id, "membership": opening.public_id,
            "person": coder.public_id}


def test_each_route_of_the_console_is_tested(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("console.")} == set(ROUTES)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_lets_in_whom_it_is_for(visit, paths, request, role):
    by = (None if role == "guest" else make_user("Con", StaffRole.CONSULTANT) if role == "consultant"
          else request.getfixturevalue(role))
    for endpoint, (method, path, allowed) in ROUTES.items():
        path = path.format(**paths)
        page = visit(path, as_=by) if method == "GET" else visit.post(path, as_=by)
        if role in allowed:
            assert page.status in (200, 422), (endpoint, role, page.status)  # a form that says nothing
        elif role == "guest":
            assert page.path.startswith("/sign-in"), (endpoint, page.path)
        else:
            assert page.status == 403, (endpoint, role, page.status)


def test_staff_without_the_second_step_do_not_get_in(app, visit, admin):
    from careercenter.accounts.models import SignInSession
    from careercenter.core import db

    client = visit.client(admin)
    db.session.query(SignInSession).update({"second_factor_at": None})
    db.session.commit()
    assert client.get("/staff").status_code == 303
    assert "/two-step" in client.get("/staff/audit").location


def test_the_account_menu_leads_staff_there_and_nobody_else(visit, admin, moderator, coder):
    def menu(person):
        return visit("/account", as_=person).soup.find(attrs={"data-menu": True}).get_text()

    assert "Staff" in menu(admin) and "Staff" in menu(moderator)
    assert "Staff" not in menu(coder)


def test_the_tabs_show_what_one_may_open(visit, admin, moderator):
    def tabs(person):
        return visit("/staff", as_=person).soup.find("nav", {"aria-label": "Staff"}).get_text(" ").split()

    assert tabs(moderator) == ["Overview", "Moderation", "Employers", "People"]
    assert tabs(admin) == ["Overview", "Moderation", "Questions", "Answers", "Codes", "Employers", "People", "Orders",
                           "Prices", "Memberships", "Mails", "Audit", "log", "Health"]


def test_numbers_that_no_row_can_have_lead_nowhere(visit, admin):
    assert visit("/staff/employers/99999999999999999999", as_=admin).status == 404
    assert visit("/staff/employers/4711", as_=admin).status == 404
    assert visit("/staff/orders/nothing", as_=admin).status == 404
    assert visit.post("/staff/mails/4711/try-again", as_=admin).status == 404
    assert visit.post("/staff/prices/gold", as_=admin).status == 404
    assert OutboxMail.query.count() == 0
