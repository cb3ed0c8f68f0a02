"""What a person may take along of what she ordered for herself. What is forgotten of it stands in `retention`."""

from typing import Any

from careercenter.billing import queries


def export(user_id: int) -> list[dict[str, Any]]:
    """All her orders, as JSON-ready data."""
    return [{
        "number": order.number, "state": order.state.value, "ordered_at": order.created_at.isoformat(),
        "paid_at": order.paid_at.isoformat() if order.paid_at else None, "total": str(order.money(order.total)),
        "tax": str(order.money(order.tax)), "refunded": str(order.money(order.refunded)), "sent_to": order.buyer_email,
        "lines": [{"what": line.name, "quantity": line.quantity, "questions": line.credits,
                   "amount": str(order.money(line.amount))} for line in order.lines],
    } for order in queries.list_all_own(user_id)]
