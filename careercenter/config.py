"""The settings: typed, read from the environment alone, checked before anything starts."""

import re
from enum import StrEnum
from pathlib import Path
from secrets import token_urlsafe
from typing import Literal, cast
from urllib.parse import urlsplit

from flask import current_app
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from werkzeug.local import LocalProxy

ROOT = Path(__file__).resolve().parent.parent


_WEB = r"https?://[^\s/?#]+(/\S*)?"
_SHAPES = {
    "site_url": _WEB, "stripe_api_base": _WEB, "s3_endpoint": _WEB, "model_url": _WEB,
    "database_url": r"(postgres|postgresql|postgresql\+psycopg)://\S+|sqlite:///.+",
    "redis_url": r"(redis|rediss|unix)://\S+", "mail_url": r"smtps?://\S+",
    "consultant_address": r"[^\s@+<>]+@[^\s@<>]+", "consultant_imap_url": r"imaps?://\S+",
}
_MEANT = {
    "environment": "`development`, `test` or `production`",
    "site_url": "the whole address that people use, such as https://jobs.example",
    "stripe_api_base": "a whole address, such as http://127.0.0.1:9000, or unset it",
    "s3_endpoint": "the whole address of the service, such as https://s3.example",
    "model_url": "the base address of an OpenAI-compatible API, such as http://127.0.0.1:11434/v1, or unset it",
    "model_seconds": "a whole number of seconds, 1 to 120",
    "model_input_price": "a whole number of US cents, 0 or more",
    "model_output_price": "a whole number of US cents, 0 or more",
    "database_url": "postgresql+psycopg://user:password@host/database, or unset it for the embedded SQLite",
    "redis_url": "redis://host:6379/0, or unset it for the embedded queue",
    "mail_url": "smtp://user:password@host:587 or smtps://user:password@host:465",
    "automatic_tax": "`true` or `false`",
    "trusted_proxies": "a whole number, 0 or more",
    "membership_grace_days": "a whole number of days, 0 to 60",
    "guest_views_per_network": "a whole number, 0 or more",
    "consultant_address": "an address without a plus, such as consultant@jobs.example",
    "consultant_smtp_port": "a port, or 0",
    "consultant_imap_url": "imaps://user:password@host/INBOX, or unset it",
    "consultant_confidence": "a number from 0 to 1.01",
    "consultant_answer_hours": "a whole number of hours, 1 to 400",
    "consultant_member_questions": "a whole number, 0 to 1000",
    "casepilot_keep_days": "a whole number of days, 0 or more",
    "log_level": "`DEBUG`, `INFO`, `WARNING` or `ERROR`",
}
"""What a setting with a shape must be; every other one takes any text."""


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class SearchEngine(StrEnum):
    """What finds jobs."""

    EMBEDDED = "embedded"
    POSTGRES = "postgres"


class UnsafeSettings(Exception):
    """A setting is missing or unsafe; the message says what to set."""


