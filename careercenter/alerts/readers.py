"""Who reads alerts, and how she stands to jobs: for many at once, in a number of statements that doesn't grow."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.policies import may_be_mailed
from careercenter.candidates.models import CandidateProfile
from careercenter.core import db
from careercenter.credentials.held import Held
from careercenter.credentials.models import CredentialHolding
from careercenter.postings.fit import Standing
from careercenter.shortlists.queries import NOTHING_HIDDEN, Hidden, hidden_of_each


class Key(NamedTuple):
    """An owner of saved searches: a person with an account, or a guest by her address."""

    user_id: int | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to whom alerts may go."""

    key: Key
    name: str  # empty for a guest
    address: str
    standing: Standing
    hidden: Hidden = NOTHING_HIDDEN
    is_gone: bool = False  # her account is closed: nothing waits for her
    is_unproven: bool = False  # her address is: it waits until she has proven it


def key_of(search: SavedSearch) -> Key:
    """Whose it is."""
    return Key(search.user_id, search.email)


def load(keys: Collection[Key]) -> Mapping[Key, Reader]:
    """These owners."""
    ids = [key.user_id for key in keys if key.user_id is not None]
    users = {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}
    standings = _load_standings(ids) if ids else {}
    hidden = hidden_of_each(ids) if ids else {}
    return {key: _reader(key, users.get(key.user_id) if key.user_id else None, standings, hidden) for key in keys}


def _reader(key: Key, user: User | None, standings: Mapping[int, Standing], hidden: Mapping[int, Hidden]) -> Reader:
    if user is None:
        return Reader(key, "", key.email or "", Standing(), is_gone=not key.email)
    return Reader(key, user.name, user.email, standings.get(user.id, Standing()), hidden.get(user.id, NOTHING_HIDDEN),
                  is_gone=not user.is_active, is_unproven=user.is_active and not may_be_mailed(user))


def _load_standings(ids: Collection[int]) -> dict[int, Standing]:
    holdings: dict[int, list[CredentialHolding]] = defaultdict(list)
    for holding in db.session.scalars(select(CredentialHolding).where(CredentialHolding.user_id.in_(ids))):
        holdings[holding.user_id].append(holding)
    profiles = {profile.user_id: profile for profile in db.session.scalars(
        select(CandidateProfile).where(CandidateProfile.user_id.in_(ids)))}
    return {one: _standing(Held.of(holdings.get(one, [])), profiles.get(one)) for one in ids}


def _standing(held: Held, profile: CandidateProfile | None) -> Standing:
    return Standing(held.codes, held.in_progress, profile.home_state if profile else None,
                    profile.years_by_setting if profile else {}, held.expired)
