"""Requests that no page of ours makes."""

import pytest

from careercenter.core import db


@pytest.mark.parametrize("path", ["/jobs/99999999999999999999", "/jobs/2147483648/x"])
def test_a_number_that_no_row_can_have_leads_nowhere(visit, path):
    assert visit(path).status == 404


@pytest.mark.parametrize("path", ["/codes/icd10cm/E11%00", "/codes/icd10cm/under/E11%00", "/billing/orders/%00",
                                  "/account/membership/%00/state", "/account/views/%00", "/jobs/state/%00"])
def test_a_nul_in_a_path_leads_nowhere(visit, coder, path):
    assert visit(path, as_=coder).status == 404


def test_a_nul_is_left_out_of_an_address(visit, admin):
    assert visit("/jobs?q=%00").status == 200
    assert visit("/staff/people?q=%00x", as_=admin).status == 200


def test_a_nul_is_left_out_of_a_form(visit, coder):
    visit("/account/profile", as_=coder).fill({"name": "A\0nn"}).press("Save")
    db.session.refresh(coder)
    assert coder.name == "Ann"
