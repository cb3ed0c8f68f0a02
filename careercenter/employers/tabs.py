"""The tabs of an employer's inside, to which each higher domain adds its own."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from careercenter.accounts.identity import find_signed_in
from careercenter.accounts.models import User
from careercenter.employers.models import Employer

Permission = Callable[[User | None, int], bool]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the employer's, and who sees its tab."""

    order: int
    label: str
    endpoint: str  # takes employer_id
    also: tuple[str, ...]  # endpoints that belong to it
    may: Permission


_tabs: dict[str, Tab] = {}


def register(order: int, label: str, endpoint: str, *, may: Permission, also: tuple[str, ...] = ()) -> None:
    """Show a tab to members whom a policy lets in, those of lower order first."""
    _tabs[endpoint] = Tab(order, label, endpoint, also, may)


def list_tabs(employer: Employer) -> list[tuple[str, str, bool]]:
    """The tabs that the person signed in sees: label, address, whether this page is one of it."""
    user = find_signed_in()
    return [(tab.label, url_for(tab.endpoint, employer_id=employer.id), request.endpoint in (tab.endpoint, *tab.also))
            for tab in sorted(_tabs.values(), key=lambda tab: tab.order) if tab.may(user, employer.id)]
