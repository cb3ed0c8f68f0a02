"""Billing's pages: what employers buy, what people buy for themselves, orders, and what the gateway calls."""

from flask import Blueprint, render_template

from careercenter.billing.gateways.port import GatewayDown

blueprint = Blueprint("billing", __name__)


@blueprint.errorhandler(GatewayDown)
def gateway_down(error: GatewayDown) -> tuple[str, int]:
    """The gateway doesn't answer: nothing is lost, and the order can be paid later."""
    return render_template("billing/gateway_down.html", detail=str(error)), error.status


from careercenter.billing.views import employers, orders, packs  # noqa: E402, F401  (they stand on the blueprint)
