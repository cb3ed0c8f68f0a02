"""Where each next step is done, and the way back. A higher room says where its own is:

    next_steps.lead_to(NextStep.BECOME_MEMBER, "memberships.index")
"""

from flask import g, request

from careercenter.metering.policies import NextStep
from careercenter.web.going_back import here
from careercenter.web.navigation import url_if

_endpoints = {
    NextStep.REGISTER: "accounts.register",
    NextStep.SIGN_IN: "accounts.sign_in",
    NextStep.VERIFY_ADDRESS: "accounts.verify_notice",
}


def lead_to(step: NextStep, endpoint: str) -> None:
    """Name the page of a step. It is opened with `next`, the page to come back to."""
    _endpoints[step] = endpoint


def url_of(step: NextStep) -> str | None:
    """The page of a step, which leads back to this one; None if the site has none."""
    known: dict[NextStep, str | None] = g.setdefault("next_steps", {})  # each locked section of a page asks
    if step not in known:
        known[step] = _build(step)
    return known[step]


def _build(step: NextStep) -> str | None:
    if step is NextStep.TRY_AGAIN:
        return request.full_path.rstrip("?")
    endpoint = _endpoints.get(step)
    return url_if(endpoint, next=here()) if endpoint else None
