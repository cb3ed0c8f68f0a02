"""What the vocabulary promises to rows and forms."""

import pytest

from careercenter.terms import (
    EHRS,
    ENCODERS,
    SPECIALTIES,
    CodeSystem,
    EmployerKind,
    EmployerSize,
    EmploymentType,
    PayUnit,
    RoleFamily,
    Setting,
    WorkMode,
)

CLOSED = [CodeSystem, EmployerKind, EmployerSize, EmploymentType, PayUnit, RoleFamily, Setting, WorkMode]


@pytest.mark.parametrize("kind", CLOSED, ids=lambda kind: kind.__name__)
class TestTerms:
    def test_read_back_from_their_stored_value(self, kind):
        assert [kind(value) for value, _ in kind.choices()] == list(kind)

    def test_each_reads_differently(self, kind):
        labels = [label for _, label in kind.choices()]
        assert len(set(labels)) == len(labels) and all(labels)

    def test_a_column_holds_the_longest(self, kind):
        assert max(len(term.value) for term in kind) <= 40


@pytest.mark.parametrize("names", [SPECIALTIES, ENCODERS, EHRS])
def test_suggestions_stand_once_each(names):
    assert len({name.casefold() for name in names}) == len(names)


def test_a_size_knows_the_most_people_that_it_can_mean():
    assert EmployerSize.UP_TO_14.at_most == 14 and EmployerSize.OVER.at_most is None


def test_only_whoever_is_coded_for_hires_directly():
    assert EmployerKind.HOSPITAL.is_direct and not EmployerKind.STAFFING_AGENCY.is_direct
