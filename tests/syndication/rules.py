"""robots.txt as a crawler reads it (RFC 9309, 2.2.2 and 2.2.3)."""

import re


def may_open(robots: str, path: str) -> bool:
    """Whether a crawler may: of the rules that fit, the longest decides, and `Allow` of two as long."""
    fitting = [(len(said), name == "Allow") for name, said in _rules(robots) if _pattern(said).match(path)]
    return max(fitting, default=(0, True))[1]


def _rules(robots: str) -> list[tuple[str, str]]:
    pairs = [line.split(": ", 1) for line in robots.splitlines() if ": " in line]
    return [(name, said) for name, said in pairs if name in ("Allow", "Disallow")]


def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, said.split("*"))))
