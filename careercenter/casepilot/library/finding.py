"""The passages that answer a query, ranked as BM25 does, over the editions that are read today.

The index is rows: a term's places in each document, packed. A query reads those of its own terms alone, so that
there is nothing to build or to keep when a process starts.
"""

from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select

from careercenter.casepilot.library.models import Document, Passage, Posting, Series
from careercenter.casepilot.library.terms import code_term, read_query
from careercenter.codes.lookup.building import NOT
from careercenter.core import db, today

_K, _B = 1.2, 0.6  # BM25's; passages are nearly of a length
_NAMED_SECTION = 1.6  # how much more a passage is worth whose section holds for the code or was asked for


class Hit(NamedTuple):
    """A passage that answers."""

    passage: Passage
    document: Document
    score: float
    coverage: float  # 0 to 1: how much of what was asked it says, by how rare the words are


def list_read() -> list[Document]:
    """The documents that are answered from: of each series and part the newest edition that is in force."""
    rows = db.session.scalars(select(Document).where(
        Document.effective_on <= today(), Document.is_withdrawn.is_(False))
        .order_by(Document.effective_on.desc(), Document.id.desc()))
    read: dict[tuple[str, ...], Document] = {}
    for row in rows:
        key = (row.series, row.part, "" if row.series is not Series.OTHER else row.slug)
        read.setdefault(key, row)
    return list(read.values())


def search(query: str, *, codes: Iterable[str] = (), sections: Sequence[tuple[Series, str]] = (),
           most: int = 5) -> list[Hit]:
    """The best passages for a query, the best first. Three statements.

    `codes` count as words of the query, by themselves and by their category; passages of `sections`, and below them,
    come forward. What gives orders to an assistant is left out.
    """
    documents = list_read()
    units = _units(query, codes)
    if not documents or not units:
        return []
    scores, coverage = _score(documents, units)
    _bring_forward(documents, sections, scores)
    ranked = sorted(((float(value), number, int(place)) for number, own in enumerate(scores)
                     for place in _best(own, most * 2) if (value := own[place]) > 0), reverse=True)[:most * 2]
    found = _passages([(documents[number].id, place) for _, number, place in ranked])
    hits = [Hit(passage, documents[number], value, float(coverage[number][place]))
            for value, number, place in ranked
            if (passage := found.get((documents[number].id, place))) and not passage.gives_orders]
    return hits[:most]


def find_section(series: Series, section: str) -> list[Hit]:
    """The passages of a section and of what stands under it, in their order, in the edition that is read."""
    documents = {document.id: document for document in list_read() if document.series is series}
    if not documents:
        return []
    rows = db.session.scalars(select(Passage).where(
        Passage.document_id.in_(documents), Passage.gives_orders.is_(False),
        (Passage.section == section) | Passage.section.startswith(section + ".", autoescape=True))
        .order_by(Passage.document_id, Passage.place).limit(40))
    return [Hit(row, documents[row.document_id], 1.0, 1.0) for row in rows]


def count_passages() -> int:
    """How many there are, of every edition."""
    return db.session.scalar(select(func.count()).select_from(Passage)) or 0


class _Unit(NamedTuple):
    """Something that is asked for: any of these sets of terms says it."""

    alternatives: tuple[tuple[tuple[str, ...], float], ...]


def _units(query: str, codes: Iterable[str]) -> list[_Unit]:
    units = [_Unit(tuple((tuple(term.removeprefix(NOT) for term in one.terms), one.worth)
                         for one in unit.alternatives)) for unit in read_query(query).units if unit.alternatives]
    for code in codes:
        whole, category = code_term(code), code_term(code[:3])
        units.append(_Unit((((whole,), 1.0), ((category,), 0.5)) if whole != category else (((whole,), 1.0),)))
    return units


_Scores = list[NDArray[np.float32]]


def _score(documents: Sequence[Document], units: Sequence[_Unit]) -> tuple[_Scores, _Scores]:
    """Of each document's passages the score, and how much of the query each says."""
    lengths = [np.frombuffer(document.lengths, np.int32) for document in documents]
    total = sum(len(one) for one in lengths)
    mean = sum(int(one.sum()) for one in lengths) / max(1, total) or 1.0
    postings = _postings([document.id for document in documents],
                         {term for unit in units for terms, _ in unit.alternatives for term in terms})
    idf = {term: log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in (
        (term, sum(len(places) for places, _ in by_document.values())) for term, by_document in postings.items())}
    unknown = log(1 + total)
    weights = [max(sum(idf.get(term, unknown) for term in terms) / len(terms) ** 0.5 for terms, _ in unit.alternatives)
               for unit in units]
    scores: _Scores = []
    covered: _Scores = []
    for document, length in zip(documents, lengths, strict=True):
        own = np.zeros(len(length), np.float32)
        said = np.zeros(len(length), np.float32)
        norm = _K * (1 - _B + _B * length / mean)
        for unit, weight in zip(units, weights, strict=True):
            best = np.zeros(len(length), np.float32)
            part = np.zeros(len(length), np.float32)
            for terms, worth in unit.alternatives:
                here = np.zeros(len(length), np.float32)
                has = np.zeros(len(length), np.float32)
                for term in terms:
                    places, counts = postings.get(term, {}).get(document.id, _NOWHERE)
                    here[places] += idf.get(term, 0.0) * counts * (_K + 1) / (counts + norm[places])
                    has[places] += worth / len(terms)
                np.maximum(best, here * worth * has, out=best)
                np.maximum(part, has, out=part)
            own += best
            said += part * np.float32(weight)
        scores.append(own)
        covered.append(said / np.float32(sum(weights) or 1.0))
    return scores, covered


_Places = tuple[NDArray[np.int32], NDArray[np.float32]]
_NOWHERE: _Places = (np.zeros(0, np.int32), np.zeros(0, np.float32))


def _postings(document_ids: Sequence[int], terms: Iterable[str]) -> dict[str, dict[int, _Places]]:
    found: dict[str, dict[int, _Places]] = {}
    for row in db.session.execute(select(Posting.term, Posting.document_id, Posting.places, Posting.counts).where(
            Posting.term.in_(list(terms)), Posting.document_id.in_(document_ids))):
        found.setdefault(row.term, {})[row.document_id] = (
            np.frombuffer(row.places, np.int32), np.frombuffer(row.counts, np.uint8).astype(np.float32))
    return found


def _bring_forward(documents: Sequence[Document], sections: Sequence[tuple[Series, str]], scores: _Scores) -> None:
    wanted = [(number, section) for series, section in sections
              for number, document in enumerate(documents) if document.series is series]
    if not wanted:
        return
    by_id = {document.id: number for number, document in enumerate(documents)}
    rows = db.session.execute(select(Passage.document_id, Passage.place, Passage.section).where(
        Passage.document_id.in_({documents[number].id for number, _ in wanted}), Passage.section != ""))
    for document_id, place, section in rows:
        if any(number == by_id[document_id] and (section == asked or section.startswith(asked + "."))
               for number, asked in wanted):
            scores[by_id[document_id]][place] *= np.float32(_NAMED_SECTION)


def _best(scores: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    return np.argsort(-scores, kind="stable")[:most]


def _passages(which: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Passage]:
    if not which:
        return {}
    rows = db.session.scalars(select(Passage).where(
        Passage.document_id.in_({document for document, _ in which}), Passage.place.in_({place for _, place in which})))
    return {(row.document_id, row.place): row for row in rows}
