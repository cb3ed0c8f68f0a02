"""What a code's page says, rendered once for everybody for whom as much of it is open (docs/adr/0026)."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import get_template_attribute, request
from markupsafe import Markup

from careercenter.codes import licensing, page
from careercenter.codes.editions import Edition
from careercenter.codes.sections import Section
from careercenter.config import settings
from careercenter.metering.policies import Level

KEPT = 1_000
"""Articles that a process keeps, those asked for last."""


@dataclass(frozen=True, slots=True)
class Article:
    """The part of a code's page that is nobody's own: no name, no token, no word about what is left."""

    name: str
    title: str
    path: Markup
    head: Markup
    told: Markup
    sections: tuple[tuple[Section, Markup | None], ...]  # in order; None: locked
    is_owned: bool  # whether it shows an owner's words


def article_of(edition: Edition, level: Level) -> Article:
    """What somebody for whom so much is open reads of a code."""
    article = _render(edition, level, request.script_root, settings.cpt_license)
    if article.is_owned:
        licensing.mark()
    return article


@lru_cache(KEPT)
def _render(edition: Edition, level: Level, _root: str, _license: str) -> Article:
    """All that decides what it says is named: whatever changes there is another article."""
    article, is_owned = licensing.watch(lambda: _render_now(edition, level))
    return replace(article, is_owned=is_owned)


def _render_now(edition: Edition, level: Level) -> Article:
    opened = page.load(edition, level)
    # Without a context: what is the reader's own isn't known to these templates.
    path, head, told = (get_template_attribute("codes/article.html", name) for name in ("path", "head", "told"))
    section_body = get_template_attribute("codes/sections.html", "section_body")
    return Article(opened.name, opened.title, path(opened), head(opened), told(opened), tuple(
        (section, section_body(section, opened) if is_open else None) for section, is_open in opened.sections),
        is_owned=False)
