"""Comparing two codes, and checking a list of them."""

import re

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from careercenter.accounts.access import account_required
from careercenter.codes import queries
from careercenter.codes.queries import Place
from careercenter.codes.tools import checking, comparing
from careercenter.codes.tools.checking import Checked
from careercenter.codes.tools.naming import Undotted
from careercenter.codes.views import blueprint

LONGEST_PASTE = 100_000  # characters
LONGEST_ADDRESS = 3_000  # characters: some servers take no line longer than 4,094

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
@account_required("Checking a list is free with an account. Make one here, or sign in below if you have one.")
def check() -> Answer | Response:
    """A pasted list, checked line by line. It is kept nowhere; one of nothing but codes has an address."""
    is_sent = request.method == "POST"
    text = request.form.get("codes", "") if is_sent else request.args.get("codes", "").replace(",", "\n")
    undotted = _undotted(request.values.get("undotted", ""))
    error = ""
    if is_sent and not text.strip():
        error = "Paste at least one code."
    elif len(text) > LONGEST_PASTE:
        error = f"That is more than {LONGEST_PASTE:,} characters. Check it in parts: nothing was left out of the box."
    checked = checking.check(text, undotted) if text.strip() and not error else None
    if is_sent and checked and (codes := _address(checked, text)):
        chosen = None if undotted is Undotted.BY_LIST else undotted.value
        return redirect(url_for(".check", codes=codes, undotted=chosen), 303)
    page = render_template("codes/check.html", text=text, error=error, checked=checked, undotted=undotted,
                           readings=Undotted.choices())
    return page, 422 if error else 200


def _address(checked: Checked, text: str) -> str:
    """A list's codes for an address of its own, so that the way back from a code finds it; empty for one with anything
    else in it. Addresses are logged, and other words may be a patient's."""
    typed = [item.pasted.typed for item in checked.items if item.system]
    codes = ",".join(typed).replace(" ", "-").upper()  # with a dot or without, as typed: by that they are read
    is_whole = checked.rest is None and _bare("".join(typed)) == _bare(text)
    return codes if is_whole and len(codes) <= LONGEST_ADDRESS else ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _undotted(value: str) -> Undotted:
    return Undotted(value) if value in set(Undotted) else Undotted.BY_LIST


def _likeliest(text: str) -> list[Place]:
    """What a spelling names, diagnoses first where it has a dot."""
    return sorted(queries.find_any(text), key=lambda place: (place.code.system.value != "icd10cm") == ("." in text))
