"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, url_for

blueprint = Blueprint("assets", __name__)

_IMPORT = re.compile(r'^@import "([\w./-]+)";\n', re.M)


@lru_cache
def _fingerprint(path: str, _modified: float) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:12]


def _static(filename: str) -> Path:
    return Path(current_app.static_folder or "") / filename


def asset_url(filename: str) -> str:
    """The address of a file in static/."""
    path = _static(filename)
    return url_for("static", filename=filename, v=_fingerprint(str(path), path.stat().st_mtime))


def stylesheet_url() -> str:
    """The address of the site's one stylesheet."""
    return url_for("assets.stylesheet", v=_stylesheet()[1])


@blueprint.get("/assets/app.css")
def stylesheet() -> Response:
    """static/css/app.css with its imports put in: one request, and one address that changes with any file."""
    response = Response(_stylesheet()[0], mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    return response


def _stylesheet() -> tuple[str, str]:
    """Its text, and its fingerprint."""
    folder = _static("css")
    listed = folder / "app.css"
    files = [listed, *(folder / name for name in _IMPORT.findall(listed.read_text()))]
    return _joined(tuple((str(path), path.stat().st_mtime) for path in files))


@lru_cache(maxsize=4)
def _joined(files: tuple[tuple[str, float], ...]) -> tuple[str, str]:
    listed, *imported = (Path(path).read_text() for path, _ in files)
    text = "\n".join((*imported, _IMPORT.sub("", listed)))
    return text, sha256(text.encode()).hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Register the stylesheet's address."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset_url=asset_url, stylesheet_url=stylesheet_url)
