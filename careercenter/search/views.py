"""The pages on which jobs are found."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.accounts.models import User
from careercenter.codes import panels as code_panels
from careercenter.core import Money, NotFound
from careercenter.credentials.catalogue import credential_choices
from careercenter.extensions import limiter
from careercenter.places import state_choices
from careercenter.postings import finding as postings
from careercenter.postings import fit
from careercenter.postings.models import HOURS_A_YEAR, JobPosting
from careercenter.search import addresses, code_jobs, finding, fitting, labels, suggestions
from careercenter.search import landing as landings
from careercenter.search.documents import pay_of, pieces_an_hour
from careercenter.search.panel import Panel
from careercenter.search.query import NOTHING, Query, Sort
from careercenter.search.understanding import understand
from careercenter.shortlists.queries import Mark, hidden_of, marks_of
from careercenter.terms import PayUnit
from careercenter.web import navigation
from careercenter.web.links import absolute
from careercenter.web.pagination import page_number

blueprint = Blueprint("search", __name__)

PAGE_SIZE = 20


@blueprint.get("/")
def home() -> str:
    """The entrance, for coders and for employers."""
    return render_template("search/home.html", newest=postings.list_newest(6), standing=_standing(),
                           total=postings.count_live(), query=NOTHING, **_choices())


@blueprint.get("/jobs")
def index() -> str | AnyResponse:
    """Live jobs by words and filters."""
    query = addresses.read_query(request.args)
    understood = understand(query).query if query.words else query
    if understood != query or any(not value.strip() for _, value in request.args.items(multi=True)):
        return redirect(addresses.url_of(understood))  # what was left empty doesn't stand in the address
    corrected = suggestions.correct(query) if query.words else None
    return _results(corrected or query, typed=query.words if corrected else None)


@blueprint.get("/jobs/remote")
def remote() -> str | AnyResponse:
    """The landing page of remote work."""
    return landing("remote", "")


@blueprint.get("/jobs/<any(credential, state, specialty):kind>/<key>")
def landing(kind: str, key: str) -> str | AnyResponse:
    """A search that many make, with words and figures of its own."""
    page = landings.find_landing(kind, key.lower())
    if page is None:
        raise NotFound("There is no such list of jobs.")
    if key != page.key:
        return redirect(page.url, 301)
    return _results(page.query, landing=page)


@blueprint.get("/jobs/for-me")
@login_required
def for_me() -> str:
    """Jobs that the reader qualifies for, the best fit first."""
    user = signed_in()
    page = fitting.list_fits(user.id, number=page_number(), size=PAGE_SIZE, without=_hidden_of(user))
    return render_template("search/for_me.html", page=page, query=fitting.query_of(user.id),
                           marks=_marks_of(user, [fit.found for fit in page.items]))


@blueprint.get("/jobs/suggest")
@limiter.exempt
def suggest() -> Response:
    """What somebody who types this may mean."""
    found = suggestions.suggest(addresses.printable(request.args.get("q", "")))
    return jsonify([{"kind": one.kind, "label": one.label, "url": one.url} for one in found])


def _results(query: Query, *, typed: str | None = None, landing: landings.Landing | None = None) -> str | AnyResponse:
    number = page_number()
    user = find_signed_in()
    results = finding.search(query, number=number, size=PAGE_SIZE, without=_hidden_of(user))
    page = results.page
    if number > page.last:
        return redirect(addresses.url_of(query, page=page.last))
    panel = Panel(query, results)
    home = landing or landings.landing_of(query)
    return render_template(
        "search/index.html", query=query, page=page, panel=panel, chips=labels.list_chips(query), typed=typed,
        landing=landing, figures=landings.figures(panel) if landing else [],
        canonical=_canonical(query, home, number), is_thin=page.total < landings.THIN,
        looser=[] if page.total else _list_looser(query), standing=_standing(), sorts=_sorts(query),
        marks=_marks_of(user, page.items), **_choices())


def _hidden_of(user: User | None) -> finding.Exclusions:
    return finding.Exclusions(*hidden_of(user.id)) if user else finding.NOTHING_EXCLUDED


def _marks_of(user: User | None, found: Iterable[postings.Found]) -> Mapping[int, Mark]:
    return marks_of(user.id, [posting.id for posting, _ in found]) if user else {}


def _canonical(query: Query, landing: landings.Landing | None, number: int) -> str:
    pages = {"page": number} if number > 1 else {}
    if landing is None:
        return absolute("search.index", **addresses.as_args(query), **pages)
    if landing.kind == "remote":
        return absolute("search.remote", **pages)
    return absolute("search.landing", kind=landing.kind, key=landing.key, **pages)


def _sorts(query: Query) -> list[Sort]:
    return [one for one in Sort if one is not Sort.DISTANCE or query.place]


def _list_looser(query: Query) -> list[tuple[str, str, int, str]]:
    """What to loosen: "Without" or "Only", the filter in words, the jobs there would be, their address."""
    return [("Only" if looser == query.only(name) else "Without", labels.name_of_field(name, query), jobs,
             addresses.url_of(looser)) for name, looser, jobs in finding.list_looser(query)]


def _standing() -> fit.Standing:
    user = find_signed_in()
    return fit.standing_of(user.id) if user else fit.Standing()


def _choices() -> dict[str, Any]:
    return {"states": state_choices(), "credentials": credential_choices(),
            "pay_labels": {"hour": "an hour", "year": "a year", "chart": "by the chart", "rvu": "by the RVU"}}


@blueprint.app_template_global()
def search_url(**fields: Any) -> str:
    """The address of a search by its fields."""
    return addresses.url_of(Query(**fields))


@blueprint.app_template_filter()
def query_args(query: Query) -> list[tuple[str, list[str]]]:
    """The fields of a query as a form sends them."""
    return [(name, value if isinstance(value, list) else [value])
            for name, value in addresses.as_args(query).items()]


@blueprint.app_template_global()
def pay_estimate(posting: JobPosting) -> str:
    """What pay by the chart comes to in an hour at the pace that the job asks for; empty where it can't be told."""
    yearly, piece = pay_of(posting)
    pace = pieces_an_hour(posting.productivity)
    if yearly is None or piece is None or pace is None or posting.pay_unit is not PayUnit.CHART:
        return ""
    return f"About {Money(round(yearly / HOURS_A_YEAR / 100) * 100)} an hour at the {pace:g} an hour that it asks for"


def init_app(app: Flask) -> None:
    """Register the pages and their menu entries."""
    app.register_blueprint(blueprint)
    code_panels.register(10, code_jobs.jobs_for)
    navigation.add("Jobs", "search.index", order=10)
    navigation.add("Jobs for me", "search.for_me", order=20, shows=lambda: find_signed_in() is not None)


