"""What a text comes to while it is typed: the requirement as a sentence, the laws, what looks like a slip."""

from dataclasses import dataclass
from typing import Any

from careercenter.employers.models import Employer
from careercenter.postings import content as contents
from careercenter.postings.completeness import Problem, list_warnings
from careercenter.postings.content import Content
from careercenter.postings.pay import PayRange, pay_text
from careercenter.postings.transparency import Applying, list_applying


@dataclass(frozen=True, slots=True)
class Found:
    """For the editor, beside what is typed."""

    sentence: str
    laws: list[Applying]
    pay: str
    compared: str
    warnings: list[Problem]

    def as_json(self) -> dict[str, Any]:
        return {"sentence": self.sentence, "pay": self.pay, "compared": self.compared,
                "laws": [law.text for law in self.laws],
                "warnings": [{"field": one.field, "message": one.message} for one in self.warnings]}


def look_at(content: Content, employer: Employer) -> Found:
    """What a content, complete or not, comes to."""
    posting = contents.with_content(content)
    stated = PayRange.of(posting)
    return Found(posting.asks.sentence(), list_applying(posting, employer.size), pay_text(posting),
                 stated.compared if stated else "", list_warnings(posting))
