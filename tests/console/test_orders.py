"""Orders with their books, the gateway's word, and the question to it."""

import pytest
from sqlalchemy import delete

from careercenter.billing import alarms
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox.models import SandboxEvent
from careercenter.billing.models import OrderState
from careercenter.console import orders
from careercenter.core import AuditEntry, Forbidden, NotPossible, db
from tests.billing.conftest import order, order_one, press, session_of, shop  # noqa: F401


@pytest.fixture
def at(order):  # noqa: F811
    return f"/staff/orders/{order.public_id}"


class TestList:
    def test_is_by_state(self, visit, order, order_one, admin):  # noqa: F811
        paid = order_one("pack-5")
        press(sandbox.pay, paid)
        page = visit("/staff/orders", as_=admin)
        assert order.number in page.text and paid.number in page.text
        assert paid.number not in page.follow("Waiting").text
        assert order.number not in page.follow("Paid").text
        assert "No orders here" in page.follow("Refunded").text
        assert order.number in visit("/staff/orders?state=nonsense", as_=admin).text

    @pytest.mark.parametrize("group", orders.GROUPS)
    def test_every_group_has_its_page(self, visit, order, admin, group):  # noqa: F811
        assert visit(f"/staff/orders?state={group}", as_=admin).status == 200

    def test_finds_by_number_employer_and_the_gateway_s_ids(self, order, order_one):  # noqa: F811
        order_one()
        for query in (order.number, order.number.lower(), order.number[3:], order.session_id, order.public_id):
            assert [found.id for found, *_ in orders.list_orders("", query, number=1).items] == [order.id], query
        assert orders.list_orders("", "mercy", number=1).total == 2
        assert orders.list_orders("", "nobody", number=1).total == 0

    def test_what_a_person_must_see_stands_apart(self, order, order_one):  # noqa: F811
        disputed, settled = order_one(), order_one()
        order.flag = "Paid 100, ordered 14900."
        disputed.dispute_status, settled.dispute_status = "needs_response", "won"
        db.session.commit()
        assert {found.id for found, *_ in orders.list_orders("look", "", number=1).items} == {order.id, disputed.id}


class TestPage:
    def test_shows_the_books_and_what_the_gateway_told(self, visit, at, order, order_one, admin):  # noqa: F811
        other = order_one()
        press(sandbox.pay, order)
        press(sandbox.pay, other)
        page = visit(at, as_=admin)
        for says in ("payments:sandbox", "sales", "-$149", "+1 standard", "checkout.session.completed",
                     order.session_id):
            assert says in page.text, says
        assert page.text.count("checkout.session.completed") == 1
        assert "Ask the gateway now" not in page.text

    def test_before_any_money_moved_says_so(self, visit, at, admin):
        assert "no money has moved" in visit(at, as_=admin).text

    def test_says_why_somebody_must_look(self, visit, at, order, admin):  # noqa: F811
        order.flag, order.dispute_status = "Paid 100, ordered 14900.", "needs_response"
        db.session.commit()
        page = visit(at, as_=admin)
        assert "Paid 100, ordered 14900." in page.text and "needs response" in page.text


class TestSettle:
    def test_takes_an_order_off_the_list_and_says_why_in_the_audit_log(self, visit, at, order, admin):  # noqa: F811
        order.flag, order.state = "Paid 100, ordered 14900.", OrderState.FAILED
        db.session.commit()
        page = visit(at, as_=admin)
        assert page.press("It is settled").status == 422
        assert "is settled" in page.fill({"reason": "Refunded by hand"}).press("It is settled").text
        assert orders.list_orders("look", "", number=1).total == 0
        entry = db.session.query(AuditEntry).filter_by(action="settle").one()
        assert (entry.reason, entry.details) == ("Refunded by hand", {"flag": "Paid 100, ordered 14900."})

    def test_waits_for_the_refund(self, visit, at, order, admin):  # noqa: F811
        order.flag = "Paid 100, ordered 14900."
        db.session.commit()
        assert "Refund the payment at the gateway" in visit(at, as_=admin).text
        with pytest.raises(NotPossible):
            alarms.settle(order, by=admin, reason="Done")

    def test_is_for_admins(self, order, moderator):  # noqa: F811
        with pytest.raises(Forbidden):
            alarms.settle(order, by=moderator, reason="Done")


class TestAskTheGateway:
    def test_finds_a_payment_whose_webhook_was_lost(self, visit, at, order, admin):  # noqa: F811
        sandbox.pay(session_of(order))
        db.session.execute(delete(SandboxEvent))
        db.session.commit()
        page = visit(at, as_=admin).press("Ask the gateway now")
        assert "The gateway answered: paid." in page.text
        assert order.state is OrderState.PAID
        entry = db.session.query(AuditEntry).filter_by(action="ask_gateway").one()
        assert (entry.actor_id, entry.details) == (admin.id, {"outcome": "paid"})

    def test_of_an_unpaid_order_changes_nothing(self, visit, at, order, admin):  # noqa: F811
        assert "nothing new" in visit(at, as_=admin).press("Ask the gateway now").text
        assert order.state is OrderState.AWAITING_PAYMENT

    def test_a_paid_order_needs_no_question(self, order, admin):  # noqa: F811
        press(sandbox.pay, order)
        with pytest.raises(NotPossible):
            orders.ask_gateway(order, by=admin)

    def test_is_for_admins(self, order, moderator):  # noqa: F811
        with pytest.raises(Forbidden):
            orders.ask_gateway(order, by=moderator)

    def test_a_gateway_that_is_down_changes_nothing(self, app, visit, at, order, admin):  # noqa: F811
        class Down:
            name = "sandbox"

            def find_session(self, _session_id):
                raise GatewayDown("no answer")

        page = visit(at, as_=admin)
        real, app.extensions["gateway"] = app.extensions["gateway"], Down()
        try:
            answer = page.press("Ask the gateway now")
        finally:
            app.extensions["gateway"] = real
        assert "doesn't answer" in answer.text and order.state is OrderState.AWAITING_PAYMENT
