"""The words of an HTML text that its reader sees, in one pass: a mail may hold any number of any tags, and the
standard library's parser takes a time that grows with the square of some of them."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from string import ascii_lowercase, ascii_uppercase

MOST_HTML = 500_000
"""Characters of HTML that are read."""

_BLOCKS = {"p": "\n\n", "table": "\n\n", "ul": "\n\n", "ol": "\n\n", "blockquote": "\n\n"} | dict.fromkeys(
    ("div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr"), "\n")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = {"script", "style", "title", "head", "template"}
_QUOTED = {"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "gmail_signature"}  # classes
_QUOTED_FROM_HERE = {"divRplyFwdMsg", "appendonsend"}  # Outlook's ids: all that comes after is quoted too
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\s*\.?\d)", re.I)

_TAG = re.compile(r"(/?[A-Za-z][\w:-]*)(.*)", re.S)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)(?:\s?=\s?("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)  # lower() makes some letters two
MOST_TAG = 5_000
"""Characters of a tag that are read."""


def from_html(html: str, *, is_reply: bool = False) -> str:
    """The words as lines. What is hidden from the reader is no part of it; in a reply, neither is what is marked as
    quoted, or as a signature."""
    reader = _Reader(is_reply)
    for tag, rest in _tokens(html[:MOST_HTML]):
        if not tag:
            reader.handle_data(unescape(rest))
        elif tag.startswith("/"):
            reader.handle_endtag(tag[1:])
        else:
            reader.handle_starttag(tag, rest)
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """Tags in lower case with what stands in them, and texts under no tag; each character is looked at once."""
    at, lowered = 0, html.translate(_LOWER)
    while (begin := html.find("<", at)) >= 0:
        yield "", html[at:begin]
        ends = "-->" if html.startswith("<!--", begin) else ">"
        end = html.find(ends, begin)
        if end < 0:
            return
        at = end + len(ends)
        if found := _TAG.match(html[begin + 1:min(end, begin + MOST_TAG)]):
            name = found[1].lower()
            yield name, found[2]
            if name in ("script", "style"):  # what stands in them is no HTML
                at = lowered.find(f"</{name}", at)
                if at < 0:
                    return
    yield "", html[at:]


class _Reader:
    def __init__(self, is_reply: bool) -> None:
        self.is_reply, self.words = is_reply, list[str]()
        self._open: list[tuple[str, bool]] = []  # tags, and whether what stands in them is left out
        self._names, self._hiding, self._ended = Counter[str](), 0, False

    def handle_starttag(self, tag: str, attributes: str) -> None:
        named = {found[1].lower(): unescape((found[2] or "").strip("\"'"))
                 for found in _ATTRIBUTE.finditer(attributes)}
        if self.is_reply and named.get("id") in _QUOTED_FROM_HERE and not self._hiding:
            self._ended = True
        self._break(tag)
        if tag not in _VOID:
            hides = self._hides(tag, named)
            self._open.append((tag, hides))
            self._names[tag] += 1
            self._hiding += hides

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self._names[tag]:
            return
        closed = ""
        while closed != tag:
            closed, hides = self._open.pop()
            self._names[closed] -= 1
            self._hiding -= hides
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hiding and not self._ended:
            self.words.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and not self._hiding and not self._ended:
            self.words.append(_BLOCKS[tag])

    def _hides(self, tag: str, named: dict[str, str]) -> bool:
        if tag in _UNSEEN or "hidden" in named or _HIDES.search(named.get("style", "")):
            return True
        return self.is_reply and (tag == "blockquote" or named.get("id") == "Signature"
                                  or not _QUOTED.isdisjoint(named.get("class", "").split()))
