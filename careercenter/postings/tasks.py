"""What happens to postings by the clock."""

from careercenter.postings import publishing, running
from careercenter.tasks import every


@every(minutes=5)
def expire_postings() -> None:
    """End what is over. Pages don't wait for it: `is_live` looks at the clock."""
    running.expire_due()


@every(minutes=15)
def remind_of_endings() -> None:
    """Announce ends a few days before."""
    running.remind_due()


@every(minutes=5)
def submit_what_waits() -> None:
    """Send on what waits for a credit that has come since."""
    publishing.submit_all_waiting()
