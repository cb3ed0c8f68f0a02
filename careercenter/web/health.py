"""What machines ask: alive? ready? how many?"""

from hmac import compare_digest

from flask import Blueprint, Flask, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from careercenter.config import settings
from careercenter.core import db
from careercenter.extensions import limiter

blueprint = Blueprint("health", __name__)
limiter.exempt(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The database answers too."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="the database is out of reach"), 503
    return jsonify(status="ready"), 200


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus metrics, for whoever has the token; without one, for this machine outside production.

    In production every visitor may seem to come from this machine: a proxy does.
    """
    if settings.metrics_token:
        given = request.headers.get("Authorization", "")
        if not compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode()):
            abort(403)
    elif settings.is_production or request.remote_addr not in ("127.0.0.1", "::1"):
        abort(403)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def init_app(app: Flask) -> None:
    """Register the three addresses."""
    app.register_blueprint(blueprint)
