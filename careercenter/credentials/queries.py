"""Reading what people hold."""

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.core import NotFound, db
from careercenter.credentials import policies
from careercenter.credentials.catalogue import catalogue
from careercenter.credentials.models import CredentialHolding


def list_holdings(user_id: int) -> list[CredentialHolding]:
    """All that a person names, expired ones and those in progress too, in the catalogue's order."""
    place = {code: number for number, code in enumerate(catalogue())}
    rows = db.session.scalars(select(CredentialHolding).where(CredentialHolding.user_id == user_id))
    return sorted(rows, key=lambda holding: place.get(holding.code, len(place)))


def get_holding(holding_id: int, *, by: User) -> CredentialHolding:
    """One of the person's own. Raises NotFound, for another's too."""
    holding = db.session.get(CredentialHolding, holding_id)
    if holding is None or not policies.may_edit(by, holding):
        raise NotFound("There is no such credential in your profile.")
    return holding
