"""The catalogue of reasons: what a moderator ticks, and the words that help the employer to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to send a posting back."""

    code: str
    label: str  # for moderators
    advice: str  # for the employer


REASONS: dict[str, Reason] = {reason.code: reason for reason in (
    Reason("experience", "The experience contradicts itself",
           "The job says one thing about experience in one place and another elsewhere (for example “entry "
           "level” with years required). Set the years that you really ask for, and say the same in the text."),
    Reason("remote", "Remote, but not really",
           "The job is marked remote, and its text asks for presence or for living in certain states. Choose "
           "hybrid or on site, or list the states in which the person may live."),
    Reason("pay_unclear", "The pay is missing or unclear",
           "Say what it pays: from, to and for what (hour, year, chart). For pay per chart, say how many charts "
           "are expected."),
    Reason("pay_law", "A pay transparency law isn't met",
           "The job may be done where a law wants the pay range in the posting. The form shows which law, and "
           "what it wants."),
    Reason("credential", "The credential requirement doesn't fit the text",
           "The text names other credentials than the requirement does. Set the requirement to what you really "
           "ask for, so that the right coders find the job."),
    Reason("not_coding", "Not a job in medical coding",
           "This board is for coding, auditing, CDI, risk adjustment, billing and their neighbors. We couldn't "
           "see how this job belongs to them; if it does, say so in the first lines."),
    Reason("several_jobs", "Several jobs in one",
           "One posting is one job. Write one for each, so that coders can find the one that fits."),
    Reason("duplicate", "The same job is live already",
           "You have this job on the board. Edit or renew that one instead."),
    Reason("fees", "Asks the candidate for money",
           "A job here never costs the candidate anything: no training fee, no equipment to buy, no check to "
           "cash. Take that out."),
    Reason("contact", "Leads away to private contact",
           "The text sends people to a private address or a messenger. Choose how to apply in the form; the text "
           "needs no contact."),
    Reason("discriminatory", "Discriminatory",
           "The text prefers or excludes people by age, sex, origin, religion, disability or another protected "
           "ground (Title VII, ADEA, ADA). Describe the work and the skills instead."),
    Reason("identity", "We can't tell who is hiring",
           "We couldn't connect the job with the organization. Verify your domain on your employer page, then "
           "send the job again."),
    Reason("wording", "Hard to read, or not in our house's manner",
           "Please tidy the text: no capitals throughout, no keyword lists, no patient or private data."),
)}


def advice(codes: list[str]) -> list[str]:
    """What to tell the employer, in the catalogue's order; unknown codes are left out."""
    return [reason.advice for code, reason in REASONS.items() if code in codes]
