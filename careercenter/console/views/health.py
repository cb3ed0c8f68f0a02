"""What the doctor says of this deployment."""

from flask import render_template

from careercenter import doctor
from careercenter.accounts.access import staff_required
from careercenter.accounts.policies import is_admin
from careercenter.console import stuck
from careercenter.console.views import blueprint


@blueprint.get("/health")
@staff_required(is_admin)
def show_health() -> str:
    """Examine the deployment now, and say what doesn't get through."""
    return render_template("console/health.html", findings=list(doctor.examine()),
                           deliveries=stuck.list_deliveries(), payment_events=stuck.list_payment_events())
