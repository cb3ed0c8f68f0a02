"""Measure on a database of its own: TEST_DATABASE_URL, or a SQLite file thrown away after.

`python -m tests.benchmarks` runs every module that has a `run(app, jobs)`, each with as many jobs as is modest for
it; `python -m tests.benchmarks search_engine --jobs 1000000` one of them with so many.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory

from careercenter import create_app
from careercenter.config import Environment, Settings
from careercenter.core import db

ALL = {module.name: import_module(f"tests.benchmarks.{module.name}")
       for module in iter_modules([str(Path(__file__).parent)]) if not module.name.startswith("_")}
MEASURING = {name: module for name, module in ALL.items() if hasattr(module, "run")}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"some of {', '.join(MEASURING)}; all by default")
    parser.add_argument("--jobs", type=int, help="how many live jobs; each measurement's own number by default")
    asked = parser.parse_args()
    if unknown := set(asked.names).difference(MEASURING):
        parser.error(f"nothing is called {', '.join(unknown)}; there is {', '.join(MEASURING)}")
    with TemporaryDirectory() as folder:
        app = create_app(Settings(  # pyright: ignore[reportCallIssue]
            environment=Environment.TEST, data_dir=Path(folder), secret_key="a key for measurements alone, no more",
            database_url=os.environ.get("TEST_DATABASE_URL", ""), site_url="http://localhost"))
        for name in asked.names or MEASURING:
            with app.app_context():
                _drop_all()
                db.create_all()
                sys.stdout.write(f"\n{name} on {db.engine.dialect.name}\n")
                for line in MEASURING[name].run(app, **({"jobs": asked.jobs} if asked.jobs else {})):
                    sys.stdout.write(f"  {line}\n")
                    sys.stdout.flush()
                db.session.remove()
        with app.app_context():
            _drop_all()
            db.engine.dispose()


def _drop_all() -> None:
    """Drop every table. SQLite looks for each dropped row's references, which takes minutes: its file goes instead."""
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        for part in ("", "-wal", "-shm"):
            Path(f"{db.engine.url.database}{part}").unlink(missing_ok=True)
    else:
        db.drop_all()


if __name__ == "__main__":
    main()
