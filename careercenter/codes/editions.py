"""All that a code's page is made of, in one statement: as long as that is the same, so is the page (docs/adr/0026)."""

import sys
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select, true

from careercenter.codes.editorial.models import PlainWords, RevisionState
from careercenter.codes.models import STANDING, Code, CodeKind, CodeSystem, CodeVersion, Dataset, Release, ReleaseState
from careercenter.codes.spelling import normalize
from careercenter.core import NotFound, db, today


class Edition(NamedTuple):
    """A code as it stands. Two that are equal say the same on its page; one that was left behind never comes back.

    The second holds because no release is ever deleted, and none returns to all that all of them were before: one
    that is reinstated has another that was rolled back beside it.
    """

    code_id: int
    kind: CodeKind
    system: CodeSystem
    key: str
    code: str  # in its official spelling
    version_id: int
    words_id: int | None  # of the published text about it
    releases: str  # the state of each
    newest: datetime  # when the last of them began: ids alone could be another database's
    day: date  # codes begin and end with it

    def has(self, dataset: Dataset) -> bool:
        """Whether a table is loaded: an empty answer means nothing otherwise."""
        return f" {dataset.value} {ReleaseState.IN_FORCE.value}," in self.releases

    def count_standing(self, dataset: Dataset) -> int:
        """How many releases of a table stand."""
        return sum(self.releases.count(f" {dataset.value} {state.value},") for state in STANDING)


def get_edition(system: CodeSystem, text: str) -> Edition:
    """A code in any spelling.

    Raises:
        NotFound: no release of ours knows it.
    """
    key = normalize(text, system)
    row = db.session.execute(_reading(db.engine.dialect.name), {"system": system, "key": key}).first()
    if row is None:
        raise NotFound(f"None of our releases of {system.label} knows {text[:12]}. Look it up by its words, or check "
                       f"the number.")
    code_id, kind, code, version_id, words_id, releases, newest = row
    # Interned: thousands of editions share the one text.
    return Edition(code_id, kind, system, key, code, version_id, words_id, sys.intern(releases), newest, today())


@cache
def _reading(dialect: str) -> Select[int, CodeKind, str, int, int, str, datetime]:
    one = cast(Release.id, String) + " " + cast(Release.dataset, String) + " " + cast(Release.state, String) + ","
    joined: ColumnElement[str] = func.group_concat(one, "") if dialect == "sqlite" else func.string_agg(one, "")
    releases = select(joined.label("all"), func.max(Release.started_at).label("newest")).subquery()
    return (select(Code.id, Code.kind, Code.code, CodeVersion.id, PlainWords.id, releases.c.all, releases.c.newest)
            .join(CodeVersion, (CodeVersion.code_id == Code.id) & CodeVersion.is_current)
            .outerjoin(PlainWords, (PlainWords.code_id == Code.id) & (PlainWords.state == RevisionState.PUBLISHED))
            .join(releases, true())
            .where(Code.system == bindparam("system"), Code.key == bindparam("key")))
