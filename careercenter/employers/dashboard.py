"""What members see first: panels, to which each higher domain adds its own.

    dashboard.register(20, postings_panel)      # def postings_panel(employer, user) -> Markup | None
"""

from collections.abc import Callable

from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer

Panel = Callable[[Employer, User], Markup | None]

_panels: dict[str, tuple[int, Panel]] = {}


def register(order: int, panel: Panel) -> None:
    """Show a panel on every employer's dashboard, those of lower order first; None shows nothing.

    The panel decides by its domain's policies what this member may see. It is one `<section>` with an h2.
    """
    _panels[f"{panel.__module__}.{panel.__qualname__}"] = (order, panel)


def list_panels(employer: Employer, user: User) -> list[Markup]:
    """What the member sees, in order."""
    in_order = sorted(_panels.items(), key=lambda item: (item[1][0], item[0]))
    return [shown for _, (_, panel) in in_order if (shown := panel(employer, user)) is not None]
