"""What things cost, and what they did."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_admin
from careercenter.billing import catalog
from careercenter.console import prices
from careercenter.console.forms import PriceForm
from careercenter.console.views import blueprint
from careercenter.core import AlreadyDone, Money


@blueprint.get("/prices")
@staff_required(is_admin)
def list_prices() -> str:
    """Products with their prices."""
    return _show({})


@blueprint.post("/prices/<code>")
@staff_required(is_admin)
def set_price(code: str) -> ResponseReturnValue:
    """Ask another price from now on."""
    product, form = prices.get_product(code), PriceForm(prefix=f"{code}-")
    if not form.validate_on_submit():
        return _show({code: form}), 422
    try:
        catalog.set_price(product, form.cents, by=signed_in())
    except AlreadyDone as refusal:
        flash(str(refusal), "info")
    else:
        flash(f"{product.name} costs {Money(form.cents)} from now on. Orders that are open keep their price.",
              "success")
    return redirect(url_for(".list_prices"), 303)


def _show(sent: dict[str, PriceForm]) -> str:
    rows = [(product, history, sent.get(product.code) or PriceForm(formdata=None, prefix=f"{product.code}-"))
            for product, history in prices.list_products()]
    return render_template("console/prices.html", rows=rows, sent=next(iter(sent.values()), None))
