"""The codes of an answer as links to their pages, wherever a sentence names them."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from careercenter.casepilot.answers import ShownCode


def link_shown(text: str, codes: Iterable[ShownCode]) -> Markup:
    """A sentence with the codes that the answer shows as links."""
    addresses = {shown.code: shown.url for shown in codes}
    if not addresses:
        return escape(text)
    named = re.compile("|".join(rf"(?<![\w.]){re.escape(code)}(?![\w]|\.\w)"
                                for code in sorted(addresses, key=len, reverse=True)))
    done, linked = 0, Markup("")
    for match in named.finditer(text):
        linked += Markup('{}<a href="{}">{}</a>').format(text[done:match.start()], addresses[match[0]], match[0])
        done = match.end()
    return linked + escape(text[done:])
