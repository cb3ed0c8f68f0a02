"""How far a profile is, and what would help most next."""

from dataclasses import dataclass

from careercenter.candidates.models import CandidateProfile


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a profile should tell."""

    anchor: str  # of the profile page's section
    advice: str  # "add your resume"
    weight: int  # of 100


@dataclass(frozen=True, slots=True)
class Completeness:
    """Where a profile stands."""

    percent: int
    missing: tuple[Step, ...]  # what weighs most first

    @property
    def next_step(self) -> Step | None:
        return self.missing[0] if self.missing else None


RESUME = Step("resume", "add your resume", 20)
CREDENTIALS = Step("credentials", "add your credentials", 20)
SETTINGS = Step("experience", "say how many years you coded, by setting", 15)
HOME = Step("home_zip", "add your ZIP code, so that remote jobs know your state", 15)
WORK_MODES = Step("work_modes", "say whether you work remotely, hybrid or on site", 10)
PAY = Step("pay", "say what you want to earn at least", 10)
HEADLINE = Step("headline", "write one line about yourself", 5)
TOOLS = Step("tools", "name the encoders and EHRs that you know", 5)


def completeness_of(profile: CandidateProfile, *, has_credentials: bool) -> Completeness:
    """How much of the profile is told; an employer misses most what weighs most."""
    told = {
        RESUME: profile.resume_file_id is not None, CREDENTIALS: has_credentials,
        SETTINGS: bool(profile.years_by_setting), HOME: profile.home_state is not None,
        WORK_MODES: bool(profile.work_modes), PAY: profile.pay_floor is not None,
        HEADLINE: bool(profile.headline), TOOLS: bool(profile.tools),
    }
    return Completeness(sum(step.weight for step, is_told in told.items() if is_told),
                        tuple(step for step, is_told in told.items() if not is_told))
