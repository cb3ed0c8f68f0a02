"""Signs that a posting needs a closer look. They sort and warn; they never decide.

The signs follow what the FTC tells of job scams (consumer.ftc.gov, "Job Scams"): pay that is too good, money
asked of the candidate, contact by messenger, an organization that can't be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from careercenter.core import now
from careercenter.employers.domain_names import is_free_mail
from careercenter.employers.models import Employer
from careercenter.postings.models import ApplyMethod, JobPosting

_MONEY = re.compile(
    r"\b(training|application|processing|registration|starter|onboarding) fee\b|\bgift cards?\b|\bwire transfer\b"
    r"|\bcash(ier'?s)? checks?\b|\bcrypto\b|\bbitcoin\b|\bpay (us|for your) (the )?(equipment|training)\b"
    r"|\bsend (us )?money\b|\bzelle\b|\bcash ?app\b", re.I)
_MESSENGER = re.compile(r"\b(whats ?app|telegram|signal app|wechat|google hangouts?|skype id)\b", re.I)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
_ENTRY = re.compile(r"\b(entry[- ]level|new grad(uate)?s?|no experience (needed|required|necessary))\b", re.I)
_AGE_OR_SEX = re.compile(
    r"\b(young|youthful|recent college graduates? only|digital native|females? only|males? only|under \d\d years"
    r"|native english speakers?|no visa holders|christian|able[- ]bodied)\b", re.I)

HIGHEST_HOURLY = 9000  # cents; the national surveys' top tenth of coders earns well below
LOWEST_HOURLY = 1100


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign: how much it weighs (0 to 100) and what it says to the moderator."""

    weight: int
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"weight": self.weight, "text": self.text}


def assess(posting: JobPosting, employer: Employer, *, earlier_live: int) -> list[Signal]:
    """The signs of a posting, the heaviest first; `earlier_live` counts the employer's approved ones."""
    found = [*_of_employer(employer, earlier_live), *_of_text(posting), *_of_pay(posting),
             *_of_contact(posting, employer)]
    return sorted(found, key=lambda signal: -signal.weight)


def score(signals: list[Signal]) -> int:
    """All signs as one number, 0 to 100."""
    return min(100, sum(signal.weight for signal in signals))


def _of_employer(employer: Employer, earlier_live: int) -> Iterator[Signal]:
    if not employer.is_verified:
        yield Signal(25, "The employer hasn't proven a domain.")
    if earlier_live == 0:
        yield Signal(10, "The employer's first job here.")
    if now() - employer.created_at < timedelta(days=2):
        yield Signal(10, "The employer's account is younger than two days.")
    if not employer.website:
        yield Signal(5, "The employer names no website.")


def _of_text(posting: JobPosting) -> Iterator[Signal]:
    text = "\n".join((posting.title, posting.description, posting.conditions))
    if found := _MONEY.search(text):
        yield Signal(45, f"Talks of money from or through the candidate: “{found[0]}”.")
    if found := _MESSENGER.search(text):
        yield Signal(40, f"Leads to a messenger: “{found[0]}”.")
    if found := _AGE_OR_SEX.search(text):
        yield Signal(30, f"May discriminate: “{found[0]}”.")
    if found := _ADDRESS.search(text):
        yield Signal(10, f"Private contact in the text: “{found[0]}”.")
    if _ENTRY.search(text) and (posting.experience_years or 0) >= 1:
        yield Signal(15, f"Says “entry level” and asks for {posting.experience_years:g} years.")
    if len(posting.description) < 200:
        yield Signal(10, "The description is very short.")
    letters = [letter for letter in posting.title if letter.isalpha()]
    if len(letters) > 8 and all(letter.isupper() for letter in letters):
        yield Signal(5, "The title is all capitals.")


def _of_pay(posting: JobPosting) -> Iterator[Signal]:
    if posting.yearly_pay_max is None and posting.pay_min is None and posting.pay_max is None:
        yield Signal(5, "No pay is given.")
    elif posting.pay_currency == "USD" and posting.yearly_pay_max is not None:
        hourly = posting.yearly_pay_max / 2080
        if hourly > HIGHEST_HOURLY:
            yield Signal(25, "The pay is far above what coders earn.")
        elif hourly < LOWEST_HOURLY:
            yield Signal(20, "The pay is below what coders earn anywhere.")
    if posting.pay_min and posting.pay_max and posting.pay_max > 2 * posting.pay_min:
        yield Signal(5, "The pay range is wider than twofold.")


def _of_contact(posting: JobPosting, employer: Employer) -> Iterator[Signal]:
    if posting.apply_method is ApplyMethod.EMAIL:
        domain = posting.apply_email.rpartition("@")[2].lower()
        if is_free_mail(domain):
            yield Signal(20, f"Applications go to a private mailbox at {domain}.")
    if posting.apply_method is ApplyMethod.LINK:
        host = (urlsplit(posting.apply_url).hostname or "").lower()
        own = (employer.domain or "").lower()
        if own and host != own and not host.endswith("." + own):
            yield Signal(5, f"The application is at {host}, not at {own}.")
        if urlsplit(posting.apply_url).scheme != "https":
            yield Signal(10, "The application's address isn't encrypted (no https).")
