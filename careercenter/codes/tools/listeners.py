"""What the tools do when something happened."""

from careercenter import events
from careercenter.codes.tools import keeping
from careercenter.core import transaction
from careercenter.events import listen


@listen(events.AccountErased)
def forget_kept_codes(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her list along."""
    with transaction():
        keeping.erase(event.user_id)
