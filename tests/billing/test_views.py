"""The pages of paying, as a buyer, a colleague, an admin and a stranger see them."""

import pytest
from sqlalchemy import func, select

from careercenter.billing import catalog, ledger
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.models import Order, OrderState
from careercenter.core import db
from tests.billing.conftest import press, session_of


@pytest.fixture
def prices(shop, hospital) -> str:
    return f"/employers/{hospital.id}/billing"


@pytest.fixture
def page_of(order) -> str:
    return f"/billing/orders/{order.public_id}"


def only_order() -> Order:
    db.session.rollback()
    return db.session.scalars(select(Order)).one()


def test_the_price_list_is_public(visit, shop):
    page = visit("/pricing")
    for says in ("Job posting", "$149", "$249", "$595", "$990", "$119 a job"):
        assert says in page.text


class TestBuying:
    def test_from_the_price_to_the_credit(self, visit, prices, owner):
        checkout = visit(f"{prices}?return_to=/employers/1/jobs/5", as_=owner).press("Buy Job posting")
        assert "Sandbox: no real money" in checkout.text
        assert "$149" in checkout.soup.h1.get_text()

        page = checkout.press("Pay $149")

        assert "Paid. Thank you." in page.text
        assert page.soup.find("a", string="Go on where you left off")["href"] == "/employers/1/jobs/5"
        assert "1 standard credit left" in visit(prices, as_=owner).text

    def test_clicking_twice_is_one_order(self, visit, prices, owner):
        page = visit(prices, as_=owner)
        first, second = page.press("Buy Job posting"), page.press("Buy Job posting")
        assert first.path == second.path
        assert db.session.scalar(select(func.count()).select_from(Order)) == 1

    def test_going_back_and_buying_again_pays_for_the_same_order(self, visit, prices, owner):
        first = visit(f"{prices}?return_to=/employers/1/jobs/5", as_=owner).press("Buy Job posting")
        page = visit(f"{prices}?return_to=/employers/1/jobs/5", as_=owner)
        assert "Order CC-" in page.text and "Not paid yet" in page.text
        assert page.press("Buy Job posting").path == first.path
        assert db.session.query(Order).count() == 1
        page.press("Buy Featured job posting")
        visit(f"{prices}?return_to=/employers/1/jobs/6", as_=owner).press("Buy Job posting")
        assert db.session.query(Order).count() == 3, "another product, or for another job, is another order"

    def test_at_a_new_price_it_is_another_order(self, visit, prices, owner, admin):
        visit(prices, as_=owner).press("Buy Job posting")
        product, _ = catalog.get_offer("single")
        catalog.set_price(product, 99_00, by=admin)
        assert "$99" in visit(prices, as_=owner).press("Buy Job posting").text
        assert db.session.query(Order).count() == 2

    def test_clicking_again_after_paying_shows_the_order(self, visit, prices, owner):
        page = visit(prices, as_=owner)
        page.press("Buy Job posting").press("Pay $149")
        assert "Paid. Thank you." in page.press("Buy Job posting").text
        assert ledger.balance(only_order().employer_id) == 1

    def test_a_declined_card_says_so_on_both_sides(self, visit, prices, owner):
        checkout = visit(prices, as_=owner).press("Buy Featured job posting").press("Have the card declined")
        assert "The card was declined" in checkout.text
        page = visit(f"/billing/orders/{only_order().public_id}", as_=owner)
        assert "Your card was declined. Nothing was charged." in page.text
        assert "Paid. Thank you." in page.press("Go to the payment page").press("Pay $249").text

    def test_the_bank_s_question_is_answered_first(self, visit, prices, owner):
        checkout = visit(prices, as_=owner).press("Buy Job posting").press("Have the bank ask (3-D Secure)")
        assert "is it you?" in checkout.text
        refused = checkout.press("No, refuse")
        assert "declined" in refused.text
        approved = refused.press("Have the bank ask (3-D Secure)").press("Yes, approve")
        assert "Paid. Thank you." in approved.text

    def test_leaving_decides_nothing(self, visit, prices, owner):
        left = visit(prices, as_=owner).press("Buy Job posting").follow("Leave without paying")
        assert "Nothing was charged" in left.text
        assert only_order().state is OrderState.AWAITING_PAYMENT
        assert "Paid. Thank you." in left.press("Go to the payment page").press("Pay $149").text

    def test_canceling_closes_it(self, visit, prices, owner):
        page = visit(prices, as_=owner).press("Buy Job posting").follow("Leave without paying")
        assert "The order was canceled" in page.press("Cancel the order").text

    def test_a_slow_bank_is_told_of(self, visit, prices, owner):
        page = visit(prices, as_=owner).press("Buy Job posting").press("Pay by bank (arrives 20 seconds later)")
        assert "Your bank is working on it" in page.text

    def test_paying_a_second_time_leads_to_the_order_that_is_paid(self, visit, prices, owner):
        checkout = visit(prices, as_=owner).press("Buy Job posting")
        assert "Paid. Thank you." in checkout.press("Pay $149").text
        assert "Paid. Thank you." in checkout.press("Pay $149").text

    def test_a_page_that_closed_leads_back(self, visit, prices, owner):
        checkout = visit(prices, as_=owner).press("Buy Job posting").press("Let the page expire")
        page = checkout.follow("Back to CareerCenter")
        assert "The payment page has closed" in page.text
        assert "Posting credits" in page.follow("Order again").text

    def test_a_product_that_does_not_exist_is_not_sold(self, visit, shop, hospital, owner):
        page = visit.post(f"/employers/{hospital.id}/billing/buy", {"product": "gold", "key": "k"}, as_=owner)
        assert page.status == 404


