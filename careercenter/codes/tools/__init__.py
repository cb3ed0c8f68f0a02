"""What people do with codes that they found: keep them, compare two, check a whole list."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.codes.tools import keeping, listeners, models  # noqa: F401
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join the tools to the application."""
    exports.register("codes", lambda user: keeping.export(user.id))
    navigation.add("My codes", "codes.my_codes", area="account", order=12)
