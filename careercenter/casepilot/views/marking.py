"""A text with its findings marked, for whoever wrote it."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from careercenter.casepilot.casecoding import Candidate
from careercenter.deidentification import Finding, find, redact


def review(form: FlaskForm, text: TextAreaField, findings: Sequence[Finding], *, declared: Collection[str],
           what: str) -> str:
    """The page that shows what was found in a form's text; `what` completes “Take out and …”."""
    return render_template("casepilot/patient_data.html", form=form, text=text, findings=distinct(findings),
                           pieces=pieces(text.data or "", findings), declared=declared, what=what)


def pieces(text: str, findings: Sequence[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """The text in pieces, each with what was found in it."""
    at = 0
    for one in findings:
        if at < one.start:
            yield text[at:one.start], None
        yield one.words, one
        at = one.end
    if at < len(text):
        yield text[at:], None


def supported(note: str, candidates: Sequence[Candidate]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The note in pieces, each with the numbers, from 1, of the candidates that it supports."""
    spans = [(span.begin, span.end, number) for number, one in enumerate(candidates, 1) for span in one.spans]
    edges = sorted({0, len(note), *(edge for begin, end, _ in spans for edge in (begin, end))})
    for begin, end in pairwise(edges):
        yield note[begin:end], tuple(number for first, last, number in spans if first <= begin and end <= last)


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Each once, however often it stands there."""
    return list({one.words: one for one in findings}.values())


def redacted(text: str, declared: Collection[str]) -> str:
    """The text without its findings, but those of which its writer says that they are none."""
    return redact(text, [one for one in find(text) if one.words not in declared])
