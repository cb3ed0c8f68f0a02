"""How often jobs are seen, applied for and searched: counts, and nothing about who."""

from flask import Flask

from careercenter.insights import counting, panels, tasks  # noqa: F401
from careercenter.postings import page_sections
from careercenter.postings.page_sections import JobPage


def init_app(app: Flask) -> None:
    """Join insights to the application."""
    counting.init_app(app)
    page_sections.register(JobPage.INSIDE, panels.figures, order=10)
