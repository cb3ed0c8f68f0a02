"""The staff's console: what waits, employers, orders, prices, mails, the audit log, the deployment's health."""

from flask import Flask

from careercenter.accounts.identity import find_signed_in
from careercenter.accounts.policies import is_admin, is_staff, may_moderate
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join the console to the application. Other domains put their staff pages beside it: area `staff`."""
    from careercenter.console.views import (  # noqa: F401
        audit,
        blueprint,
        employers,
        health,
        mails,
        memberships,
        orders,
        overview,
        prices,
    )

    app.register_blueprint(blueprint)
    navigation.add("Staff", "console.index", area="account", order=80, shows=lambda: is_staff(find_signed_in()))
    navigation.add("Overview", "console.index", area="staff", order=0)
    navigation.add("Employers", "console.list_employers", area="staff", order=20,
                   shows=lambda: may_moderate(find_signed_in()))
    for order, label, endpoint in ((40, "Orders", "list_orders"), (50, "Prices", "list_prices"),
                                   (55, "Memberships", "list_memberships"),
                                   (60, "Mails", "list_mails"), (70, "Audit log", "list_audit"),
                                   (80, "Health", "show_health")):
        navigation.add(label, f"console.{endpoint}", area="staff", order=order,
                       shows=lambda: is_admin(find_signed_in()))
