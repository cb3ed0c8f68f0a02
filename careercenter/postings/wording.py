"""What a posting says, in the words of a card or a page."""

import re
from unicodedata import normalize

from careercenter.core import Money
from careercenter.places import COUNTRIES, state_name
from careercenter.postings.models import PostingContent
from careercenter.terms import CodeSystem, EmploymentType, Setting, WorkMode

NAMED_STATES = 3
"""So many states are named in one line; more are counted."""

_LIST_MARK = re.compile(r"^\s*(?:[-*+•·]|\d+[.)])\s+")


def slug_of(posting: PostingContent, employer_name: str) -> str:
    """The readable end of a job's address. It always holds a hyphen, and so is never taken for a page
    below the job, such as `/jobs/7/apply`."""
    return slug_of_title(posting.title, employer_name)


def slug_of_title(title: str, employer_name: str) -> str:
    """`slug_of`, where the posting itself isn't read."""
    plain = normalize("NFKD", f"{title} {employer_name}").encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")
    return slug if "-" in slug else f"job-{slug}".rstrip("-") if slug else "coding-job"


def where(posting: PostingContent) -> str:
    """One line: "Remote from TX, OH or CA", "Hybrid, 2 days on site · Fremont, CA"."""
    ways = [_way(posting, mode) for mode in WorkMode if mode in posting.work_modes]
    if len(ways) == 1 or not ways:
        way = ways[0] if ways else ""
        return way if posting.work_modes == [WorkMode.REMOTE] else " · ".join(filter(None, (way, posting.place)))
    mixed = f"{ways[-1]}, or {' or '.join(_small(way) for way in ways[:-1])}"
    return f"{mixed} in {posting.place}" if posting.place else mixed


def remote_from(posting: PostingContent) -> str:
    """Where a remote coder may live, in one line: "Remote from 14 states"."""
    if not posting.is_in_us:
        return f"Remote from {COUNTRIES[posting.country]}" if posting.country in COUNTRIES else "Remote, outside the US"
    if posting.remote_anywhere_us:
        return "Remote, anywhere in the US"
    codes = posting.remote_states
    if not codes:
        return "Remote"
    if len(codes) == 1:
        return f"Remote from {state_name(codes[0])}"
    if len(codes) <= NAMED_STATES:
        return f"Remote from {', '.join(codes[:-1])} or {codes[-1]}"
    return f"Remote from {len(codes)} states"


def may_live_in(posting: PostingContent, state: str) -> bool | None:
    """Whether somebody from this state may do it from home; None if the posting doesn't say."""
    if not posting.is_remote or not posting.is_in_us:
        return False
    if posting.remote_anywhere_us:
        return True
    return state in posting.remote_states if posting.remote_states else None


def asked(posting: PostingContent) -> tuple[str, str]:
    """What credential is asked for, in its first sentence, and all that goes with it."""
    first, _, rest = posting.asks.sentence().partition(". ")
    return first.rstrip("."), rest


def experience(posting: PostingContent) -> str:
    """How much is asked, in a few words; empty if it isn't stated."""
    if posting.experience_years:
        return f"{_years(posting.experience_years)} of experience"
    required = [row for row in posting.experience_by_setting if row.get("is_required")]
    if required:
        most = max(required, key=lambda row: row.get("years") or 0)
        return f"{_years(most.get('years') or 0)} {_setting(most['setting']).lower()}"
    return "No experience needed" if posting.experience_years == 0 else ""


def experience_lines(posting: PostingContent) -> list[str]:
    """All that is asked: overall, then by setting."""
    lines = [experience(posting)] if posting.experience_years is not None else []
    for row in posting.experience_by_setting:
        note = f" ({row['note']})" if row.get("note") else ""
        line = f"{_years(row.get('years') or 0)} {_setting(row['setting']).lower()}{note}"
        line = line if row.get("is_required") else f"{line}, preferred"
        if line not in lines:
            lines.append(line)
    return lines


def conditions(posting: PostingContent) -> str:
    """What else is asked, one a line, as Markdown: a list, unless it is one line alone."""
    lines = [_LIST_MARK.sub("", line) for line in posting.conditions.splitlines() if line.strip()]
    return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else posting.conditions


def setting_labels(posting: PostingContent) -> list[str]:
    """The settings in words."""
    return [_setting(value) for value in posting.settings]


def employment_labels(posting: PostingContent) -> list[str]:
    """The employment types in words."""
    return [EmploymentType(value).label for value in posting.employment_types]


def code_system_labels(posting: PostingContent) -> list[str]:
    """The code systems in words."""
    known = {one.value for one in CodeSystem}
    return [CodeSystem(value).label if value in known else value for value in posting.code_systems]


def money(amount: int, currency: str) -> str:
    """An amount in minor units, as it reads."""
    return str(Money(amount, currency))


def capital(text: object) -> str:
    """Words as the beginning of a line."""
    return str(text)[:1].upper() + str(text)[1:]


def _way(posting: PostingContent, mode: WorkMode) -> str:
    if mode is WorkMode.REMOTE:
        return remote_from(posting)
    if mode is WorkMode.HYBRID and posting.hybrid_days:
        return f"Hybrid, {posting.hybrid_days} day{'' if posting.hybrid_days == 1 else 's'} a week on site"
    return mode.label


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _years(years: float) -> str:
    return f"{years:g}+ year{'' if years == 1 else 's'}"


def _setting(value: str) -> str:
    return Setting(value).label if value in {one.value for one in Setting} else value
