"""Where citations can be checked: a document, and a passage with what stands around it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.casepilot.library import finding, queries
from careercenter.casepilot.library.models import Series
from careercenter.codes.guidance import DOCUMENTS

blueprint = Blueprint("library", __name__, url_prefix="/library")


@blueprint.get("/")
def index() -> str:
    """Every document, and which are answered from."""
    return render_template("library/index.html", shelf=queries.list_documents())


@blueprint.get("/<document>")
def document(document: str) -> str:
    """A document's sections."""
    found = queries.get_document(document)
    return render_template("library/document.html", document=found, headings=queries.list_headings(found))


@blueprint.get("/<document>/<address>")
def passage(document: str, address: str) -> str:
    """A passage as it stands in its document."""
    return render_template("library/passage.html", opened=queries.open_passage(document, address))


@blueprint.get("/rules/<any(guidelines, ncci):series>/<section>")
def rule(series: str, section: str) -> ResponseReturnValue:
    """A section of official rules in the edition of the day; without its text, where its publisher keeps it."""
    hits = finding.find_section(Series(series), section)
    return redirect(url_for(".passage", document=hits[0].document.slug, address=hits[0].passage.address) if hits
                    else DOCUMENTS[series][2])
