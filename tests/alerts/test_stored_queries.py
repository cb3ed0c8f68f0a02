"""A saved query is the same years later; what nobody knows any more is left out."""

from dataclasses import replace
from json import dumps, loads

from hypothesis import given, settings
from hypothesis import strategies as st

from careercenter.alerts.stored_queries import from_json, to_json
from careercenter.search.clauses import clauses_of
from careercenter.search.query import NOTHING, Query
from careercenter.terms import PayUnit, Setting
from tests.alerts.queries_and_jobs import queries


@given(queries())
@settings(deadline=None)
def test_a_query_comes_back_as_it_was(query):
    stated = replace(query, miles=50, experience=2, posted_within=7, pay_per=query.pay_per or PayUnit.HOUR)
    back = from_json(loads(dumps(to_json(stated))))
    assert back == stated and clauses_of(back) == clauses_of(stated)


def test_what_says_nothing_takes_no_room():
    assert to_json(NOTHING) == {} and to_json(Query(settings=(Setting.ED,))) == {"settings": ["ed"]}


def test_what_nobody_knows_any_more_is_left_out():
    assert from_json({"settings": ["ed", "moon"], "modes": ["teleport"], "credentials": ["XYZ"], "pay": "much",
                      "pay_per": "minute", "state": "ZZ", "sort": "luck", "miles": -3, "gone": 1, "experience": True,
                      }) == Query(settings=(Setting.ED,))


@given(st.dictionaries(st.sampled_from([*Query.__dataclass_fields__, "other"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5)))
@settings(deadline=None)
def test_whatever_stands_there_a_query_comes_of_it(data):
    clauses_of(from_json(data))
