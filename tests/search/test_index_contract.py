"""What every SearchIndex keeps: it finds exactly what `accepts` says, counts what a choice would find, and orders.

`KINDS` names the implementations; the first reads everything at each question and shows that the contract is sound.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from time import time

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.search import changes
from careercenter.search.clauses import AnyOf, Nothing, Pays, Says, Since, Within, accepts, clauses_of
from careercenter.search.facets import facets_of
from careercenter.search.index import Choices, SearchIndex, Wanted
from careercenter.search.query import NOTHING, Query, Sort
from careercenter.terms import PayUnit, Setting
from tests.benchmarks.load import store
from tests.search import board
from tests.search.indexes import KINDS, BruteForceIndex, Kind, kinds_here, miles_from, shown_at, weights_of
from tests.search.queries import boards, edits, queries

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
EVERYTHING = 10_000
ORACLE = BruteForceIndex()


@pytest.fixture
def kind(request: pytest.FixtureRequest, app) -> Kind:
    """An implementation."""
    if request.param not in kinds_here():
        pytest.skip(f"{request.param} needs another database")
    return KINDS[request.param]


each_kind = pytest.mark.parametrize("kind", KINDS, indirect=True)
each_fast_kind = pytest.mark.parametrize("kind", [one for one in KINDS if one != "brute force"], indirect=True)


def wanted_of(query: Query, **more) -> Wanted:
    """The whole list of what a query finds."""
    place = query.place
    return Wanted(clauses_of(query), query.sort, (place.latitude, place.longitude) if place else None,
                  **{"limit": EVERYTHING, **more})


@each_kind
class TestRandomBoards:
    @pytest.fixture
    def opened(self, kind, tmp_path) -> Iterator:
        """`opened(contents, later)` gives an index that was stored before the last edits."""
        made = 0

        def make(contents: dict[int, int], later: dict[int, int | None]) -> SearchIndex:
            nonlocal made
            made += 1
            board.fill(contents)
            kind.store(tmp_path / str(made))
            board.change(later)
            index = kind.open(tmp_path / str(made))
            kind.settle(index)
            return index
        return make

    @given(contents=boards(), later=edits(), query=queries(), data=st.data())
    @SLOW
    def test_it_finds_what_is_accepted_and_counts_what_a_choice_would_find(self, opened, contents, later, query, data):
        index = opened(contents, later)
        hidden = {"hidden_postings": data.draw(st.frozensets(st.integers(1, 60), max_size=3), "hidden jobs"),
                  "hidden_employers": data.draw(st.frozensets(st.integers(1, 5), max_size=2), "hidden employers")}
        facets = facets_of(query)
        some = data.draw(st.sets(st.sampled_from(sorted(facets)), max_size=4), "facets")
        wanted = wanted_of(query, facets={name: facets[name] for name in some}, **hidden)

        hits, expected = index.search(wanted), ORACLE.search(wanted)

        assert sorted(hits.ids) == sorted(expected.ids) and hits.total == expected.total
        assert hits.counts == expected.counts
        if not any(hidden.values()):
            assert index.count(wanted.clauses) == hits.total

    @given(contents=boards(), later=edits(), query=queries())
    @SLOW
    def test_it_counts_any_clause_as_a_choice(self, opened, contents, later, query):
        index = opened(contents, later)
        wanted = wanted_of(query, facets={dimension: Choices(dimension, dict(zip("abcdefghijk", (
            AnyOf(("employer:1",)), AnyOf(("employer:1", "setting:ed")), AnyOf(("at:remote:TX", "setting:ed")),
            AnyOf(("setting:ed", "setting:payer")), AnyOf(("setting:ed", "setting:inpatient")), Says("coder"),
            Nothing(), Within(29.76, -95.37, 100), Pays(300, PayUnit.CHART), Since(14), Pays(65_000_00)), strict=True)))
            for dimension in ("settings", "words", "else")})

        assert index.search(wanted).counts == ORACLE.search(wanted).counts

    @given(contents=boards(), later=edits(), query=queries())
    @SLOW
    def test_its_order_is_the_one_that_was_asked_for(self, opened, contents, later, query):
        index = opened(contents, later)
        documents = {one.posting_id: one for one in changes.load_all()}
        wanted = wanted_of(query)

        found = [documents[one] for one in index.search(wanted).ids]

        check_order(wanted, found)

    @given(contents=boards(), later=edits(), query=queries(), size=st.integers(3, 9))
    @SLOW
    def test_its_pages_are_the_whole_list_in_pieces(self, opened, contents, later, query, size):
        index = opened(contents, later)
        whole = index.search(wanted_of(query)).ids

        pages = [index.search(wanted_of(query, offset=offset, limit=size)).ids for offset in range(0, 61, size)]

        assert [one for page in pages for one in page] == whole
        assert len(set(whole)) == len(whole)

    @given(contents=boards(), later=edits())
    @SLOW
    def test_it_knows_the_tokens_and_the_words_of_live_jobs(self, opened, contents, later):
        index = opened(contents, later)
        for prefix in ("specialty", "employer", "encoder", "mentions", "title", "nothing"):
            assert dict(index.known(prefix)) == dict(ORACLE.known(prefix))
        said = {term for one in changes.load_all() for term in one.terms}
        assert all(index.says(term) for term in sorted(said)[::7])
        assert not index.says("neversaid")


def check_order(wanted: Wanted, found: list) -> None:
    """Refuse a list in which one job stands before another that should come first."""
    for one, other in pairwise(found):
        match wanted.sort:
            case Sort.DATE:
                assert one.live_at >= other.live_at
            case Sort.PAY:
                assert (one.yearly_pay or 0) >= (other.yearly_pay or 0)
            case Sort.DISTANCE if wanted.near:
                assert miles_from(wanted, one) <= miles_from(wanted, other) + .1
    if wanted.sort is Sort.RELEVANCE:
        for position, other in enumerate(found):
            for one in found[:position]:
                # `other` says each word as much, and comes first among equals: it must stand before.
                better = all(mine <= its for mine, its in zip(
                    weights_of(wanted, one), weights_of(wanted, other), strict=True))
                assert not (better and shown_at(other) < shown_at(one))


@each_fast_kind
class TestRealisticBoard:
    """As the benchmarks have it: enough jobs that an index takes its other ways."""

    JOBS = 1_500

    @pytest.fixture
    def index(self, kind, tmp_path) -> SearchIndex:
        for _ in store(self.JOBS, seed=7):
            pass
        kind.store(tmp_path)
        return kind.open(tmp_path)

    @pytest.mark.parametrize("query", [
        NOTHING, Query(words="coder"), Query(words="ed coder"), Query(words="coding", credentials=("CPC",), state="TX"),
        Query(words="emergency department facility", experience=1, pay=2600, pay_per=PayUnit.HOUR, sort=Sort.PAY),
        Query(words="coding", near="Houston, TX", miles=250, sort=Sort.DISTANCE),
        Query(credentials=("CCS", "RHIT"), one_away=True, sort=Sort.DATE), Query(pay_per=PayUnit.CHART),
        Query(words="coding", settings=(Setting.ED, Setting.INPATIENT), posted_within=7, sort=Sort.PAY),
    ], ids=lambda query: " ".join(query.active) or "everything")
    def test_it_agrees_with_the_oracle(self, index, query):
        wanted = wanted_of(query, facets=facets_of(query))
        documents = {one.posting_id: one for one in changes.load_all()}
        expected = {key for key, one in documents.items() if accepts(wanted.clauses, one, at=time())}

        hits = index.search(wanted)

        assert set(hits.ids) == expected and hits.total == len(hits.ids) == len(expected)
        check_order(wanted, [documents[one] for one in hits.ids])
        assert index.search(replace(wanted, limit=20)).ids == hits.ids[:20]
        for choices in wanted.facets.values():
            for clause in list(choices.clauses.values())[::7]:
                chosen = {**wanted.clauses, choices.dimension: (clause,)}
                assert index.count(chosen) == sum(accepts(chosen, one, at=time()) for one in documents.values())

    def test_a_title_that_says_it_comes_before_a_mention(self, index):
        documents = {one.posting_id: one for one in changes.load_all()}
        wanted = wanted_of(Query(words="denials"))

        weights = [sum(weights_of(wanted, documents[one])) for one in index.search(wanted).ids]

        said = [weight >= 60 for weight in weights]
        assert any(said) and not all(said) and said == sorted(said, reverse=True)


@each_kind
class TestFollowing:
    """One index, open all the time, while the board changes."""

    PLACE, OTHER = 1, 2

    @pytest.fixture
    def index(self, kind, tmp_path) -> SearchIndex:
        board.fill({self.PLACE: 11, self.OTHER: 12})
        self.edit(self.PLACE, title="Inpatient Coder", employer_id=1, valid_through=now() + timedelta(days=9))
        self.edit(self.OTHER, title="Unheardof Biller", employer_id=2, valid_through=now() + timedelta(days=9))
        kind.store(tmp_path)
        index = kind.open(tmp_path)
        kind.settle(index)
        return index

    @pytest.fixture
    def found(self, kind, index):
        """The ids that words find now."""
        def find(words: str = "") -> list[int]:
            kind.settle(index)
            return sorted(index.search(wanted_of(Query(words=words))).ids)
        return find

    def edit(self, place: int, **fields) -> None:
        posting = db.session.get(JobPosting, place)
        for name, value in fields.items():
            setattr(posting, name, value)
        db.session.commit()

    def test_a_new_job_is_found(self, found):
        board.change({3: 13})
        self.edit(3, title="Zebra Coder", employer_id=3, valid_through=now() + timedelta(days=9))
        assert found("zebra") == [3] and found() == [1, 2, 3]

    def test_an_edit_is_found_by_what_it_says_now(self, found):
        self.edit(self.PLACE, title="Zebra Auditor")
        assert found("zebra") == [1] and found("inpatient zebra") == [] and found() == [1, 2]

    @pytest.mark.parametrize("state", [PostingState.PAUSED, PostingState.FILLED, PostingState.REMOVED])
    def test_one_that_left_is_gone_and_may_come_back(self, found, state):
        self.edit(self.PLACE, state=state)
        assert found() == [2]
        self.edit(self.PLACE, state=PostingState.LIVE)
        assert found() == [1, 2]

    def test_one_is_gone_when_its_time_is_over_though_nothing_was_written(self, found):
        self.edit(self.PLACE, valid_through=now() + timedelta(hours=1))
        assert found() == [1, 2]
        with time_machine.travel(now() + timedelta(hours=2)):
            assert found() == [2]

    def test_it_is_gone_from_counts_and_known_tokens_too(self, kind, index, found):
        self.edit(self.PLACE, state=PostingState.PAUSED)
        assert found() == [2] and dict(index.known("employer")) == {"2": 1}
        assert index.count(clauses_of(Query(employer=1))) == 0

    def test_a_suspended_employer_takes_its_jobs_along(self, found):
        db.session.get(Employer, 1).suspended_at = now()
        db.session.commit()
        assert found() == [2]
        db.session.get(Employer, 1).suspended_at = None
        db.session.commit()
        assert found() == [1, 2]

    def test_an_employer_is_found_by_its_new_name(self, found):
        db.session.get(Employer, 2).name = "Zebra Health"
        db.session.commit()
        assert found("zebra") == [2]

    def test_what_was_rolled_back_never_shows(self, found):
        db.session.get(JobPosting, self.PLACE).title = "Zebra Coder"
        db.session.flush()
        db.session.rollback()
        assert found("zebra") == [] and found() == [1, 2]
