"""How a coder stands to a job, item by item: her credentials, her experience, where she lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from careercenter.candidates.queries import find_profile
from careercenter.credentials.held import held_by
from careercenter.places import state_name
from careercenter.postings.models import PostingContent
from careercenter.postings.requirement import Item, Status, match
from careercenter.postings.wording import may_live_in
from careercenter.terms import Setting, WorkMode

State = Literal["met", "missing", "unknown"]
Line = tuple[State, str, str]
"""How it stands, what is asked, and what that is read from: the rows of a checklist."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody."""

    codes: frozenset[str] = frozenset()  # credentials held today
    in_progress: Mapping[str, date] = field(default_factory=dict[str, date])  # code -> expected on
    home_state: str | None = None
    years_by_setting: Mapping[str, Any] = field(default_factory=dict[str, Any])
    expired: frozenset[str] = frozenset()  # credentials held once

    @property
    def is_known(self) -> bool:
        """Whether there is anything to measure against."""
        return bool(self.codes or self.in_progress or self.expired or self.home_state or self.years_by_setting)

    def meets(self, posting: PostingContent) -> bool:
        """Whether what she holds is all that the job asks for; False if nothing is known or asked."""
        return bool(self.codes and posting.asks.all_of) and match(posting.asks, self.codes, self.in_progress).is_met


def standing_of(user_id: int) -> Standing:
    """What a person's credentials and profile say today; nothing at all is a standing too."""
    held = held_by(user_id)
    profile = find_profile(user_id)
    return Standing(
        held.codes, held.in_progress,
        profile.home_state if profile else None, profile.years_by_setting if profile else {}, held.expired)


@dataclass(frozen=True, slots=True)
class Voice:
    """To whom it is told: to the coder herself, or of her to an employer."""

    holds: str
    lives: str
    the_profile: str
    the_credentials: str


TO_HER = Voice("You hold", "You live", "Your profile", "your credentials")
OF_HER = Voice("Holds", "Lives", "The profile", "the credentials")


def list_fit(posting: PostingContent, who: Standing, voice: Voice = TO_HER) -> list[Line]:
    """Every item that is asked of a coder, held against what is known of her; what is missing stays a fact,
    never a verdict."""
    return [*_credentials(posting, who, voice), *_experience(posting, who, voice), *_home(posting, who, voice)]


def _credentials(posting: PostingContent, who: Standing, voice: Voice) -> list[Line]:
    found = match(posting.asks, who.codes, who.in_progress)
    once = match(posting.asks, who.codes | who.expired, who.in_progress)
    nothing_known = not (who.codes or who.in_progress or who.expired)
    lines = [_credential(item, then, "", nothing_known, voice)
             for item, then in zip(found.items, once.items, strict=True)]
    if not lines:
        lines.append(("met", "No credential required", ""))
    elif not found.is_met and found.equivalents_considered:
        lines.append(("unknown", "An equivalent credential", "The employer looks at others, case by case."))
    return lines + [_credential(item, then, "Preferred: ", nothing_known, voice)
                    for item, then in zip(found.preferred, once.preferred, strict=True)]


def _credential(item: Item, once: Item, prefix: str, nothing_known: bool, voice: Voice) -> Line:
    """How one item stands; `once` is the same item if nothing had expired."""
    asked = str(item.group)
    asked = f"{prefix}{asked}" if prefix else asked[:1].upper() + asked[1:]
    if item.status is Status.MET:
        return "met", asked, f"{voice.holds} {item.by}."
    when = f"{item.by}, expected in {item.expected_on:%B %Y}" if item.by and item.expected_on else ""
    if item.status is Status.IN_PROGRESS:
        return "met", asked, f"In progress: {when}, soon enough for this employer."
    if when:
        return "missing", asked, f"In progress: {when}; the employer asks for it sooner."
    if once.status is Status.MET:
        return "missing", asked, f"{once.by} has expired."
    if nothing_known:
        return "unknown", asked, f"{voice.the_profile} names no credentials yet."
    return "unknown" if prefix else "missing", asked, f"Not among {voice.the_credentials}."


def _experience(posting: PostingContent, who: Standing, voice: Voice) -> list[Line]:
    lines: list[Line] = []
    known = {name: float(years) for name, years in who.years_by_setting.items()}
    if posting.experience_years:
        asked = f"{posting.experience_years:g} year{'' if posting.experience_years == 1 else 's'} of experience"
        lines.append(_years(asked, posting.experience_years, max(known.values(), default=None), voice))
    for row in posting.experience_by_setting:
        years = float(row.get("years") or 0)
        if row.get("is_required") and years:
            asked = f"{years:g} year{'' if years == 1 else 's'} {_label(row['setting'])}"
            lines.append(_years(asked, years, known.get(row["setting"]), voice))
    return lines


def _years(asked: str, least: float, has: float | None, voice: Voice) -> Line:
    if has is None:
        return "unknown", asked, f"{voice.the_profile} doesn’t say."
    said = f"{voice.the_profile} says {has:g} year{'' if has == 1 else 's'}."
    return ("met", asked, said) if has >= least else ("missing", asked, said)


def _home(posting: PostingContent, who: Standing, voice: Voice) -> list[Line]:
    if not posting.is_remote or not posting.is_in_us:
        return []
    asked = "Anywhere in the US" if posting.remote_anywhere_us else "Living in one of its states"
    if not who.home_state:
        return [("met" if posting.remote_anywhere_us else "unknown", asked, "" if posting.remote_anywhere_us else
                 f"{voice.the_profile} doesn’t tell the home state.")]
    allowed = may_live_in(posting, who.home_state)
    home = state_name(who.home_state)
    if allowed is None:
        return [("unknown", "Working from home", "The job doesn’t name its states.")]
    if allowed:
        return [("met", asked, f"{voice.lives} in {home}.")]
    if len(posting.work_modes) > 1 and WorkMode.REMOTE in posting.work_modes and posting.region == who.home_state:
        return [("met", "Near the workplace", f"Not from home in {home}, but in {posting.place}.")]
    return [("missing", asked, f"{home} isn’t among them.")]


def _label(setting: str) -> str:
    return Setting(setting).label.lower() if setting in {one.value for one in Setting} else setting
