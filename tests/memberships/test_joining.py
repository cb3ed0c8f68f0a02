"""Becoming a member, once, whatever is clicked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import User
from careercenter.billing.gateways.sandbox import checkout as sandbox_pages
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.sandbox.models import SandboxSession, SandboxSubscription
from careercenter.core import Forbidden, NotFound, NotPossible, db, now
from careercenter.memberships import joining, plans, queries
from careercenter.memberships.joining import AlreadyMember
from careercenter.memberships.models import Interval, MembershipState, Subscription
from tests.cast import make_user
from tests.memberships.conftest import let_arrive, page_of, pay, press


def open_pages() -> list[SandboxSession]:
    db.session.rollback()
    return db.session.query(SandboxSession).filter_by(status="open").all()


class TestStart:
    def test_opens_a_payment_page_for_the_plan_with_its_trial(self, opening, coder):
        page = page_of(opening)
        assert (opening.state, opening.checkout_url) == (MembershipState.OPENING, sandbox_pages.page_url(page))
        assert (page.mode, page.subtotal, page.interval, page.trial_days) == ("subscription", 19_00, "month", 7)
        assert page.email == coder.email
        assert queries.entitled_until(coder.id) is None

    def test_again_is_the_same_page(self, opening, coder):
        assert joining.start("monthly", by=coder).id == opening.id
        assert db.session.query(SandboxSession).count() == 1

    def test_of_another_plan_closes_the_first_page(self, opening, coder):
        first = opening.session_id
        joining.start("yearly", by=coder)
        page, = open_pages()
        assert (page.public_id, page.subtotal, page.interval) == (opening.session_id, 149_00, "year")
        with pytest.raises(NotPossible):
            subscriptions.subscribe(sandbox_pages.get_session(first))
        assert opening.interval is Interval.YEAR

    def test_after_the_first_page_was_paid_in_another_tab_is_refused(self, opening, coder):
        subscriptions.subscribe(page_of(opening))  # its event is on its way
        with pytest.raises(AlreadyMember):
            joining.start("yearly", by=coder)
        db.session.rollback()
        assert opening.state is MembershipState.TRIALING
        assert db.session.query(SandboxSubscription).count() == 1

    def test_by_a_member_is_refused(self, trial, coder):
        with pytest.raises(AlreadyMember):
            joining.start("monthly", by=coder)

    def test_near_the_page_s_end_opens_another(self, opening, coder):
        first = opening.session_id
        with time_machine.travel(opening.expires_at - timedelta(minutes=10)):
            joining.start("monthly", by=coder)
            assert opening.session_id != first
            assert len(open_pages()) == 1

    def test_without_a_proven_address_is_refused(self, price_list):
        with pytest.raises(Forbidden, match="Verify"):
            joining.start("monthly", by=make_user("Una", email_verified_at=None))

    def test_of_no_plan_is_refused(self, price_list, coder):
        with pytest.raises(NotFound):
            joining.start("weekly", by=coder)

    @pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "codes"])
    def test_leads_nowhere_else_afterwards(self, price_list, coder, elsewhere):
        assert joining.start("monthly", by=coder, return_to=elsewhere).return_to is None

    def test_after_an_ended_membership_begins_without_a_trial_for_the_same_customer(self, trial, coder):
        press(subscriptions.end, trial)
        assert trial.state is MembershipState.ENDED
        again = joining.start("yearly", by=coder)
        assert (again.id != trial.id, again.trial_days, again.customer_id) == (True, 0, trial.customer_id)
        pay(again)
        assert again.state is MembershipState.ACTIVE

    def test_after_a_page_that_nobody_paid_keeps_the_trial(self, opening, coder):
        press_page(sandbox_pages.expire, opening)
        assert opening.state is MembershipState.ABANDONED
        assert joining.start("monthly", by=coder).trial_days == 7


def press_page(step, row: Subscription) -> None:
    step(page_of(row))
    let_arrive()


class TestOnce:
    def test_two_clicks_at_the_same_moment_open_one_page(self, app, price_list, coder):
        user_id = coder.id

        def click(_: int) -> str | None:
            with app.app_context():
                return joining.start("monthly", by=db.session.get_one(User, user_id)).session_id

        with ThreadPoolExecutor(4) as pool:
            pages = set(pool.map(click, range(4)))
        assert len(pages) == 1
        assert len(open_pages()) == 1
        assert db.session.query(Subscription).count() == 1

    def test_two_tabs_with_two_plans_leave_one_page_that_can_be_paid(self, app, price_list, coder):
        user_id = coder.id

        def click(plan: str) -> None:
            with app.app_context():
                try:
                    joining.start(plan, by=db.session.get_one(User, user_id))
                except NotPossible:
                    return

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(click, ["monthly", "yearly"] * 3))
        db.session.rollback()
        row = db.session.query(Subscription).one()
        assert [page.public_id for page in open_pages()] == [row.session_id]

    def test_the_database_holds_it(self, opening, coder):
        db.session.add(Subscription(
            user_id=coder.id, email="", interval=Interval.MONTH, amount=1, currency="USD", trial_days=0,
            gateway="sandbox", expires_at=now()))
        with pytest.raises(IntegrityError):
            db.session.commit()


class TestPlans:
    def test_seeding_again_changes_nothing(self, price_list):
        plans.seed()
        assert [(plan.code, str(plan.money)) for plan in plans.list_plans()] == [("monthly", "$19"), ("yearly", "$149")]

    def test_a_new_price_counts_for_new_members_alone(self, member, admin, stranger):
        plans.set_price("monthly", 25_00, by=admin)
        assert member.amount == 19_00
        assert joining.start("monthly", by=stranger).amount == 25_00
        assert [plan.amount for plan in plans.list_history() if plan.code == "monthly"] == [25_00, 19_00]

    def test_only_an_admin_sets_it(self, price_list, moderator):
        with pytest.raises(Forbidden):
            plans.set_price("monthly", 1, by=moderator)
