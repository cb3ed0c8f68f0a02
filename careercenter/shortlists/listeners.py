"""What shortlists do when something happened."""

from careercenter import events
from careercenter.core import transaction
from careercenter.events import listen
from careercenter.shortlists import personal_data


@listen(events.AccountErased)
def forget_shortlist(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her lists and notes along."""
    with transaction():
        personal_data.erase(event.user_id)
