"""The site's menus: each domain names its own entries, the layout shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from werkzeug.routing import BuildError


@dataclass(frozen=True)
class _Entry:
    label: str
    endpoint: str
    order: int
    shows: Callable[[], bool] | None


@dataclass(frozen=True)
class Item:
    """One entry as the reader sees it."""

    label: str
    url: str
    is_current: bool


_entries: dict[tuple[str, str], _Entry] = {}


def add(label: str, endpoint: str, *, area: str = "main", order: int = 100,
        shows: Callable[[], bool] | None = None) -> None:
    """Put a page into a menu: `main` (the site), `account` (the person's own), `staff` or `footer`.

    `shows` is asked within each request; an entry whose page isn't registered is left out. Naming a page
    twice in one area replaces its entry.
    """
    _entries[area, endpoint] = _Entry(label, endpoint, order, shows)


def navigation(area: str = "main") -> list[Item]:
    """What the reader sees of a menu, in its order. The entry nearest above the page is the current one."""
    entries = sorted((entry for (where, _), entry in _entries.items() if where == area),
                     key=lambda entry: (entry.order, entry.label))
    shown = [(entry.label, url) for entry in entries
             if (entry.shows is None or entry.shows()) and (url := url_if(entry.endpoint))]
    here = request.script_root + request.path
    above = [url for _, url in shown if here == url or (url != "/" and here.startswith(url.rstrip("/") + "/"))]
    nearest = max(above, key=len, default=None)
    return [Item(label, url, url == nearest) for label, url in shown]


def url_if(endpoint: str, **values: object) -> str | None:
    """The page's address, or None if no such page is registered or a value is missing."""
    if values:
        return _build(endpoint, values)
    # Three dozen a page, and of an application they are always the same.
    known: dict[tuple[str, str], str | None] = current_app.extensions["menus"]
    key = request.script_root, endpoint
    if key not in known:
        known[key] = _build(endpoint, {})
    return known[key]


def _build(endpoint: str, values: Mapping[str, object]) -> str | None:
    if endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(endpoint, **values)  # type: ignore[arg-type]
    except BuildError:
        return None


def init_app(app: Flask) -> None:
    """Give the menus to templates."""
    app.extensions["menus"] = {}
    app.jinja_env.globals.update(navigation=navigation, url_if=url_if)
