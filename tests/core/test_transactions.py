"""What a use case may rely on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text

from careercenter.core import AlreadyDone, add_once, aside, db, lock, transaction
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


class TestAside:
    def test_writes_at_once_and_forgets_nothing_that_was_read(self, coder):
        name = coder.name
        with counting_statements() as asked:
            with aside() as connection:
                connection.execute(text("UPDATE users SET time_zone = 'UTC'"))
            assert coder.name == name
        assert [words for words in asked if "users" in words] == ["UPDATE users SET time_zone = 'UTC'"]
        db.session.expire_all()
        assert coder.time_zone == "UTC"

    def test_that_fails_has_changed_nothing(self, coder):
        with pytest.raises(RuntimeError), aside() as connection:
            connection.execute(text("UPDATE users SET time_zone = 'UTC'"))
            raise RuntimeError
        db.session.expire_all()
        assert coder.time_zone != "UTC"

    def test_inside_a_transaction_is_part_of_it(self, coder):
        with pytest.raises(RuntimeError), transaction():
            with aside() as connection:
                connection.execute(text("UPDATE users SET time_zone = 'UTC'"))
            raise RuntimeError
        db.session.expire_all()
        assert coder.time_zone != "UTC"

    def test_never_holds_a_second_connection(self, coder):
        assert coder.name
        with aside():
            assert db.engine.pool.checkedout() == 1  # pyright: ignore[reportAttributeAccessIssue]

    def test_keeps_nothing_that_was_changed_without_a_transaction(self, coder):
        coder.name = "Somebody else"
        with aside():
            pass
        assert coder.name == "Cora Coder"


@contextmanager
def counting_statements() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
