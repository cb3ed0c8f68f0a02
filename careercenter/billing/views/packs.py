"""Packs of questions, which a person buys for herself, and all that she ordered."""

from flask import render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.access import verified_required
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.billing import catalog, queries
from careercenter.billing.gateways import gateway
from careercenter.billing.views import blueprint
from careercenter.billing.views.orders import order_and_pay
from careercenter.core import new_public_id
from careercenter.extensions import limiter
from careercenter.metering import viewing
from careercenter.metering.meters import METERS
from careercenter.web.going_back import local_path
from careercenter.web.pagination import page_number


@blueprint.get("/packs")
def packs() -> str:
    """What can be bought, what it costs, and what whoever asks has left."""
    back, offers = local_path(request.args.get("next")), catalog.list_offers(personal=True)
    return render_template(
        "billing/packs.html", user=find_signed_in(), back=back, here=url_for(".packs", next=back), key=new_public_id(),
        shelves=[(viewing.look(meter), [offer for offer in offers if offer[0].kind == meter.key])
                 for meter in METERS if meter.is_sold], is_sandbox=gateway.name == "sandbox")


@blueprint.post("/packs/buy")
@verified_required
@limiter.limit("60 per hour")
def buy_pack() -> Response:
    """Order a pack and go to its payment page."""
    return order_and_pay(None)


@blueprint.get("/account/orders")
@login_required
def own_orders() -> str:
    """What I ordered for myself."""
    return render_template("billing/own_orders.html", page=queries.list_own_orders(signed_in().id, page=page_number()))
