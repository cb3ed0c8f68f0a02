"""Passwords: what is kept, and what is too weak."""

import pytest

from careercenter.accounts import passwords
from tests.cast import PASSWORD, make_user


def test_argon2id_with_a_salt_of_its_own(app):
    one, two = passwords.hash_password(PASSWORD), passwords.hash_password(PASSWORD)
    assert one.startswith("$argon2id$") and one != two


def test_production_uses_the_parameters_of_rfc_9106():
    hasher = passwords._build_hasher(False)
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (3, 65536, 4)


@pytest.mark.parametrize("password", [PASSWORD, "Zwölf Äpfel im Korb", "🍎🍐🍊🍋🍌 fruit salad", "x7!kQ92mLp"])
def test_any_character_will_do(app, password):
    assert passwords.objection(password, email="cora@example.com", name="Cora Coder") is None
    assert passwords.verify(make_user("Cora", password=password), password)


@pytest.mark.parametrize("password", ["123456789", "Password123", "qwertyuiop", "ababababab", "x" * 201,
                                      "cora.coder1", "CoraCoder12"])
def test_the_first_that_anybody_tries_are_refused(app, password):
    assert passwords.objection(password, email="cora.coder@example.com", name="CoraCoder")


def test_nobody_has_no_password(app, coder):
    assert not passwords.verify(None, PASSWORD) and not passwords.verify(coder, PASSWORD)
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify(make_user("B", password_hash="broken"), PASSWORD)
