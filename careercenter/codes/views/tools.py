"""Comparing two codes, and checking a list of them."""

from flask import render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.codes import queries
from careercenter.codes.queries import Place
from careercenter.codes.tools import checking, comparing
from careercenter.codes.tools.naming import MOST_CODES, Undotted
from careercenter.codes.views import blueprint
from careercenter.codes.views.checked import find_text, find_way_to

LONGEST_PASTE = 20_000  # characters

Answer = str | tuple[str, int]


@blueprint.get("/compare")
def compare() -> Answer:
    """Two codes side by side. Their titles and places in the tree are free; their pages are one click away."""
    typed = [request.args.get(name, "").strip()[:20] for name in ("a", "b")]
    found = [next(iter(_likeliest(text)), None) if text else None for text in typed]
    errors = [f"“{text}” is no code that our releases know." if text and not place else ""
              for text, place in zip(typed, found, strict=True)]
    one, other = found
    comparison = comparing.compare(one, other) if one and other else None
    page = render_template("codes/compare.html", typed=typed, errors=errors, comparison=comparison)
    return page, 404 if any(errors) else 200


@blueprint.route("/check", methods=["GET", "POST"])
@login_required
def check() -> Answer | Response:
    """A pasted list, checked line by line. It is kept nowhere; what was sent goes on to an address of its own."""
    text = request.form.get("codes", "") if request.method == "POST" else find_text(request.args.get("codes", ""))
    undotted = _undotted(request.values.get("undotted", ""))
    error = ""
    if request.method == "POST" and not text.strip():
        error = "Paste at least one code."
    elif len(text) > LONGEST_PASTE:
        error = f"That is more than {LONGEST_PASTE:,} characters. Check it in parts: nothing was left out of the box."
    checked = checking.check(text, undotted) if text.strip() and not error else None
    if request.method == "POST" and checked and (way := find_way_to(checked, text, undotted)):
        return way
    page = render_template("codes/check.html", text=text, error=error, checked=checked, most=MOST_CODES,
                           undotted=undotted, readings=Undotted.choices())
    return page, 422 if error else 200


def _undotted(value: str) -> Undotted:
    return Undotted(value) if value in set(Undotted) else Undotted.BY_LIST


def _likeliest(text: str) -> list[Place]:
    """What a spelling names, diagnoses first where it has a dot."""
    return sorted(queries.find_any(text), key=lambda place: (place.code.system.value != "icd10cm") == ("." in text))
