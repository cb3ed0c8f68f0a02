"""Every event is sent by somebody and heard by somebody."""

import re

import pytest

from careercenter import create_app  # noqa: F401  (declares every event and listener)
from careercenter.config import ROOT
from careercenter.events import Event, listeners_of

OURS = [kind for kind in Event.by_name.values() if kind.__module__ == "careercenter.events"]
SOURCE = "\n".join(path.read_text() for path in (ROOT / "careercenter").rglob("*.py"))


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_an_event_has_a_sender_and_a_listener(kind, app):
    assert re.search(rf"\b(events\.)?{kind.__name__}\(\s*[\w.]", SOURCE), f"nobody sends {kind.__name__}"
    assert listeners_of(kind), f"nobody listens to {kind.__name__}"
