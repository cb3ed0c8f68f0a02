"""A person's own list of codes, and the buttons that fill it."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.identity import signed_in
from careercenter.codes import numbers, page, queries
from careercenter.codes.models import CodeSystem
from careercenter.codes.tools import keeping
from careercenter.codes.views import blueprint
from careercenter.core import NotFound, NotPossible
from careercenter.web.addresses import LARGEST_ID
from careercenter.web.going_back import local_path

NOTE, SHOWN = "note-", "shown-"
"""How the fields of a note are called, before its number."""

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
    code = numbers.get_or_hold(CodeSystem(system), key)
    keeping.keep(code, by=signed_in())
    flash(f"{code.code} is on your list.", "success")
    return _back()


@blueprint.post("/mine")
@login_required
def note_codes() -> Answer:
    """Note what I have typed about codes of mine, whichever of the buttons I pressed."""
    refused = _note_all()
    if refused:
        return _page(refused), 422
    flash("Noted.", "success")
    return _back()


@blueprint.post("/mine/<int:kept_id>/remove")
@login_required
def let_code_go(kept_id: int) -> Answer:
    """Take a code off my list; what I have typed about the others is noted."""
    refused = _note_all(but=kept_id)
    keeping.let_go(kept_id, by=signed_in())
    flash("Taken off your list.", "success")
    return (_page(refused), 422) if refused else _back()


class Refused(NamedTuple):
    """A note that wasn't taken, and why."""

    note: str
    why: str


def _note_all(but: int | None = None) -> dict[int, Refused]:
    """Write the notes that differ from what the form showed: one that was written in another tab stays. Returns those
    that were refused, by the code's place on the list."""
    refused: dict[int, Refused] = {}
    for name, typed in request.form.items():
        kept_id = _kept_id(name)
        note, seen = typed.replace("\r\n", "\n").strip(), request.form.get(f"{SHOWN}{kept_id}", "")
        if kept_id in (None, but) or keeping.stamp(note) == seen:
            continue
        try:
            keeping.write_note(kept_id, note, by=signed_in(), seen=seen)
        except NotPossible as refusal:
            refused[kept_id] = Refused(note, str(refusal))
        except NotFound as refusal:  # taken off in another tab
            flash(f"{refusal} You noted: {note}", "warning")
    return refused


def _kept_id(field: str) -> int | None:
    number = field.removeprefix(NOTE)
    is_number = number != field and number.isdecimal() and len(number) <= len(str(LARGEST_ID))
    return int(number) if is_number and int(number) <= LARGEST_ID else None


def _page(refused: Mapping[int, Refused] | None = None) -> str:
    return render_template("codes/my_codes.html", kept=keeping.list_kept(signed_in().id), refused=refused or {},
                           longest=keeping.LONGEST_NOTE, roughly=page.roughly, mark=keeping.stamp, note_name=NOTE,
                           shown_name=SHOWN)


def _back() -> AnyResponse:
    return redirect(local_path(request.values.get("next")) or url_for(".my_codes"), 303)
