"""The meter's answer: how much of a page is open, what is left, why, and what to do next."""

from dataclasses import dataclass

from careercenter.metering.meters import Meter
from careercenter.metering.policies import LEVELS, NEXT_STEPS, Level, NextStep, Viewer, Why

WITHIN = frozenset({Why.OPENED_NOW, Why.OPENED_BEFORE, Why.MEMBERSHIP, Why.NOT_COUNTED})


@dataclass(frozen=True, slots=True)
class Access:
    """What one request sees of a metered page. The words for it are in templates/metering/access.html."""

    meter: Meter
    viewer: Viewer
    why: Why
    remaining: int | None  # None is without limit
    next_step: NextStep

    @property
    def level(self) -> Level:
        return LEVELS[self.viewer, self.why in WITHIN]

    @property
    def other_step(self) -> NextStep:
        """What brings her as far by another way, if there is one."""
        if self.next_step is NextStep.REGISTER:
            return NextStep.SIGN_IN
        return NextStep.BUY_PACK if self.next_step is NextStep.BECOME_MEMBER and self.meter.is_sold else NextStep.NONE

    @property
    def is_open(self) -> bool:
        return self.level is not Level.LOCKED

    @property
    def is_guest(self) -> bool:
        """Whether a guest's words fit: nobody is signed in."""
        return self.viewer in (Viewer.GUEST, Viewer.PASSER_BY)

    @property
    def is_new(self) -> bool:
        """Whether this request opened the page for the first time, and a view was spent on it."""
        return self.why is Why.OPENED_NOW


def access(meter: Meter, viewer: Viewer, why: Why, *, remaining: int | None, is_known: bool = False) -> Access:
    """The answer with its next step; `is_known`: what this browser opened came along to an account before."""
    step = NEXT_STEPS.get((viewer, why), NextStep.NONE)
    if viewer is Viewer.REGISTERED and remaining == 0 and step is NextStep.NONE:
        step = NextStep.BECOME_MEMBER  # this page is open, the next one wouldn't be
    if step is NextStep.BECOME_MEMBER and not meter.is_lifted:
        step = NextStep.BUY_PACK if meter.is_sold else NextStep.NONE
    if is_known and step is NextStep.REGISTER:
        step = NextStep.SIGN_IN
    return Access(meter, viewer, why, remaining, step)
