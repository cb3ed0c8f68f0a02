"""Settings: safe or not at all."""

import os
import subprocess
import sys

import pytest

from careercenter.config import ROOT, Environment, Settings, UnsafeSettings

SAFE = {
    "environment": Environment.PRODUCTION, "secret_key": "k" * 40, "site_url": "https://jobs.example",
    "database_url": "postgresql://db/careercenter", "redis_url": "redis://queue:6379/0",
    "mail_url": "smtp://mail.example:587", "support_email": "help@jobs.example", "stripe_secret_key": "sk_live_x",
    "stripe_webhook_secret": "whsec_x",
    "mail_from": "CareerCenter <no-reply@jobs.example>", "trusted_proxies": 1,
}


def test_a_complete_production_starts():
    Settings(**SAFE).refuse_unsafe()


@pytest.mark.parametrize(("name", "value"), [
    ("secret_key", ""), ("secret_key", "short"), ("site_url", "http://jobs.example"), ("database_url", ""),
    ("redis_url", ""), ("mail_url", ""), ("support_email", ""),
    ("stripe_secret_key", ""), ("stripe_webhook_secret", ""),
    ("database_url", "sqlite:////data/careercenter.db"), ("mail_from", "CareerCenter <no-reply@localhost>"),
    ("stripe_api_base", "http://127.0.0.1:9"), ("trusted_proxies", 0),
])
def test_production_refuses_to_start_and_names_what_to_set(name, value):
    with pytest.raises(UnsafeSettings, match=name.upper()):
        Settings(**{**SAFE, name: value}).refuse_unsafe()


def test_a_public_site_is_never_a_development_machine():
    with pytest.raises(UnsafeSettings, match="ENVIRONMENT=production"):
        Settings(site_url="https://jobs.example").refuse_unsafe()
    Settings(site_url="http://127.0.0.1:8000").refuse_unsafe()


def test_a_hosting_provider_s_database_url_gets_our_driver():
    assert Settings(database_url="postgres://u:p@h/d").database == "postgresql+psycopg://u:p@h/d"


def test_the_key_of_a_machine_is_made_once_and_kept_private(tmp_path):
    first = Settings(data_dir=tmp_path).signing_key()
    assert first == Settings(data_dir=tmp_path).signing_key() and len(first) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_an_unsafe_production_stops_the_start_with_sentences_alone(tmp_path):
    done = subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={"ENVIRONMENT": "production", "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]})
    assert done.returncode == 3
    assert "Set STRIPE_SECRET_KEY" in done.stderr and "Traceback" not in done.stderr
