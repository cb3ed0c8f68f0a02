"""The console's pages."""

from typing import Any

from flask import Blueprint, request

blueprint = Blueprint("console", __name__, url_prefix="/staff")

ID = f"int(max={2**31 - 1})"  # what the databases' integers hold


def typed(name: str) -> str:
    """What the address says under a name, as a person could have typed it."""
    return request.args.get(name, "")[:254].replace("\0", "").strip()  # PostgreSQL takes no NUL


def choose(groups: dict[str, Any], asked: str) -> str:
    """The group that the address asks for, or all."""
    return asked if asked in groups else ""
