"""What a person may take along of her credentials, and what goes when her account goes."""

from typing import Any

from sqlalchemy import delete

from careercenter.core import db
from careercenter.credentials.models import CredentialHolding
from careercenter.credentials.queries import list_holdings


def export(user_id: int) -> list[dict[str, Any]]:
    """All holdings, as JSON-ready data."""
    return [{"code": row.code, "number": row.number, "added_at": row.added_at.isoformat(),
             **{name: day.isoformat() if (day := getattr(row, name)) else None
                for name in ("issued_on", "expires_on", "expected_on")}}
            for row in list_holdings(user_id)]


def erase(user_id: int) -> None:
    """Remove all holdings; in the caller's transaction."""
    db.session.execute(delete(CredentialHolding).where(CredentialHolding.user_id == user_id))
