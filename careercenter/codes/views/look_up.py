"""The search page and its suggestions. Free: opening a code is what counts as a view."""

from flask import Response, jsonify, render_template, request

from careercenter.accounts.identity import find_signed_in
from careercenter.codes import queries
from careercenter.codes.lookup import finding
from careercenter.codes.models import CodeSystem
from careercenter.codes.tools import keeping
from careercenter.codes.views import blueprint, hit_url
from careercenter.extensions import limiter


@blueprint.get("")
def index() -> str:
    """One box for every code system."""
    results, user = finding.search(_typed()), find_signed_in()
    kept = keeping.list_ids(user.id) if user and results.groups else {}
    return render_template("codes/index.html", results=results, systems=CodeSystem, kept=kept)


@blueprint.get("/suggest")
@limiter.exempt
def suggest() -> Response:
    """Codes that somebody who typed this much may be looking for."""
    found = finding.suggest(request.args.get("q", ""))
    notice = " ".join(queries.list_notices())
    return jsonify([{"kind": hit.system.label, "label": f"{hit.code} {hit.title or hit.also}".strip(),
                     "url": hit_url(hit),
                     **({"notice": notice} if hit.is_owned else {})} for hit in found])


def _typed() -> str:
    """What was typed, without signs that nobody sees."""
    return "".join(one if one.isprintable() else " " for one in request.args.get("q", ""))
