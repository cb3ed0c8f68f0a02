"""What keeps the queue whole by the clock."""

from careercenter.moderation import queue
from careercenter.tasks import every


@every(minutes=1)
def mend_queue() -> None:
    """Whatever became of the events: a job that was paid for is never out of the moderators' sight for long."""
    queue.mend()