class TestOrderPage:
    def test_coming_back_before_the_webhook_says_that_it_waits(self, visit, order, page_of, owner):
        sandbox.pay(session_of(order))  # its event is on its way
        page = visit(page_of, as_=owner)
        assert "Waiting for the payment" in page.text
        assert "Paid. Thank you." not in page.text
        assert page.soup.select_one("noscript meta[http-equiv=refresh]")

    def test_its_script_asks_for_the_state(self, visit, order, page_of, owner):
        page = visit(page_of, as_=owner)
        url = page.soup.select_one("[data-order-state=awaiting_payment]")["data-order-url"]
        assert visit(url, as_=owner).json == {"state": "awaiting_payment"}
        press(sandbox.pay, order)
        assert visit(url, as_=owner).json == {"state": "paid"}

    @pytest.mark.parametrize(("state", "says"), [
        ("pending", "Waiting for the payment"), ("failed", "The payment failed"),
        ("canceled", "Canceled"), ("refunded", "Refunded"), ("processing", "Your bank is working on it"),
    ])
    def test_tells_the_truth_in_every_state(self, visit, order, page_of, owner, state, says):
        order.state = OrderState(state)
        db.session.commit()
        page = visit(page_of, as_=owner)
        assert page.status == 200
        assert says in page.text

    def test_a_payment_that_does_not_fit_says_that_a_person_looks(self, visit, order, page_of, owner, admin):
        order.flag = "Paid 100, ordered 14900."
        db.session.commit()
        page = visit(page_of, as_=owner)
        assert "We are looking at this payment" in page.text
        assert "14900" not in page.text
        assert "ordered 14900" in visit(page_of, as_=admin).text

    @pytest.mark.parametrize(("role", "status"), [
        ("recruiter", 200), ("finance", 200), ("admin", 200), ("viewer", 403), ("stranger", 403),
        ("moderator", 403)])
    def test_is_for_whoever_sees_billing(self, visit, page_of, order, request, role, status):
        by = request.getfixturevalue(role)
        press(sandbox.pay, order)
        for path in (page_of, f"{page_of}/receipt", f"{page_of}/state", f"/employers/{order.employer_id}/billing",
                     f"/employers/{order.employer_id}/billing/orders",
                     f"/employers/{order.employer_id}/billing/credits"):
            assert visit(path, as_=by).status == status, path

    def test_an_admin_looks_and_does_not_pay(self, visit, page_of, admin):
        page = visit(page_of, as_=admin)
        assert "Go to the payment page" not in page.text
        assert visit.post(f"{page_of}/pay", as_=admin).status == 403
        assert visit.post(f"{page_of}/cancel", as_=admin).status == 403

    def test_of_no_order_is_nowhere(self, visit, owner):
        assert visit("/billing/orders/none", as_=owner).status == 404

    def test_asks_a_guest_to_sign_in(self, app, page_of):
        assert app.test_client().get(page_of).status_code in (302, 401)


