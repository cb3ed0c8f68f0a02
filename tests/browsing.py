"""A browser without JavaScript that reads each page strictly.

    page = visit("/employers/1/jobs/new", as_=recruiter)
    page = page.fill({"title": "Coder III"}).press("Save")
    assert page.status == 200 and "Saved" in page.text
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class Client(FlaskClient):
    """A client whose requests begin with an empty `g`, as real ones do.

    Inside a test's application context, Flask gives every request that context's `g`: the person whom
    Flask-Login found for the first request would stay signed in for all.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)


class Visitor:
    """One or more people's browsers; each keeps its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        app.test_client_class = Client
        self._clients: dict[Any, FlaskClient] = {}

    def __call__(self, path: str, as_: Any = None) -> Page:
        return self._page(self.client(as_).get(path, headers=_ACCEPT), path, self.client(as_))

    def client(self, as_: Any = None) -> FlaskClient:
        """The plain test client of a person, signed in."""
        key = as_.id if as_ is not None else None
        if key not in self._clients:
            client = self._clients[key] = self.app.test_client()
            if as_ is not None:
                from tests.cast import sign_in

                sign_in(client, as_)
        return self._clients[key]

    def post(self, path: str, data: dict[str, Any] | None = None, as_: Any = None) -> Page:
        """Post without a form on a page, but with a valid CSRF token."""
        client = self.client(as_)
        fields = {**(data or {}), "csrf_token": csrf_token(client)}
        return self._page(client.post(path, data=fields, headers=_ACCEPT), path, client)

    def _page(self, response: TestResponse, path: str, client: FlaskClient) -> Page:
        hops = 0
        redirects = []
        while response.status_code in (301, 302, 303, 307, 308) and hops < 6:
            target = urljoin(path, response.headers["Location"])
            redirects.append(target)
            if urlsplit(target).netloc not in ("", "localhost"):
                break
            path = urlsplit(target)._replace(scheme="", netloc="").geturl()
            response = client.get(path, headers=_ACCEPT)
            hops += 1
        return Page(self, client, response, path, redirects)


_ACCEPT = {"Accept": "text/html"}


def csrf_token(client: FlaskClient) -> str:
    """A CSRF token that the client's session accepts."""
    from flask import session
    from flask_wtf.csrf import generate_csrf

    with client.session_transaction() as stored, client.application.test_request_context():
        if "csrf_token" in stored:
            session["csrf_token"] = stored["csrf_token"]
        g.pop("csrf_token", None)  # of an earlier request
        token = generate_csrf()
        stored["csrf_token"] = session["csrf_token"]
        g.pop("csrf_token", None)
    return token


