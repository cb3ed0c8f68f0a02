"""Prices have a history, and orders remember theirs."""

import pytest
from sqlalchemy import select

from careercenter.billing import catalog
from careercenter.billing.models import Price
from careercenter.core import AlreadyDone, AuditEntry, Forbidden, Money, NotFound, db


def test_seeding_again_changes_nothing(shop, admin):
    product, _ = catalog.get_offer("single")
    catalog.set_price(product, 199_00, by=admin)

    catalog.seed()

    assert [product.code for product, _ in catalog.list_offers()] == ["single", "featured", "pack-5", "pack-10"]
    assert catalog.get_offer("single")[1].money == Money(199_00)


def test_an_order_keeps_the_price_of_its_day(order, admin):
    product, _ = catalog.get_offer("single")
    catalog.set_price(product, 199_00, by=admin)

    assert order.total == 149_00
    assert db.session.get_one(Price, order.lines[0].price_id).valid_until is not None
    assert len(db.session.scalars(select(Price).where(Price.product_id == product.id)).all()) == 2


def test_what_is_withdrawn_is_not_for_sale(shop):
    catalog.get_offer("single")[0].is_active = False
    db.session.commit()

    with pytest.raises(NotFound):
        catalog.get_offer("single")


def test_a_new_price_is_written_down_with_who_set_it(shop, admin):
    product, _ = catalog.get_offer("single")
    catalog.set_price(product, 199_00, by=admin)

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "set_price")).one()
    assert (entry.actor_id, entry.subject_id) == (admin.id, product.id)
    assert entry.details == {"from_amount": 149_00, "to_amount": 199_00, "currency": "USD"}


def test_the_same_price_again_makes_no_history(shop, admin):
    product, _ = catalog.get_offer("single")
    with pytest.raises(AlreadyDone):
        catalog.set_price(product, 149_00, by=admin)
    assert len(db.session.scalars(select(Price).where(Price.product_id == product.id)).all()) == 1


def test_nobody_but_an_admin_sets_prices(shop, moderator):
    with pytest.raises(Forbidden):
        catalog.set_price(catalog.get_offer("single")[0], 1, by=moderator)
