"""What insights do by the clock."""

from careercenter.insights import counting
from careercenter.tasks import every


@every(minutes=30)
def forget_past_days() -> None:
    """Delete what told yesterday's visitors apart."""
    counting.forget_past_days()
