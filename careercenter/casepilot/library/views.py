"""Where citations can be checked: a document, and a passage with what stands around it."""

from flask import Blueprint, render_template

from careercenter.casepilot.library import queries

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
