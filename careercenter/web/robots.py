"""Who asks for a page, as far as the request says: a person, a program, or a browser that fetches in advance."""

import re
from functools import lru_cache
from pathlib import Path

from flask import Response, request


def is_person() -> bool:
    """Whether a person looks: no program, and no browser that fetches in advance."""
    return not is_prefetch() and not is_program(agent())


def is_prefetch() -> bool:
    """Whether a browser fetches what nobody has asked to see yet (Fetch: `Sec-Purpose`, and its forerunners)."""
    purposes = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(word in purposes.lower() for word in ("prefetch", "prerender", "preview"))


def decline() -> Response:
    """The answer to a browser that fetches in advance what nobody may see before it counts: it throws that away, and
    asks anew when the page is wanted (developer.chrome.com/docs/web-platform/prerender-pages: any status but 2xx)."""
    return Response(status=503, headers={"Cache-Control": "no-store"})


def agent() -> str:
    """What the asking program calls itself."""
    return request.headers.get("User-Agent", "")


@lru_cache(maxsize=4096)
def is_crawler(agent: str) -> bool:
    """Whether a User-Agent reads pages for others: a search engine, a link preview, an archive, a monitor."""
    return _named("crawlers.txt").search(agent) is not None


@lru_cache(maxsize=4096)
def is_program(agent: str) -> bool:
    """Whether a User-Agent is a program's that nobody sits at: a crawler, a script, one that gives no name."""
    return not agent.strip() or is_crawler(agent) or _named("programs.txt").search(agent) is not None


@lru_cache
def _named(filename: str) -> re.Pattern[str]:
    lines = Path(__file__).with_name(filename).read_text().splitlines()
    return re.compile("|".join(line for line in lines if line and not line.startswith("#")), re.IGNORECASE)
