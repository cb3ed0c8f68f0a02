"""The door for pages: may whoever asks see this, and what is left?

    access = viewing.open_page(CODE_PAGES, "icd10cm:E11.40")
    if access.level is Level.FULL: ...

Ask it for a thing that exists. What the view has read stays as it was read, though a view may be written.
"""

import structlog
from flask import request
from sqlalchemy.exc import SQLAlchemyError

from careercenter.accounts.identity import find_signed_in
from careercenter.accounts.models import User
from careercenter.core import db
from careercenter.metering import guests, spending
from careercenter.metering.access import Access, access
from careercenter.metering.guests import Guest
from careercenter.metering.meters import Meter
from careercenter.metering.policies import Viewer, Why
from careercenter.metering.queries import Owner, Standing, find_standing
from careercenter.web import robots

log = structlog.get_logger()


def open_page(meter: Meter, subject: str, *, counts: bool = True) -> Access:
    """Open a subject for whoever asks, and spend a view on it if it is new to her.

    It costs nothing to open again what is open, nor with `counts=False`, nor for whom it doesn't count: HEAD,
    browsers that fetch in advance, search engines and link previews see what a guest first sees.

    Never raises: where the meter can't be read, the page is locked (why: UNAVAILABLE).
    """
    return _answer(meter, subject, counts=counts and _counts())


def give_back(meter: Meter, subject: str) -> None:
    """Undo `open_page` for whoever asks, where what was opened turned out to be worth nothing."""
    user, guest = find_signed_in(), guests.find()
    if user is not None or guest is not None:
        owner = Owner(user.id) if user is not None else Owner(guest_id=guest.id if guest else None)
        spending.give_back(meter, owner, subject, address=request.remote_addr)


def look(meter: Meter) -> Access:
    """What whoever asks could open now, without opening anything: for lists, banners and buttons."""
    return _answer(meter, None, counts=False)


def _answer(meter: Meter, subject: str | None, *, counts: bool) -> Access:
    user, guest = find_signed_in(), guests.find()
    kind = Viewer.REGISTERED if user else Viewer.GUEST
    try:
        if user is not None:
            return _for_user(meter, subject, user, counts=counts)
        return _for_guest(meter, subject, guest, counts=counts)
    except SQLAlchemyError:
        db.session.rollback()
        log.exception("the meter can't be read or written: the page is shown locked", meter=meter.key)
        return access(meter, kind, Why.UNAVAILABLE, remaining=0)


def _counts() -> bool:
    return request.method != "HEAD" and not robots.is_prefetch() and not robots.is_crawler(robots.agent())


def _for_user(meter: Meter, subject: str | None, user: User, *, counts: bool) -> Access:
    owner, begins = Owner(user.id), user.is_verified
    standing = find_standing(meter, owner, subject)
    if standing.is_unlimited:
        if subject and counts and not standing.is_opened:
            spending.open_unlimited(standing, subject)
        return access(meter, Viewer.MEMBER, Why.MEMBERSHIP, remaining=None)
    left = standing.left + (meter.registration if begins and not standing.has_begun else 0)
    why_not = Why.NOTHING_LEFT if begins else Why.UNVERIFIED
    return _open(meter, owner, subject, standing, left=left, why_not=why_not, counts=counts,
                 begins=begins and not standing.has_begun)


def _for_guest(meter: Meter, subject: str | None, guest: Guest | None, *, counts: bool) -> Access:
    owner = Owner(guest_id=guest.id) if guest else Owner()
    standing = find_standing(meter, owner, subject)
    left = standing.left if standing.has_begun else meter.guest
    if guest is None:
        owner = Owner(guest_id=guests.new_id())
    answer = _open(meter, owner, subject, standing, left=left, why_not=Why.NOTHING_LEFT, counts=counts,
                   begins=not standing.has_begun, is_known=guest is not None and guest.came_along)
    if answer.is_new:
        guests.remember(Guest(str(owner.guest_id)))
    return answer


def _open(meter: Meter, owner: Owner, subject: str | None, standing: Standing, *, left: int, why_not: Why, counts: bool,
          begins: bool, is_known: bool = False) -> Access:
    viewer = Viewer.REGISTERED if owner.user_id else Viewer.GUEST

    def answer(why: Why, remaining: int, viewer: Viewer = viewer) -> Access:
        return access(meter, viewer, why, remaining=remaining, is_known=is_known)

    if standing.is_opened:
        return answer(Why.OPENED_BEFORE, left)
    if subject is not None and not counts:
        return answer(Why.NOT_COUNTED, max(meter.guest - 1, 0), Viewer.PASSER_BY)  # as a guest whose first it is
    if left < 1:
        return answer(why_not, 0)
    if subject is None:
        return answer(Why.NOT_COUNTED, left)
    try:
        after = spending.spend(meter, owner, standing, subject, begins=begins, address=request.remote_addr)
    except spending.NetworkUsedUp:
        return answer(Why.NETWORK, 0)
    except spending.NothingLeft:  # another request was faster
        return answer(why_not, 0)
    return answer(Why.OPENED_BEFORE, left) if after is None else answer(Why.OPENED_NOW, after)
