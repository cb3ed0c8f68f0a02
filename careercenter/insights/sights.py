"""What a request tells that is worth counting, if anything: by the name of its page, so that no page knows of it."""

from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Response, g, has_request_context, request

from careercenter.accounts.identity import find_signed_in
from careercenter.core import today
from careercenter.insights.models import Act
from careercenter.web.pagination import page_number
from careercenter.web.robots import is_person

# Page, method and status -> what the visitor did at the job that the address names.
ACTS = {
    ("jobs.show", "GET", 200): Act.VIEW,
    ("applications.apply", "GET", 200): Act.APPLY,
    ("applications.go", "POST", 303): Act.APPLY,
}
# Pages that show a search's hits. Their templates get them as `page`, a web.pagination.Page.
SEARCHES = frozenset({"search.index"})
_NO_QUESTION = {"page", "sort"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody did something at a job. It lives in memory, for as long as it takes to count it."""

    day: date  # UTC
    act: Act
    posting_id: int
    address: str = field(repr=False)
    agent: str = field(repr=False)
    user_id: int | None = field(repr=False)  # to leave out the employer's own people


@dataclass(frozen=True, slots=True)
class Search:
    """Somebody searched."""

    day: date  # UTC
    is_empty: bool  # nothing was found


def see(response: Response) -> Visit | Search | None:
    """What to count of the request that was answered just now."""
    if request.endpoint in SEARCHES:
        return _see_search(response) if is_person() else None
    act = ACTS.get((request.endpoint or "", request.method, response.status_code))
    return _see_visit(act) if act and is_person() else None


def _see_visit(act: Act) -> Visit | None:
    user = find_signed_in()
    if user is not None and user.is_staff:
        return None
    return Visit(today(), act, (request.view_args or {})["posting_id"], network(request.remote_addr),
                 request.headers.get("User-Agent", ""), user.id if user else None)


def _see_search(response: Response) -> Search | None:
    asks = bool(set(request.args) - _NO_QUESTION) and page_number() == 1
    if not asks or request.method != "GET" or response.status_code != 200:
        return None
    return Search(today(), is_empty=g.get("hits_found") == 0)


def note_hits(context: dict[str, Any]) -> None:
    """Remember how many hits the page that is being written shows."""
    if has_request_context() and request.endpoint in SEARCHES:  # mails are templates, too
        g.hits_found = getattr(context.get("page"), "total", None)


def network(address: str | None) -> str:
    """An address; of IPv6 its /64 network, within which one person's changes from hour to hour."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network(f"{parsed}/64", strict=False) if parsed.version == 6 else parsed)
