"""What somebody holds, as a value: what a posting's requirement is measured against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from careercenter.credentials.models import CredentialHolding
from careercenter.credentials.queries import list_holdings


@dataclass(frozen=True, slots=True)
class Held:
    """Credentials by their codes, as the person named them: what they imply is the catalogue's business."""

    codes: frozenset[str] = frozenset()  # held today: earned and not expired
    in_progress: dict[str, date] = field(default_factory=dict[str, date])  # code -> expected on
    expired: frozenset[str] = frozenset()

    @staticmethod
    def of(holdings: Iterable[CredentialHolding]) -> "Held":
        """What these rows come to today."""
        rows = list(holdings)
        return Held(frozenset(row.code for row in rows if row.is_held),
                    {row.code: row.expected_on for row in rows if row.expected_on is not None},
                    frozenset(row.code for row in rows if not row.is_in_progress and row.is_expired))


def held_by(user_id: int) -> Held:
    """What a person holds today."""
    return Held.of(list_holdings(user_id))
