"""Every answer that the meter can give reads well, of every meter."""

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

from careercenter.metering.access import WITHIN, access
from careercenter.metering.meters import METERS
from careercenter.metering.policies import LEVELS, NextStep, Viewer, Why
from tests.browsing import read_strictly
from tests.metering.pages import PAGE

ANSWERS = [(viewer, why) for viewer in Viewer for why in Why
           if (viewer, why in WITHIN) in LEVELS and (viewer is Viewer.MEMBER) == (why is Why.MEMBERSHIP)
           and (viewer is not Viewer.PASSER_BY or why is Why.NOT_COUNTED)]


@pytest.mark.parametrize("meter", METERS, ids=lambda meter: meter.key)
@pytest.mark.parametrize(("viewer", "why"), ANSWERS)
def test_an_answer_reads_well(app, meter, viewer, why):
    for remaining in (None,) if viewer is Viewer.MEMBER else (0, 1, 2):
        for is_known in (False, True):
            answer = access(meter, viewer, why, remaining=remaining, is_known=is_known)
            with app.test_request_context("/metered/a?from=search"):
                soup = BeautifulSoup(render_template_string(PAGE, access=answer, subject="A"), "html.parser")
            read_strictly(soup, f"{viewer} {why}")
            words = " ".join(soup.find("main").get_text(" ").split())
            assert ".." not in words and "None" not in words and " ." not in words
            if answer.next_step in (NextStep.REGISTER, NextStep.SIGN_IN, NextStep.VERIFY_ADDRESS):
                links = [link["href"] for link in soup.find("main").find_all("a")]
                assert links and all(link.endswith("next=/metered/a?from%3Dsearch") for link in links), links


def test_a_membership_or_a_pack_is_offered_where_it_helps():
    answers = {meter.key: access(meter, Viewer.REGISTERED, Why.NOTHING_LEFT, remaining=0) for meter in METERS}

    assert {key: (answer.next_step, answer.other_step) for key, answer in answers.items()} == {
        "code_pages": (NextStep.BECOME_MEMBER, NextStep.NONE),
        "casepilot": (NextStep.BECOME_MEMBER, NextStep.BUY_PACK),
        "consultant": (NextStep.BUY_PACK, NextStep.NONE)}
