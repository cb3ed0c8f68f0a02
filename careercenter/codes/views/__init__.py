"""The pages of Case2Code: looking up, browsing, and what a person does with codes."""

from flask import Blueprint, Flask, url_for

from careercenter.codes import queries
from careercenter.codes.models import CodeSystem
from careercenter.metering import meters
from careercenter.web import footnotes, navigation

blueprint = Blueprint("codes", __name__, url_prefix="/codes")


def code_url(system: CodeSystem, code: str) -> str:
    """The page of a code."""
    return url_for("codes.show", system=system.value, code=code)


def init_app(app: Flask) -> None:
    """Register the pages and what their templates ask for."""
    from careercenter.codes.views import browsing, look_up, my_codes, showing, tools  # noqa: F401 (they add their routes)

    app.register_blueprint(blueprint)
    footnotes.register(queries.list_notices)
    meters.serve(meters.CODE_PAGES, showing.name_subjects)
    app.jinja_env.filters["link_codes"] = showing.link_codes
    navigation.add("Codes", "codes.index", order=30)
    app.jinja_env.globals.update(code_url=code_url)
