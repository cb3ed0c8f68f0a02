"""Public ids."""

from uuid import UUID

from careercenter.core import new_public_id


def test_a_public_id_is_a_uuid_of_version_7():
    made = UUID(new_public_id())
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_no_two_are_the_same():
    assert len({new_public_id() for _ in range(1000)}) == 1000
