"""Consultants, and settings that a test changes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from careercenter.accounts.models import StaffRole, User
from careercenter.caseconsultant import asking
from careercenter.caseconsultant.models import Consultation
from careercenter.caseconsultant.queries import get_by_id
from careercenter.config import Settings
from careercenter.core import new_public_id
from tests.cast import make_user


@pytest.fixture
def consultant(app: Flask) -> User:
    """Somebody who answers."""
    return make_user("Connie Consultant", StaffRole.CONSULTANT)


@pytest.fixture
def colleague(app: Flask) -> User:
    """Somebody else who answers."""
    return make_user("Carl Colleague", StaffRole.CONSULTANT)


@pytest.fixture
def change(app: Flask) -> Iterator[Callable[..., None]]:
    """`change(consultant_confidence=0)` changes settings for the test."""
    before: Settings = app.extensions["settings"]

    def change_settings(**values: Any) -> None:
        app.extensions["settings"] = app.extensions["settings"].model_copy(update=values)

    yield change_settings
    app.extensions["settings"] = before


@pytest.fixture
def ask(app: Flask) -> Callable[..., Consultation]:
    """`ask("What is E11.9?", by=coder)` asks on the web, or with `on=` says more."""
    def ask_on_the_web(text: str = "Is a wheelchair covered at home?", *, by: User,
                       on: Consultation | None = None) -> Consultation:
        message = asking.ask(asking.cleaned(text), by=by, key=f"test:{new_public_id()}", on=on)
        return get_by_id(message.consultation_id)
    return ask_on_the_web
