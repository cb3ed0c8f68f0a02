"""A code to write about, and two of us who may."""

import pytest

from careercenter.accounts.models import StaffRole
from careercenter.codes import queries
from careercenter.codes.models import CodeSystem
from tests.cast import make_user
from tests.codes.factories import import_tabular


@pytest.fixture
def code(app):
    import_tabular()
    return queries.find(CodeSystem.ICD10CM, "E11.9")


@pytest.fixture
def author(app):
    return make_user("Connie Consultant", StaffRole.CONSULTANT)


@pytest.fixture
def reviewer(app):
    return make_user("Rita Reviewer", StaffRole.CONSULTANT)
