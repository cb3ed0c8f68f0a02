"""What is for sale, what was ordered, and what the books and the gateway say about it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.core import Model, Money, new_public_id, now


class CreditKind(StrEnum):
    """What a credit is good for: to an employer a job for 30 days, to a person a question."""

    STANDARD = "standard"
    FEATURED = "featured"  # on top of relevant results, and marked
    CASEPILOT = "casepilot"  # the key of its meter, in whose ledger it stands (metering.meters)
    CONSULTANT = "consultant"


FOR_JOBS: tuple[CreditKind, ...] = (CreditKind.STANDARD, CreditKind.FEATURED)
QUESTIONS: tuple[CreditKind, ...] = (CreditKind.CASEPILOT, CreditKind.CONSULTANT)


class Product(Model):
    """Something that is for sale: credits of one kind."""

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("credits > 0", name="gives_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str]
    kind: Mapped[CreditKind]
    credits: Mapped[int]  # a purchase
    tax_code: Mapped[str]  # Stripe Tax: docs.stripe.com/tax/tax-codes
    position: Mapped[int]  # on the price list
    is_active: Mapped[bool] = mapped_column(default=True)


class Price(Model):
    """What a product costs from one moment to another. A new price is a new row."""

    __tablename__ = "prices"
    __table_args__ = (
        CheckConstraint("amount > 0", name="is_positive"),
        Index("uq_prices_current", "product_id", unique=True,
              sqlite_where=text("valid_until IS NULL"), postgresql_where=text("valid_until IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    amount: Mapped[int]  # minor units, before tax
    currency: Mapped[str]  # ISO 4217
    valid_from: Mapped[datetime] = mapped_column(default=now)
    valid_until: Mapped[datetime | None]  # the first moment at which it is no longer asked

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def each(self, parts: int) -> Money:
        """What one of so many parts costs, rounded down."""
        return Money(self.amount // parts, self.currency)


class OrderState(StrEnum):
    """Where an order stands."""

    PENDING = "pending"  # written down; the gateway doesn't know of it yet
    AWAITING_PAYMENT = "awaiting_payment"  # its checkout session is open
    PROCESSING = "processing"  # submitted; a bank takes days
    PAID = "paid"
    FAILED = "failed"  # the bank refused in the end
    EXPIRED = "expired"
    CANCELED = "canceled"
    REFUNDED = "refunded"


class Order(Model):
    """What an employer, or a person for herself, bought at the price of that moment."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total = subtotal + tax", name="adds_up"),
        CheckConstraint("refunded <= total", name="refunds_no_more_than_paid"),
        Index("ix_orders_to_reconcile", "state", "checked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    key: Mapped[str] = mapped_column(unique=True)  # of the form that was sent: a second click finds this order
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)  # None: the buyer's own
    bought_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    buyer_email: Mapped[str]  # at the time of the order: a retried request must say the same
    return_to: Mapped[str | None]  # a path of this site, where the buyer goes on after paying
    state: Mapped[OrderState] = mapped_column(default=OrderState.PENDING)

    currency: Mapped[str]
    subtotal: Mapped[int]  # minor units, like all amounts
    tax: Mapped[int] = mapped_column(default=0)  # known once paid, if the gateway computes it
    total: Mapped[int]
    refunded: Mapped[int] = mapped_column(default=0)

    gateway: Mapped[str]
    customer_id: Mapped[str | None]  # the gateway's, at the time of the order
    session_id: Mapped[str | None] = mapped_column(unique=True)
    payment_intent_id: Mapped[str | None] = mapped_column(index=True)
    checkout_url: Mapped[str | None]
    receipt_url: Mapped[str | None]

    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]  # of its checkout session
    checked_at: Mapped[datetime | None]  # when reconciliation last asked the gateway
    paid_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]  # the last try that a bank refused; another may succeed
    decline_reason: Mapped[str | None]
    dispute_status: Mapped[str | None]  # Stripe's words: needs_response, won, lost ...
    flag: Mapped[str | None]  # why a person must look at it

    lines: Mapped[list["OrderLine"]] = relationship(lazy="selectin", order_by="OrderLine.id")

    @property
    def number(self) -> str:
        """What people call it."""
        return f"CC-{10_000 + self.id}"

    @property
    def is_personal(self) -> bool:
        return self.employer_id is None

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_payable(self) -> bool:
        return self.state is OrderState.AWAITING_PAYMENT and now() < self.expires_at

    def money(self, amount: int) -> Money:
        """An amount in the order's currency."""
        return Money(amount, self.currency)


WAITING = {OrderState.PENDING, OrderState.AWAITING_PAYMENT, OrderState.PROCESSING}
FULFILLED = {OrderState.PAID, OrderState.REFUNDED}


class OrderLine(Model):
    """What was bought, as it was then."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0 AND credits > 0", name="is_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    price_id: Mapped[int] = mapped_column(ForeignKey("prices.id"))
    name: Mapped[str]
    description: Mapped[str]
    tax_code: Mapped[str]
    kind: Mapped[CreditKind]
    unit_amount: Mapped[int]  # minor units
    quantity: Mapped[int]
    credits: Mapped[int]  # in all

    @property
    def amount(self) -> int:
        return self.unit_amount * self.quantity


class Journal(Model):
    """One thing that happened in the books; its entries add up to nothing in each unit."""

    __tablename__ = "ledger_journals"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # what it is about, so that it happens once
    what: Mapped[str]  # in words, for the statement
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class LedgerEntry(Model):
    """What one journal moves into an account (out of it, if negative)."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="moves_something"),
        Index("ix_ledger_entries_account", "account", "unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("ledger_journals.id"), index=True)
    account: Mapped[str]  # employer:7:credits, payments:stripe, sales, tax, credits:sold, promotions ...
    unit: Mapped[str]  # a currency's code, or a kind of credit
    amount: Mapped[int]  # minor units, or credits


class GatewayCustomer(Model):
    """The employer as a gateway knows it, so that cards and addresses are kept there."""

    __tablename__ = "gateway_customers"
    __table_args__ = (Index("uq_gateway_customers_employer", "employer_id", "gateway", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"))
    gateway: Mapped[str]
    customer_id: Mapped[str]


class WebhookEvent(Model):
    """An event that the gateway sent, as it was sent."""

    __tablename__ = "webhook_events"
    __table_args__ = (Index("ix_webhook_events_due", "processed_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(unique=True)  # the gateway's
    type: Mapped[str]
    payload: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]  # when the gateway made it
    received_at: Mapped[datetime] = mapped_column(default=now)
    processed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # what was made of it, in a word or two
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None]
