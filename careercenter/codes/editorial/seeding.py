"""The texts that come with the program: all our own words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from careercenter.codes.editorial.models import PlainWords, RevisionState
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import list_by_keys
from careercenter.codes.spelling import normalize
from careercenter.core import db, now, transaction

FILE = Path(__file__).parent.parent / "data" / "plain-words.md"


class Seed(NamedTuple):
    """A text of the file."""

    system: CodeSystem
    key: str
    description: str
    tips: str


def list_seeds() -> Iterator[Seed]:
    """The file's texts: a heading of system and code, the description, and tips as a list."""
    for part in re.split(r"^## ", FILE.read_text(encoding="utf-8"), flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        system = CodeSystem(heading.split()[0])
        description, _, tips = body.strip().partition("\n\n- ")
        yield Seed(system, normalize(heading.split()[1], system), description, f"- {tips.strip()}" if tips else "")


def seed() -> int:
    """Publish the texts about codes that nobody has written about; how many those are. Safe to run again."""
    seeds = list(list_seeds())
    places = {system: list_by_keys(system, [seed.key for seed in seeds if seed.system is system])
              for system in {seed.system for seed in seeds}}
    with transaction():
        written = set(db.session.scalars(select(PlainWords.code_id)))
        fresh = [PlainWords(code_id=place.code.id, description=seed.description, tips=seed.tips,
                            state=RevisionState.PUBLISHED, published_at=now())
                 for seed in seeds if (place := places[seed.system].get(seed.key)) and place.code.id not in written]
        db.session.add_all(fresh)
    return len(fresh)
