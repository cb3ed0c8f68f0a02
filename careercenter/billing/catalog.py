"""The price list: products, and prices with their history."""

from sqlalchemy import Select, select

from careercenter.accounts.models import User
from careercenter.billing import policies
from careercenter.billing.models import CreditKind, Price, Product
from careercenter.core import AlreadyDone, NotFound, db, lock, now, record, require, transaction

# Stripe's tax code for services in general (docs.stripe.com/tax/tax-codes).
SERVICES = "txcd_20030000"

PRODUCTS = {
    "single": ("Job posting", "One job, live for 30 days.", CreditKind.STANDARD, 1, 149_00),
    "featured": ("Featured job posting", "One job, live for 30 days: on top of relevant results, and marked.",
                 CreditKind.FEATURED, 1, 249_00),
    "pack-5": ("5 job postings", "Five jobs, each live for 30 days. Publish them whenever you like.",
               CreditKind.STANDARD, 5, 595_00),
    "pack-10": ("10 job postings", "Ten jobs, each live for 30 days. Publish them whenever you like.",
                CreditKind.STANDARD, 10, 990_00),
}


def seed() -> None:
    """Put the products and their first prices in place. What is there stays as it is."""
    with transaction():
        there = set(db.session.scalars(select(Product.code)))
        for position, (code, (name, description, kind, credits, amount)) in enumerate(PRODUCTS.items()):
            if code in there:
                continue
            product = Product(code=code, name=name, description=description, kind=kind, credits=credits,
                              tax_code=SERVICES, position=position)
            db.session.add(product)
            db.session.flush()
            db.session.add(Price(product_id=product.id, amount=amount, currency="USD"))


def set_price(product: Product, amount: int, *, by: User) -> None:
    """Ask another price from now on, in US cents. Orders keep theirs.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotFound: the product isn't for sale.
        AlreadyDone: it costs that.
    """
    with transaction():
        require(policies.may_set_prices(by))
        lock(product)
        _, current = get_offer(product.code)
        if current.amount == amount:
            raise AlreadyDone(f"{product.name} costs {current.money} already.")
        record("set_price", product, by=by, from_amount=current.amount, to_amount=amount, currency=current.currency)
        current.valid_until = now()
        db.session.flush()
        db.session.add(Price(product_id=product.id, amount=amount, currency=current.currency,
                             valid_from=current.valid_until))


def _offers() -> Select[Product, Price]:
    return (select(Product, Price).join(Price, Price.product_id == Product.id)
            .where(Product.is_active, Price.valid_until.is_(None)))


def list_offers() -> list[tuple[Product, Price]]:
    """What is for sale, with what it costs now."""
    return [(row[0], row[1]) for row in db.session.execute(_offers().order_by(Product.position))]


def get_offer(code: str) -> tuple[Product, Price]:
    """A product that is for sale, with what it costs now.

    Raises:
        NotFound: it isn't for sale.
    """
    row = db.session.execute(_offers().where(Product.code == code)).first()
    if row is None:
        raise NotFound("We don't sell that any more. Look at the price list.")
    return row[0], row[1]
