"""Random queries and jobs that meet often enough to tell something."""

from json import dumps
from typing import Any

from hypothesis import strategies as st

from careercenter.credentials.catalogue import catalogue
from careercenter.postings.requirement import Group, Requirement
from careercenter.search.documents import Document
from careercenter.search.query import Query, Sort
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, WorkMode

AT = 1_800_000_000.0
CODES = ("CPC", "CPC-A", "CCS", "CCS-P", "RHIT", "RHIA", "COC", "CRC")
STATES = ("TX", "OH", "CA", "")
WORDS = ("inpatient", "coder", "ed", "emergency room", "trauma", "Epic", "audits", "remote")
PLACES = ("", "Houston, TX", "77002", "Cleveland, OH", "nowhere at all")
SPECIALTIES = ("Trauma", "Cardiology", "Oncology")
TOOLS = ("Epic", "TruCode", "3M")


def some(values: Any, most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(values)), max_size=most, unique=True).map(tuple)


def queries() -> st.SearchStrategy[Query]:
    """Queries of every field; most leave most of them open."""
    return st.fixed_dictionaries({}, optional={
        "words": some(WORDS).map(" ".join) | st.just("?!"), "credentials": some(CODES, 3), "one_away": st.booleans(),
        "mentions": some(CODES), "apprentices": st.booleans(), "modes": some(WorkMode),
        "state": st.sampled_from(STATES), "near": st.sampled_from(PLACES), "miles": st.sampled_from((1, 25, 1300)),
        "settings": some(list(Setting)[:3]), "specialties": some(SPECIALTIES), "roles": some(list(RoleFamily)[:3]),
        "types": some(list(EmploymentType)[:3]), "pay": st.none() | st.integers(1, 200).map(lambda n: n * 100),
        "pay_per": st.sampled_from((None, PayUnit.HOUR, PayUnit.YEAR, PayUnit.CHART, PayUnit.RVU)),
        "pay_stated": st.booleans(), "experience": st.none() | st.integers(0, 4), "encoders": some(TOOLS),
        "ehrs": some(TOOLS), "kinds": some(list(EmployerKind)[:3]), "direct": st.booleans(),
        "employer": st.none() | st.integers(1, 3), "posted_within": st.none() | st.sampled_from((1, 7)),
        "sort": st.sampled_from(list(Sort))}).map(lambda fields: Query(**fields))


def requirements() -> st.SearchStrategy[str]:
    groups = st.lists(some(CODES, 2).map(Group) | st.just(Group(any_credential=True)), max_size=3)
    return st.builds(lambda asked, welcome: dumps(Requirement(tuple(asked), welcome).as_json(), sort_keys=True),
                     groups, st.booleans())


def documents() -> st.SearchStrategy[Document]:
    """Jobs of the tokens and terms that the queries ask for, whether or not a real one could have them together."""
    tokens = sorted({
        *(f"mode:{mode}" for mode in WorkMode), *(f"at:{mode}:{state}" for mode in WorkMode
                                                 for state in ("TX", "OH", "CA", "US")),
        *(f"setting:{one}" for one in list(Setting)[:3]), *(f"specialty:{one.lower()}" for one in SPECIALTIES),
        *(f"role:{one}" for one in list(RoleFamily)[:3]), *(f"type:{one}" for one in list(EmploymentType)[:3]),
        *(f"encoder:{one.lower()}" for one in TOOLS), *(f"ehr:{one.lower()}" for one in TOOLS),
        *(f"kind:{one}" for one in list(EmployerKind)[:3]), *(f"employer:{one}" for one in (1, 2, 3)),
        *(f"mentions:{one}" for one in CODES), *(f"experience:{one}" for one in range(5)),
        "direct:1", "apprentices:1", "pay:stated", "pay:unstated", "pay:chart", "pay:rvu"})
    terms = ("inpati", "coder", "emergency_department", "trauma", "epic", "audit", "remot")
    piece = st.sampled_from(("chart", "rvu"))
    return st.builds(
        Document, posting_id=st.just(1), employer_id=st.just(1), is_featured=st.booleans(),
        live_at=st.floats(AT - 9 * 86400, AT), ends_at=st.just(AT + 86400),
        tokens=st.sets(st.sampled_from(tokens), min_size=8).map(frozenset),
        terms=st.sets(st.sampled_from(terms), min_size=2).map(lambda said: dict.fromkeys(said, 6)),
        requirement=requirements(), yearly_pay=st.none() | st.integers(1, 200).map(lambda n: n * 2080 * 100),
        piece_unit=st.none() | piece, piece_pay=st.none() | st.integers(1, 200).map(lambda n: n * 100),
        latitude=st.sampled_from((None, 29.76, 41.5)), longitude=st.sampled_from((-95.36, -81.7)))


assert set(CODES) <= set(catalogue())
