"""Allowances, grants and views: the only place that decides "may whoever asks open this?"."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Join the meter to the application."""
    from careercenter.metering import models  # noqa: F401
