"""Reading documents and passages by their addresses."""

from typing import NamedTuple

from sqlalchemy import func, select

from careercenter.casepilot.library.finding import list_read
from careercenter.casepilot.library.models import Document, Passage
from careercenter.core import NotFound, db


class Shelved(NamedTuple):
    """A document as a list shows it."""

    document: Document
    passages: int
    is_read: bool  # whether it is the edition that is answered from


class Opened(NamedTuple):
    """A passage where it stands."""

    document: Document
    passage: Passage
    before: Passage | None
    after: Passage | None
    is_read: bool


def list_documents() -> list[Shelved]:
    """Every document, by series and title, the newest edition first."""
    read = {document.id for document in list_read()}
    rows = db.session.execute(
        select(Document, func.count(Passage.id)).join(Passage, Passage.document_id == Document.id)
        .group_by(Document.id).order_by(Document.series, Document.title, Document.effective_on.desc()))
    return [Shelved(document, count, document.id in read) for document, count in rows]


def get_document(slug: str) -> Document:
    """A document by its address.

    Raises:
        NotFound: there is none.
    """
    document = db.session.scalar(select(Document).where(Document.slug == slug))
    if document is None:
        raise NotFound("The library has no such document.")
    return document


def list_headings(document: Document) -> list[Passage]:
    """The first passage of each section of a document, in order."""
    seen: dict[tuple[str, str], Passage] = {}
    for passage in db.session.scalars(
            select(Passage).where(Passage.document_id == document.id).order_by(Passage.place)):
        seen.setdefault((passage.section, passage.heading), passage)
    return list(seen.values())


def open_passage(slug: str, address: str) -> Opened:
    """A passage with what stands around it.

    Raises:
        NotFound: there is none.
    """
    document = get_document(slug)
    passage = db.session.scalar(
        select(Passage).where(Passage.document_id == document.id, Passage.address == address))
    if passage is None:
        raise NotFound("The document has no such passage.")
    around = {row.place: row for row in db.session.scalars(select(Passage).where(
        Passage.document_id == document.id, Passage.place.in_((passage.place - 1, passage.place + 1))))}
    return Opened(document, passage, around.get(passage.place - 1), around.get(passage.place + 1),
                  any(one.id == document.id for one in list_read()))
