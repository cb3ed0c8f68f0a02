"""Write generated postings into a database: `python -m tests.benchmarks.load 100000`.

Into the one that DATA_DIR and DATABASE_URL name, marked as demo data; each run adds others.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from time import perf_counter
from typing import Any

from sqlalchemy import func, insert, select, text

from careercenter import create_app
from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from tests.benchmarks._postings import employers, generate

AT_ONCE = 5_000


def store(jobs: int, seed: int) -> Iterator[int]:
    """Commit so many postings and their employers; tells how many are written, every few thousand."""
    hiring = employers(jobs, seed)
    ids = list(db.session.scalars(
        insert(Employer).returning(Employer.id, sort_by_parameter_order=True),
        [{name: value for name, value in row.items() if name != "id"} for row in hiring]))
    rows, written = generate(jobs, seed, now()), 0
    others = _defaults()
    while some := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(JobPosting.__table__), [
            {**others, **_placed(row, ids)} for row in some])
        db.session.commit()
        written += len(some)
        yield written
    if db.engine.dialect.name == "postgresql":  # by itself it looks at what is new only after a minute
        db.session.execute(text("ANALYZE job_postings, employers"))
        db.session.commit()


def _placed(row: dict[str, Any], ids: list[int]) -> dict[str, Any]:
    del row["id"]
    row["employer_id"] = ids[row["employer_id"] - 1]
    return row


def _defaults() -> dict[str, Any]:
    """What the other columns hold, asked once: asking for each row takes most of the time."""
    return {column.name: column.default.arg(None) if column.default.is_callable else column.default.arg
            for column in JobPosting.__table__.columns if column.default is not None}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("jobs", type=int, help="how many postings to write")
    jobs = parser.parse_args().jobs
    with create_app().app_context():
        seed = db.session.scalar(select(func.count()).select_from(Employer)) or 0
        started = perf_counter()
        for written in store(jobs, seed):
            rate = written / (perf_counter() - started)
            sys.stdout.write(f"\r{written:,} of {jobs:,} postings, {rate:,.0f} a second")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
