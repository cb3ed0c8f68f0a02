"""Random queries, most of them short, for a board of `tests.search.board`."""

from hypothesis import strategies as st

from careercenter.search.query import Query, Sort
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, WorkMode
from tests.search import board

WORDS = ("ed", "emergency room", "coder", "coders", "inpatient", "trauma", "pro fee", "physicians", "Mercy", "Houston",
         "audit", "queries", "cafe", "naive", "CCS-P", "CPC", "e/m", "medical", "the", "unheardof", "wfh", "HCC",
         "+-!", "cardiology", "epic", "OB/GYN", "401(k)")
CODES = ("CPC", "CPC-A", "CCS", "CIC", "RHIT", "RHIA", "CPMA", "CRC", "COC")
SOME = {"min_size": 1, "max_size": 2, "unique": True}


def several(*values: object) -> st.SearchStrategy[tuple[object, ...]]:
    """One or two of them."""
    return st.lists(st.sampled_from(values), **SOME).map(tuple)


FIELDS = {
    "words": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    "credentials": st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple),
    "one_away": st.booleans(),
    "mentions": several("CPC", "RHIA", "CCS"),
    "apprentices": st.just(True),
    "modes": several(*WorkMode),
    "state": st.sampled_from(board.STATES),
    "near": st.sampled_from((*board.PLACES, "77002", "Nowhere, ZZ", "00000")),
    "miles": st.sampled_from((10, 25, 50, 100, 250)),
    "settings": several(Setting.ED, Setting.INPATIENT, Setting.PROFESSIONAL, Setting.SNF),
    "specialties": several(*board.SPECIALTIES, "Dental"),
    "roles": several(RoleFamily.CODER, RoleFamily.AUDITOR, RoleFamily.BILLER),
    "types": several(EmploymentType.FULL_TIME, EmploymentType.APPRENTICESHIP, EmploymentType.PER_DIEM),
    "pay": st.sampled_from((300, 2_800, 3_500, 65_000_00, 90_000_00)),
    "pay_per": st.sampled_from(PayUnit),
    "pay_stated": st.just(True),
    "experience": st.sampled_from((0, 1, 2, 5, 10)),
    "encoders": several("TruCode", "My Own"),
    "ehrs": several("Epic", "MEDITECH"),
    "kinds": several(EmployerKind.HOSPITAL, EmployerKind.PAYER, EmployerKind.STAFFING_AGENCY),
    "direct": st.just(True),
    "employer": st.integers(1, 6),
    "posted_within": st.sampled_from((1, 3, 7, 14, 30)),
    "sort": st.sampled_from(Sort),
}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A query with up to five fields filled."""
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=5, unique=True))
    return Query(**{name: draw(FIELDS[name]) for name in names})


def boards() -> st.SearchStrategy[dict[int, int]]:
    """Contents by place."""
    return st.dictionaries(st.integers(1, 60), st.integers(1, board.CONTENTS), max_size=40)


def edits() -> st.SearchStrategy[dict[int, int | None]]:
    """What becomes of some places afterwards: another content, or none."""
    return st.dictionaries(st.integers(1, 60), st.none() | st.integers(1, board.CONTENTS), max_size=8)
