"""/robots.txt and the sitemap, whose parts lie beside it: one may only list what lies in or below its own folder."""

from flask import Blueprint, Response, request

from careercenter.extensions import limiter
from careercenter.syndication import robots, sitemaps

blueprint = Blueprint("syndication", __name__)

KEPT = 3600  # seconds; a job that ends is found for so long at most, and its page says that it ended
_NUMBER = "int(max=200000)"  # of parts: what the databases' integers hold, divided


@blueprint.get("/robots.txt")
@limiter.exempt
def robots_txt() -> Response:
    """What crawlers may open."""
    return _kept(robots.write(), "text/plain")


@blueprint.get("/sitemap.xml")
@limiter.exempt
def sitemap_index() -> Response:
    """Where the parts are."""
    return _kept(sitemaps.write_index())


@blueprint.get(f"/sitemap-<kind>-<{_NUMBER}:number>.xml")
@limiter.exempt
def sitemap_part(kind: str, number: int) -> Response:
    """Pages of one kind."""
    return _kept(sitemaps.write_part(kind, number))


def _kept(text: str, mimetype: str = "application/xml") -> Response:
    """The same for everybody: kept by whoever likes for an hour, then asked for again by its ETag (RFC 9110)."""
    response = Response(text, mimetype=mimetype)
    response.cache_control.public, response.cache_control.max_age = True, KEPT
    response.add_etag()
    response.make_conditional(request)
    return response
