"""What a person keeps for herself about jobs: saved, hidden, noted, applied for elsewhere."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.postings import page_sections
from careercenter.postings.page_sections import JobPage
from careercenter.shortlists import listeners, panels, personal_data, views  # noqa: F401
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join shortlists to the application."""
    app.register_blueprint(views.blueprint)
    page_sections.register(JobPage.PUBLIC, panels.keep_track, order=10)
    exports.register("shortlist", lambda user: personal_data.export(user.id))
    navigation.add("My jobs", "shortlists.index", area="account", order=11)
