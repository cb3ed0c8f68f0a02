"""What happens to releases by itself."""

from careercenter.codes import releases
from careercenter.tasks import every


@every(minutes=10)
def enforce_due_releases() -> None:
    """Bring releases into force on their day."""
    releases.enforce_due()
