"""What conversations do when something happened."""

from careercenter import events
from careercenter.casepilot.conversations import personal_data
from careercenter.core import transaction
from careercenter.events import listen


@listen(events.AccountErased)
def forget_conversations(event: events.AccountErased) -> None:
    """What she asked goes with her account."""
    with transaction():
        personal_data.erase(event.user_id)
