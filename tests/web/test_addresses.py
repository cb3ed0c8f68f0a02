"""Requests that no page of ours makes."""

import pytest

from careercenter.core import db


@pytest.mark.parametrize("path", ["/jobs/99999999999999999999", "/jobs/2147483648/x"])
def test_a_number_that_no_row_can_have_leads_nowhere(visit, path):
    assert visit(path).status == 404


def test_a_nul_is_left_out_of_an_address(visit, admin):
    assert visit("/jobs?q=%00").status == 200
    assert visit("/staff/people?q=%00x", as_=admin).status == 200


def test_a_nul_is_left_out_of_a_form(visit, coder):
    visit("/account/profile", as_=coder).fill({"name": "A\0nn"}).press("Save")
    db.session.refresh(coder)
    assert coder.name == "Ann"
