"""Requirements held against credentials all at once: the same as one by one."""

from itertools import combinations
from json import dumps

import pytest

from careercenter.search.clauses import Holds, distance
from careercenter.search.embedded.requirements import Requirements
from tests.search.board import REQUIREMENTS
from tests.search.queries import CODES

TEXTS = [dumps(one, sort_keys=True) for one in REQUIREMENTS]


@pytest.mark.parametrize("away", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_they_are_met_by_what_meets_each_alone(size, away):
    for held in combinations(sorted(CODES), size):
        together = Requirements(TEXTS).met_by(held, away)
        assert together.tolist() == [distance(text, held) <= away for text in TEXTS], held


@pytest.mark.parametrize("away", [0, 1])
def test_those_that_differ_in_one_credential_are_answered_together(away):
    for held in combinations(sorted(CODES), 2):
        clauses = [Holds(tuple(sorted({*held, code})), away) for code in (*CODES, "UNHEARD-OF")]
        together = Requirements(TEXTS).met_by_each(clauses)
        assert together.tolist() == [[distance(text, one.codes) <= away for text in TEXTS] for one in clauses], held
