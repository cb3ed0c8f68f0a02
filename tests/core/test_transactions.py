"""What a use case may rely on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from careercenter.core import AlreadyDone, add_once, db, lock, transaction
from careercenter.employers.models import Employer
from careercenter.mail.models import OutboxMail
from tests.cast import make_employer


def _mail(key: str) -> OutboxMail:
    return OutboxMail(key=key, template="t", to="a@example.com", subject="s", text="t", html="h")


class TestTransaction:
    def test_commits_what_was_done_in_it(self, app):
        with transaction():
            db.session.add(_mail("one"))
        db.session.rollback()
        assert db.session.scalars(select(OutboxMail.key)).all() == ["one"]

    def test_an_error_undoes_all_of_it_the_joined_ones_too(self, app):
        with pytest.raises(RuntimeError), transaction():
            with transaction():
                db.session.add(_mail("inner"))
            raise RuntimeError
        assert db.session.scalars(select(OutboxMail.key)).all() == []

    def test_a_refused_step_that_the_caller_survives_leaves_nothing(self, app):
        with transaction():
            db.session.add(_mail("outer"))
            with pytest.raises(RuntimeError), transaction():
                db.session.add(_mail("inner"))
                raise RuntimeError
        assert db.session.scalars(select(OutboxMail.key)).all() == ["outer"]

    def test_what_comes_twice_is_refused_by_the_key(self, app):
        with transaction():
            add_once(_mail("same"), "It is there.")
            with pytest.raises(AlreadyDone, match="It is there"):
                add_once(_mail("same"), "It is there.")
        assert db.session.scalars(select(OutboxMail.key)).all() == ["same"]

    def test_two_at_the_same_time_both_count(self, app):
        employer_id = make_employer("0").id

        def add_one() -> None:
            with app.app_context(), transaction():
                employer = db.session.get_one(Employer, employer_id)
                lock(employer)
                employer.name = str(int(employer.name) + 1)

        with ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(add_one) for _ in range(24)]:
                done.result()
        db.session.rollback()  # SQLite would go on reading its old snapshot
        assert db.session.scalars(select(Employer.name)).all() == ["24"]


def test_locking_a_row_keeps_what_was_changed_in_it_before(app):
    employer = make_employer("Before")
    with transaction():
        employer.name = "After"
        lock(employer)
        assert employer.name == "After"
    assert employer.name == "After"
