"""Whatever is tried with an order, it moves by its table alone, and paid is never lost."""

from hypothesis import given
from hypothesis import strategies as st

from careercenter.billing.lifecycle import ORDER, OrderAction
from careercenter.billing.models import FULFILLED, OrderState


def after(actions: list[OrderAction]) -> list[OrderState]:
    """The states that a new order goes through; what isn't possible is left out."""
    states = [OrderState.PENDING]
    for action in actions:
        states.append(ORDER.table.get((states[-1], action), states[-1]))
    return states


@given(st.lists(st.sampled_from(OrderAction), max_size=30))
def test_what_was_paid_stays_paid_or_is_refunded(actions):
    states = after(actions)
    if OrderState.PAID in states:
        assert set(states[states.index(OrderState.PAID):]) <= FULFILLED


@given(st.lists(st.sampled_from(OrderAction), max_size=30))
def test_only_money_makes_an_order_paid_and_it_always_does(actions):
    states = after(actions)
    assert (OrderAction.PAY in actions) == bool(FULFILLED & set(states))


def test_every_state_can_be_reached():
    assert set(ORDER.table.values()) | {OrderState.PENDING} == set(OrderState)
