"""Structured logs: one JSON line a request, with an id and without personal data."""

import logging
import re
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram
from structlog.typing import EventDict

from careercenter.config import settings

REQUESTS = Counter("careercenter_requests_total", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram("careercenter_request_seconds", "Time to answer", ["endpoint"])

# What PostgreSQL adds to an error: "Key (email)=(ann@example.com) already exists."
_VALUES = re.compile(r"^(?:DETAIL|CONTEXT|HINT):.*\n?", re.M)
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger()


def configure(level: str) -> None:
    """Write every log, the libraries' too, as JSON lines to standard error."""
    shared = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level,
              structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info,
              _without_values]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in ("huey", "botocore", "alembic", "stripe"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # each oddity of a file that opens all the same


def _without_values(_logger: Any, _method: str, line: EventDict) -> EventDict:
    if "exception" in line:
        line["exception"] = _VALUES.sub("", line["exception"])
    return line


def init_app(app: Flask) -> None:
    """Log and count every request."""
    if not app.testing:
        configure(settings.log_level)

    @app.before_request
    def begin() -> None:  # pyright: ignore[reportUnusedFunction]
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _ID.fullmatch(given) else uuid4().hex
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        if "started" not in g:
            return response
        seconds = time.perf_counter() - g.started
        # The rule, not the path: paths carry tokens and ids.
        rule = request.url_rule.rule if request.url_rule else "-"
        endpoint = request.endpoint or "-"
        REQUESTS.labels(endpoint, request.method, response.status_code).inc()
        SECONDS.labels(endpoint).observe(seconds)
        response.headers["X-Request-ID"] = g.request_id
        if endpoint != "static":
            log.info("request", method=request.method, route=rule, status=response.status_code,
                     milliseconds=round(seconds * 1000, 1))
        return response
