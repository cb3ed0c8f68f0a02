"""Money: integer minor units with their currency."""

from dataclasses import dataclass
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency's minor unit: Money(9900, "USD") is $99.00. Negative is allowed."""

    amount: int
    currency: str = "USD"

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("Money counts whole minor units, never a fraction.")

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} don't add up.")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        sign, (units, cents) = "-" if self.amount < 0 else "", divmod(abs(self.amount), 100)
        number = f"{units:,}" if cents == 0 else f"{units:,}.{cents:02}"
        return f"{sign}${number}" if self.currency == "USD" else f"{sign}{number} {self.currency}"
