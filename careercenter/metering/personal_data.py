"""What a person may take along of what she opened, and what goes when her account goes."""

from typing import Any

from sqlalchemy import delete, select

from careercenter.core import db
from careercenter.metering.models import Allowance, Grant, View


def export(user_id: int) -> list[dict[str, Any]]:
    """All allowances with their grants and views, as JSON-ready data."""
    allowances = db.session.scalars(select(Allowance).where(Allowance.user_id == user_id).order_by(Allowance.id)).all()
    ids = [row.id for row in allowances]
    grants = db.session.scalars(select(Grant).where(Grant.allowance_id.in_(ids)).order_by(Grant.id)).all()
    views = db.session.scalars(
        select(View).where(View.allowance_id.in_(ids)).order_by(View.opened_at, View.subject)).all()
    return [{
        "of": row.meter, "granted": row.granted, "used": row.used,
        "grants": [{
            "kind": grant.kind.value, "views": grant.amount, "granted_at": grant.granted_at.isoformat(),
            "from": grant.starts_at.isoformat() if grant.starts_at else None,
            "until": grant.ends_at.isoformat() if grant.ends_at else None,
        } for grant in grants if grant.allowance_id == row.id],
        "opened": [{"what": view.subject, "at": view.opened_at.isoformat(), "paid_by": view.charge.value}
                   for view in views if view.allowance_id == row.id],
    } for row in allowances]


def erase(user_id: int) -> None:
    """Remove all of it; in the caller's transaction."""
    ids = select(Allowance.id).where(Allowance.user_id == user_id).scalar_subquery()
    for kind in (View, Grant):
        db.session.execute(delete(kind).where(kind.allowance_id.in_(ids)))
    db.session.execute(delete(Allowance).where(Allowance.user_id == user_id))
