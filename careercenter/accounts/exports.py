"""Everything that is kept about a person, as data. Each domain adds its section:

    exports.register("applications", lambda user: [...])      # JSON-ready dicts and lists
"""

from collections.abc import Callable
from typing import Any

from careercenter.accounts import passkeys, second_factor, sessions
from careercenter.accounts.models import User
from careercenter.core import now

Section = Callable[[User], dict[str, Any] | list[Any]]

_sections: dict[str, Section] = {}


def register(name: str, section: Section) -> None:
    """Add a section to every export. Naming one twice replaces it."""
    _sections[name] = section


def export(user: User) -> dict[str, Any]:
    """All sections, by name."""
    return {"exported_at": now().isoformat(),
            **{name: section(user) for name, section in sorted(_sections.items())}}


def _account(user: User) -> dict[str, Any]:
    return {
        "id": user.public_id, "name": user.name, "email": user.email, "time_zone": user.time_zone,
        "came_to": user.intent.value, "registered_at": user.created_at.isoformat(),
        "email_verified_at": user.email_verified_at.isoformat() if user.email_verified_at else None,
        "has_password": user.password_hash is not None,
        "has_authenticator_app": second_factor.has_app(user),
        "passkeys": [{"name": passkey.name, "added_at": passkey.created_at.isoformat(),
                      "last_used_at": passkey.last_used_at.isoformat() if passkey.last_used_at else None}
                     for passkey in passkeys.list_of(user)],
        "sessions": [{"browser": row.agent, "network": row.ip_prefix, "signed_in_at": row.created_at.isoformat(),
                      "last_seen_at": row.last_seen_at.isoformat()} for row in sessions.list_open(user)],
        "staff_roles": sorted(role.value for role in user.staff_roles),
    }


register("account", _account)
