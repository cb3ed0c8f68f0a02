"""Lines at a page's foot that other rooms ask for: whose words stand above.

    footnotes.register(list_notices)      # list_notices() -> the lines for the page that is being made
"""

from collections.abc import Callable, Iterable

from flask import Flask

from careercenter.web.contributions import Contributions

LinesOf = Callable[[], Iterable[str]]

_lines = Contributions[LinesOf]()


def register(lines_of: LinesOf) -> None:
    """Add lines. Twice replaces them."""
    _lines.add(0, lines_of)


def list_footnotes() -> list[str]:
    """The lines for the page that is being made; asked when all above them has been."""
    return [line for lines_of in _lines for line in lines_of()]


def init_app(app: Flask) -> None:
    """Give them to the layout."""
    app.jinja_env.globals.update(footnotes=list_footnotes)
