"""The price list: products, and prices with their history."""

from sqlalchemy import ColumnElement, Select, select

from careercenter.accounts.models import User
from careercenter.billing import policies
from careercenter.billing.models import FOR_JOBS, QUESTIONS, CreditKind, Price, Product
from careercenter.core import AlreadyDone, NotFound, db, lock, now, record, require, transaction

# Stripe's tax code for services in general (docs.stripe.com/tax/tax-codes).
SERVICES = "txcd_20030000"

PRODUCTS = {  # code: name, description, kind, credits, US cents
    "single": ("Job posting", "One job, live for 30 days.", CreditKind.STANDARD, 1, 149_00),
    "featured": ("Featured job posting", "One job, live for 30 days: on top of relevant results, and marked.",
                 CreditKind.FEATURED, 1, 249_00),
    "pack-5": ("5 job postings", "Five jobs, each live for 30 days. Publish them whenever you like.",
               CreditKind.STANDARD, 5, 595_00),
    "pack-10": ("10 job postings", "Ten jobs, each live for 30 days. Publish them whenever you like.",
                CreditKind.STANDARD, 10, 990_00),
    "consultant-5": ("5 CaseConsultant questions",
                     "Five questions, each answered by a consultant where the library doesn’t suffice.",
                     CreditKind.CONSULTANT, 5, 75_00),
    "consultant-20": ("20 CaseConsultant questions",
                      "Twenty questions, each answered by a consultant where the library doesn’t suffice.",
                      CreditKind.CONSULTANT, 20, 240_00),
    "casepilot-50": ("50 CasePilot questions", "Fifty questions or cases, each answered at once, with its sources.",
                     CreditKind.CASEPILOT, 50, 9_00),
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
        _, current = _find_offer(Product.id == product.id)
        if current.amount == amount:
            raise AlreadyDone(f"{product.name} costs {current.money} already.")
        record("set_price", product, by=by, from_amount=current.amount, to_amount=amount, currency=current.currency)
        current.valid_until = now()
        db.session.flush()
        db.session.add(Price(product_id=product.id, amount=amount, currency=current.currency,
                             valid_from=current.valid_until))


def list_offers(*, personal: bool = False) -> list[tuple[Product, Price]]:
    """What employers can buy, or a person for herself, with what it costs now."""
    return [(row[0], row[1]) for row in db.session.execute(
        _offers().where(_is_for(personal)).order_by(Product.position))]


def get_offer(code: str, *, personal: bool = False) -> tuple[Product, Price]:
    """A product that employers can buy, or a person for herself, with what it costs now.

    Raises:
        NotFound: it isn't for sale.
    """
    return _find_offer(Product.code == code, _is_for(personal))


def _offers() -> Select[Product, Price]:
    return (select(Product, Price).join(Price, Price.product_id == Product.id)
            .where(Product.is_active, Price.valid_until.is_(None)))


def _is_for(personal: bool) -> ColumnElement[bool]:
    return Product.kind.in_(QUESTIONS if personal else FOR_JOBS)


def _find_offer(*which: ColumnElement[bool]) -> tuple[Product, Price]:
    row = db.session.execute(_offers().where(*which)).first()
    if row is None:
        raise NotFound("We don't sell that any more. Look at the price list.")
    return row[0], row[1]
