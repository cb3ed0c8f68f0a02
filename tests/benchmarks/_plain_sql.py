"""The same searches put to plain PostgreSQL: a tsvector with a GIN index, or ILIKE, and the counts by unnest.

Kinder to SQL than to us: counts are of what was found, not of what each choice would find.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from careercenter.core import db
from careercenter.search import changes
from careercenter.search.clauses import distance, where_tokens
from careercenter.search.query import Query
from tests.benchmarks._searching import SEARCHES, timed

SEARCHED = ("a broad word", "text + credential + state")
ROUNDS = 60

MATCHED = "said @@ plainto_tsquery('english', :words)"
CONTAINED = "spelled ILIKE '%' || :words || '%'"
RANKED = "ts_rank_cd(said, plainto_tsquery('english', :words))"
SEARCH = """
WITH found AS MATERIALIZED (
    SELECT posting_id, {rank} AS rank, live_at, tokens FROM plain_search WHERE {words} {filters})
SELECT (SELECT array_agg(posting_id) FROM (
        SELECT posting_id FROM found ORDER BY rank DESC, live_at DESC LIMIT 20) AS page),
    (SELECT count(*) FROM found),
    (SELECT json_object_agg(token, jobs) FROM (
        SELECT token, count(*) AS jobs FROM found, unnest(tokens) AS token GROUP BY token) counted)
"""
FILTERS = "AND tokens && :where AND requirement = ANY(:met)"


def measure() -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Each way's name, and milliseconds by kind of search; of the jobs in the database."""
    with db.engine.begin() as connection:
        _fill(connection)
    with db.engine.connect() as connection:
        requirements = list(connection.scalars(text("SELECT DISTINCT requirement FROM plain_search")))
        for way, words, rank in (("PostgreSQL tsvector with counts", MATCHED, RANKED),
                                 ("PostgreSQL ILIKE with counts", CONTAINED, "0")):
            yield way, {name: list(timed(_calls(connection, name, words, rank, requirements))) for name in SEARCHED}
        connection.execute(text("DROP TABLE plain_search"))
        connection.commit()


def _fill(connection: Connection) -> None:
    connection.execute(text("DROP TABLE IF EXISTS plain_search"))
    connection.execute(text(
        "CREATE TABLE plain_search (posting_id integer PRIMARY KEY, said tsvector, spelled text, tokens text[], "
        "requirement text, live_at double precision)"))
    insert = text(
        "INSERT INTO plain_search SELECT p.id, setweight(to_tsvector('english', p.title), 'A') || "
        "to_tsvector('english', e.name || ' ' || p.description), p.title || ' ' || e.name || ' ' || p.description, "
        ":tokens, :requirement, :live_at FROM job_postings p JOIN employers e ON e.id = p.employer_id "
        "WHERE p.id = :id")
    rows = [{"id": one.posting_id, "live_at": one.live_at, "requirement": one.requirement, "tokens": [
        token for token in one.tokens if not token.startswith(("title:", "word:"))]} for one in changes.load_all()]
    connection.execute(insert, rows)
    for method, column in (("gin", "said"), ("gin", "tokens"), ("btree", "requirement")):
        connection.execute(text(f"CREATE INDEX ON plain_search USING {method} ({column})"))
    connection.execute(text("ANALYZE plain_search"))


def _calls(connection: Connection, name: str, words: str, rank: str, requirements: list[str]
           ) -> Iterator[Callable[[], Any]]:
    chance = Random(2)
    for _ in range(ROUNDS):
        query = SEARCHES[name](chance)
        statement = text(SEARCH.format(rank=rank, words=words, filters=FILTERS if query.credentials else ""))
        yield lambda statement=statement, query=query: connection.execute(
            statement, _parameters(query, requirements)).one()


def _parameters(query: Query, requirements: list[str]) -> dict[str, Any]:
    if not query.credentials:
        return {"words": query.words}
    held = tuple(sorted(query.credentials))
    return {"words": query.words, "where": list(where_tokens(query.modes, query.state)),
            "met": [one for one in requirements if not distance(one, held)]}