class TestHistory:
    def test_the_receipt_is_there_once_it_is_paid(self, visit, order, page_of, owner):
        assert visit(f"{page_of}/receipt", as_=owner).status == 404
        press(sandbox.pay, order)
        page = visit(page_of, as_=owner).follow("Receipt")
        for says in (order.number, "Mercy Hospital", "$149", "Sandbox: no real money was paid"):
            assert says in page.text

    def test_orders_and_credits_are_listed(self, visit, prices, order, owner):
        press(sandbox.pay, order)
        assert order.number in visit(f"{prices}/orders", as_=owner).text
        page = visit(f"{prices}/credits", as_=owner)
        assert f"Order {order.number}" in page.text
        assert "+1" in page.text

    def test_before_the_first_order_there_is_a_way_to_begin(self, visit, prices, owner):
        assert "No orders yet" in visit(f"{prices}/orders", as_=owner).text
        assert "No credits yet" in visit(f"{prices}/credits", as_=owner).text


class TestGrant:
    def test_an_admin_gives_credits(self, visit, prices, hospital, admin):
        form = visit(prices, as_=admin).fill({"credits": "3", "reason": "Launch partner"})
        assert "Granted." in form.press("Grant credits").text
        assert ledger.balance(hospital.id) == 3

    def test_pressed_twice_gives_once(self, visit, prices, hospital, admin):
        page = visit(prices, as_=admin)
        page.press("Grant credits", credits="3", reason="Launch partner")
        assert page.press("Grant credits", credits="3", reason="Launch partner").status == 409
        assert ledger.balance(hospital.id) == 3

    def test_without_a_reason_comes_back_filled(self, visit, prices, hospital, admin):
        page = visit(prices, as_=admin).press("Grant credits", credits="3", reason="")
        assert page.status == 422
        assert page.soup.find("input", {"name": "credits"})["value"] == "3"
        assert ledger.balance(hospital.id) == 0

    def test_nobody_else_sees_or_uses_the_form(self, visit, prices, hospital, owner):
        assert "Grant credits" not in visit(prices, as_=owner).text
        answer = visit.post(f"{prices}/grant", {"key": "k", "kind": "standard", "credits": "1", "reason": "r"},
                            as_=owner)
        assert answer.status == 403


def test_a_gateway_that_is_down_is_told_of_with_what_to_do(app, visit, prices, owner):
    from tests.billing.test_checkout import OutOfOrder

    page = visit(prices, as_=owner)
    real = app.extensions["gateway"]
    app.extensions["gateway"] = OutOfOrder()
    try:
        answer = page.press("Buy Job posting")
    finally:
        app.extensions["gateway"] = real
    assert answer.status == 503
    assert "Your order is kept" in answer.text


def test_who_pays_sees_the_credits_on_the_dashboard(visit, hospital, finance, viewer):
    page = visit(f"/employers/{hospital.id}", as_=finance)
    assert "0 standard credits left" in page.text
    assert page.follow("Orders and receipts").path == f"/employers/{hospital.id}/billing/orders"
    assert "Orders and receipts" not in visit(f"/employers/{hospital.id}", as_=viewer).text
