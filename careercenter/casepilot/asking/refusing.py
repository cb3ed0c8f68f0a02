"""Saying no well: what CasePilot doesn't answer, why, and where the rule stands."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from careercenter.casepilot.answers import Citation, Why
from careercenter.casepilot.asking.questions import Question
from careercenter.casepilot.library.orders import gives_orders
from careercenter.codes.models import CodeSystem


class Refusal(NamedTuple):
    """Why there is no answer, in a sentence for a person."""

    why: Why
    text: str


FALSE_CLAIMS = Citation(
    "United States Code", "31 U.S.C. 3729(a)(1)(A), False Claims Act", "as in force",
    "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title31-section3729&num=0&edition=prelim",
    "knowingly presents, or causes to be presented, a false or fraudulent claim for payment or approval")
"""The rule that asking to code more than was done runs into."""

_CPT_SAID = re.compile(r"\bcpt\b|\bama\b|\b\d{4}[\dft]\b")


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    here = ""
    for line in (files("careercenter.casepilot.asking") / "refused.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            here = line[1:-1]
        elif line and not line.startswith("#"):
            found.setdefault(here, []).append(re.compile(line))
    return found


def _is(what: str, text: str) -> bool:
    plain = text.lower().replace("’", "'")
    return any(pattern.search(plain) for pattern in _patterns()[what])


def refuse_first(question: Question) -> Refusal | None:
    """What is refused whatever the tables say."""
    text = question.text
    if gives_orders(text):
        return Refusal(Why.OFF_TOPIC, "I follow no orders that stand in a question or a document. Ask me about a code, "
                                      "a rule, a modifier or an edit.")
    if _is("fraud", text) and not _is("innocent", text):
        return Refusal(Why.FRAUD, "I don’t help to code or bill more than the record supports: that is a false claim. "
                                  "If the record is unclear, query the provider; if more was done, it has to be "
                                  "documented before it is coded.")
    if _is("medical_advice", text):
        return Refusal(Why.MEDICAL_ADVICE, "I answer about codes, not about treatment. Ask a clinician; in an "
                                           "emergency call 911.")
    if _is("off_topic", text) and not question.places:
        return off_topic()
    return None


def is_about_fraud(question: Question) -> bool:
    """Whether it asks about false claims, as one who wants to keep clear of them does."""
    return _is("fraud", question.text) and _is("innocent", question.text)


def refuse_descriptor(question: Question, *, has_titles: bool) -> Refusal | None:
    """CPT's official words without a license."""
    about_cpt = any(place.code.system is CodeSystem.CPT for place in question.places) or (
        not question.places and bool(_CPT_SAID.search(question.text.lower())))
    if has_titles or not about_cpt or not _is("descriptor", question.text):
        return None
    return Refusal(Why.LICENSE, "CPT’s descriptors are copyrighted by the American Medical Association and need its "
                                "license, which this site hasn’t loaded. This is what is public about it.")


def unknown_codes(unknown: Sequence[str]) -> Refusal:
    """Codes that no release knows."""
    named = " and ".join(unknown)
    if unknown[0][0].isdigit():
        return Refusal(Why.NO_SUCH_CODE, f"The list of CPT numbers loaded here doesn’t have {named}. It isn’t the "
                                         "AMA’s whole list: check the number there, or describe the service in words.")
    return Refusal(Why.NO_SUCH_CODE, f"None of the releases loaded here knows {named}. Check the number, or describe "
                                     "it in words and I’ll look for its code.")


def which_code() -> Refusal:
    """A question about a code that names none."""
    return Refusal(Why.NOT_UNDERSTOOD, "Which code do you mean? Name it, such as E11.42, or say the condition or "
                                       "service in the record’s words.")


def off_topic() -> Refusal:
    """Nothing about coding was asked."""
    return Refusal(Why.OFF_TOPIC, "I answer questions about medical coding: codes, guidelines, modifiers, crosswalks, "
                                  "NCCI edits and Medicare coverage.")


def unanswered(question: Question) -> Refusal:
    """Nothing was found that answers."""
    if not _is("coding", question.text):
        return off_topic()
    return Refusal(Why.NO_SOURCE, "I have no source that answers this, so I won’t guess. Name a code, or say the "
                                  "condition or service in the record’s words; CaseConsultant asks a person.")
