"""Patient data is taken out before anything is stored; what went, and how often, is all that is kept of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from careercenter import deidentification
from careercenter.caseconsultant.reading.attachments import Attached
from careercenter.deidentification import Kind


def clean(text: str) -> tuple[str, Counter[str]]:
    """A text without patient data, and how many of each kind went. What no database keeps goes too."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    findings = deidentification.find(text)
    return deidentification.redact(text, findings), Counter(one.kind.value for one in findings)


def clean_files(files: Iterable[Attached]) -> tuple[list[dict[str, Any]], Counter[str]]:
    """What is kept of files: their words without patient data, or why none are."""
    kept, removed = list[dict[str, Any]](), Counter[str]()
    for file in files:
        text, gone = clean(file.text)
        removed += gone
        kept.append({"label": file.label, "text": text, "refusal": file.refusal})
    return kept, removed


def in_words(removed: Mapping[str, int]) -> str:
    """What was taken out, for a person: “a name, a date more exact than a year (3 times)”; empty if nothing was."""
    return ", ".join(f"{Kind(kind).label}{f' ({times} times)' if times > 1 else ''}"
                     for kind, times in sorted(removed.items()))


def refused_in_words(files: Iterable[Mapping[str, Any]]) -> str:
    """Which files weren't kept, and why."""
    return "; ".join(f"{file['label']}: {file['refusal']}" for file in files if file["refusal"])
