"""Links that leave the site: in mails, feeds and background work, where no request says our address."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from careercenter.config import settings


def absolute(endpoint: str, **values: Any) -> str:
    """A page's whole address, from SITE_URL and never from a request's Host header.

    Raises:
        werkzeug.routing.BuildError: no such page, or a value is missing.
    """
    site = urlsplit(settings.site_url)
    adapter = current_app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme)
    return adapter.build(endpoint, values, force_external=True)
