"""Answers as JSON, and back."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from careercenter.casepilot.answers import Answer, Sentence, Why
from careercenter.casepilot.conversations.models import Question
from careercenter.codes import licensing
from careercenter.codes.models import CodeSystem

_ANSWER = TypeAdapter(Answer)
_LICENSED = "is_licensed"  # whether it was given under the license of an owner whose words it may hold
_NO_LICENSE = ("This answer may quote CPT’s descriptors. They are the AMA’s, and this site has no license for them any "
               "more. Ask again for what is public.")


def as_json(answer: Answer) -> dict[str, Any]:
    """JSON-ready data."""
    return {**_ANSWER.dump_python(answer, mode="json"), _LICENSED: licensing.is_granted() and _is_about_cpt(answer)}


def answer_of(question: Question) -> Answer | None:
    """What was answered; None if nothing was. An owner's words go with the license."""
    if not question.answer:
        return None
    if question.answer.get(_LICENSED) and not licensing.is_granted():
        return Answer(question.text, declined=Why.LICENSE, refusal=_NO_LICENSE)
    return _ANSWER.validate_python(question.answer)


def _is_about_cpt(answer: Answer) -> bool:
    return any(shown.system is CodeSystem.CPT for shown in answer.codes) or any(
        f"/codes/{CodeSystem.CPT.value}/" in one.url for one in answer.citations)


def cut(answer: Answer, sentences: int) -> Answer:
    """Its first sentences alone, as they stood when it was stopped."""
    return replace(answer, sentences=answer.sentences[:sentences], follow_ups=())


def numbered(sentences: list[Sentence]) -> Answer:
    """Sentences as they come, so that the sources of each have the numbers that they keep."""
    return Answer("", tuple(sentences))
