"""Money adds up, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.core import Money

amounts = st.integers(-10**12, 10**12)


@given(amounts, amounts, amounts)
def test_adding_up_doesn_t_depend_on_the_order(a, b, c):
    assert (Money(a) + Money(b)) + Money(c) == Money(c) + (Money(b) + Money(a))


@given(amounts, amounts)
def test_taking_away_undoes_adding(a, b):
    assert Money(a) + Money(b) - Money(b) == Money(a)


def test_currencies_don_t_mix():
    with pytest.raises(ValueError, match="don't add up"):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(ValueError, match="don't add up"):
        assert Money(1, "USD") < Money(1, "EUR")


def test_a_fraction_of_a_cent_is_refused():
    with pytest.raises(TypeError):
        Money(1.5)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("money", "says"), [
    (Money(14900), "$149"), (Money(123456789), "$1,234,567.89"), (Money(-5), "-$0.05"),
    (Money(990, "EUR"), "9.90 EUR"),
])
def test_it_reads_as_people_write_it(money, says):
    assert str(money) == says
