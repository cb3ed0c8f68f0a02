"""Coding a case: a note goes in, candidate codes come out with the words that support each. The note isn't kept."""

from hashlib import blake2b

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from careercenter.accounts import limits
from careercenter.accounts.limits import Limit, TooManyTries
from careercenter.casepilot import casecoding
from careercenter.casepilot.casecoding import CareSetting, Suggestions
from careercenter.casepilot.conversations import askers, asking
from careercenter.casepilot.conversations.asking import PatientData
from careercenter.casepilot.forms import CaseForm
from careercenter.casepilot.views import blueprint, marking
from careercenter.metering import viewing
from careercenter.metering.access import Access
from careercenter.metering.meters import CASEPILOT

CODE = Limit("casepilot-case", "10/minute", "cases")


@blueprint.route("/case", methods=["GET", "POST"])
def case() -> ResponseReturnValue:
    """Paste a note without patient data, and see which diagnosis codes its words support."""
    form = CaseForm()
    if request.method == "GET" or request.form.get("edit"):
        return _page(form)
    if not form.validate():
        return _page(form), 422
    declared = frozenset(request.form.getlist("keep"))
    if request.form.get("redact"):
        form.note.data = marking.redacted(form.note.data or "", declared)
    note, setting = form.note.data or "", CareSetting(form.setting.data)
    try:
        asker = askers.find()
        CODE.spend(asker.key if asker.user_id else limits.here())
        asking.check(note, declared=declared)
    except TooManyTries as refusal:
        form.note.errors = [str(refusal)]
        return _page(form), refusal.status
    except PatientData as found:
        return marking.review(form, form.note, found.findings, declared=declared, what="code it"), found.status
    access = viewing.open_page(CASEPILOT, subject_of(note, setting))
    if not asking.may_tell(access):
        return _page(form, access), 402
    suggestions = casecoding.suggest(note, setting=setting)
    if not suggestions.candidates:
        viewing.give_back(CASEPILOT, subject_of(note, setting))
        access = viewing.look(CASEPILOT)
    return _page(form, access, suggestions)


def subject_of(note: str, setting: CareSetting) -> str:
    """What the meter knows a case as: the same note again is the same case. Nobody reads the note out of it."""
    key = blake2b(str(current_app.secret_key).encode(), digest_size=32).digest()
    return f"case:{blake2b(f'{setting.value}:{note}'.encode(), digest_size=16, key=key).hexdigest()}"


def _page(form: CaseForm, access: Access | None = None, suggestions: Suggestions | None = None) -> str:
    return render_template(
        "casepilot/case.html", form=form, access=access or viewing.look(CASEPILOT), suggestions=suggestions,
        is_locked=access is not None and suggestions is None,
        pieces=marking.supported(form.note.data or "", suggestions.candidates) if suggestions else [])
