"""Naming a credential, changing what is said of it, removing it."""

from datetime import date
from typing import TypedDict, Unpack

from careercenter.accounts.models import User
from careercenter.core import DomainError, NotFound, add_once, db, lock, require, transaction
from careercenter.credentials import policies
from careercenter.credentials.catalogue import catalogue
from careercenter.credentials.models import CredentialHolding


class Details(TypedDict):
    """What is said of a holding. With `expected_on` it is in progress, and has neither of the others."""

    number: str
    issued_on: date | None
    expires_on: date | None
    expected_on: date | None


class WrongDates(DomainError):
    """The dates contradict one another."""

    status = 422


def add(code: str, *, by: User, **details: Unpack[Details]) -> CredentialHolding:
    """Name a credential of the catalogue in the person's profile.

    Raises:
        NotFound: the catalogue has no such credential.
        WrongDates: see Details.
        AlreadyDone: it is named already; a double click changes nothing.
    """
    if code not in catalogue():
        raise NotFound("The catalogue has no such credential.")
    _check(details)
    with transaction():
        require(by.is_active)
        holding = CredentialHolding(user_id=by.id, code=code, **details)
        add_once(holding, f"{code} is in your profile already. Edit it there.")
    return holding


def edit(holding: CredentialHolding, *, by: User, **details: Unpack[Details]) -> None:
    """Change all that is said of a holding but its code.

    Raises:
        Forbidden: it is another's.
        WrongDates: see Details.
    """
    _check(details)
    with transaction():
        require(policies.may_edit(by, holding))
        lock(holding)
        for name, value in details.items():
            setattr(holding, name, value)


def remove(holding: CredentialHolding, *, by: User) -> None:
    """Take a holding out of the profile; applications sent keep their copy. Raises Forbidden."""
    with transaction():
        require(policies.may_edit(by, holding))
        db.session.delete(holding)


def _check(details: Details) -> None:
    issued, expires = details["issued_on"], details["expires_on"]
    if details["expected_on"] and (issued or expires):
        raise WrongDates("What is still in progress was not issued yet. Remove one of the dates.")
    if issued and expires and expires < issued:
        raise WrongDates("It can't expire before it was issued. Check the two dates.")
