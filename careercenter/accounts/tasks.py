"""What is cleared away by schedule."""

from careercenter.accounts import mailed_links, passkeys, sessions
from careercenter.tasks import every


@every(hours=6)
def clear_away() -> None:
    """Forget sessions, links and challenges that ended."""
    sessions.drop_old()
    mailed_links.drop_old()
    passkeys.drop_old_challenges()
