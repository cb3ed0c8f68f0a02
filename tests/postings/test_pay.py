"""What a job pays, in words and made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from careercenter.core import db
from careercenter.postings.models import JobPosting
from careercenter.postings.pay import LARGEST, PayRange, amount_text, parse_amount, pay_text
from careercenter.terms import PayUnit
from tests.postings.factories import make_posting


class TestText:
    @pytest.mark.parametrize(("stated", "text"), [
        (PayRange(5472, 7494, PayUnit.HOUR), "$54.72 to $74.94 an hour"),
        (PayRange(3000, 3000, PayUnit.HOUR), "$30 an hour"),
        (PayRange(None, 6_500_000, PayUnit.YEAR), "up to $65,000 a year"),
        (PayRange(125, None, PayUnit.CHART), "from $1.25 a chart or encounter"),
        (PayRange(40_000_00, 60_000_00, PayUnit.YEAR, "INR"), "40,000 INR to 60,000 INR a year"),
    ])
    def test_reads_as_people_say_it(self, stated, text):
        assert str(stated) == text

    def test_names_what_comes_on_top(self, app, hospital):
        posting = make_posting(hospital, pay_min=5472, pay_max=7494, differentials="plus applicable differentials",
                               sign_on_bonus=500_000)
        assert pay_text(posting) == "$54.72 to $74.94 an hour, plus differentials and $5,000 sign-on bonus"

    def test_says_nothing_where_nothing_is_stated(self, app, hospital):
        assert pay_text(make_posting(hospital, pay_min=None, pay_max=None)) == ""


class TestComparison:
    def test_a_year_has_2080_hours(self):
        assert PayRange(6_240_000, 8_320_000, PayUnit.YEAR).hourly == (3000, 4000)
        assert PayRange(3000, 4000, PayUnit.HOUR).compared == "about $62,000 to $83,000 a year at 40 hours a week"

    def test_an_open_end_stays_open(self):
        assert PayRange(3000, None, PayUnit.HOUR).compared == "from about $62,000 a year at 40 hours a week"

    def test_pay_by_the_chart_is_kept_apart(self):
        assert PayRange(125, 300, PayUnit.CHART).hourly is None
        assert PayRange(125, 300, PayUnit.CHART).compared == ""

    def test_a_slip_of_zeros_breaks_no_query(self, app, hospital):
        make_posting(hospital, pay_min=LARGEST, pay_max=LARGEST, pay_unit="hour")
        assert db.session.scalar(select(JobPosting.yearly_pay_max)) == LARGEST * 2080

    @pytest.mark.parametrize("unit", list(PayUnit))
    def test_a_query_sees_the_same_yearly_pay_as_a_page(self, app, hospital, unit):
        posting = make_posting(hospital, pay_unit=unit.value)
        row = db.session.execute(select(JobPosting.yearly_pay_min, JobPosting.yearly_pay_max)).one()
        assert tuple(row) == (posting.yearly_pay_min, posting.yearly_pay_max)


class TestTypedAmounts:
    @pytest.mark.parametrize(("text", "cents"), [
        ("54.72", 5472), ("$65,000", 6_500_000), (" 65k ", 6_500_000), ("1.5", 150), ("12,50,000", 125_000_000)])
    def test_are_understood_as_people_type_them(self, text, cents):
        assert parse_amount(text) == cents

    @pytest.mark.parametrize("text", ["fifty", "", ".", "1.255", "-5", "30-40", "1e9", "99999999999"])
    def test_that_make_no_sense_get_a_sentence(self, text):
        with pytest.raises(ValueError, match=r"\.$"):
            parse_amount(text)

    @given(st.integers(0, LARGEST))
    def test_survive_being_shown_and_typed_again(self, cents):
        assert parse_amount(amount_text(cents)) == cents
