"""CasePilot: questions about codes, answered with sources. `answering.answer` and `answering.stream` are its doors."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Join CasePilot to the application."""
