"""The dashboard, its panels, and the sections of the public profile."""

import pytest
from markupsafe import Markup, escape

from careercenter.employers import dashboard, public_sections
from careercenter.employers.models import MemberRole
from careercenter.web.contributions import Contributions
from tests.cast import make_member


@pytest.fixture(autouse=True)
def _own_panels(monkeypatch):
    monkeypatch.setattr(dashboard, "_panels", Contributions())
    monkeypatch.setattr(public_sections, "_sections", Contributions())


def jobs(employer, user):
    return Markup("<section><h2>Jobs of {} for {}</h2></section>").format(employer.name, user.name)


def orders(employer, user):
    return Markup("<section><h2>Paid orders</h2></section>")


def nothing(employer, user):
    return None


def live_jobs(employer):
    return Markup("<section><h2>Live jobs at {}</h2></section>").format(escape(employer.name))


def test_panels_stand_in_their_order_and_once(visit, hospital, owner):
    dashboard.register(30, orders)
    dashboard.register(20, jobs)
    dashboard.register(20, jobs)
    dashboard.register(10, nothing)
    page = visit(f"/employers/{hospital.id}", as_=owner)

    assert page.text.index("Jobs of Mercy Hospital for Owner") < page.text.index("Paid orders")
    assert page.text.count("Jobs of") == 1


def test_sections_stand_on_the_public_profile(visit, hospital):
    public_sections.register(live_jobs)
    assert "Live jobs at Mercy Hospital" in visit(f"/companies/{hospital.slug}").text


def test_each_member_sees_what_she_can_do_next(visit, clinic):
    boss, reader = make_member(clinic, MemberRole.OWNER, "Bo"), make_member(clinic, MemberRole.VIEWER, "Vi")

    page = visit(f"/employers/{clinic.id}", as_=boss)
    assert all(words in page.text for words in ("Prove your domain", "Say what you do", "Add your logo"))
    assert "Invite a colleague" not in page.text  # there is one
    assert "What to do next" not in visit(f"/employers/{clinic.id}", as_=reader).text


def test_a_lonely_owner_is_asked_to_invite(visit, hospital, owner):
    assert "Invite a colleague" in visit(f"/employers/{hospital.id}", as_=owner).text
