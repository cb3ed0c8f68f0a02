"""Lines as passages under their sections, numbered as the document numbers them.

The Official Guidelines count Section I, A, 1, a, 1), (a); the NCCI manual Chapter I, A, 1, a; CMS's manuals 30.6.1.
A number opens a section only where it is the next of its kind: lists inside a section count on from nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from careercenter.casepilot.library.reading import Line

LONGEST = 900  # characters of a passage, about
LONGEST_TITLE = 160

_PART = re.compile(r"^(section|chapter)\s+([IVXLC]+|\d{1,2})(?:[.:]?\s+[-–]?\s*|[.:]?$)(.*)$", re.I)
_DECIMAL = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){1,5}|\d{1,3}(?=\s+[-–]\s))\.?\s+(?:[-–]\s*)?([A-Z].*)$")
_STYLES = (
    re.compile(r"^([A-Z])\.\s+(\S.*)$"), re.compile(r"^(\d{1,2})\.\s+(\S.*)$"), re.compile(r"^([a-z])\.\s+(\S.*)$"),
    re.compile(r"^(\d{1,2})\)\s+(\S.*)$"), re.compile(r"^\(([a-z])\)\s+(\S.*)$"),
)
_BULLET = re.compile(r"^(?:[•▪◦*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")


class Section(NamedTuple):
    """Where lines stand."""

    number: str  # "I.C.4.a"; empty without one
    heading: str  # the titles above, from the outermost down


class Chunk(NamedTuple):
    """A passage to be."""

    section: Section
    page: int | None
    text: str
    address: str


def cut(lines: Iterable[Line]) -> list[Chunk]:
    """The passages of a document in their order; the same lines give the same addresses."""
    taken: Counter[str] = Counter()
    chunks: list[Chunk] = []
    for section, paragraphs in _sections(lines):
        for page, text in _filled(paragraphs):
            base = re.sub(r"[^A-Za-z0-9.]+", "-", section.number).strip("-.") or _slug(section.heading) or "text"
            taken[base] += 1
            address = base if taken[base] == 1 else f"{base}_{taken[base]}"
            chunks.append(Chunk(section, page, text, address))
    return chunks


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.rsplit(" › ", 1)[-1].lower()).strip("-")[:60].rstrip("-")


class _Outline:
    """The section in which one is, while lines go by."""

    def __init__(self) -> None:
        self._labels: list[str] = []  # the part's number, then of each style in turn
        self._titles: list[str] = []
        self._part = ""  # "section" or "chapter": what the document is parted into
        self._marked: list[tuple[int, str]] = []  # headings that HTML or Markdown marks

    def open(self, line: Line) -> bool:
        """Whether a line opens a section; then one is in it."""
        text = line.text
        if part := _PART.match(text):
            kind = part[1].lower()
            if len(text) <= LONGEST_TITLE and not part[3][:1].islower() and self._part in ("", kind):
                self._labels, self._titles, self._part, self._marked = [part[2].upper()], [text], kind, []
                return True
            return False
        if (decimal := _DECIMAL.match(text)) and not self._part and len(text) <= LONGEST_TITLE:
            self._labels, self._titles = [decimal[1]], [decimal[2]]
            return True
        if self._part and self._open_style(text):
            return True
        if line.level:
            self._marked = [one for one in self._marked if one[0] < line.level] + [(line.level, text)]
            if not self._part:
                self._labels = []
            self._titles = [title for _, title in self._marked] if not self._part else [*self._titles[:1], text]
            return True
        return False

    def _open_style(self, text: str) -> bool:
        for depth, style in enumerate(_STYLES, 1):
            found = style.match(text)
            if found and depth <= len(self._labels) and _is_next(self._labels, depth, found[1]):
                self._labels = [*self._labels[:depth], found[1]]
                self._titles = [*self._titles[:depth], found[2][:LONGEST_TITLE]]
                return True
        return False

    @property
    def section(self) -> Section:
        return Section(".".join(self._labels), " › ".join(self._titles))


def _is_next(labels: Sequence[str], depth: int, label: str) -> bool:
    """Whether a label follows the one that is open at its depth, or begins there."""
    if len(labels) <= depth:
        return label in ("A", "1", "a")
    before = labels[depth]
    return (int(label) in (int(before) + 1, int(before) + 2) if label.isdigit() and before.isdigit()
            else ord(label) in (ord(before) + 1, ord(before) + 2))  # a page may have swallowed one


def _sections(lines: Iterable[Line]) -> Iterator[tuple[Section, list[Line]]]:
    """Each section with its paragraphs. The line that opens it is its first: it may say the rule itself."""
    outline = _Outline()
    paragraphs: list[Line] = []
    begun: Line | None = None
    section = outline.section
    for line in lines:
        opens = bool(line.text) and outline.open(line)
        if not line.text or opens or _BULLET.match(line.text):
            paragraphs += [begun] if begun else []
            begun = None
        if opens:
            if paragraphs:
                yield section, paragraphs
            paragraphs, section = [], outline.section
        if line.text:
            begun = line if begun is None else begun._replace(text=_joined(begun.text, line.text))
        if opens and line.level:
            paragraphs, begun = paragraphs + ([begun] if begun else []), None
    paragraphs += [begun] if begun else []
    if paragraphs:
        yield section, paragraphs


def _joined(before: str, text: str) -> str:
    return before[:-1] + text if re.search(r"[a-z]-$", before) and text[:1].islower() else f"{before} {text}"


def _filled(paragraphs: Sequence[Line]) -> Iterator[tuple[int | None, str]]:
    """Passages of about the same length; a paragraph too long for one is cut at a sentence."""
    page: int | None = None
    text = ""
    for paragraph in paragraphs:
        for piece in _pieces(paragraph.text):
            if text and len(text) + len(piece) > LONGEST:
                yield page, text
                text = ""
            page = paragraph.page if not text else page
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield page, text


def _pieces(text: str) -> Iterator[str]:
    while len(text) > LONGEST:
        cut_at = max(text.rfind(". ", 0, LONGEST), text.rfind("; ", 0, LONGEST)) + 1 or text.rfind(" ", 0, LONGEST) + 1
        cut_at = cut_at or LONGEST
        yield text[:cut_at].strip()
        text = text[cut_at:].strip()
    yield text
