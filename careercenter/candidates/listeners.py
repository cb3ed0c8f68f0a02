"""What the candidates' rooms do when something happened."""

from careercenter import events
from careercenter.candidates import personal_data, resumes
from careercenter.core import transaction
from careercenter.events import listen


@listen(events.ResumeReleased)
def erase_unused_resume(event: events.ResumeReleased) -> None:
    """A resume that nobody uses any more goes for good."""
    resumes.erase_unused(event.file_id)


@listen(events.AccountErased)
def forget_profile(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her profile and resume along."""
    with transaction() as happened:
        personal_data.erase(event.user_id, happened)
