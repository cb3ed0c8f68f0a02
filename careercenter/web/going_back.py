"""Where somebody goes on after a detour, signing in or paying: only ever on this site."""

from urllib.parse import urlsplit

from flask import current_app, request


def here() -> str:
    """The page to come back to: this one, if it can be opened by a link, or the one that holds its form."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    addresses = current_app.create_url_adapter(request)
    if addresses and addresses.test(request.path, method="GET"):
        return request.path
    form = urlsplit(request.referrer or "")
    return (local_path(form.path) if form.netloc == request.host else None) or "/"


def local_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, else None: a link never sends anybody elsewhere."""
    if (not target or not target.startswith("/") or target.startswith("//") or "\\" in target
            or any(ord(character) < 33 for character in target)):
        return None
    return target
