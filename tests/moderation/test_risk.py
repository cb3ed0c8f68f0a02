"""Signs of risk: what a scam shows, and what an honest posting doesn't."""

import pytest

from careercenter.moderation import risk
from tests.cast import make_employer
from tests.postings.factories import make_posting

TEXT = "You code inpatient encounters and validate DRG assignment with our documentation team. " * 4


def texts(employer, **fields) -> str:
    posting = make_posting(employer, **{"description": TEXT, **fields})
    return " ".join(signal.text for signal in risk.assess(posting, employer, earlier_live=3))


@pytest.fixture
def known(hospital):
    hospital.website = "https://mercy.example"
    return hospital


@pytest.mark.parametrize(("fields", "says"), [
    ({"description": TEXT + "A $50 training fee is due before you start."}, "training fee"),
    ({"description": TEXT + "We send a cashier's check for your equipment."}, "cashier's check"),
    ({"description": TEXT + "Write to us on WhatsApp."}, "messenger"),
    ({"description": TEXT + "Call 555-123-4567."}, "Private contact"),
    ({"description": TEXT + "We want a young team."}, "May discriminate"),
    ({"title": "Entry level coder", "experience_years": 3.0}, "Says “entry level” and asks for 3 years"),
    ({"pay_min": 20000, "pay_max": 30000}, "far above"),
    ({"pay_min": 500, "pay_max": 700}, "below what coders earn"),
    ({"apply_method": "email", "apply_email": "jobs4u@gmail.com"}, "private mailbox at gmail.com"),
    ({"apply_method": "link", "apply_url": "http://elsewhere.example/job"}, "The application is at elsewhere.example"),
    ({"description": "Great job!"}, "very short"),
])
def test_each_sign_is_seen(known, fields, says):
    assert says in texts(known, **fields)


def test_an_honest_posting_of_a_known_employer_shows_little(known):
    posting = make_posting(known, description=TEXT)
    assert risk.score(risk.assess(posting, known, earlier_live=3)) < 25


def test_an_unknown_employer_s_first_job_is_looked_at_closely(app):
    unknown = make_employer("Unknown", domain=None, domain_verified_at=None)
    posting = make_posting(unknown, description=TEXT + "Contact us on Telegram.")
    assert risk.score(risk.assess(posting, unknown, earlier_live=0)) >= 50