class Page:
    """A page that was answered."""

    def __init__(self, visitor: Visitor, client: FlaskClient, response: TestResponse, path: str,
                 redirects: list[str]) -> None:
        self.visitor, self.client, self.response, self.path = visitor, client, response, path
        self.redirects = redirects
        self.status = response.status_code
        self.is_html = response.mimetype == "text/html"
        self.soup = BeautifulSoup(response.data if self.is_html else b"", "html.parser")
        self._filled: dict[str, Any] = {}
        if self.is_html and response.data:
            read_strictly(self.soup, path)

    @property
    def text(self) -> str:
        """The page's visible text, white space folded."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def json(self) -> Any:
        return json.loads(self.response.data)

    def follow(self, words: str) -> Page:
        """Click the link that says this."""
        links = [a for a in self.soup.find_all("a") if words in " ".join(a.get_text(" ").split())]
        assert links, f"no link says {words!r} on {self.path}: {self.text[:400]}"
        target = urlsplit(urljoin(self.path, str(links[0]["href"])))
        path = target._replace(scheme="", netloc="").geturl()
        return self.visitor._page(self.client.get(path, headers=_ACCEPT), path, self.client)

    def fill(self, fields: dict[str, Any]) -> Page:
        """Type into the fields of these names, before `press`."""
        self._filled.update(fields)
        return self

    def press(self, label: str, **fields: Any) -> Page:
        """Press the button with this label, with the values that its form shows and those filled in."""
        self._filled.update(fields)
        button = self._button(label)
        form = button.find_parent("form")
        if button.get("form"):
            form = self.soup.find("form", id=button["form"])
        assert isinstance(form, Tag), f"the button {label!r} is in no form"
        data = _values(form, self.soup)
        if button.get("name"):
            data[str(button["name"])] = str(button.get("value", ""))
        for name, value in self._filled.items():
            assert name in _names(form, self.soup), f"the form of {label!r} has no field {name!r}"
            data.setlist(name, value if isinstance(value, list) else [value])
        self._filled = {}
        action = str(button.get("formaction") or form.get("action") or self.path)
        path = urlsplit(urljoin(self.path, action))._replace(scheme="", netloc="").geturl()
        if str(form.get("method", "get")).lower() == "post":
            response = self.client.post(path, data=data, headers=_ACCEPT)
        else:
            path = path.split("?")[0]
            response = self.client.get(path, query_string=data, headers=_ACCEPT)
            path = response.request.full_path if hasattr(response.request, "full_path") else path
        return self.visitor._page(response, path, self.client)

    def _button(self, label: str) -> Tag:
        for button in self.soup.find_all(["button", "input"]):
            says = button.get("value", "") if button.name == "input" else " ".join(button.get_text(" ").split())
            if button.name == "input" and button.get("type") not in ("submit", "image"):
                continue
            if says == label or button.get("aria-label") == label:
                return button
        buttons = [" ".join(b.get_text(" ").split()) for b in self.soup.find_all("button")]
        raise AssertionError(f"no button says {label!r} on {self.path} ({self.status}), "
                             f"only {buttons}: {self.text[:600]}")


def _inputs(form: Tag, soup: BeautifulSoup) -> list[Tag]:
    kinds = ["input", "select", "textarea"]
    inside = [tag for tag in form.find_all(kinds) if not tag.get("form")]
    if form.get("id"):
        inside += soup.find_all(kinds, attrs={"form": form["id"]})
    return inside


def _names(form: Tag, soup: BeautifulSoup) -> set[str]:
    return {str(tag["name"]) for tag in _inputs(form, soup) if tag.get("name")}


def _values(form: Tag, soup: BeautifulSoup) -> MultiDict[str, Any]:
    data: MultiDict[str, Any] = MultiDict()
    for tag in _inputs(form, soup):
        name = tag.get("name")
        if not name or tag.has_attr("disabled"):
            continue
        kind = tag.get("type", "text")
        if tag.name == "select":
            chosen = [o for o in tag.find_all("option") if o.has_attr("selected")]
            if not chosen and not tag.has_attr("multiple"):
                chosen = tag.find_all("option")[:1]
            for option in chosen:
                data.add(name, option.get("value", option.get_text()))
        elif tag.name == "textarea":
            data.add(name, tag.get_text().removeprefix("\n"))
        elif kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                data.add(name, tag.get("value", "on"))
        elif kind not in ("submit", "button", "image", "file", "reset"):
            data.add(name, tag.get("value", ""))
    return data


def read_strictly(soup: BeautifulSoup, path: str) -> None:
    """What every page keeps: a rule added here is tested on every page that a test visits."""
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"{path}: ids that stand twice: {twice}"
    html = soup.find("html")
    assert isinstance(html, Tag) and html.get("lang"), f"{path}: no language"
    assert soup.title and soup.title.get_text(strip=True), f"{path}: no title"
    assert len(soup.find_all("h1")) == 1, f"{path}: {len(soup.find_all('h1'))} h1"
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    skips = [(one, two) for one, two in pairwise(levels) if two > one + 1]
    assert not skips, f"{path}: headings that skip a level: {skips} of {levels}"
    assert not soup.select("h1[role], h2[role], h3[role]"), f"{path}: a heading whose role hides that it is one"
    for script in soup.find_all("script"):
        assert script.get("src") or script.get("type") in ("application/ld+json", "application/json"), (
            f"{path}: an inline script")
    for tag in soup.find_all(True):
        handlers = [a for a in tag.attrs if a.startswith("on")]
        assert not handlers, f"{path}: inline handlers {handlers}"
        assert not tag.get("style"), f"{path}: an inline style, which the policy blocks: {tag}"
    for form in soup.find_all("form"):
        assert form.has_attr("action"), f"{path}: a form without an action"
        if str(form.get("method", "get")).lower() == "post":
            assert form.find("input", attrs={"name": "csrf_token"}), f"{path}: a form without a CSRF token"
    labelled = {str(label["for"]) for label in soup.find_all("label") if label.get("for")}
    for label_for in labelled:
        assert label_for in ids, f"{path}: a label for {label_for}, which doesn't exist"
    for tag in soup.find_all(["input", "select", "textarea"]):
        if tag.get("type") in ("hidden", "submit", "button", "image"):
            continue
        named = (tag.get("id") in labelled or tag.get("aria-label") or tag.get("aria-labelledby")
                 or tag.find_parent("label"))
        assert named, f"{path}: a field without a label: {tag.get('name')}"
    for reference in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in soup.find_all(attrs={reference: True}):
            missing = [i for i in str(tag[reference]).split() if i not in ids]
            assert not missing, f"{path}: {reference} names missing ids {missing}"
    for image in soup.find_all("img"):
        assert image.has_attr("alt"), f"{path}: a picture without alt"
    for tag in soup.find_all(["a", "button"]):
        says = tag.get_text(strip=True) or tag.get("aria-label") or tag.find("img", alt=True) or tag.find("title")
        assert says, f"{path}: a link or button that says nothing: {tag}"
