"""What CasePilot forgets by the clock."""

from careercenter.casepilot.conversations import personal_data
from careercenter.tasks import every


@every(hours=24)
def forget_old_conversations() -> None:
    """Delete conversations that are older than we keep them."""
    personal_data.forget_old()
