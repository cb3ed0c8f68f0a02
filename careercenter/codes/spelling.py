"""How people write codes: with the dot or without, in lower case, with spaces."""

import re

from careercenter.codes.models import CodeSystem

_CHAPTER = re.compile(r"(?:CHAPTER|CH)0*(\d{1,2})")
_LETTER = re.compile(r"([A-V])CODES")
_BLOCK = re.compile(r"([A-Z0-9]{1,5})[-–]([A-Z0-9]{1,5})")
_SHAPES = {
    # CDC: a letter, a digit, a digit or letter; up to four more after the dot.
    CodeSystem.ICD10CM: re.compile(r"[A-Z]\d[A-Z\d][A-Z\d]{0,4}"),
    CodeSystem.HCPCS: re.compile(r"[A-CE-V]\d{4}"),  # D codes are the ADA's
    CodeSystem.CPT: re.compile(r"\d{4}[\dAFTUM]"),
    CodeSystem.MODIFIER: re.compile(r"[A-Z\d]{2}"),
    CodeSystem.POS: re.compile(r"\d{2}"),
}
_NO_DIGITS = str.maketrans("123456789", "0" * 9)


def normalize(text: str, system: CodeSystem | None = None) -> str:
    """The key that a spelling stands for: “e11.40 ” is E1140, “chapter 4” is CH04, HCPCS's “G codes” is G. It
    may name no code at all."""
    squeezed = re.sub(r"[\s.]+", "", text).upper().replace("–", "-")
    if system in (None, CodeSystem.ICD10CM) and (chapter := _CHAPTER.fullmatch(squeezed)):
        return f"CH{int(chapter[1]):02}"
    if system is CodeSystem.HCPCS and (letter := _LETTER.fullmatch(squeezed)):
        return letter[1]
    if _BLOCK.fullmatch(squeezed):
        return squeezed
    squeezed = squeezed.replace("-", "")
    if system is CodeSystem.POS and squeezed.isdigit():
        return squeezed.zfill(2)
    return squeezed


def lies_within(key: str, first: str, last: str) -> bool:
    """Whether a code lies in a span of numbers, both ends included. 0001F to 9007F has no 27447 in it: letters stand
    in the same places."""
    return first <= key <= last and key.translate(_NO_DIGITS) == first.translate(_NO_DIGITS)


def systems_of(text: str) -> list[CodeSystem]:
    """The systems whose codes have the shape of a whole code such as this, the likelier first."""
    key = normalize(text)
    return [system for system, shape in _SHAPES.items() if shape.fullmatch(key)]


NAMED_IN_TEXT = re.compile(r"(?<![A-Z\d.])([A-TV-Z]\d[A-Z\d](?:\.[A-Z\d]{1,4})?(?:\.?-)?)(?![A-Z\d])")
"""A code as the tabular list's notes name it: E11.40, E11.4-, E11.-, E11."""
