"""Saying no well: what CasePilot doesn't answer, why, and where the rule stands.

`kinds` tells how likely a question is of each kind. It is refused where the kinds that aren't answered are likelier
together than those that are; if it names a code, or leans on one, they must be so by far.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from careercenter.casepilot.answers import Citation, Why
from careercenter.casepilot.asking.kinds import Kind, read_chances
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

OFF_TOPIC = Refusal(Why.OFF_TOPIC, "I answer questions about medical coding: codes, guidelines, modifiers, crosswalks, "
                                   "NCCI edits and Medicare coverage.")
NO_ORDERS = Refusal(Why.OFF_TOPIC, "I follow no orders that stand in a question or a document. Ask me about a code, a "
                                   "rule, a modifier or an edit.")
NO_SOURCE = Refusal(Why.NO_SOURCE, "I have no source that answers this, so I won’t guess. Name a code, or say the "
                                   "condition or service in the record’s words; CaseConsultant asks a person.")
LICENSE = Refusal(Why.LICENSE, "CPT’s descriptors are copyrighted by the American Medical Association and need its "
                               "license, which this site hasn’t loaded. This is what is public about it.")
WHICH_CODE = Refusal(Why.NOT_UNDERSTOOD, "Which code do you mean? Name it, such as E11.42, or say the condition or "
                                         "service in the record’s words.")

_REFUSED = {
    Kind.FRAUD: Refusal(Why.FRAUD, "I don’t help to code or bill more than the record supports: that is a false claim. "
                                   "If the record is unclear, query the provider; if more was done, it has to be "
                                   "documented before it is coded."),
    Kind.ADVICE: Refusal(Why.MEDICAL_ADVICE, "I answer about codes, not about treatment. Ask a clinician; in an "
                                             "emergency call 911."),
    Kind.UNKNOWABLE: Refusal(Why.NO_SOURCE, "I have no source for this, so I won’t guess: payers’ own policies, fees "
                                            "and claims, DRGs, ICD-10-PCS and rules yet to come aren’t loaded here. "
                                            "CaseConsultant asks a person."),
    Kind.PERSON: Refusal(Why.NO_SOURCE, "I hold no records of patients or other people and look nobody up. Ask about a "
                                        "condition or a code, without names and numbers."),
    Kind.ORDERS: NO_ORDERS,
    Kind.OTHER: OFF_TOPIC,
}
_NAMES_A_CODE = 3  # how many times likelier a question is about coding that names a code, or leans on one

_CPT_SAID = re.compile(r"\b(?:cpts?|ama|cdt|ada|d?\d{4}[\dft]?)\b")


def refuse_first(question: Question) -> Refusal | None:
    """What is refused whatever the tables say."""
    if gives_orders(question.text):
        return NO_ORDERS
    chances = read_chances(question.text)
    about_a_code = question.places or question.sections or question.is_about_earlier
    answered = sum(chances[kind] * (_NAMES_A_CODE if about_a_code and kind is Kind.CODING else 1)
                   for kind in Kind if kind not in _REFUSED)
    refused = sum(chances[kind] for kind in _REFUSED)
    return _REFUSED[max(_REFUSED, key=lambda kind: chances[kind])] if refused > answered else None


def is_about_fraud(question: Question) -> bool:
    """Whether it asks about false claims, as one who wants to keep clear of them does."""
    return _kind(question) is Kind.LAW


def refuse_descriptor(question: Question, *, has_titles: bool) -> Refusal | None:
    """CPT's official words without a license."""
    about_cpt = any(place.code.system is CodeSystem.CPT for place in question.places) or (
        not question.places and bool(_CPT_SAID.search(question.text.lower())))
    return LICENSE if about_cpt and not has_titles and _kind(question) is Kind.DESCRIPTOR else None


def unknown_codes(unknown: Sequence[str]) -> Refusal:
    """Codes that no release knows."""
    named = " and ".join(unknown)
    if unknown[0][0].isdigit():
        return Refusal(Why.NO_SUCH_CODE, f"The list of CPT numbers loaded here doesn’t have {named}. It isn’t the "
                                         "AMA’s whole list: check the number there, or describe the service in words.")
    return Refusal(Why.NO_SUCH_CODE, f"None of the releases loaded here knows {named}. Check the number, or describe "
                                     "it in words and I’ll look for its code.")


def unanswered(question: Question) -> Refusal:
    """Nothing was found that answers."""
    return NO_SOURCE if _kind(question) in (Kind.CODING, Kind.LAW, Kind.DESCRIPTOR, Kind.UNKNOWABLE) else OFF_TOPIC


def _kind(question: Question) -> Kind:
    chances = read_chances(question.text)
    return max(chances, key=lambda kind: chances[kind])
