"""Answers as JSON, and back."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from careercenter.casepilot.answers import Answer, Sentence
from careercenter.casepilot.conversations.models import Question

_ANSWER = TypeAdapter(Answer)


def as_json(answer: Answer) -> dict[str, Any]:
    """JSON-ready data."""
    return _ANSWER.dump_python(answer, mode="json")


def answer_of(question: Question) -> Answer | None:
    """What was answered; None if nothing was."""
    return _ANSWER.validate_python(question.answer) if question.answer else None


def cut(answer: Answer, sentences: int) -> Answer:
    """Its first sentences alone, as they stood when it was stopped."""
    return replace(answer, sentences=answer.sentences[:sentences], follow_ups=())


def numbered(sentences: list[Sentence]) -> Answer:
    """Sentences as they come, so that the sources of each have the numbers that they keep."""
    return Answer("", tuple(sentences))
