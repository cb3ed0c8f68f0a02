"""The pages of Case2Code: looking up, browsing, and what a person does with codes."""

from flask import Blueprint, Flask, url_for

from careercenter.codes import queries
from careercenter.codes.lookup.finding import Hit
from careercenter.codes.models import CodeSystem
from careercenter.metering import meters
from careercenter.web import footnotes, navigation

blueprint = Blueprint("codes", __name__, url_prefix="/codes")


def code_url(system: CodeSystem, code: str) -> str:
    """The page of a code."""
    return url_for("codes.show", system=system.value, code=code)


def hit_url(hit: Hit) -> str:
    """Where a hit leads: the page of a code, what stands under a heading, the numbers in a range of CPT's."""
    if hit.is_heading and hit.system is CodeSystem.CPT:
        return url_for("codes.index", q=f"cpt {hit.code}")
    if hit.is_heading:
        return url_for("codes.browse_under", system=hit.system.value, key=hit.key)
    return code_url(hit.system, hit.code)


def init_app(app: Flask) -> None:
    """Register the pages and what their templates ask for."""
    from careercenter.codes.views import browsing, look_up, my_codes, showing, tools  # noqa: F401 (they add their routes)

    app.register_blueprint(blueprint)
    footnotes.register(queries.list_notices)
    meters.serve(meters.CODE_PAGES, showing.name_subjects)
    app.jinja_env.filters["link_codes"] = showing.link_codes
    navigation.add("Codes", "codes.index", order=30)
    app.jinja_env.globals.update(code_url=code_url, hit_url=hit_url)
