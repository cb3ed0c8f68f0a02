"""What the meter does when something happened."""

from careercenter import events
from careercenter.core import transaction
from careercenter.events import listen
from careercenter.metering import personal_data


@listen(events.AccountErased)
def forget_views(event: events.AccountErased) -> None:
    """Whoever deletes her account takes along what she opened."""
    with transaction():
        personal_data.erase(event.user_id)
