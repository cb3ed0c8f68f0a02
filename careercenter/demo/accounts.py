"""The demo accounts: one of each role, with passwords made on this machine and kept in its data folder."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from flask import current_app
from pyotp import random_base32
from pyotp.totp import TOTP

from careercenter.config import settings


@dataclass(frozen=True)
class DemoAccount:
    """Who can sign in, as what."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str = ""  # staff sign in with a second step

    @property
    def code(self) -> str:
        """The one-time code of this half minute; nothing for people without a second step."""
        return TOTP(self.totp_secret).at(datetime.now(UTC)) if self.totp_secret else ""


_PEOPLE = (
    ("candidate", "Cora Demo", "coder@demo.example", False),
    ("employer: owner", "Olivia Demo", "owner@demo.example", False),
    ("employer: recruiter", "Ravi Demo", "recruiter@demo.example", False),
    ("employer: viewer", "Vera Demo", "viewer@demo.example", False),
    ("employer: finance", "Finn Demo", "finance@demo.example", False),
    ("staff: moderator", "Mo Demo", "moderator@demo.example", True),
    ("staff: consultant", "Connie Demo", "consultant@demo.example", True),
    ("staff: admin", "Ada Demo", "admin@demo.example", True),
)


def _file() -> Path:
    return settings.data_dir / "demo-accounts.json"


def make_accounts() -> list[DemoAccount]:
    """Invent the passwords of this machine and keep them, readable by its user alone."""
    accounts = [DemoAccount(role, name, email, f"demo-{token_hex(5)}", random_base32() if is_staff else "")
                for role, name, email, is_staff in _PEOPLE]
    path = _file()
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(account) for account in accounts], indent=1))
    return accounts


def list_accounts() -> list[DemoAccount]:
    """The demo accounts of this machine; none before `flask setup` or in production."""
    if current_app.extensions["settings"].is_production or not _file().exists():
        return []
    return [DemoAccount(**fields) for fields in json.loads(_file().read_text())]
