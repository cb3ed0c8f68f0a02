"""Importing a document: once, whole, and never changed afterwards."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from sqlalchemy import insert, select

from careercenter.casepilot.library.models import Document, Passage, Posting, Series
from careercenter.casepilot.library.orders import gives_orders
from careercenter.casepilot.library.reading import read_file
from careercenter.casepilot.library.sections import Chunk, cut
from careercenter.casepilot.library.terms import terms_of
from careercenter.core import NotFound, NotPossible, add_once, db, lock, today, transaction

_HEADING_COUNTS = 2  # a word of a heading is worth two of the text
_ROWS = 2_000  # of one statement


@dataclass(frozen=True, slots=True)
class About:
    """What an operator says of a file."""

    title: str
    series: Series = Series.OTHER
    part: str = ""
    version: str = ""
    effective_on: date | None = None  # today, unless it says so
    source_url: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    document: Document
    passages: int
    sections: int
    suspect: int  # passages that give orders to an assistant
    was_there: bool = False


def find_document(slug: str) -> Document | None:
    """A document by its address."""
    return db.session.scalar(select(Document).where(Document.slug == slug))


def import_file(path: Path, about: About) -> Imported:
    """Import a PDF, HTML or text file as a document with its passages. The same file a second time does nothing.

    Raises:
        NotPossible: it can't be read, or another document has its title and version.
    """
    checksum = sha256(path.read_bytes()).hexdigest()
    there = db.session.scalar(select(Document).where(Document.checksum == checksum))
    if there:
        return Imported(there, 0, 0, 0, was_there=True)
    chunks = cut(read_file(path))
    with transaction():
        document = _document(about, checksum, chunks)
        add_once(document, f"Another document is “{about.title}”, version “{about.version}” already. Give this one "
                           "its own version.")
        db.session.flush()
        suspect = [gives_orders(f"{chunk.section.heading}\n{chunk.text}") for chunk in chunks]
        _insert(Passage, [
            {"document_id": document.id, "place": place, "address": chunk.address, "section": chunk.section.number,
             "heading": chunk.section.heading, "page": chunk.page, "text": chunk.text, "gives_orders": is_suspect}
            for place, (chunk, is_suspect) in enumerate(zip(chunks, suspect, strict=True))])
        _insert(Posting, [{"document_id": document.id, **row} for row in _postings(chunks)])
    return Imported(document, len(chunks), len({chunk.section for chunk in chunks}), sum(suspect))


def withdraw(slug: str) -> Document:
    """Answer from a document no more; what cites it still finds its pages.

    Raises:
        NotFound: there is none of that address.
        NotPossible: it is withdrawn already.
    """
    with transaction():
        document = find_document(slug)
        if document is None:
            raise NotFound(f"No document has the address “{slug}”. See `flask library list`.")
        lock(document)
        if document.is_withdrawn:
            raise NotPossible(f"“{document.title}” is withdrawn already.")
        document.is_withdrawn = True
    return document


def _document(about: About, checksum: str, chunks: Sequence[Chunk]) -> Document:
    slug = re.sub(r"[^a-z0-9]+", "-", f"{about.title} {about.part} {about.version}".lower()).strip("-")[:90]
    if not slug:
        raise NotPossible("Give the document a title of letters or digits.")
    lengths = np.array([sum(_counts(chunk).values()) for chunk in chunks], np.int32)
    return Document(slug=slug, series=about.series, part=about.part, title=about.title, version=about.version,
                    effective_on=about.effective_on or today(), source_url=about.source_url, terms=about.terms,
                    checksum=checksum, lengths=lengths.tobytes())


def _counts(chunk: Chunk) -> Counter[str]:
    counts = Counter(terms_of(chunk.text))
    for term in terms_of(chunk.section.heading):
        counts[term] += _HEADING_COUNTS
    return counts


def _postings(chunks: Sequence[Chunk]) -> list[dict[str, object]]:
    places: dict[str, list[int]] = defaultdict(list)
    counts: dict[str, list[int]] = defaultdict(list)
    for place, chunk in enumerate(chunks):
        for term, count in _counts(chunk).items():
            places[term].append(place)
            counts[term].append(min(count, 255))
    return [{"term": term, "places": np.array(own, np.int32).tobytes(),
             "counts": np.array(counts[term], np.uint8).tobytes()} for term, own in places.items()]


def _insert(model: type[Passage | Posting], rows: list[dict[str, object]]) -> None:
    for start in range(0, len(rows), _ROWS):
        db.session.execute(insert(model), rows[start:start + _ROWS])
