"""What the meter forgets by the clock."""

from careercenter.metering import guests, networks
from careercenter.tasks import every


@every(minutes=60)
def forget_guests() -> None:
    """Delete what guests opened long ago, and what networks opened before today."""
    guests.forget_old()
    networks.forget_past_days()
