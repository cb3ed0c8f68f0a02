"""What the worker does for alerts."""

from careercenter.alerts import personal_data, telling
from careercenter.tasks import every


@every(seconds=5)
def tell_due() -> None:
    """Write the mails that are due."""
    telling.tell_due()


@every(hours=6)
def forget_old() -> None:
    """Remove what nobody needs any more."""
    personal_data.forget_old()
