"""Requirements held against credentials all at once: the same as one by one."""

from itertools import combinations
from json import dumps

import pytest

from careercenter.search.clauses import distance
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
