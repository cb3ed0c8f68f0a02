"""All that a code's page is made of, in one statement: as long as that is the same, so is the page (docs/adr/0026)."""

import sys
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, Subquery, bindparam, cast, func, select, true

from careercenter.codes import numbers
from careercenter.codes.clock import today
from careercenter.codes.editorial.models import PlainWords, RevisionState
from careercenter.codes.editorial.queries import find_published
from careercenter.codes.models import STANDING, Code, CodeKind, CodeSystem, CodeVersion, Dataset, Release, ReleaseState
from careercenter.codes.spelling import normalize
from careercenter.core import NotFound, db


class Edition(NamedTuple):
    """A code as it stands. Two that are equal say the same on its page; one that was left behind never comes back.

    The second holds because no release is ever deleted, and none returns to all that all of them were before: one
    that is reinstated has another that was rolled back beside it.
    """

    code_id: int  # 0: it has no row
    kind: CodeKind
    system: CodeSystem
    key: str
    code: str  # in its official spelling
    version_id: int
    words_id: int | None  # of the published text about it
    releases: str  # the state of each
    newest: datetime  # when the last of them began: ids alone could be another database's
    day: date  # codes begin and end with it
    is_listed: bool = True  # else it is a CPT number within a range that we know (docs/adr/0031)

    def has(self, dataset: Dataset) -> bool:
        """Whether a table is loaded: an empty answer means nothing otherwise."""
        return f" {dataset.value} {ReleaseState.IN_FORCE.value}," in self.releases

    def count_standing(self, dataset: Dataset) -> int:
        """How many releases of a table stand."""
        return sum(self.releases.count(f" {dataset.value} {state.value},") for state in STANDING)


def get_edition(system: CodeSystem, text: str) -> Edition:
    """A code in any spelling; of CPT also a number that no list of ours has, in a range that we know.

    Raises:
        NotFound: no release of ours knows it.
    """
    key = normalize(text, system)
    row = db.session.execute(_reading(db.engine.dialect.name), {"system": system, "key": key}).first()
    if row is None and system is CodeSystem.CPT and (unlisted := _find_unlisted(key)):
        return unlisted
    if row is None:
        raise NotFound(f"None of our releases of {system.label} knows {text[:12]}. Look it up by its words, or check "
                       f"the number.")
    code_id, kind, code, version_id, words_id, releases, newest = row
    # Interned: thousands of editions share the one text.
    return Edition(code_id, kind, system, key, code, version_id, words_id, sys.intern(releases), newest, today())


def _find_unlisted(number: str) -> Edition | None:
    line = numbers.list_line(number)
    if not line:
        return None
    *_, around, place = line
    code_id = place.code.id or 0
    words = find_published(code_id) if code_id else None
    all_of_them = _releases(db.engine.dialect.name)
    releases, newest = db.session.execute(select(all_of_them.c.all, all_of_them.c.newest)).one()
    return Edition(code_id, CodeKind.CODE, place.code.system, number, number, around.version.id,
                   words.id if words else None, sys.intern(releases), newest, today(), is_listed=False)


def _releases(dialect: str) -> Subquery:
    one = cast(Release.id, String) + " " + cast(Release.dataset, String) + " " + cast(Release.state, String) + ","
    joined: ColumnElement[str] = func.group_concat(one, "") if dialect == "sqlite" else func.string_agg(one, "")
    return select(joined.label("all"), func.max(Release.started_at).label("newest")).subquery()


@cache
def _reading(dialect: str) -> Select[int, CodeKind, str, int, int, str, datetime]:
    releases = _releases(dialect)
    return (select(Code.id, Code.kind, Code.code, CodeVersion.id, PlainWords.id, releases.c.all, releases.c.newest)
            .join(CodeVersion, (CodeVersion.code_id == Code.id) & CodeVersion.is_current)
            .outerjoin(PlainWords, (PlainWords.code_id == Code.id) & (PlainWords.state == RevisionState.PUBLISHED))
            .join(releases, true())
            .where(Code.system == bindparam("system"), Code.key == bindparam("key")))
