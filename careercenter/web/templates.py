"""How templates are read."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class TemplateEnvironment(Environment):
    """Flask's, where templates have one set of globals and none of their own.

    Jinja keeps a chain of both for each template, and goes through all names of the chain at every import: ten times a
    page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
