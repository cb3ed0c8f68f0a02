"""Payment gateways: one port, Stripe behind it, and a sandbox where there are no Stripe keys."""

from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy

from careercenter.billing.gateways.port import PaymentGateway
from careercenter.billing.gateways.sandbox.gateway import SandboxGateway
from careercenter.billing.gateways.stripe_gateway import StripeGateway
from careercenter.config import Settings


def open_gateway(chosen: Settings) -> PaymentGateway:
    """The gateway that the settings name.

    Raises:
        UnsafeSettings: production would take sandbox money.
    """
    return StripeGateway(chosen) if chosen.has_stripe else SandboxGateway(chosen)


gateway = cast(PaymentGateway, LocalProxy(lambda: current_app.extensions["gateway"]))
"""The running application's gateway."""
