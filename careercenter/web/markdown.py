"""People's Markdown as safe HTML, and pasted HTML as Markdown."""

import re

import nh3
from markdown_it import MarkdownIt
from markdownify import markdownify
from markupsafe import Markup

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").enable("strikethrough")

TAGS = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote", "a", "hr",
        "code", "pre", "table", "thead", "tbody", "tr", "th", "td"}

# What of Word and of a whole page goes with all that stands in it.
_LEFTOVERS = {"script", "style", "title", "xml", "o:p"}
# No run of these is tried again from each of its places: a long paste takes a time that grows with its length.
_BULLETS = re.compile(r"^([^\S\n]*)[·•▪◦o§]\s+(?=\S)", re.M)
_HEADINGS = re.compile(r"<(/?)h([1-6])>")
_GAPS_IN_LISTS = re.compile(r"^([^\S\n]*- .+)\n\n(?=[^\S\n]*- )", re.M)


def render_markdown(text: str) -> Markup:
    """Safe HTML: headings begin at h3 (the page has h1 and h2), links are nofollow, no images or scripts."""
    html = _outlined(_parser.render(text))
    return Markup(nh3.clean(html, tags=TAGS, attributes={"a": {"href", "title"}},  # noqa: S704 (nh3 cleaned it)
                            url_schemes={"http", "https", "mailto"},
                            link_rel="nofollow ugc noopener"))


def _outlined(html: str) -> str:
    """Headings by their depth in the outline, whatever levels were typed: none is skipped, the first is h3."""
    above: list[str] = []

    def renumber(found: re.Match[str]) -> str:
        slash, level = found.groups()
        if not slash:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        return f"<{slash}h{min(len(above) + 2, 6)}>"

    return _HEADINGS.sub(renumber, html)


def from_html(html: str) -> str:
    """Markdown of pasted HTML, without what Word and web pages carry along."""
    cleaned = nh3.clean(html, tags=TAGS | {"h1", "h2", "b", "i", "del"}, clean_content_tags=_LEFTOVERS,
                        attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=None)
    text = markdownify(cleaned, heading_style="ATX", bullets="-", table_infer_header=True)
    return clean_text(text)


def clean_text(text: str) -> str:
    """Plain text with list marks that Word pastes turned into Markdown's, and no runs of blank lines."""
    text = text.replace("\r\n", "\n").replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    text = _GAPS_IN_LISTS.sub(r"\1\n", _BULLETS.sub(r"\1- ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
