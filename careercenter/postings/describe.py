"""How a posting's fields read: for the preview, and for what changed between two revisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careercenter.core import Money
from careercenter.places import country_name, state_name
from careercenter.postings.content import FIELDS, snapshot
from careercenter.postings.models import PostingContent, PostingRevision, RevisionState
from careercenter.postings.pay import PayRange, pay_text
from careercenter.postings.requirement import Requirement
from careercenter.terms import CodeSystem, EmploymentType, PayUnit, RoleFamily, Setting, Term, WorkMode

LABELS: dict[str, str] = {
    "title": "Title", "role_family": "Kind of work", "department": "Department", "reports_to": "Reports to",
    "employment_types": "Employment type", "openings": "Openings", "description": "Description",
    "conditions": "Other conditions", "work_modes": "Where the work is done",
    "hybrid_days": "Days on site a week", "remote_anywhere_us": "Remote anywhere in the US",
    "remote_states": "States for remote work", "time_zone_hours": "Hours and time zone",
    "equipment_provided": "Equipment provided", "equipment_note": "About equipment", "city": "City",
    "region": "State", "zip": "ZIP code", "country": "Country", "settings": "Settings",
    "specialties": "Specialties", "code_systems": "Code systems", "encoders": "Encoders", "ehrs": "EHRs",
    "requirement": "Credentials", "experience_years": "Years of experience",
    "experience_by_setting": "Experience by setting", "education": "Education", "productivity": "Productivity",
    "accuracy_percent": "Accuracy", "pay_min": "Pay, at least", "pay_max": "Pay, at most",
    "pay_currency": "Currency", "pay_unit": "Pay for", "pay_note": "Remark about pay",
    "sign_on_bonus": "Sign-on bonus", "differentials": "Differentials", "ceu_paid": "CEUs paid",
    "dues_paid": "Dues paid", "benefits": "Benefits", "deadline_on": "Last day to apply",
    "apply_method": "How to apply", "apply_url": "Address for applications",
    "apply_email": "E-mail for applications", "screening_questions": "Screening questions",
}

_TERMS: dict[str, type[Term]] = {
    "role_family": RoleFamily, "employment_types": EmploymentType, "work_modes": WorkMode, "settings": Setting,
    "code_systems": CodeSystem, "pay_unit": PayUnit}
_APPLY = {"here": "Here", "link": "At the employer’s site", "email": "Here, sent on by e-mail"}


def text_of(name: str, content: Mapping[str, Any]) -> str:
    """How a field of a content reads; empty if it says nothing. Longer ones have lines."""
    value = content.get(name)
    if value is None or value == "" or value == [] or (value is False and name != "equipment_provided"):
        return ""
    return _SPECIAL[name](value, content) if name in _SPECIAL else _plain(name, value)


def texts_of(posting: PostingContent) -> dict[str, str]:
    """How every field of a posting reads, by its name; besides `pay` as one line, and `compared` to a year."""
    content = snapshot(posting)
    stated = PayRange.of(posting)
    return {name: text_of(name, content) for name in FIELDS} | {
        "pay": pay_text(posting), "compared": stated.compared if stated else ""}


def _plain(name: str, value: Any) -> str:
    if name in _TERMS:
        values = value if isinstance(value, list) else [value]
        return ", ".join(_TERMS[name](one).label for one in values)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _money(value: int, content: Mapping[str, Any]) -> str:
    return str(Money(value, content.get("pay_currency") or "USD"))


def _day(value: str | date, _: Mapping[str, Any]) -> str:
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day:%B} {day.day}, {day.year}"


def _experience(rows: list[dict[str, Any]], _: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{row['years']:g}+ years, {Setting(row['setting']).label}{', ' + row['note'] if row['note'] else ''} "
        f"({'required' if row['is_required'] else 'preferred'})" for row in rows)


def _productivity(rows: list[dict[str, Any]], _: Mapping[str, Any]) -> str:
    return "\n".join(f"{row['amount']:g} {row['kind'] + ' ' if row['kind'] else ''}{row['unit']} "
                     f"{'an hour' if row['per'] == 'hour' else 'a day'}" for row in rows)


def _questions(rows: list[dict[str, Any]], _: Mapping[str, Any]) -> str:
    return "\n".join(f"{row['question']}{' (' + ' / '.join(row['choices']) + ')' if row['choices'] else ''}"
                     f"{'' if row['is_required'] else ' (optional)'}" for row in rows)


_SPECIAL = {
    "pay_min": _money, "pay_max": _money, "sign_on_bonus": _money, "deadline_on": _day,
    "experience_by_setting": _experience, "productivity": _productivity, "screening_questions": _questions,
    "requirement": lambda value, _: Requirement.from_json(value).sentence(),
    "remote_states": lambda value, _: ", ".join(state_name(code) for code in value),
    "country": lambda value, _: country_name(value),
    "apply_method": lambda value, _: _APPLY[value],
    "accuracy_percent": lambda value, _: f"{value:g}%",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRevision:
    """A revision, and what it changed."""

    revision: PostingRevision
    changes: list[Change]


def list_changes(revisions: Sequence[PostingRevision]) -> list[ChangedRevision]:
    """Revisions (newest first) with what each changed in the one that was in force before it."""
    shown: list[ChangedRevision] = []
    in_force: Mapping[str, Any] = {}
    for revision in reversed(revisions):
        shown.append(ChangedRevision(revision, changes_between(in_force, revision) if in_force else []))
        if revision.state in (RevisionState.RECORDED, RevisionState.APPROVED):
            in_force = {**in_force, **(revision.content if not in_force else
                                       {name: revision.content[name] for name in revision.changed})}
    return shown[::-1]


def changes_between(before: Mapping[str, Any], revision: PostingRevision) -> list[Change]:
    """The fields that a revision changes, as they read before and after."""
    return [Change(LABELS[name], text_of(name, before), text_of(name, revision.content))
            for name in revision.changed]
