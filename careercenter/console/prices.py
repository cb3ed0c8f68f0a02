"""The price list with its past."""

from sqlalchemy import select

from careercenter.billing.models import Price, Product
from careercenter.core import NotFound, db


def list_products() -> list[tuple[Product, list[Price]]]:
    """Every product, withdrawn ones too, with its prices, the newest first."""
    found = {product.id: (product, list[Price]())
             for product in db.session.scalars(select(Product).order_by(Product.position))}
    for price in db.session.scalars(select(Price).order_by(Price.valid_from.desc(), Price.id.desc())):
        found[price.product_id][1].append(price)
    return list(found.values())


def get_product(code: str) -> Product:
    """A product by its code.

    Raises:
        NotFound: there is none.
    """
    product = db.session.scalars(select(Product).where(Product.code == code)).first()
    if product is None:
        raise NotFound("There is no such product.")
    return product
