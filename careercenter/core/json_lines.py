"""Reading JSON Lines: an object a line, each made into something."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")


def read_json_lines(file: Path, make: Callable[[dict[str, Any]], Made], *, wanted: str) -> list[Made]:
    """What `make` makes of each line's object; empty lines are left out.

    Raises:
        ValueError: a line isn't an object that `make` takes; it says which, and what was `wanted`.
    """
    found: list[Made] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(make(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"Line {number} of {file.name} isn't an object with {wanted}.") from error
    return found
