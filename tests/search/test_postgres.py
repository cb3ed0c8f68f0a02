"""The index in PostgreSQL as the application uses it; what it finds is the contract's business."""

import pytest
from sqlalchemy import func, select

from careercenter import create_app
from careercenter.config import SearchEngine
from careercenter.core import db
from careercenter.search import tasks
from careercenter.search.clauses import clauses_of
from careercenter.search.postgres import PostgresIndex, following
from careercenter.search.postgres.tables import SearchProgress
from careercenter.search.query import NOTHING
from tests.search import board


@pytest.fixture(autouse=True)
def _needs_postgresql(app):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("it lives in PostgreSQL")


def live(*places: int) -> int:
    """Put jobs on the board; how many of them are live."""
    board.fill({place: place * 7 for place in places})
    return sum(board.content(place * 7)["valid_through"] > board.STARTED_AT
               and board.content(place * 7)["employer_id"] != board.SUSPENDED for place in places)


def test_the_worker_lets_it_follow_where_the_setting_chooses_it(settings):
    app = create_app(settings.model_copy(update={"search_engine": SearchEngine.POSTGRES}))
    with app.app_context():
        jobs = live(*range(1, 30))
        tasks.follow()
        assert app.extensions["search"].count(clauses_of(NOTHING)) == jobs > 0
        db.session.remove()
        db.engine.dispose()


def test_the_worker_leaves_it_alone_elsewhere():
    live(1, 2, 3)
    tasks.follow()
    assert PostgresIndex().count(clauses_of(NOTHING)) == 0


def test_one_process_at_a_time_writes_it():
    jobs = live(*range(1, 30))
    with db.engine.begin() as another:
        another.execute(select(func.pg_advisory_xact_lock(following.ONE_AT_A_TIME)))
        following.refresh()
        assert PostgresIndex().count(clauses_of(NOTHING)) == 0
    following.refresh()
    assert PostgresIndex().count(clauses_of(NOTHING)) == jobs


def test_what_is_seen_again_changes_nothing():
    live(1, 2, 3)
    following.refresh()
    board.change({4: 31})
    following.refresh()
    version = db.session.scalar(select(SearchProgress.version))
    following.refresh()
    db.session.rollback()
    assert db.session.scalar(select(SearchProgress.version)) == version
