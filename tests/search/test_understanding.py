"""What people type, and what is understood."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.search.query import NOTHING
from careercenter.search.understanding import understand
from careercenter.terms import EmploymentType, PayUnit, Setting, WorkMode

HOUR, YEAR = PayUnit.HOUR, PayUnit.YEAR


@pytest.mark.parametrize(("typed", "understood"), [
    ("remote ed facility coder cpc no experience texas over 28/hr",
     {"words": "facility coder", "modes": (WorkMode.REMOTE,), "settings": (Setting.ED,), "credentials": ("CPC",),
      "experience": 0, "state": "TX", "pay": 28_00, "pay_per": HOUR}),
    ("inpatient auditor near Houston, TX $65k+",
     {"words": "auditor", "settings": (Setting.INPATIENT,), "near": "Houston, TX", "pay": 65_000_00, "pay_per": YEAR}),
    ("coder san antonio texas", {"words": "coder", "near": "San Antonio, TX"}),
    ("st. louis MO", {"near": "Saint Louis, MO"}),
    ("CRC hcc 77002", {"words": "hcc", "credentials": ("CRC",), "near": "77002"}),
    ("ccs-p pro fee $28+/hr", {"credentials": ("CCS-P",), "settings": (Setting.PROFESSIONAL,), "pay": 28_00,
                               "pay_per": HOUR}),
    ("60k a year hybrid", {"modes": (WorkMode.HYBRID,), "pay": 60_000_00, "pay_per": YEAR}),
    ("RHIT 2 years experience part-time", {"credentials": ("RHIT",), "experience": 2,
                                           "types": (EmploymentType.PART_TIME,)}),
    ("posted this week apprentices welcome", {"apprentices": True, "posted_within": 7}),
    ("coder no agencies", {"words": "coder", "direct": True}),
    ("jobs in Oregon", {"state": "OR"}),
    ("coder in OR", {"words": "coder", "state": "OR"}),
])
def test_words_that_name_a_filter_become_it(typed: str, understood: dict[str, Any]):
    assert understand(replace(NOTHING, words=typed)).query == replace(NOTHING, **{"words": "", **understood})


@pytest.mark.parametrize("typed", [
    "VA coder", "CT scan coder", "E/M auditor", "ms-drg validation", "icd 10", "99213", "op note abstraction",
    "OR coder", "MD queries", "coder in training", "experience matters"])
def test_words_that_may_mean_something_else_stay_words(typed: str):
    assert understand(replace(NOTHING, words=typed)).query == replace(NOTHING, words=typed)


def test_words_in_quotes_stay_words():
    assert understand(replace(NOTHING, words='"remote" coder texas')).query == replace(
        NOTHING, words="coder remote", state="TX")


def test_what_was_chosen_before_stays():
    chosen = replace(NOTHING, words="remote ccs", modes=(WorkMode.HYBRID,), credentials=("CPC",))

    understood = understand(chosen).query
    assert understood.modes == (WorkMode.HYBRID, WorkMode.REMOTE) and understood.credentials == ("CPC", "CCS")


PIECES = ["remote", "no", "experience", "in", "texas", "TX", "Houston", ",", "$28", "28/hr", "+", "65k", "ed", "cpc",
          "ccs-p", "coder", "2", "years", "near", "77002", "part", "time", "new", "york", "over", "or", "é", "%"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_what_is_left_names_no_filter(typed: str):
    once = understand(replace(NOTHING, words=typed)).query

    assert understand(once).query == once


@given(st.text(max_size=120))
def test_anything_may_be_typed(typed: str):
    assert len(understand(replace(NOTHING, words=typed)).query.words) <= len(typed)
