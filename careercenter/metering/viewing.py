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
    if user is not None and spending.give_back(meter, Owner(user.id), subject):
        return
    if guest is not None:  # who isn't verified may have spent what is the guest's
        spending.give_back(meter, Owner(guest_id=guest.id), subject, address=request.remote_addr)


def look(meter: Meter) -> Access:
    """What whoever asks could open now, without opening anything: for lists, banners and buttons."""
    return _answer(meter, None, counts=False)


def _answer(meter: Meter, subject: str | None, *, counts: bool) -> Access:
    user, guest = find_signed_in(), guests.find()
    kind = Viewer.GUEST if user is None else Viewer.REGISTERED if user.is_verified else Viewer.UNVERIFIED
    try:
        if user is not None:
            return _for_user(meter, subject, user, guest, counts=counts)
        return _for_guest(meter, subject, guest, counts=counts)
    except SQLAlchemyError:
        db.session.rollback()
        log.exception("the meter can't be read or written: the page is shown locked", meter=meter.key)
        return access(meter, kind, Why.UNAVAILABLE, remaining=0)


def _counts() -> bool:
    return request.method != "HEAD" and not robots.is_prefetch() and not robots.is_crawler(robots.agent())


def _for_user(meter: Meter, subject: str | None, user: User, guest: Guest | None, *, counts: bool) -> Access:
    owner = Owner(user.id)
    standing = find_standing(meter, owner, subject)
    if standing.is_unlimited:
        if subject and counts and not standing.is_opened:
            spending.open_unlimited(standing, subject)
        return access(meter, Viewer.MEMBER, Why.MEMBERSHIP, remaining=None)
    if not user.is_verified:
        return _for_unverified(meter, subject, owner, standing, guest, counts=counts)
    begins = not standing.has_begun
    return _open(meter, owner, subject, standing, viewer=Viewer.REGISTERED, counts=counts, begins=begins,
                 left=standing.left + (meter.registration if begins else 0))


def _for_unverified(meter: Meter, subject: str | None, owner: Owner, standing: Standing, guest: Guest | None, *,
                    counts: bool) -> Access:
    """Until her address is verified she has what was given to her, and what this browser has as a guest."""
    browser = find_standing(meter, _owner_of(guest))
    free = _left_of_guest(meter, browser)
    if standing.is_opened or standing.left or not free:
        return _open(meter, owner, subject, standing, viewer=Viewer.UNVERIFIED, left=standing.left, besides=free,
                     counts=counts)
    return _open_as_guest(meter, subject, guest, browser, viewer=Viewer.UNVERIFIED, counts=counts)


def _for_guest(meter: Meter, subject: str | None, guest: Guest | None, *, counts: bool) -> Access:
    standing = find_standing(meter, _owner_of(guest), subject)
    return _open_as_guest(meter, subject, guest, standing, viewer=Viewer.GUEST, counts=counts,
                          is_known=guest is not None and guest.came_along)


def _open_as_guest(meter: Meter, subject: str | None, guest: Guest | None, standing: Standing, *, viewer: Viewer,
                   counts: bool, is_known: bool = False) -> Access:
    owner = _owner_of(guest) if guest else Owner(guest_id=guests.new_id())
    answer = _open(meter, owner, subject, standing, viewer=viewer, left=_left_of_guest(meter, standing), counts=counts,
                   begins=not standing.has_begun, is_known=is_known)
    if answer.is_new:
        guests.remember(Guest(str(owner.guest_id)))
    return answer


def _owner_of(guest: Guest | None) -> Owner:
    return Owner(guest_id=guest.id) if guest else Owner()


def _left_of_guest(meter: Meter, standing: Standing) -> int:
    return standing.left if standing.has_begun else meter.guest


def _open(meter: Meter, owner: Owner, subject: str | None, standing: Standing, *, viewer: Viewer, left: int,
          counts: bool, begins: bool = False, besides: int = 0, is_known: bool = False) -> Access:
    def answer(why: Why, remaining: int, viewer: Viewer = viewer) -> Access:
        return access(meter, viewer, why, remaining=remaining, is_known=is_known)

    if standing.is_opened:
        return answer(Why.OPENED_BEFORE, left + besides)
    if subject is not None and not counts:
        return answer(Why.NOT_COUNTED, max(meter.guest - 1, 0), Viewer.PASSER_BY)  # as a guest whose first it is
    if left < 1:
        return answer(Why.NOTHING_LEFT, besides)
    if subject is None:
        return answer(Why.NOT_COUNTED, left + besides)
    try:
        after = spending.spend(meter, owner, standing, subject, begins=begins, address=request.remote_addr)
    except spending.NetworkUsedUp:
        return answer(Why.NETWORK, besides)
    except spending.NothingLeft:  # another request was faster
        return answer(Why.NOTHING_LEFT, besides)
    if after is None:
        return answer(Why.OPENED_BEFORE, left + besides)
    return answer(Why.OPENED_NOW, after + besides)
