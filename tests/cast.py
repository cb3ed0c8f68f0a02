"""The cast: the same people in every test. Factories make the rest."""

from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter.accounts.models import SignInSession, StaffGrant, StaffRole, User
from careercenter.accounts.passwords import hash_password
from careercenter.accounts.secrets import hash_token, new_token
from careercenter.core import db, now
from careercenter.employers.models import Employer, MemberRole, Membership
from careercenter.terms import EmployerKind, EmployerSize

_numbers = count(1)

PASSWORD = "correct horse battery staple"


def make_user(name: str, *roles: StaffRole, **fields: Any) -> User:
    """A person with a verified address; `password=PASSWORD` gives her one."""
    password = fields.pop("password", None)
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.com")
    hashed = hash_password(password) if password else None
    user = User(name=name, email=email, **{"email_verified_at": now(), "password_hash": hashed, **fields})
    user.grants = [StaffGrant(role=role) for role in roles]
    db.session.add(user)
    db.session.commit()
    return user


def make_employer(name: str = "Mercy Hospital", **fields: Any) -> Employer:
    """A verified hospital."""
    slug = f"{name.lower().replace(' ', '-')}-{next(_numbers)}"
    values = {"slug": slug, "kind": EmployerKind.HOSPITAL, "size": EmployerSize.UP_TO_999,
              "domain": f"{slug}.example", "domain_verified_at": now(), **fields}
    employer = Employer(name=name, **values)
    db.session.add(employer)
    db.session.commit()
    return employer


def make_member(employer: Employer, role: MemberRole, name: str | None = None) -> User:
    """A person who acts for an employer."""
    user = make_user(name or role.value.title())
    db.session.add(Membership(employer_id=employer.id, user_id=user.id, role=role))
    db.session.commit()
    return user


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign a person in, without the form. Staff have used their second factor."""
    token = new_token()
    db.session.add(SignInSession(
        user_id=user.id, token_hash=hash_token(token), agent="Test browser", completed_at=now(),
        confirmed_at=now(), second_factor_at=now() if user.is_staff else None))
    db.session.commit()
    with client.session_transaction() as session:
        session["sign_in"] = token


@pytest.fixture
def coder(app: Flask) -> User:
    """Somebody who looks for work."""
    return make_user("Cora Coder")


@pytest.fixture
def stranger(app: Flask) -> User:
    """Somebody with an account and nothing to do with it all."""
    return make_user("Sam Stranger")


@pytest.fixture
def hospital(app: Flask) -> Employer:
    """The employer of owner, recruiter, viewer and finance."""
    return make_employer()


@pytest.fixture
def owner(hospital: Employer) -> User:
    return make_member(hospital, MemberRole.OWNER)


@pytest.fixture
def recruiter(hospital: Employer) -> User:
    return make_member(hospital, MemberRole.RECRUITER)


@pytest.fixture
def viewer(hospital: Employer) -> User:
    return make_member(hospital, MemberRole.VIEWER)


@pytest.fixture
def finance(hospital: Employer) -> User:
    return make_member(hospital, MemberRole.FINANCE)


@pytest.fixture
def moderator(app: Flask) -> User:
    return make_user("Mo Moderator", StaffRole.MODERATOR)


@pytest.fixture
def admin(app: Flask) -> User:
    return make_user("Ada Admin", StaffRole.ADMIN)
