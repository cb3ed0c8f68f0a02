"""The index of this deployment: built once, opened by every process, made anew when other codes stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Lock
from time import monotonic

from flask import current_app

from careercenter.codes import licensing
from careercenter.codes.lookup import snapshot, sources
from careercenter.codes.lookup.building import build
from careercenter.codes.lookup.snapshot import Snapshot
from careercenter.codes.lookup.spelling import Speller
from careercenter.config import settings

LOOKED_AFTER = 2.0  # seconds after which a process looks whether another snapshot took the place of its own


class Library:
    """The snapshot that a process has open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: tuple[Path, Snapshot, Speller] | None = None
        self._seen_at = 0.0

    def current(self) -> tuple[Snapshot, Speller]:
        """The index and its speller; the first time on a new machine it is built."""
        kept = self._open
        if kept is None or monotonic() - self._seen_at > LOOKED_AFTER or current_app.testing:
            with self._lock:
                if not _is_readable():
                    rebuild_if_old()
                real = folder().resolve()
                if self._open is None or self._open[0] != real:
                    index = snapshot.load(real)
                    self._open = (real, index, Speller(index))
                self._seen_at = monotonic()
                kept = self._open
        return kept[1], kept[2]


def folder() -> Path:
    """Where the snapshot is: with an owner's words, another one than without."""
    return settings.data_dir / ("licensed-codes-lookup" if licensing.is_granted() else "codes-lookup")


def library() -> Library:
    """The running application's index."""
    return current_app.extensions["code_lookup"]


def rebuild() -> int:
    """Build the index anew; searches go on with the old one meanwhile. How many entries it has."""
    with _alone():
        return _build()


def rebuild_if_old() -> bool:
    """Build it anew if other codes stand than those that it was built from; whether it did."""
    with _alone():
        if snapshot.stamp_of(folder()) == sources.stamp():
            return False
        _build()
        return True


def _build() -> int:
    stamp = sources.stamp()  # before the entries are read: what is imported meanwhile makes it old
    made = build(sources.entries(), stamp)
    snapshot.save(made, folder())
    return len(made.system)


def _is_readable() -> bool:
    return (snapshot.stamp_of(folder()) or "").startswith(f"{sources.FORMAT}:")


@contextmanager
def _alone() -> Iterator[None]:
    """Of several processes and threads that want to build, one after the other."""
    with (settings.data_dir / "codes-lookup.lock").open("w") as file:
        flock(file, LOCK_EX)  # until the file is closed
        yield
