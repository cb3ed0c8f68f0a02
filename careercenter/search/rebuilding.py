"""Making a new snapshot of all live jobs; other processes help where there are many."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from typing import Any

from careercenter.config import settings
from careercenter.search import changes
from careercenter.search.embedded import snapshot
from careercenter.search.embedded.building import Part, build_part, merge

PART = 4_000
FEW = 5 * PART
"""So many jobs are indexed sooner than other processes begin to help."""

AHEAD = 4
"""So many parts for each helper are read before one is done: helpers need a second to start."""


def rebuild(tell: Callable[[int], Any] = lambda done: None) -> int:
    """Index every live job and let the new snapshot take the place of the one in use; how many jobs it holds.

    Searches go on meanwhile; what changes meanwhile is searched beside the new snapshot.

    Args:
        tell: called now and then with how many more are done.
    """
    seen = changes.seen_by_now()
    ids = changes.list_live_ids()
    parts = (list(changes.load_rows(ids[start:start + PART])) for start in range(0, len(ids), PART))
    built: list[Part] = []
    for part in _build_elsewhere(parts) if len(ids) > FEW else map(build_part, parts):
        built.append(part)
        tell(PART)
    segment = merge(built or [build_part(())])
    snapshot.write(settings.data_dir / "search", segment, changes_through=seen.through)
    return segment.size


def _build_elsewhere(parts: Iterable[list[changes.Row]]) -> Iterator[Part]:
    """The parts in their order: this process reads the next ones while others build."""
    helpers = cpu_count() or 1
    # Not forked: a copy would share this process's connections.
    # Documents make no circles of objects: looking for some would take a twentieth of their time.
    with ProcessPoolExecutor(helpers, get_context("spawn"), initializer=gc.disable) as others:
        begun: deque[Future[Part]] = deque()
        for part in parts:
            begun.append(others.submit(build_part, part))
            if len(begun) > AHEAD * helpers:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
