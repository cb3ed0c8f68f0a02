"""The feeds of saved searches, at addresses that nobody guesses: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

from datetime import datetime
from email.utils import format_datetime
from typing import Any

from flask import Response, make_response, render_template
from flask.json import dumps

from careercenter.alerts import letters, queries
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.views.pages import blueprint
from careercenter.postings.finding import Found
from careercenter.postings.fit import Standing
from careercenter.search.addresses import as_args
from careercenter.web.links import absolute

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@blueprint.get("/feeds/saved-searches/<token>.<any(rss, atom, json):kind>")
def feed(token: str, kind: str) -> Response:
    """The newest jobs of a saved search."""
    search = queries.get_by_feed(token)
    entries = [_entry(found) for found in queries.find_jobs(search, number=1, size=queries.IN_FEED).items]
    home = absolute("search.index", **as_args(search.looks_for))
    here = absolute("alerts.feed", token=token, kind=kind)
    body = dumps(_json_feed(search, entries, home, here)) if kind == "json" else render_template(
        f"alerts/feed.{kind}.xml", search=search, entries=entries, home=home, here=here,
        updated=max((entry["at"] for entry in entries), default=search.watching_since))
    response = make_response(body)
    response.headers["Content-Type"] = f"{TYPES[kind]}; charset=utf-8"
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _entry(found: Found) -> dict[str, Any]:
    posting, employer = found
    hit = letters.Hits().of(posting, employer.name, Standing())
    return {"id": f"{absolute('jobs.show', posting_id=posting.id)}#{posting.live_at:%Y%m%dT%H%M%SZ}", "url": hit.url,
            "title": hit.title, "text": f"{hit.facts}. {hit.pay}. {hit.fit}.", "at": posting.live_at}


def _json_feed(search: SavedSearch, entries: list[dict[str, Any]], home: str, here: str) -> dict[str, Any]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": search.name, "home_page_url": home,
            "feed_url": here, "language": "en", "items": [{
                "id": entry["id"], "url": entry["url"], "title": entry["title"], "content_text": entry["text"],
                "date_published": entry["at"].isoformat()} for entry in entries]}


@blueprint.app_template_filter()
def rfc822(value: datetime) -> str:
    """An instant as RSS writes it."""
    return format_datetime(value)
