"""The index as a folder of arrays that every process maps into its memory: opened in milliseconds, shared by all."""

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from careercenter.codes.models import Standing

Array = np.ndarray

BILLABLE, HEADING, GONE, OTHER = 1, 2, 4, 8
"""Flags of an entry. OTHER: for what has no code of its own in a family that has one for the unspecified too."""


STANDINGS = (Standing.IN_FORCE, Standing.NOT_YET, Standing.DELETED)
"""As people want to see them: what they can report first."""


class Texts:
    """Many texts in two arrays: their bytes, and where each begins."""

    def __init__(self, data: Array, starts: Array) -> None:
        self._data, self._starts = data, starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:
        return self._data[self._starts[place]:self._starts[place + 1]].tobytes().decode()

    def all(self) -> list[str]:
        """All of them, read at once."""
        data, starts = self._data.tobytes(), self._starts.tolist()
        return [data[one:two].decode() for one, two in pairwise(starts)]


def packed(texts: Iterable[str]) -> tuple[Array, Array]:
    """The two arrays of a `Texts`."""
    encoded = [text.encode() for text in texts]
    starts = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(one) for one in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), starts


@dataclass(frozen=True)
class Snapshot:
    """What is searched. An entry is a code; a surface is one of its names, which is what words are matched with."""

    # Of each entry, sorted by system and key:
    system: Array  # number in `systems`
    keys: Array  # bytes, at most 16
    codes: Array
    flags: Array
    begins: Array  # its first and its last day, as ordinals: an index outlives the day on which it was made
    ends: Array
    parent: Array  # the place of the entry above, or -1
    title_bytes: Array
    title_starts: Array
    prior: Array  # how much it is worth, other things being equal
    # Of each surface:
    entry: Array
    kind: Array  # a Surface's value
    slots: Array  # surfaces x families
    mass: Array  # what all words of the name weigh together
    name_bytes: Array
    name_starts: Array
    # Of each term: where its postings begin; a posting is a surface and how much the term counts in it, 0 to 255.
    term_bytes: Array
    term_starts: Array
    first: Array
    idf: Array
    surfaces: Array
    weights: Array
    # Of each range of numbers in a name, "40.0-44.9": the surface, from and to.
    span_surfaces: Array
    spans: Array
    # Of each word as it is written, most frequent first:
    word_bytes: Array
    word_starts: Array
    word_counts: Array
    word_terms: Array
    systems: tuple[str, ...]
    stamp: str

    def standings(self, entries: Array, day: date) -> Array:
        """The places in STANDINGS of what entries are on a day."""
        at = day.toordinal()
        is_over = (self.flags[entries] & GONE > 0) | (self.ends[entries] < at)
        return np.where(is_over, 2, np.where(self.begins[entries] > at, 1, 0))

    @property
    def titles(self) -> Texts:
        return Texts(self.title_bytes, self.title_starts)

    @property
    def names(self) -> Texts:
        """The inclusion term or the other name that a surface is; the title's surface has none."""
        return Texts(self.name_bytes, self.name_starts)

    @cached_property
    def terms(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(Texts(self.term_bytes, self.term_starts).all())}

    @cached_property
    def words(self) -> list[str]:
        return Texts(self.word_bytes, self.word_starts).all()

    @cached_property
    def words_by_start(self) -> dict[str, list[int]]:
        """The places of words by their first three letters, the most frequent first."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word[:3], []).append(place)
        return found

    @cached_property
    def known_words(self) -> dict[str, int]:
        """How often each word stands in a name."""
        return dict(zip(self.words, self.word_counts.tolist(), strict=True))

    def postings(self, term: int) -> tuple[Array, Array]:
        """The surfaces that say a term, and how much it counts in each."""
        begin, end = self.first[term], self.first[term + 1]
        return self.surfaces[begin:end], self.weights[begin:end]

    def holding(self, number: float) -> Array:
        """The surfaces that name a range of numbers with this one in it."""
        return self.span_surfaces[(self.spans[:, 0] <= number) & (self.spans[:, 1] >= number)]

    def range_of(self, system: int) -> tuple[int, int]:
        """Where a system's entries begin and end."""
        begin, end = np.searchsorted(self.system, [system, system + 1])
        return int(begin), int(end)

    @cached_property
    def ranges(self) -> list[tuple[str, str, int]]:
        """The ranges of CPT numbers, the narrowest first: from, to, the entry."""
        if "cpt" not in self.systems:
            return []
        begin, end = self.range_of(self.systems.index("cpt"))
        spans = [(*key.decode().split("-"), place)
                 for place, key in enumerate(self.keys[begin:end], begin) if b"-" in key]
        return sorted(((low, high, place) for low, high, place in spans if len(low) == len(high)),
                      key=lambda one: (_number(one[1]) - _number(one[0]), one[0]))

    @cached_property
    def has_words_of_cpt(self) -> bool:
        """Whether a licensed list of CPT is in it."""
        if "cpt" not in self.systems:
            return False
        begin, end = self.range_of(self.systems.index("cpt"))
        is_code = self.flags[begin:end] & HEADING == 0
        return bool((np.diff(self.title_starts[begin:end + 1])[is_code] > 0).any())

    def range_around(self, number: str) -> int | None:
        """The narrowest range of CPT numbers that holds one."""
        return next((place for low, high, place in self.ranges if low <= number <= high and len(low) == len(number)
                     and low[-1:].isdigit() == number[-1:].isdigit()), None)

    def path_of(self, entry: int) -> list[int]:
        """The entries above, from the top."""
        path: list[int] = []
        while (entry := int(self.parent[entry])) >= 0:
            path.append(entry)
        return path[::-1]

    @property
    def size(self) -> int:
        """Its bytes on disk, and in memory once all of it was read."""
        return sum(getattr(self, name).nbytes for name in _ARRAYS)


_ARRAYS = [field.name for field in fields(Snapshot) if field.type in ("Array", Array)]


def _number(code: str) -> int:
    return int(re.sub(r"\D", "", code))


def save(snapshot: Snapshot, folder: Path) -> None:
    """Put it in place of the one that is there, in one step; whoever has the old one open goes on reading it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    for name in _ARRAYS:
        np.save(made / f"{name}.npy", getattr(snapshot, name))
    (made / "stamp.json").write_text(json.dumps({"systems": snapshot.systems, "stamp": snapshot.stamp}))
    final = folder.with_name(f"{folder.name}-{made.name.rsplit('-', 1)[1]}")
    made.chmod(0o755)
    made.rename(final)
    link = folder.with_name(f".{final.name}.link")
    link.symlink_to(final.name)
    link.replace(folder)
    for old in folder.parent.glob(f"{folder.name}-*"):
        if old != final:
            shutil.rmtree(old, ignore_errors=True)


def stamp_of(folder: Path) -> str | None:
    """Of which codes the snapshot in a folder is made; None where there is none."""
    try:
        return json.loads((folder / "stamp.json").read_text())["stamp"]
    except (OSError, ValueError, KeyError):
        return None


def load(folder: Path) -> Snapshot:
    """Open it. Pages of it are read when they are needed, and kept once for all processes.

    Raises:
        OSError: there is none.
    """
    folder = Path(os.path.realpath(folder))  # one snapshot, even if another takes its place meanwhile
    about = json.loads((folder / "stamp.json").read_text())
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _ARRAYS}
    return Snapshot(**arrays, systems=tuple(about["systems"]), stamp=about["stamp"])
