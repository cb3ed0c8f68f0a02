"""What credentials hear of."""

from careercenter import events
from careercenter.core import transaction
from careercenter.credentials import personal_data
from careercenter.events import listen


@listen(events.AccountErased)
def forget_holdings(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her credentials along."""
    with transaction():
        personal_data.erase(event.user_id)
