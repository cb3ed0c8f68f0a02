"""CareerCenter: the job board for medical coders."""

from flask import Flask
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from careercenter import (
    accounts,
    alerts,
    applications,
    billing,
    candidates,
    caseconsultant,
    casepilot,
    cli,
    codes,
    console,
    credentials,
    employers,
    files,
    insights,
    mail,
    memberships,
    metering,
    moderation,
    postings,
    search,
    shortlists,
    syndication,
    tasks,
    web,
)
from careercenter.config import ROOT, Settings, load_settings
from careercenter.core import database
from careercenter.extensions import csrf, limiter, login_manager, migrate
from careercenter.web.templates import TemplateEnvironment

KEPT_OPEN = 5
"""Connections to the database that a process keeps; those beyond are closed after use."""


class Application(Flask):
    """Flask with our templates' rules."""

    jinja_environment = TemplateEnvironment
    jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


def create_app(chosen: Settings | None = None) -> Flask:
    """The application, joined in one visible order: foundation, shared floors, then the domains.

    Raises:
        UnsafeSettings: production would start with a missing or unsafe setting.
    """
    chosen = chosen or load_settings()
    app = Application(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.extensions["settings"] = chosen
    app.config.from_mapping(_flask_config(chosen))

    with app.app_context():
        database.init_app(app)
        migrate.init_app(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True,
                         compare_type=True)
        Bootstrap5(app)
        csrf.init_app(app)
        limiter.init_app(app)
        login_manager.init_app(app)

        web.init_app(app)
        files.init_app(app)
        tasks.init_app(app)
        mail.init_app(app)
        accounts.init_app(app)
        employers.init_app(app)
        credentials.init_app(app)
        candidates.init_app(app)
        metering.init_app(app)
        billing.init_app(app)
        codes.init_app(app)
        memberships.init_app(app)
        casepilot.init_app(app)
        postings.init_app(app)
        shortlists.init_app(app)
        search.init_app(app)
        applications.init_app(app)
        moderation.init_app(app)
        caseconsultant.init_app(app)
        alerts.init_app(app)
        insights.init_app(app)
        syndication.init_app(app)
        console.init_app(app)
        cli.init_app(app)
    return app


def _flask_config(chosen: Settings) -> dict[str, object]:
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    return {
        "TESTING": chosen.environment == "test",
        "SECRET_KEY": chosen.signing_key(),
        "SQLALCHEMY_DATABASE_URI": chosen.database,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": KEPT_OPEN,
                                      "max_overflow": chosen.database_connections - KEPT_OPEN},
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SESSION_COOKIE_NAME": chosen.cookie_name("session"),
        "SESSION_COOKIE_SECURE": chosen.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,  # `accounts.sessions.touch` does, every few minutes
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # addresses of static files change with their content
        # Above what a file may have: most of those too large come back as an error at their field.
        "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a draft may stay open all day
        "RATELIMIT_STORAGE_URI": chosen.redis_url or "memory://",
        "RATELIMIT_HEADERS_ENABLED": True,
        "PREFERRED_URL_SCHEME": "https" if chosen.is_https else "http",
    }
