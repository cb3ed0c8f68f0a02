"""A code's page: what counts as a view."""

from collections.abc import Iterable
from functools import lru_cache

from flask import redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from careercenter.accounts.identity import find_signed_in
from careercenter.codes import panels, queries
from careercenter.codes.editions import get_edition
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.spelling import NAMED_IN_TEXT, normalize
from careercenter.codes.structured_data import code_page
from careercenter.codes.tools import keeping
from careercenter.codes.views import blueprint, code_url
from careercenter.codes.views.articles import article_of
from careercenter.core import NotFound
from careercenter.metering import viewing
from careercenter.metering.meters import CODE_PAGES, Subject
from careercenter.web import robots

SYSTEMS = frozenset(system.value for system in CodeSystem)


@blueprint.get("/<any(icd10cm, hcpcs, cpt, modifier, pos):system>/<code>")
def show(system: str, code: str) -> str | Response:
    """A code, with as much of it as is open to whoever asks. Its one address is the official spelling."""
    if robots.is_prefetch():
        return robots.decline()
    edition = get_edition(CodeSystem(system), code)
    if edition.kind is not CodeKind.CODE:
        return redirect(url_for(".browse_under", system=system, key=edition.key), 301)
    if edition.code != code:
        return redirect(url_for(".show", system=system, code=edition.code), 301)
    access = viewing.open_page(CODE_PAGES, subject_of(edition.system, code))
    try:
        article = article_of(edition, access.level)
    except NotFound:  # its release was rolled back at this moment
        if access.is_new:
            viewing.give_back(CODE_PAGES, subject_of(edition.system, code))
        raise
    user = find_signed_in()
    kept = keeping.find_kept(edition.code_id, by=user) if user else None
    canonical = url_for(".show", system=system, code=code, _external=True)
    return render_template(
        "codes/show.html", code=edition, article=article, access=access, canonical=canonical, kept=kept,
        data=code_page(edition, name=article.name, url=canonical), panels=panels.list_for(edition))


def subject_of(system: CodeSystem, code: str) -> str:
    """What the meter knows a code's page as."""
    return f"{system.value}:{code}"


def name_subjects(subjects: Iterable[str]) -> dict[str, Subject]:
    """What the pages of the meter are called, for a person's history."""
    named: dict[str, Subject] = {}
    by_system: dict[CodeSystem, dict[str, str]] = {}
    for subject in subjects:
        system, _, code = subject.partition(":")
        if system in SYSTEMS:
            by_system.setdefault(CodeSystem(system), {})[normalize(code, CodeSystem(system))] = subject
    numbers = by_system.get(CodeSystem.CPT, {})
    for system, keys in by_system.items():
        for key, place in queries.list_by_keys(system, keys).items():
            title = place.version.short or place.version.long
            named[keys[key]] = Subject(f"{place.code.code} {title}".strip(), code_url(system, place.code.code))
    for key, subject in numbers.items():
        named.setdefault(subject, Subject(key, code_url(CodeSystem.CPT, key)))  # no list of ours has it
    return named


def link_codes(text: str) -> Markup:
    """A note of the tabular list with the codes that it names as links to where they stand."""
    return _linked(text, request.script_root)


@lru_cache(5_000)  # what stands at a chapter is on the page of each of its codes
def _linked(text: str, _root: str) -> Markup:
    done, linked = 0, Markup("")
    for found in NAMED_IN_TEXT.finditer(text):
        key = normalize(found[1].rstrip("-").rstrip("."), CodeSystem.ICD10CM)
        address = url_for("codes.browse_under", system="icd10cm", key=key)
        linked += Markup('{}<a href="{}">{}</a>').format(text[done:found.start(1)], address, found[1])
        done = found.end(1)
    return linked + escape(text[done:])
