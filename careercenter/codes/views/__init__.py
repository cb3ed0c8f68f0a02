"""The pages of Case2Code: looking up, browsing, and what a person does with codes."""

from flask import Blueprint, Flask, url_for

from careercenter.codes.models import CodeSystem
from careercenter.web import navigation
from careercenter.web.navigation import url_if

blueprint = Blueprint("codes", __name__, url_prefix="/codes")


def code_url(system: CodeSystem, code: str) -> str:
    """The page of a code; where no such page is registered, the look-up that finds it."""
    return url_if("codes.show", system=system.value, code=code) or url_for("codes.index", q=code)


def init_app(app: Flask) -> None:
    """Register the pages and what their templates ask for."""
    from careercenter.codes.views import browsing, look_up, my_codes, tools  # noqa: F401 (they add their routes)

    app.register_blueprint(blueprint)
    navigation.add("Codes", "codes.index", order=30)
    app.jinja_env.globals.update(code_url=code_url)
