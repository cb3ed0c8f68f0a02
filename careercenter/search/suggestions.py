"""While somebody types: what she may mean, and the nearest known word to one that no job says."""

from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic

from flask import current_app
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import select

from careercenter.core import db
from careercenter.credentials.catalogue import catalogue
from careercenter.employers.models import Employer
from careercenter.places import Place, list_cities
from careercenter.search.addresses import url_of
from careercenter.search.finding import index
from careercenter.search.query import NOTHING, Query
from careercenter.search.text import query_terms, words_of
from careercenter.terms import SPECIALTIES

MOST = 8
KEPT_SECONDS = 60
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to look for, and the address of its jobs."""

    kind: str  # "Title", "Credential", ...
    label: str
    url: str


def suggest(typed: str) -> list[Suggestion]:
    """At most MOST suggestions for the beginning of a search: credentials, titles, specialties, employers, cities."""
    words = words_of(typed)
    prefix = " ".join(words)
    if len(prefix) < LEAST_LETTERS:
        return []
    found = [*_credentials(prefix), *_titles(prefix), *_specialties(prefix), *_employers(prefix), *_cities(prefix)]
    return found[:MOST]


def correct(query: Query) -> Query | None:
    """The same query with each word that no job says replaced by the nearest one that some job says; None if all are
    said, or none is near."""
    words, changed = query.words.split(), False
    for number, word in enumerate(words):
        if all(index().says(term) for term in query_terms(word)):
            continue
        nearest = _nearest(word)
        if nearest:
            words[number], changed = nearest, True
    return replace(query, words=" ".join(words)) if changed else None


def _nearest(word: str) -> str | None:
    typed = "".join(words_of(word))
    if len(typed) < 3:
        return None
    known = _vocabulary()
    begun = [one for one in known if one.startswith(typed)] if len(typed) > 3 else []
    if begun:
        return max(begun, key=lambda one: known[one])
    most = 1 if len(typed) < 6 else 2
    near = process.extract(typed, known.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=20)
    return min(near, key=lambda one: (one[1], one[0][0] != typed[0], -known[one[0]]))[0] if near else None


def _credentials(prefix: str) -> list[Suggestion]:
    plain = prefix.replace(" ", "-")
    fitting = [one for one in catalogue().values() if one.code.lower().startswith(plain)][:3]
    return [Suggestion("Credential I hold", f"{one.code}: {one.name}", url_of(
        replace(NOTHING, credentials=(one.code,)))) for one in fitting]


def _titles(prefix: str) -> list[Suggestion]:
    known = _known("title")
    found = sorted((one for one in known if one.startswith(prefix) or f" {prefix}" in one), key=lambda one: (
        not one.startswith(prefix), -known[one], one))
    return [Suggestion("Title", one[:1].upper() + one[1:], url_of(replace(NOTHING, words=one))) for one in found[:3]]


def _specialties(prefix: str) -> list[Suggestion]:
    return [Suggestion("Specialty", one, url_of(replace(NOTHING, specialties=(one,)))) for one in SPECIALTIES
            if one.lower().startswith(prefix)][:2]


def _employers(prefix: str) -> list[Suggestion]:
    rows = db.session.execute(
        select(Employer.id, Employer.name).where(Employer.suspended_at.is_(None),
                                                 Employer.name.istartswith(prefix, autoescape=True))
        .order_by(Employer.name).limit(20)).all()
    hiring = _known("employer")
    return [Suggestion("Employer", row.name, url_of(replace(NOTHING, employer=row.id)))
            for row in rows if str(row.id) in hiring][:2]


def _cities(prefix: str) -> list[Suggestion]:
    return [Suggestion("Near", place.label, url_of(replace(NOTHING, near=place.label)))
            for place in _cities_of(prefix)] if len(prefix) > 2 else []


@lru_cache(maxsize=4096)
def _cities_of(prefix: str) -> tuple[Place, ...]:
    return tuple(list_cities(prefix, most=2))


def _known(prefix: str) -> dict[str, int]:
    """What the index knows of these tokens, asked for again after a while."""
    kept = current_app.extensions.setdefault("search_known", {})
    if prefix not in kept or monotonic() - kept[prefix][0] > KEPT_SECONDS or current_app.testing:
        kept[prefix] = (monotonic(), dict(index().known(prefix)))
    return kept[prefix][1]


def _vocabulary() -> dict[str, int]:
    """Words of titles, employers and cities, with the jobs that have them."""
    return _known("word")
