"""A text with its findings marked, for whoever wrote it."""

from collections.abc import Collection, Iterator, Sequence

from careercenter.deidentification import Finding, find, redact


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


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Each once, however often it stands there."""
    return list({one.words: one for one in findings}.values())


def redacted(text: str, declared: Collection[str]) -> str:
    """The text without its findings, but those of which its writer says that they are none."""
    return redact(text, [one for one in find(text) if one.words not in declared])
