"""Whether a posting says what it must before it is sent to review, and what looks like a slip."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from careercenter.core import DomainError, today
from careercenter.credentials.catalogue import catalogue
from careercenter.employers.models import Employer
from careercenter.places import STATES, find_zip, state_name
from careercenter.postings.models import ApplyMethod, JobPosting, PostingContent, QuestionKind
from careercenter.postings.pay import PayRange
from careercenter.postings.transparency import list_applying, needed
from careercenter.terms import EmployerSize, EmploymentType, WorkMode

SHORTEST_DESCRIPTION = 40
LONGEST_DESCRIPTION = 20_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to fix or to look at, at the field of this name."""

    field: str
    message: str


class Incomplete(DomainError):
    """Something is missing or not allowed; `problems` says what, each with its field."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        others = f" And {len(problems) - 1} more to look at." if len(problems) > 1 else ""
        super().__init__(problems[0].message + others)
        self.problems = problems


def list_problems(posting: JobPosting, employer: Employer, *, on: date | None = None) -> list[Problem]:
    """What keeps a posting from review, in the order of the page. Empty: it is complete."""
    day = on or today()
    return [
        *(Problem(field, unparsed_message(text)) for field, text in (posting.unparsed or {}).items()),
        *_basics(posting), *_place(posting), *_requirement(posting), *_work(posting),
        *_pay(posting, employer.size, day), *_applying(posting, day),
    ]


def unparsed_message(typed: Any) -> str:
    """What to say of a text (or of rows) that was kept though it has no valid meaning."""
    what = f"“{typed}”" if isinstance(typed, str) else "One of these rows"
    return f"{what} isn’t valid here. Correct it or clear it."


def _basics(posting: PostingContent) -> Iterator[Problem]:
    if not posting.title.strip():
        yield Problem("title", "Give the job a title.")
    elif len(posting.title) > 120:
        yield Problem("title", "Shorten the title to 120 characters: what is longer is cut off in lists.")
    if posting.role_family is None:
        yield Problem("role_family", "Choose what kind of work it is.")
    if not posting.employment_types:
        yield Problem("employment_types", "Choose at least one employment type.")
    if posting.openings is not None and not 1 <= posting.openings <= 1000:
        yield Problem("openings", "Say how many people you want to hire: 1 or more.")
    if len(posting.description.strip()) < SHORTEST_DESCRIPTION:
        yield Problem("description", "Describe the work in a few sentences: what is coded, and how a day goes.")
    elif len(posting.description) > LONGEST_DESCRIPTION:
        yield Problem("description", f"Shorten the description to {LONGEST_DESCRIPTION:,} characters.")


def _place(posting: PostingContent) -> Iterator[Problem]:
    modes = set(posting.work_modes)
    if not modes:
        yield Problem("work_modes", "Choose where the work is done: on site, hybrid or remote.")
    if posting.hybrid_days is not None and not 1 <= posting.hybrid_days <= 7:
        yield Problem("hybrid_days", "Days on site are 1 to 7 a week.")
    if posting.is_remote and posting.is_in_us and not (posting.remote_anywhere_us or posting.remote_states):
        yield Problem("remote_states", "Choose the states in which a remote coder may live, or anywhere in the US.")
    if modes & {WorkMode.ON_SITE, WorkMode.HYBRID}:
        if not posting.city.strip():
            yield Problem("city", "Say in which city the work is.")
        if posting.is_in_us and not posting.region:
            yield Problem("region", "Choose the state in which the work is.")
    if posting.is_in_us and posting.region and posting.region not in STATES:
        yield Problem("region", f"“{posting.region}” isn’t a US state. Write its two letters, or change the country.")
    if posting.is_in_us and posting.zip:
        place = find_zip(posting.zip)
        if place is None:
            yield Problem("zip", f"We don’t know the ZIP code {posting.zip}. Check it, or leave it out.")
        elif posting.region in STATES and place.state != posting.region:
            yield Problem("zip", f"{posting.zip} is in {state_name(place.state)}, "
                                 f"not in {state_name(posting.region)}.")


def _requirement(posting: PostingContent) -> Iterator[Problem]:
    asks = posting.asks
    unknown = [code for code in (*asks.codes, *asks.preferred) if code not in catalogue()]
    if unknown:
        yield Problem("requirement", f"We don’t know the credential {', '.join(unknown)}.")
    if asks.in_progress_months is not None and not 1 <= asks.in_progress_months <= 36:
        yield Problem("in_progress_months", "Months for a credential in progress are 1 to 36.")
    for row in posting.experience_by_setting:
        if not 0 <= row["years"] <= 50:
            yield Problem("experience_by_setting", "Years of experience are 0 to 50.")
    if posting.experience_years is not None and not 0 <= posting.experience_years <= 50:
        yield Problem("experience_years", "Years of experience are 0 to 50.")


def _work(posting: PostingContent) -> Iterator[Problem]:
    if posting.accuracy_percent is not None and not 50 <= posting.accuracy_percent <= 100:
        yield Problem("accuracy_percent", "An accuracy standard is between 50 and 100 percent.")
    if any(row["amount"] <= 0 for row in posting.productivity):
        yield Problem("productivity", "A productivity standard is more than 0.")


def _pay(posting: PostingContent, size: EmployerSize | None, day: date) -> Iterator[Problem]:
    low, high = posting.pay_min, posting.pay_max
    if low is not None and high is not None and low > high:
        yield Problem("pay_max", "The most that you pay is less than the least. Swap the two amounts.")
    if (low is not None or high is not None) and posting.pay_unit is None:
        yield Problem("pay_unit", "Say what the pay is for: an hour, a year, a chart.")
    if 0 in (low, high):
        yield Problem("pay_min", "Pay is more than 0. Leave it empty if you don’t state it.")
    applying = list_applying(posting, size, on=day)
    needs = needed(applying)
    if "pay" in needs and (low is None or high is None):
        law = next(one for one in applying if "pay" in one.law.needs)
        why = (" An open range (“up to”, “from”) isn’t enough there." if (low is None) != (high is None) else "")
        yield Problem("pay_min" if low is None else "pay_max", f"State the least and the most you pay. {law.text}{why}")
    if "benefits" in needs and not posting.benefits:
        law = next(one for one in applying if "benefits" in one.law.needs)
        yield Problem("benefits", f"Name the benefits. {law.text}")
    if "deadline" in needs and posting.deadline_on is None:
        law = next(one for one in applying if "deadline" in one.law.needs)
        yield Problem("deadline_on", f"Set an application deadline. {law.text}")


def _applying(posting: PostingContent, day: date) -> Iterator[Problem]:
    if posting.deadline_on is not None and posting.deadline_on < day:
        yield Problem("deadline_on", "The deadline is over. Choose a later day, or leave it out.")
    if posting.apply_method is ApplyMethod.LINK and not is_web_address(posting.apply_url):
        yield Problem("apply_url", "Give the whole address of the page where one applies: https://…")
    if posting.apply_method is ApplyMethod.EMAIL and not _is_address(posting.apply_email):
        yield Problem("apply_email", "Give the e-mail address to which applications go.")
    for number, row in enumerate(posting.screening_questions, 1):
        if not row["question"].strip():
            yield Problem("screening_questions", f"Question {number} is empty. Write it or remove it.")
        elif row["kind"] == QuestionKind.CHOICE and len(row["choices"]) < 2:
            yield Problem("screening_questions", f"Question {number} needs at least two choices, one a line.")


def is_web_address(text: str) -> bool:
    """Whether it is an http(s) address with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