class Settings(BaseSettings):
    """Every setting, by the name of its environment variable."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    environment: Environment = Field(
        Environment.DEVELOPMENT,
        description="`development`, `test` or `production`. Production refuses unsafe settings.")
    site_url: str = Field(
        "http://127.0.0.1:8000", description="The address that people see; links in mail start with it.")
    secret_key: str = Field(
        "", description="Signs cookies and links; 32+ random characters. Made once in DATA_DIR if unset.")
    data_dir: Path = Field(
        ROOT / "instance", description="Folder of the embedded database, queue, files and keys.")
    database_url: str = Field(
        "", description="`postgresql+psycopg://…`; SQLite in DATA_DIR if unset.")
    search_engine: SearchEngine = Field(
        SearchEngine.EMBEDDED,
        description="`embedded`: an index in DATA_DIR, for one machine. `postgres`: in the PostgreSQL database, for "
        "several.")
    redis_url: str = Field(
        "", description="`redis://…` for the queue and the rate limits; embedded ones if unset.")
    mail_url: str = Field(
        "", description="`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; "
        "unset, mails stay in the local mailbox page.")
    mail_from: str = Field("CareerCenter <no-reply@localhost>", description="The sender of every mail.")
    support_email: str = Field(
        "", description="Where people write to us: in the footer, and the Reply-To of our mails.")
    mail_events_password: str = Field(
        "", description="The password with which the mail provider (Postmark, SendGrid, Mailgun) posts bounces and "
        "complaints to /alerts/mail-events; unset, nobody may.")
    stripe_secret_key: str = Field(
        "", description="`sk_live_…` or `sk_test_…`; unset, the sandbox gateway takes its place.")
    stripe_webhook_secret: str = Field("", description="`whsec_…` of the endpoint /billing/webhooks/stripe.")
    stripe_api_base: str = Field(
        "", description="Another base address of Stripe's API, for tests against a local server.")
    automatic_tax: bool = Field(False, description="Let Stripe Tax compute sales tax at checkout.")
    membership_grace_days: int = Field(
        7, ge=0, le=60, description="How many days a member keeps her membership after a payment was refused.")
    s3_bucket: str = Field("", description="Bucket for private files; unset, they are stored in DATA_DIR.")
    s3_endpoint: str = Field("", description="Address of an S3-compatible service; AWS if unset.")
    s3_region: str = Field("us-east-1", description="Region of the bucket.")
    cpt_license: str = Field(
        "", description="The copyright notice of your AMA license with its year; unset, CPT is shown by number alone.")
    model_url: str = Field(
        "", description="Base address of an OpenAI-compatible API that words CasePilot's answers, such as "
        "http://127.0.0.1:11434/v1; unset, they come from the tables and the library alone.")
    model_key: str = Field("", description="The API key for MODEL_URL; a model of one's own may need none.")
    model_name: str = Field("", description="The model to ask for at MODEL_URL.")
    model_seconds: int = Field(
        20, ge=1, le=120, description="How long CasePilot waits for the model before it answers without it.")
    model_input_price: int = Field(
        0, ge=0, description="US cents for a million tokens sent to the model, for the count of what it costs.")
    model_output_price: int = Field(0, ge=0, description="US cents for a million tokens that the model writes.")
    metrics_token: str = Field(
        "", description="Bearer token that /metrics asks for; unset, this machine alone may read it, and in "
        "production nobody.")
    trusted_proxies: int = Field(0, ge=0, description="How many reverse proxies set X-Forwarded-*.")
    guest_views_per_network: int = Field(
        50, ge=0, description="How much the guests of one network (/24, of IPv6 /56) open of each metered kind of page "
        "a day before they must register; 0: no limit but each browser's own.")
    consultant_address: str = Field(
        "consultant@localhost", description="Where coders write to our consultants; answers to us come to it with a "
        "plus-part (consultant+…@).")
    consultant_smtp_port: int = Field(
        0, ge=0, le=65535, description="Port on which `flask consultant listen` takes mail for CONSULTANT_ADDRESS; 0: "
        "it takes none. `make run` takes PORT + 25.")
    consultant_smtp_host: str = Field(
        "127.0.0.1", description="Address that it listens at.")
    consultant_imap_url: str = Field(
        "", description="`imaps://user:password@host/INBOX`: a mailbox whose new mail is fetched each minute.")
    consultant_webhook_secret: str = Field(
        "", description="Signs what a mail provider posts to /consultations/inbound, as README tells; unset, nobody "
        "may.")
    consultant_auth_host: str = Field(
        "", description="The mail server whose Authentication-Results are believed (its authserv-id); unset, nobody's "
        "are, and senders aren't checked.")
    consultant_confidence: float = Field(
        0.85, ge=0, le=1.01, description="How sure CasePilot must be, 0 to 1, for its answer to go out by itself; "
        "1.01: never.")
    consultant_answer_hours: int = Field(
        8, ge=1, le=400, description="In how many working hours (Monday to Friday, 9 to 5 Eastern) a consultant "
        "answers.")
    consultant_member_questions: int = Field(
        1, ge=0, le=1000, description="How many CaseConsultant questions a month a membership brings.")
    casepilot_keep_days: int = Field(
        730, ge=0, description="How many days after its last question a conversation with CasePilot is kept; 0: until "
        "it is deleted. A guest's is kept as long as her cookie, 90 days.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`.")

    @field_validator(*_SHAPES)
    @classmethod
    def _has_its_shape(cls, value: str, info: ValidationInfo) -> str:
        if value and not re.fullmatch(_SHAPES[info.field_name or ""], value):
            raise ValueError("misshapen")
        return value

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def is_https(self) -> bool:
        return urlsplit(self.site_url).scheme == "https"

    @property
    def site_host(self) -> str:
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def takes_questions(self) -> bool:
        """Whether mail to the consultants comes in by some way."""
        return bool(self.consultant_smtp_port or self.consultant_imap_url or self.consultant_webhook_secret)

    def cookie_name(self, name: str) -> str:
        """The name under which browsers take a cookie from this host alone, over https (RFC 6265bis, 4.1.3)."""
        return f"__Host-{name}" if self.is_https else name

    @property
    def has_stripe(self) -> bool:
        return bool(self.stripe_secret_key)

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'careercenter.db'}"
        # Hosting providers hand out the scheme without a driver.
        for scheme in ("postgres://", "postgresql://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    def signing_key(self) -> str:
        """SECRET_KEY, or the one that this machine made for itself (never in production)."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret-key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(token_urlsafe(48))
        return path.read_text()

    def refuse_unsafe(self) -> None:
        """Raise UnsafeSettings with one sentence a fault, if this must not start so."""
        if self.search_engine is SearchEngine.POSTGRES and not self.database.startswith("postgresql+"):
            raise UnsafeSettings("Set DATABASE_URL to a PostgreSQL database, or unset SEARCH_ENGINE: the `postgres` "
                                 "index lives in it.")
        if self.model_url and not self.model_name:
            raise UnsafeSettings("Set MODEL_NAME to the model to ask for at MODEL_URL, or unset MODEL_URL.")
        if not self.is_production:
            if self.is_https:
                raise UnsafeSettings("Set ENVIRONMENT=production: anywhere else, mails and the passwords of demo "
                                     "accounts are shown to whoever comes, and a public SITE_URL invites them.")
            return
        faults = [sentence for is_bad, sentence in (
            (len(self.secret_key) < 32,
             "Set SECRET_KEY to 32 or more random characters: it signs sign-ins and e-mail links."),
            (not self.is_https,
             "Set SITE_URL to the https:// address that people use."),
            (not self.database.startswith("postgresql+"),
             "Set DATABASE_URL to a PostgreSQL database: the embedded one is for one machine."),
            (not self.mail_url,
             "Set MAIL_URL to an SMTP server: people must get their verification mails."),
            (not self.support_email,
             "Set SUPPORT_EMAIL to a mailbox that somebody reads: pages and mails tell people to write to us."),
            ("@localhost" in self.mail_from,
             "Set MAIL_FROM to the sender of every mail, at a domain of yours."),
            (self.takes_questions and self.consultant_address.endswith("@localhost"),
             "Set CONSULTANT_ADDRESS to the address to which coders write, at a domain of yours."),
            (self.takes_questions and not self.consultant_auth_host,
             "Set CONSULTANT_AUTH_HOST to the name with which your mail server signs its Authentication-Results: "
             "without it, anybody asks in anybody's name."),
            (bool(self.consultant_webhook_secret) and len(self.consultant_webhook_secret) < 32,
             "Set CONSULTANT_WEBHOOK_SECRET to 32 or more random characters, or unset it."),
            (not self.stripe_secret_key,
             "Set STRIPE_SECRET_KEY: the sandbox gateway takes no real money and never runs in production."),
            (not self.stripe_webhook_secret,
             "Set STRIPE_WEBHOOK_SECRET: without it payments can't be confirmed."),
            (bool(self.stripe_api_base),
             "Unset STRIPE_API_BASE: the secret key would go to another server than Stripe's."),
            (self.trusted_proxies == 0,
             "Set TRUSTED_PROXIES to the number of proxies in front (one ends TLS): with none, everybody seems to "
             "come from the same address and shares its limits."),
            (not self.redis_url,
             "Set REDIS_URL: several processes must share the queue and the rate limits."),
        ) if is_bad]
        if faults:
            raise UnsafeSettings("\n".join(faults))


def load_settings() -> Settings:
    """The settings of this process's environment.

    Raises:
        UnsafeSettings: one is mistyped, or production would start with a missing or unsafe one.
    """
    try:
        loaded = Settings()  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        # Without what was typed: it may hold a password.
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors())
        raise UnsafeSettings("\n".join(
            f"Set {name.upper()} to {_MEANT[name]}; it says something else now." for name in names)) from None
    loaded.refuse_unsafe()
    return loaded


settings = cast(Settings, LocalProxy(lambda: current_app.extensions["settings"]))
"""The running application's settings."""
