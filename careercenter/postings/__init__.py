"""Job postings: what they say, what they ask for, how they are published, found and read."""

from flask import Flask

from careercenter.employers import dashboard, tabs
from careercenter.employers.policies import may_see_postings


def init_app(app: Flask) -> None:
    """Join postings to the application."""
    from careercenter.postings import describe, listeners, panels, public_views, tasks, views  # noqa: F401

    app.jinja_env.globals.update(posting_content=describe.texts_of, posting_labels=describe.LABELS)
    app.register_blueprint(views.blueprint)
    public_views.init_app(app)
    dashboard.register(10, panels.jobs_panel)
    tabs.register(20, "Jobs", "employer_postings.index", may=may_see_postings)
