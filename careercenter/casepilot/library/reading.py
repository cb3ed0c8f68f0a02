"""Files as lines: PDF by pages without running heads, HTML and text by their headings."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from careercenter.core import NotPossible

_UNREADABLE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError)
_EDGE = 2  # lines at a page's top and bottom that may be running heads
_OFTEN = 0.4  # of the pages
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")  # “A. Conventions ........ 7”
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th", "dt", "dd", "pre", "blockquote", "div")


class Line(NamedTuple):
    """A line of a file; an empty one parts paragraphs."""

    text: str
    page: int | None = None
    level: int = 0  # of a heading that is marked as one, from 1


def read_file(path: Path) -> list[Line]:
    """The lines of a PDF, HTML or text file.

    Raises:
        NotPossible: it is none of these, is locked or broken, or has no text.
    """
    content = path.read_bytes()
    if content[:1024].lstrip().startswith(b"%PDF-"):
        lines = list(_read_pdf(content))
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        if "\x00" in text:
            raise NotPossible(f"{path.name} is neither PDF, HTML nor text. Save it as one of these.")
        is_html = path.suffix.lower() in (".html", ".htm") or re.match(r"\s*<(!doctype html|html)\b", text, re.I)
        lines = list(_read_html(text) if is_html else _read_text(text))
    if not any(line.text for line in lines):
        raise NotPossible(f"{path.name} has no text to read. A scanned document has to be recognized (OCR) first.")
    return lines


def _read_pdf(content: bytes) -> Iterator[Line]:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotPossible("This PDF is locked with a password. Save it without one.")
        pages = [[line.strip() for line in page.extract_text().splitlines()] for page in reader.pages]
    except _UNREADABLE as error:
        raise NotPossible("This PDF can't be opened. Download it again.") from error
    running = _running_heads(pages)
    for number, page in enumerate(pages, 1):
        for line in page:
            if _shape(line) not in running and not _CONTENTS.search(line):
                yield Line(line, number)


def _running_heads(pages: list[list[str]]) -> frozenset[str]:
    """What stands at the edge of many pages, whatever number it has there."""
    edges = Counter(shape for page in pages
                    for shape in {_shape(line) for line in (filled := [one for one in page if one])[:_EDGE]
                                  + filled[-_EDGE:]})
    return frozenset(shape for shape, count in edges.items() if count > 2 and count > _OFTEN * len(pages) and shape)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip().lower())


def _read_html(text: str) -> Iterator[Line]:
    soup = BeautifulSoup(text, "html.parser")
    for unread in soup(["script", "style", "nav", "header", "footer", "template", "noscript"]):
        unread.decompose()
    for block in soup.find_all(_BLOCKS):
        if isinstance(block, Tag) and not block.find(_BLOCKS):
            said = " ".join(block.get_text(" ").split())
            if said:
                level = int(block.name[1]) if re.fullmatch(r"h[1-6]", block.name) else 0
                yield from (Line("", None), Line(said, None, level), Line("", None))


def _read_text(text: str) -> Iterator[Line]:
    for line in text.splitlines():
        marked = re.match(r"\s{0,3}(#{1,6})\s+(.*)", line)
        if marked:
            yield from (Line("", None), Line(marked[2].strip(" #"), None, len(marked[1])))
        elif not _CONTENTS.search(line):
            yield Line(line.strip())
