"""Questions and answers for everybody."""

from flask import render_template, request

from careercenter.caseconsultant import queries
from careercenter.caseconsultant.views import blueprint
from careercenter.web.pagination import page_number


@blueprint.get("/answers")
def list_public() -> str:
    """What was asked and answered, the latest first; with words, what holds them."""
    words = request.args.get("q", "")[:200].strip()
    return render_template("caseconsultant/public_list.html", words=words,
                           page=queries.list_published(words=words, number=page_number()))


@blueprint.get("/answers/<public_id>")
def show_public(public_id: str) -> str:
    """One question and its answer, with the sources."""
    public = queries.get_published(public_id)
    return render_template("caseconsultant/public_show.html", public=public, codes=queries.list_codes_of(public))