_NUMBERS = dict(zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
                    range(1, 11), strict=True))
_SAID_TWICE = re.compile(rf"\b({'|'.join(_NUMBERS)})\s*\((\d+)\)", re.IGNORECASE)
_ENTRY = re.compile(r"\b(entry[- ]level|trainee|no experience|new grad\w*|apprentice\w*|intern(ship)?)\b",
                    re.IGNORECASE)
_REMOTE = re.compile(r"\b(remote(ly)?|work[- ]from[- ]home|wfh)\b", re.IGNORECASE)
_ON_SITE = re.compile(r"\b(on[- ]?site|in[- ](person|office)|in our \w+ office)\b", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to \$\s*\d|\$\s*[\d,.]+\s*(\+|and up)", re.IGNORECASE)


def list_warnings(posting: PostingContent) -> list[Problem]:
    """What looks like a slip or puts coders off. Nothing here keeps a posting from review."""
    return [*_experience_slips(posting), *_place_slips(posting), *_pay_slips(posting)]


def _experience_slips(posting: PostingContent) -> Iterator[Problem]:
    texts = (posting.title, posting.description, posting.education, posting.conditions,
             *(row.get("note", "") for row in posting.experience_by_setting))
    for text in texts:
        for word, digits in _SAID_TWICE.findall(text):
            if _NUMBERS[word.lower()] != int(digits):
                yield Problem("experience_years", f"The text says “{word} ({digits})”, which contradicts itself. "
                                                  "Which number is right?")
    required = [row["years"] for row in posting.experience_by_setting if row.get("is_required")]
    years = max([posting.experience_years or 0, *required])
    for_beginners = (bool(_ENTRY.search(posting.title)) or posting.asks.apprentices_welcome
                     or EmploymentType.APPRENTICESHIP in posting.employment_types)
    if for_beginners and years >= 1:
        yield Problem("experience_years", f"The job is for beginners or apprentices, yet asks for {years:g} "
                                          f"year{'' if years == 1 else 's'} of experience. Is that meant?")


def _place_slips(posting: PostingContent) -> Iterator[Problem]:
    text = f"{posting.title}\n{posting.description}"
    if posting.work_modes and WorkMode.REMOTE not in posting.work_modes and _REMOTE.search(posting.title):
        yield Problem("work_modes", "The title says remote, and the work isn’t marked as remote. Which is right?")
    if posting.work_modes == [WorkMode.REMOTE.value] and _ON_SITE.search(text):
        yield Problem("work_modes", "The text speaks of work on site, and the job is marked as remote only. "
                                    "If the coder may choose, mark both.")
    if posting.is_remote and not posting.is_in_us and (posting.remote_anywhere_us or posting.remote_states):
        yield Problem("country", "The job is outside the US, and US states are chosen for remote work. "
                                 "Which is right?")


def _pay_slips(posting: PostingContent) -> Iterator[Problem]:
    stated = PayRange.of(posting)
    if stated is None:
        yield Problem("pay_min", "Jobs that state their pay are read first. Is there a range that you can give?")
    elif stated.is_closed and stated.minimum and (stated.maximum or 0) > 2 * stated.minimum:
        yield Problem("pay_max", "The range is very wide. Coders trust one that says what this job pays.")
    if stated and stated.currency == "USD" and _is_odd(stated):
        yield Problem("pay_unit", f"“{stated}” is unusual. Are the amounts and the unit right?")
    if _UP_TO.search(posting.description):
        yield Problem("description", "The text names pay as an open range (“up to”). Several states refuse that; "
                                     "give both ends in the pay section.")


def _is_odd(stated: PayRange) -> bool:
    hourly = stated.hourly
    return hourly is not None and any(end is not None and not 500 <= end <= 50_000 for end in hourly)
