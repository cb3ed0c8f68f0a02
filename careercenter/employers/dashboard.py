"""What members see first: panels, to which each higher domain adds its own.

    dashboard.register(20, postings_panel)      # def postings_panel(employer, user) -> Markup | None
"""

from collections.abc import Callable

from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.web.contributions import Contributions

Panel = Callable[[Employer, User], Markup | None]

_panels = Contributions[Panel]()


def register(order: int, panel: Panel) -> None:
    """Show a panel on every employer's dashboard, those of lower order first; None shows nothing.

    The panel decides by its domain's policies what this member may see. It is one `<section>` with an h2.
    """
    _panels.add(order, panel)


def list_panels(employer: Employer, user: User) -> list[Markup]:
    """What the member sees, in order."""
    return [shown for panel in _panels if (shown := panel(employer, user)) is not None]
