"""Run all measurements on a database of their own: TEST_DATABASE_URL, or a SQLite file thrown away after."""

import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory

from careercenter import create_app
from careercenter.config import Environment, Settings
from careercenter.core import db


def main() -> None:
    with TemporaryDirectory() as folder:
        app = create_app(Settings(  # pyright: ignore[reportCallIssue]
            environment=Environment.TEST, data_dir=Path(folder), secret_key="a key for measurements alone, no more",
            database_url=os.environ.get("TEST_DATABASE_URL", ""), site_url="http://localhost"))
        for module in iter_modules([str(Path(__file__).parent)]):
            if not module.name.startswith("_"):
                with app.app_context():
                    db.drop_all()
                    db.create_all()
                    sys.stdout.write(f"\n{module.name} on {db.engine.dialect.name}\n")
                    for line in import_module(f"tests.benchmarks.{module.name}").run(app):
                        sys.stdout.write(f"  {line}\n")
                    db.session.remove()
        with app.app_context():
            db.drop_all()
            db.engine.dispose()


main()
