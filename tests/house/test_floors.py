"""Imports point down the floors, in every room."""

import subprocess
import sys
import tomllib
from pathlib import Path

from careercenter.config import ROOT


def test_imports_point_down_the_floors():
    # As a process of its own: it changes this one's logging.
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_room_stands_on_a_floor():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    floors = {room.strip() for floor in contract["layers"] for room in floor.split("|")}
    rooms = {path.parent.name for path in Path(ROOT / "careercenter").glob("*/__init__.py")}
    assert rooms <= floors | {"demo"}, f"no floor for {rooms - floors}"
