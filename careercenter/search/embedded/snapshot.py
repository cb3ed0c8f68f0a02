"""A segment as files that every process maps into its memory, and the swap from one to the next.

    DATA_DIR/search/current         the name of the folder in use
    DATA_DIR/search/<name>/*.npy    the arrays; meta.json the tokens, about.json when and by what it was made
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import numpy as np

from careercenter.config import ROOT
from careercenter.core import new_public_id, now
from careercenter.search.embedded.segment import Columns, Lists, Segment

CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stored segment."""

    name: str
    segment: Segment
    changes_through: int  # every change up to this one (search_changes.id) is in it


def write(folder: Path, segment: Segment, *, changes_through: int) -> str:
    """Store a segment and let it take the place of the one in use; its name. Readers go on with the old one
    until they look again."""
    name = new_public_id()
    target = folder / name
    target.mkdir(parents=True)
    for column in fields(Columns):
        np.save(target / f"{column.name}.npy", getattr(segment.columns, column.name))
    for what, values in (("rows", segment.rows), ("places", segment.places), ("terms", segment.lists.terms),
                         ("starts", segment.lists.starts), ("positions", segment.lists.positions),
                         ("weights", segment.lists.weights)):
        np.save(target / f"{what}.npy", values)
    (target / "meta.json").write_text(json.dumps({
        "requirements": segment.requirements.texts, "rows": list(segment.row_number),
        "tokens": list(segment.lists.tokens)}))
    (target / "about.json").write_text(json.dumps({
        "version": version(), "made_at": now().isoformat(), "changes_through": changes_through}))
    _point_to(folder, name)
    return name


def current_name(folder: Path) -> str | None:
    """The name of the snapshot in use; None if there is none."""
    try:
        return (folder / CURRENT).read_text()
    except FileNotFoundError:
        return None


@dataclass(frozen=True, slots=True)
class Meta:
    """What is said of a stored segment beside it."""

    made_at: datetime
    changes_through: int


def read_meta(folder: Path) -> Meta | None:
    """About the snapshot in use; None if there is none, or one that other code wrote."""
    name = current_name(folder)
    path = folder / (name or "-") / "about.json"
    if not path.exists():
        return None
    about = json.loads(path.read_text())
    return Meta(datetime.fromisoformat(about["made_at"]), about["changes_through"]) if (
        about["version"] == version()) else None


def read(folder: Path) -> Snapshot | None:
    """The snapshot in use; None if there is none, or one that other code wrote."""
    name, about = current_name(folder), read_meta(folder)
    if name is None or about is None:
        return None
    meta = json.loads((folder / name / "meta.json").read_text())
    # Plain arrays over the mapped memory: each look into a `memmap` costs a Python call.
    arrays = {path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in (folder / name).glob("*.npy")}
    lists = Lists({key: number for number, key in enumerate(meta["tokens"])}, arrays["terms"], arrays["starts"],
                  arrays["positions"], arrays["weights"])
    columns = Columns(**{column.name: arrays[column.name] for column in fields(Columns)})
    return Snapshot(name, Segment(columns, meta["requirements"], arrays["places"], {
        token: row for row, token in enumerate(meta["rows"])}, arrays["rows"], lists), about.changes_through)


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with whatever decides what a snapshot holds."""
    return sha256(b"".join((ROOT / "careercenter" / path).read_bytes() for path in DECIDING)).hexdigest()[:16]


DECIDING = (
    "search/documents.py", "search/text.py", "search/synonyms.txt", "search/embedded/building.py",
    "search/embedded/requirements.py", "search/embedded/segment.py", "postings/requirement.py",
    "credentials/catalogue.py", "credentials/catalogue.csv", "terms/vocabulary.py")


def _point_to(folder: Path, name: str) -> None:
    before = current_name(folder)
    pointer = folder / f"{CURRENT}.{name}"
    pointer.write_text(name)
    pointer.replace(folder / CURRENT)
    # The one before is kept for whoever has read its name a moment ago.
    for path in folder.iterdir():
        if path.is_dir() and path.name not in (before, name):
            rmtree(path, ignore_errors=True)
