"""A person's own list of codes, and the buttons that fill it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.access import local_path
from careercenter.accounts.identity import signed_in
from careercenter.codes import queries
from careercenter.codes.models import CodeSystem
from careercenter.codes.tools import keeping
from careercenter.codes.views import blueprint
from careercenter.core import NotFound, NotPossible

Answer = str | AnyResponse | tuple[str, int]


@blueprint.get("/mine")
@login_required
def my_codes() -> str:
    """The codes that I keep."""
    return _page()


@blueprint.get("/mine.txt")
@login_required
def my_codes_as_text() -> Response:
    """The list as plain text, a line a code."""
    lines = keeping.as_text(keeping.list_kept(signed_in().id))
    return Response("\n".join([lines, *queries.list_notices()]), mimetype="text/plain",
                    headers={"Content-Disposition": "inline; filename=codes.txt"})


@blueprint.post("/<any(icd10cm, hcpcs, cpt, modifier, pos):system>/<key>/keep")
@login_required
def keep_code(system: str, key: str) -> AnyResponse:
    """Put a code on my list."""
    code = queries.find(CodeSystem(system), key)
    if code is None:
        raise NotFound(f"{CodeSystem(system).label} has nothing called {key}.")
    keeping.keep(code, by=signed_in())
    flash(f"{code.code} is on your list.", "success")
    return _back()


@blueprint.post("/mine/<int:kept_id>/note")
@login_required
def note_code(kept_id: int) -> Answer:
    """Note something about a code of mine."""
    note = request.form.get("note", "").strip()
    try:
        keeping.write_note(kept_id, note, by=signed_in())
    except NotPossible as refusal:
        return _page(unsaved=(kept_id, note, str(refusal))), 422
    flash("Noted.", "success")
    return _back()


@blueprint.post("/mine/<int:kept_id>/remove")
@login_required
def let_code_go(kept_id: int) -> AnyResponse:
    """Take a code off my list."""
    keeping.let_go(kept_id, by=signed_in())
    flash("Taken off your list.", "success")
    return _back()


def _page(unsaved: tuple[int, str, str] | None = None) -> str:
    return render_template("codes/my_codes.html", kept=keeping.list_kept(signed_in().id), unsaved=unsaved,
                           longest=keeping.LONGEST_NOTE)


def _back() -> AnyResponse:
    return redirect(local_path(request.values.get("next")) or url_for(".my_codes"), 303)
