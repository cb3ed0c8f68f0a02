"""Settings: safe or not at all."""

import os
import subprocess
import sys

import pytest

from careercenter.config import ROOT, Environment, Settings, UnsafeSettings, load_settings

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


def test_an_index_in_postgresql_needs_postgresql(tmp_path):
    with pytest.raises(UnsafeSettings, match="SEARCH_ENGINE"):
        Settings(search_engine="postgres", data_dir=tmp_path).refuse_unsafe()
    Settings(search_engine="postgres", database_url="postgresql://db/careercenter").refuse_unsafe()


def test_a_hosting_provider_s_database_url_gets_our_driver():
    assert Settings(database_url="postgres://u:p@h/d").database == "postgresql+psycopg://u:p@h/d"


def test_the_key_of_a_machine_is_made_once_and_kept_private(tmp_path):
    first = Settings(data_dir=tmp_path).signing_key()
    assert first == Settings(data_dir=tmp_path).signing_key() and len(first) >= 32
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("name", "value"), [
    ("ENVIRONMENT", "prod"), ("TRUSTED_PROXIES", "abc"), ("TRUSTED_PROXIES", "-1"), ("AUTOMATIC_TAX", "perhaps"),
    ("LOG_LEVEL", "loud"), ("SITE_URL", "jobs.example"), ("SITE_URL", "https://"), ("DATABASE_URL", "postgres:/db"),
    ("DATABASE_URL", "mysql://db/x"), ("REDIS_URL", "queue:6379"), ("MAIL_URL", "mail.example:587"),
    ("S3_ENDPOINT", "s3.example"), ("STRIPE_API_BASE", "127.0.0.1:9"),
])
def test_a_mistyped_setting_is_named_in_a_sentence(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(UnsafeSettings, match=f"^Set {name} to [^\n]+ something else now[.]$"):
        load_settings()


def test_each_mistyped_setting_has_its_sentence_and_no_password_is_shown(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "prod")
    monkeypatch.setenv("MAIL_URL", "user:hunter2@mail.example")
    with pytest.raises(UnsafeSettings) as refusal:
        load_settings()
    lines = str(refusal.value).splitlines()
    assert [line.split()[1] for line in lines] == ["ENVIRONMENT", "MAIL_URL"] and "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("command", [["-c", "import wsgi"], ["-m", "flask", "--app", "wsgi", "doctor"]])
def test_a_mistyped_setting_stops_every_start_with_sentences_alone(tmp_path, command):
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={"ENVIRONMENT": "prod", "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]})
    assert done.returncode == 3
    assert "Set ENVIRONMENT to `development`" in done.stderr and "Traceback" not in done.stderr


def test_an_unsafe_production_stops_the_start_with_sentences_alone(tmp_path):
    done = subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={"ENVIRONMENT": "production", "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]})
    assert done.returncode == 3
    assert "Set STRIPE_SECRET_KEY" in done.stderr and "Traceback" not in done.stderr
