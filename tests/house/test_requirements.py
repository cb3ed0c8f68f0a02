"""Every dependency has its reason, and is locked with hashes."""

import re

from careercenter.config import ROOT


def named(filename: str) -> set[str]:
    lines = (ROOT / filename).read_text().splitlines()
    return {re.split(r"[\[=<> ]", line)[0] for line in lines if line and line[0] not in "#-"}


def test_every_dependency_stands_in_the_readme_with_its_reason():
    readme = (ROOT / "README.md").read_text().lower()
    assert not [name for name in named("requirements.in") if f"| {name} |" not in readme]


def test_the_lock_holds_what_is_asked_for_with_hashes():
    lock = (ROOT / "requirements.txt").read_text()
    for name in named("requirements.in"):
        assert re.search(rf"^{re.escape(name)}(\[\w+\])?==\S+.*\\\n\s+--hash=sha256:", lock, re.M), name
