"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic

from flask import Blueprint, Flask, Response, current_app, request, url_for

blueprint = Blueprint("assets", __name__)

_IMPORT = re.compile(r'^@import "([\w./-]+)";\n', re.M)


def asset_url(filename: str) -> str:
    """The address of a file in static/."""
    return _asset_url(_static(filename), filename, request.script_root, int(monotonic()))


def stylesheet_url() -> str:
    """The address of the site's one stylesheet."""
    return _stylesheet_url(_static("css"), request.script_root, int(monotonic()))


# Every page names these: within a second nobody looks again whether the files are others.
@lru_cache
def _asset_url(path: Path, filename: str, _root: str, _second: int) -> str:
    return url_for("static", filename=filename, v=_short(path.read_bytes()))


@lru_cache(maxsize=4)
def _stylesheet_url(folder: Path, _root: str, _second: int) -> str:
    return url_for("assets.stylesheet", v=_short(_stylesheet(folder).encode()))


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _static(filename: str) -> Path:
    return Path(current_app.static_folder or "", filename)


@blueprint.get("/assets/app.css")
def stylesheet() -> Response:
    """static/css/app.css with its imports put in: one request, and one address that changes with any file."""
    response = Response(_stylesheet(_static("css")), mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    return response


def _stylesheet(folder: Path) -> str:
    listed = folder / "app.css"
    files = [listed, *(folder / name for name in _IMPORT.findall(listed.read_text()))]
    return _joined(tuple((str(path), path.stat().st_mtime) for path in files))


@lru_cache(maxsize=4)
def _joined(files: tuple[tuple[str, float], ...]) -> str:
    listed, *imported = (Path(path).read_text() for path, _ in files)
    return "\n".join((*imported, _IMPORT.sub("", listed)))


def init_app(app: Flask) -> None:
    """Register the stylesheet's address."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset_url=asset_url, stylesheet_url=stylesheet_url)
