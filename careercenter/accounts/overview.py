"""The cards of the account's first page, to which each higher domain adds its own.

    overview.register(20, card)      # def card(user) -> Card | None
"""

from collections.abc import Callable
from dataclasses import dataclass

from careercenter.accounts.models import User
from careercenter.web.contributions import Contributions


@dataclass(frozen=True, slots=True)
class Card:
    """A page of the account, and in a few words how it stands there."""

    title: str
    url: str
    text: str


CardOf = Callable[[User], Card | None]

_cards = Contributions[CardOf]()


def register(order: int, card_of: CardOf) -> None:
    """Show a card to everybody for whom it is one, those of lower order first."""
    _cards.add(order, card_of)


def list_cards(user: User) -> list[Card]:
    """What the person sees, in order."""
    return [card for card_of in _cards if (card := card_of(user)) is not None]
