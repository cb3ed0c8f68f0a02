"""Products, orders, the ledger, the gateway port (Stripe, sandbox), webhooks. Billing knows no posting."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.billing.gateways import open_gateway
from careercenter.billing.gateways.sandbox.gateway import SandboxGateway
from careercenter.billing.policies import may_see_billing
from careercenter.config import settings
from careercenter.employers import dashboard, tabs
from careercenter.metering import next_steps
from careercenter.metering.policies import NextStep
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join the gateway, the pages and the commands to the application.

    Raises:
        UnsafeSettings: production would take sandbox money.
    """
    from careercenter.billing import (  # noqa: F401
        cli,
        listeners,
        panels,
        personal_data,
        reconcile,
        retention,
        views,
        webhooks,
    )
    from careercenter.billing.gateways.sandbox import views as sandbox

    app.extensions["gateway"] = open_gateway(settings)
    app.register_blueprint(views.blueprint)
    if isinstance(app.extensions["gateway"], SandboxGateway):
        app.register_blueprint(sandbox.blueprint)
    app.cli.add_command(cli.commands)
    dashboard.register(30, panels.credits_panel)
    tabs.register(40, "Credits", "billing.prices", also=("billing.orders", "billing.statement"), may=may_see_billing)
    exports.register("orders", lambda user: personal_data.export(user.id))
    next_steps.lead_to(NextStep.BUY_PACK, "billing.packs")
    navigation.add("Orders", "billing.own_orders", area="account", order=75)
    navigation.add("Pricing", "billing.pricing", order=40)
