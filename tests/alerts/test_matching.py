"""A job finds exactly the saved searches that would find it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercenter.alerts.matching import Matcher
from careercenter.search.clauses import Says, Within, accepts, clauses_of
from careercenter.search.documents import Document
from careercenter.search.query import Query
from careercenter.terms import PayUnit, Setting
from tests.alerts.queries_and_jobs import AT, documents, queries

SOMEWHERE = Document(1, 1, False, AT, AT, frozenset(), {}, "{}", None, None, None, None, None)


def matcher_of(*looked_for: Query, block: int = 64) -> Matcher:
    """The searches with ids from 1."""
    matcher = Matcher(block)
    for number, query in enumerate(looked_for, 1):
        matcher.add(number, clauses_of(query))
    return matcher


@given(st.lists(queries(), min_size=1, max_size=90), documents())
@settings(max_examples=300, deadline=None)
def test_matching_and_searching_mean_the_same(looked_for, document):
    found = set(matcher_of(*looked_for).match(document, at=AT).tolist())
    assert found == {number for number, query in enumerate(looked_for, 1)
                     if accepts(clauses_of(query), document, at=AT)}


@given(queries(), documents())
@settings(max_examples=300, deadline=None)
def test_each_field_alone_means_the_same(query, document):
    alone = [query.only(name) for name in query.active] or [Query()]
    found = set(matcher_of(*alone).match(document, at=AT).tolist())
    assert found == {number for number, one in enumerate(alone, 1) if accepts(clauses_of(one), document, at=AT)}


@given(st.lists(st.tuples(st.integers(1, 12), st.none() | queries()), max_size=40), documents())
@settings(max_examples=100, deadline=None)
def test_whatever_was_added_changed_and_removed_before_only_what_is_there_counts(steps, document):
    matcher, there = Matcher(64), dict[int, Query]()
    for number, query in steps:
        if query is None:
            matcher.remove(number)
            there.pop(number, None)
        else:
            matcher.add(number, clauses_of(query))
            there[number] = query
    assert set(matcher.match(document, at=AT).tolist()) == {
        number for number, query in there.items() if accepts(clauses_of(query), document, at=AT)}


@given(documents())
@settings(max_examples=20, deadline=None)
def test_a_set_that_grows_from_few_to_many_stays_the_same(document):
    emergency, other = Query(settings=(Setting.ED,)), Query(words="trauma", settings=(Setting.INPATIENT,))
    looked_for = [emergency if number % 3 else other for number in range(300)]
    assert set(matcher_of(*looked_for, block=256).match(document, at=AT).tolist()) == {
        number for number, query in enumerate(looked_for, 1) if accepts(clauses_of(query), document, at=AT)}


@given(documents())
@settings(max_examples=50, deadline=None)
def test_a_cent_more_than_a_job_pays_is_too_much(document):
    paid = replace(document, tokens=document.tokens | {"pay:chart"}, yearly_pay=2080 * 3000, piece_unit="chart",
                   piece_pay=300)
    looked_for = [Query(pay=3000, pay_per=PayUnit.HOUR), Query(pay=3001, pay_per=PayUnit.HOUR),
                  Query(pay=300, pay_per=PayUnit.CHART), Query(pay=301, pay_per=PayUnit.CHART)]
    assert set(matcher_of(*looked_for).match(paid, at=AT).tolist()) == {1, 3}


def test_a_question_that_it_can_t_ask_is_refused_instead_of_left_out():
    with pytest.raises(NotImplementedError):
        Matcher(64).add(1, {"settings": (Says("ed"),)})


def test_one_that_lost_most_of_its_searches_says_so():
    matcher = Matcher(4096)
    for number in range(1, 1500):
        matcher.add(number, clauses_of(Query(words="coder")))
    assert not matcher.is_worn
    for number in range(1, 1400):
        matcher.remove(number)
    assert matcher.is_worn and len(matcher) == 100


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(-85, 85), st.floats(-180, 180), st.integers(1, 4000))
@settings(max_examples=300, deadline=None)
def test_a_circle_means_the_same_anywhere_on_earth(latitude, longitude, here, there, miles):
    job = replace(SOMEWHERE, latitude=here, longitude=there)
    circle = Within(latitude, longitude, miles)
    matcher = Matcher(64)
    matcher.add(1, {"near": (circle,)})
    assert bool(matcher.match(job, at=AT).size) == circle.accepts(job, at=AT)
