"""What happens to releases by itself."""

from careercenter.codes import releases
from careercenter.tasks import every


@every(minutes=10)
def enforce_due_releases() -> None:
    """Bring releases into force on their day."""
    releases.enforce_due()


@every(hours=24)
def prune_superseded_tables() -> None:
    """Free the room of tables that no roll-back needs: a quarter's NCCI edits are some millions of rows."""
    releases.prune()
