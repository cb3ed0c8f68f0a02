"""A question that waited is answered once a pack is bought, and a pack is offered wherever one is stopped."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from careercenter.billing import catalog, checkout
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.caseconsultant.models import ConsultationState
from careercenter.core import db, new_public_id
from careercenter.mail.models import OutboxMail
from careercenter.metering import ledger
from careercenter.metering.meters import CASEPILOT, CONSULTANT
from tests.billing.conftest import press


@pytest.fixture
def stopped(app, ask, coder):
    """The question of somebody who has none left."""
    catalog.seed()
    ask(by=coder)
    return ask("And a walker?", by=coder)


def test_what_waited_is_answered_as_soon_as_a_pack_is_paid(stopped, coder):
    assert stopped.state is ConsultationState.UNPAID

    press(sandbox.pay, checkout.start(None, "consultant-5", by=coder, key=new_public_id()))

    assert stopped.state is not ConsultationState.UNPAID
    assert ledger.balance(CONSULTANT, coder) == 4


def test_the_mail_about_it_leads_to_the_packs_and_back(visit, stopped, coder):
    mail, = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "consultation_unpaid"))
    link = next(word for word in mail.text.split() if "/packs?" in word)
    paid = visit("/packs?" + urlsplit(link).query, as_=coder).press("Buy 5 CaseConsultant questions").press("Pay $75")

    assert "And a walker?" in paid.follow("Go on where you left off").text


@pytest.mark.parametrize("page", ["/account/consultations", "/account/views/consultant", "its own"])
def test_each_page_that_says_so_leads_to_the_packs(visit, stopped, coder, page):
    path = f"/account/consultations/{stopped.public_id}" if page == "its own" else page
    packs = visit(path, as_=coder).follow("Buy a pack")

    assert "5 CaseConsultant questions" in packs.text
    assert packs.soup.select_one("[name=return_to]")["value"] == path


def test_so_does_casepilot_s_beside_the_membership(visit, coder):
    ledger.adjust(CASEPILOT, coder, -5, by=None, reason="none left", key="none left")
    page = visit("/account/views/casepilot", as_=coder)
    assert "Become a member" in page.text
    assert "Packs of questions" in page.follow("Buy a pack").text
