"""The pages worth finding, as sitemaps.org's protocol lists them: an index, and parts of it.

A part holds the things of SPAN ids, so that it keeps its name and its things whatever comes or goes; it is one
statement, and far below what the protocol allows (50,000 addresses, 50 MB). `lastmod` stands only where we know when
what a page says changed: Google drops it from those whose word doesn't hold, and reads neither `changefreq` nor
`priority` (developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from xml.sax.saxutils import escape

from careercenter.codes.models import CodeSystem
from careercenter.core import NotFound
from careercenter.syndication import queries
from careercenter.syndication.queries import Address, Part
from careercenter.web.links import absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Kind(NamedTuple):
    """One kind of pages: its parts, and the addresses in one of them."""

    list_parts: Callable[[], Iterable[Part]]
    list_addresses: Callable[[int], Iterable[Address]]


KINDS = {
    "pages": Kind(lambda: [Part(0)], lambda number: () if number else queries.list_pages()),
    "jobs": Kind(queries.list_job_parts, queries.list_jobs),
    "companies": Kind(queries.list_company_parts, queries.list_companies),
    "answers": Kind(queries.list_answer_parts, queries.list_answers),
    **{f"codes-{system.value}": Kind(partial(queries.list_code_parts, system), partial(queries.list_codes, system))
       for system in CodeSystem},
}


def write_index() -> str:
    """The index: every part that has something, with the last change in it."""
    return _document("sitemapindex", "sitemap", (
        Address(absolute("syndication.sitemap_part", kind=name, number=part.number), part.changed_at)
        for name, kind in KINDS.items() for part in kind.list_parts()))


def write_part(kind: str, number: int) -> str:
    """One part.

    Raises:
        NotFound: nothing is in it (any more).
    """
    addresses = list(KINDS[kind].list_addresses(number)) if kind in KINDS else []
    if not addresses:
        raise NotFound("There is no such part of the sitemap (any more).")
    return _document("urlset", "url", addresses)


def _document(root: str, item: str, addresses: Iterable[Address]) -> str:
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">',
                      *_items(item, addresses), f"</{root}>", ""))


def _items(item: str, addresses: Iterable[Address]) -> Iterator[str]:
    for url, changed_at in addresses:
        changed = f"<lastmod>{_instant(changed_at)}</lastmod>" if changed_at else ""
        yield f"<{item}><loc>{escape(url)}</loc>{changed}</{item}>"


def _instant(at: datetime) -> str:
    """W3C Datetime (www.w3.org/TR/NOTE-datetime), to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
