"""What crawlers may open (RFC 9309: of the rules that fit an address, the longest decides)."""

from careercenter.web.links import absolute

CLOSED = (
    # People's own pages, and those of staff: a crawler would be sent to the sign-in page.
    "/account", "/applications", "/credentials", "/memberships/", "/profile", "/saved", "/staff",
    "/employers", "/jobs/for-me", "/codes/mine", "/codes/check", "/casepilot/c/",
    "/recover/", "/sign-in/", "/verify-email",
    # What does something, leaves the site, or is for one person: links in mails, feeds, files.
    "/alerts/", "/billing/", "/checkout", "/consultations/", "/feeds/", "/files/", "/sandbox",
    "/jobs/*/apply", "/jobs/*/go", "/jobs/*/report", "/jobs/suggest", "/codes/suggest",
    # The same pages again, by what was searched for and by where one came from: there is no end of them.
    "/jobs?", "/codes?", "/codes/compare?", "/answers?", "/register?", "/sign-in?", "/packs?", "/membership?")
OPEN = (
    "/employers/*/logo",  # of public pages
    "/jobs?page=", "/answers?page=")  # the only way to what stands further down
"""Exceptions, longer than what they are exceptions from."""


def write() -> str:
    """The text of /robots.txt.

    Pages that say `noindex` aren't closed here: a crawler that may not open a page never reads it there
    (developers.google.com/search/docs/crawling-indexing/block-indexing).
    """
    return "\n".join((
        "User-agent: *", *(f"Disallow: {path}" for path in CLOSED), *(f"Allow: {path}" for path in OPEN), "",
        f"Sitemap: {absolute('syndication.sitemap_index')}", ""))
