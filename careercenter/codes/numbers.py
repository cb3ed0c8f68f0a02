"""CPT numbers that no list of ours has (docs/adr/0031).

Each within a range that we know has a page, composed when it is asked for. One that somebody keeps or writes about has
a row, without a version: nothing says that such a code exists.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select

from careercenter.codes import licensing, queries
from careercenter.codes.models import Change, Code, CodeKind, CodeSystem, CodeVersion
from careercenter.codes.queries import Place
from careercenter.codes.spelling import lies_within, normalize
from careercenter.core import NotFound, db, insert_into, transaction

_NUMBER = re.compile(r"\d{4}[\dA-Z]")


def find_range(number: str) -> Place | None:
    """The narrowest range in which a CPT number would stand, known or not."""
    return _narrowest(number, queries.list_ranges()) if _NUMBER.fullmatch(number) else None


def find_place(system: CodeSystem, text: str) -> Place | None:
    """A code in any spelling, or a number that no list has, of which nothing is known but its range."""
    return queries.find_place(system, text) or (
        _find_unlisted(normalize(text, system)) if system is CodeSystem.CPT else None)


def list_path(place: Place) -> list[Place]:
    """What stands above a code, or above a number that no list has, from the chapter down. One statement."""
    return queries.list_line(place.version.parent_id) if place.version.parent_id else []


def list_line(number: str) -> list[Place]:
    """A CPT number that no list of ours has, after what it stands under; empty if it lies in no range, or a licensed
    list says that there is none."""
    place = _find_unlisted(number)
    return [*list_path(place), place] if place else []


def get_or_hold(system: CodeSystem, text: str) -> Code:
    """The row of a code, to keep it or write about it; a number that no list has gets one.

    Raises:
        NotFound: it is neither.
    """
    place = find_place(system, text)
    if place is None:
        raise NotFound(f"{system.label} has nothing called {text[:12]}.")
    key = place.code.key
    if place.code.id is None:  # pyright: ignore[reportUnnecessaryComparison]
        with transaction():
            db.session.execute(insert_into(Code).values(system=system, key=key, code=key, kind=CodeKind.CODE)
                               .on_conflict_do_nothing())
        return db.session.scalars(_row(key)).one()
    return place.code


def list_held(code_ids: Iterable[int]) -> dict[int, Place]:
    """Codes that no list of ours has now, by id: numbers that were held, and what was rolled back. Two statements."""
    codes = db.session.scalars(select(Code).where(Code.id.in_(list(code_ids)))).all()
    ranges = queries.list_ranges() if any(code.system is CodeSystem.CPT for code in codes) else []
    return {code.id: _place(code, _narrowest(code.key, ranges) if code.system is CodeSystem.CPT else None)
            for code in codes}


def are_all_listed() -> bool:
    """Whether an owner's list may be read, which names every number that there is: what it lacks isn't found."""
    return licensing.is_granted() and queries.has_licensed_cpt()


def _find_unlisted(number: str) -> Place | None:
    around = find_range(number)
    if around is None or are_all_listed():
        return None
    code = db.session.scalar(_row(number)) or Code(system=CodeSystem.CPT, key=number, code=number, kind=CodeKind.CODE)
    return _place(code, around)


def _row(number: str) -> Select[Code]:
    return select(Code).where(Code.system == CodeSystem.CPT, Code.key == number)


def _place(code: Code, around: Place | None) -> Place:
    version = CodeVersion(  # no row: reading makes none
        code=code, release=around.version.release if around else None, parent_id=around.code.id if around else None,
        change=Change.ADDED, is_billable=True, written_short="", written_long="", valid_from=None, valid_to=None,
        notes=[], attributes=around.version.attributes if around else {})
    return Place(code, version)


def _narrowest(number: str, ranges: Sequence[Place]) -> Place | None:
    around = [place for place in ranges if lies_within(number, *place.code.key.split("-"))]
    return max(around, key=lambda place: (place.code.key[:5], -int(place.code.key[6:10])), default=None)
