"""What a job pays: a range for a unit of work, in words and made comparable."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from careercenter.core import Money
from careercenter.postings.models import HOURS_A_YEAR, WEEKS_A_YEAR, PostingContent
from careercenter.terms import PayUnit

CURRENCIES = {"USD": "US dollars", "CAD": "Canadian dollars", "INR": "Indian rupees", "PHP": "Philippine pesos",
              "EUR": "Euros", "GBP": "Pounds sterling"}
"""All of them count in hundredths."""

LARGEST = 20_000_000_00
"""What a column of 32 bits still holds."""

_AMOUNT = re.compile(r"[$€£₹₱]?\s*(\d{1,3}(?:,\d{2,3})+|\d+)?(\.\d+)?\s*(k)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PayRange:
    """Amounts in minor units (cents) of the currency, for one unit; either end may be open."""

    minimum: int | None
    maximum: int | None
    unit: PayUnit
    currency: str = "USD"

    @classmethod
    def of(cls, posting: PostingContent) -> "PayRange | None":
        """What a posting states; None if it states no pay."""
        if posting.pay_unit is None or (posting.pay_min is None and posting.pay_max is None):
            return None
        return cls(posting.pay_min, posting.pay_max, posting.pay_unit, posting.pay_currency)

    @property
    def is_closed(self) -> bool:
        """Whether both ends are stated, as laws ask."""
        return self.minimum is not None and self.maximum is not None

    def __str__(self) -> str:
        low, high = (None if end is None else str(Money(end, self.currency))
                     for end in (self.minimum, self.maximum))
        if low and high:
            amounts = low if low == high else f"{low} to {high}"
        else:
            amounts = f"from {low}" if low else f"up to {high}"
        return f"{amounts} {self.unit.label}"

    @property
    def hourly(self) -> tuple[int | None, int | None] | None:
        """Both ends in minor units an hour, by 2,080 hours a year; None for pay by chart or RVU, which
        depends on how fast one is."""
        hours = {PayUnit.HOUR: 1, PayUnit.WEEK: HOURS_A_YEAR // WEEKS_A_YEAR,
                 PayUnit.YEAR: HOURS_A_YEAR}.get(self.unit)
        if hours is None:
            return None
        return (None if self.minimum is None else round(self.minimum / hours),
                None if self.maximum is None else round(self.maximum / hours))

    @property
    def compared(self) -> str:
        """What an hourly wage comes to in a year and the other way round; nothing for other units."""
        if self.unit is PayUnit.HOUR:
            ends = [None if end is None else round(end * HOURS_A_YEAR, -5)
                    for end in (self.minimum, self.maximum)]
            other = PayRange(ends[0], ends[1], PayUnit.YEAR, self.currency)
        elif self.hourly is not None:
            other = PayRange(*self.hourly, PayUnit.HOUR, self.currency)
        else:
            return ""
        words = f"about {other}" if self.is_closed else str(other).replace("from ", "from about ").replace(
            "up to ", "up to about ")
        return f"{words} at 40 hours a week"


def pay_text(posting: PostingContent) -> str:
    """What a posting pays, in one line: "$54.72 to $74.94 an hour, plus differentials"; may be empty."""
    stated = PayRange.of(posting)
    if stated is None:
        return ""
    extras = [words for words, is_so in (
        ("differentials", posting.differentials),
        (f"{Money(posting.sign_on_bonus, posting.pay_currency)} sign-on bonus" if posting.sign_on_bonus else "",
         posting.sign_on_bonus)) if is_so]
    return str(stated) + (f", plus {' and '.join(extras)}" if extras else "")


def parse_amount(text: str) -> int:
    """Minor units of an amount as people type it: `54.72`, `$65,000`, `65k`.

    Raises:
        ValueError: with a sentence for whoever typed it.
    """
    found = _AMOUNT.fullmatch(text.strip())
    number = f"{(found[1] or '').replace(',', '')}{found[2] or ''}" if found else ""
    try:
        amount = Decimal(number or "x") * 100 * (1000 if found and found[3] else 1)
    except InvalidOperation:
        raise ValueError(f"“{text}” isn’t an amount. Write it like 27.50 or 65,000.") from None
    if amount != amount.to_integral_value():
        raise ValueError(f"“{text}” has parts of a cent. Round it to cents.")
    if amount > LARGEST:
        raise ValueError(f"“{text}” is more than anybody pays. Check the zeros.")
    return int(amount)


def amount_text(amount: int | None) -> str:
    """An amount as one would type it: `54.72`, `65,000`; empty for None."""
    return "" if amount is None else str(Money(amount)).removeprefix("$")
