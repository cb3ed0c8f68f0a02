"""What a coder tells of herself: the profile and the resume."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.candidates import listeners, personal_data, views  # noqa: F401
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join the candidate's pages to the application."""
    app.register_blueprint(views.blueprint)
    exports.register("profile", lambda user: personal_data.export(user.id))
    navigation.add("Profile", "candidates.profile", area="account", order=10)
