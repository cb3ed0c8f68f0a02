"""Citations of what the application holds: a code's text, a note, a table's row, a rule's place."""

from urllib.parse import urlsplit

from flask import current_app

from careercenter.casepilot.answers import Citation, ShownCode
from careercenter.codes import licensing
from careercenter.codes.editorial.models import PlainWords
from careercenter.codes.guidance import Guidance
from careercenter.codes.models import Code, CodeKind, CodeSystem, NoteKind, Release
from careercenter.codes.queries import Held, Place
from careercenter.codes.sections import Section
from careercenter.config import settings

LONGEST_QUOTE = 400  # characters


def path_to(endpoint: str, **values: str | int) -> str:
    """A page of ours by its path, also where no request says what our address is."""
    site = urlsplit(settings.site_url)
    return current_app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme).build(
        endpoint, values)


def page_of(code: Code, section: Section | None = None) -> str:
    """A code's page, at one of its sections; a heading's place in the tree."""
    if code.kind is not CodeKind.CODE or (code.system in (CodeSystem.CPT, CodeSystem.HCPCS) and "-" in code.key):
        return path_to("codes.browse_under", system=code.system.value, key=code.key)
    return path_to("codes.show", system=code.system.value, code=code.code) + (f"#{section.value}" if section else "")


def title_of(place: Place) -> str:
    """What a code says; empty where only its number may be shown."""
    return place.version.long or place.version.short


def show(place: Place) -> ShownCode:
    """A code as answers show it."""
    return ShownCode(place.code.system, place.code.code, title_of(place), page_of(place.code),
                     place.version.is_billable)


def cite_code(place: Place) -> Citation:
    """A code's own line in its release."""
    return Citation(place.version.release.title, place.code.code, _dated(place.version.release), page_of(place.code),
                    quoted(title_of(place)))


def cite_release(release: Release, section: str, url: str, quote: str = "") -> Citation:
    """A place in a release: a table's row, a code that isn't in it."""
    return Citation(release.title, section, _dated(release), url, quoted(quote))


def cite_note(held: Held, release: Release) -> Citation:
    """A note of the tabular list."""
    words = f"{held.note.marker} {held.note.text}".strip() if held.note.kind is NoteKind.SEVENTH_CHARACTER else (
        held.note.text)
    return Citation(release.title, f"{held.note.kind.label} at {held.at.code}", _dated(release),
                    page_of(held.at, Section.TREE), quoted(words))


def cite_words(place: Place, words: PlainWords, said: str = "") -> Citation:
    """What we say of a code in everyday words; `said` is the part that is meant, if it isn't the description."""
    dated = f"published {words.published_at:%B %-d, %Y}" if words.published_at else ""
    return Citation("CareerCenter, common language descriptions", place.code.code, dated,
                    page_of(place.code) + "#plain", quoted(said or words.description))


def cite_guidance(rule: Guidance) -> Citation:
    """Where a rule stands, while its own text isn't in the library."""
    title, part, url = rule.name.split(", ")[0], rule.name.split(", ")[1], rule.url
    return Citation(title, part, "the edition in force", url)


def quoted(text: str) -> str:
    """Words short enough to stand in a citation, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _dated(release: Release) -> str:
    day = f"from {release.valid_from:%B %-d, %Y}"
    return f"{day}; {release.notice}" if release.notice and licensing.is_granted() else day
