"""Sets of positions as bits: 64 to a word, position p is bit p % 64 of word p // 64."""

from threading import local

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Positions = NDArray[np.uint32]


def none_of(size: int) -> Bits:
    """No position."""
    return np.zeros((size + 63) // 64, np.uint64)


def all_of(size: int) -> Bits:
    """Every position below `size`."""
    return from_mask(np.ones(size, np.bool_))


def from_mask(mask: NDArray[np.bool_]) -> Bits:
    """The positions at which it is true."""
    packed = np.zeros((mask.size + 63) // 64 * 8, np.uint8)
    packed[:(mask.size + 7) // 8] = np.packbits(mask, bitorder="little")
    return packed.view(np.uint64)


def from_positions(positions: Positions, size: int) -> Bits:
    """These positions."""
    mask = np.zeros(size, np.bool_)
    mask[positions] = True
    return from_mask(mask)


def as_mask(bits: Bits, size: int) -> NDArray[np.uint8]:
    """1 where a position is in the set, else 0."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little")


def as_positions(bits: Bits, size: int) -> NDArray[np.intp]:
    """The positions in order."""
    return np.flatnonzero(as_mask(bits, size).view(np.bool_))


def first_positions(bits: Bits, size: int, most: int) -> NDArray[np.intp]:
    """The first `most` positions in order."""
    words = 256
    while words * 64 < size and int(np.bitwise_count(bits[:words]).sum()) < most:
        words *= 4
    return as_positions(bits[:words], min(size, words * 64))[:most]


def count(bits: Bits) -> int:
    """How many positions."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def count_at(bits: Bits, positions: Positions) -> int:
    """How many of these positions are in the set."""
    return int(((bits[positions >> 6] >> (positions & 63).astype(np.uint64)) & np.uint64(1)).sum())


def count_each(among: Bits, rows: Bits) -> NDArray[np.int64]:
    """How many of these positions are in each row."""
    used = np.flatnonzero(among)
    if used.size * SPARSE < among.size:
        rows, among = np.take(rows, used, axis=1), among[used]
    counts = np.zeros(len(rows), np.int64)
    several = max(1, AT_ONCE // max(1, among.size))
    spare, ones = _room_for(several, among.size)
    for start in range(0, len(rows), several):
        some = rows[start:start + several]
        np.bitwise_and(some, among, out=spare[:len(some)])
        np.bitwise_count(spare[:len(some)], out=ones[:len(some)])
        counts[start:start + several] = ones[:len(some)].sum(axis=1, dtype=np.uint32)
    return counts


SPARSE = 8
"""If no more than one word in so many has a position, those are gathered first, and they alone are counted."""

AT_ONCE = 1 << 15
"""Words that are counted together: a processor's nearest memory holds so many."""


def _room_for(several: int, size: int) -> tuple[Bits, NDArray[np.uint8]]:
    """Room to count in, this thread's own: fresh memory for each count would cost more than the count."""
    room = getattr(_rooms, "room", None)
    if room is None or room[0].size < several * size:
        room = _rooms.room = (np.empty(max(AT_ONCE, several * size), np.uint64),
                              np.empty(max(AT_ONCE, several * size), np.uint8))
    return room[0][:several * size].reshape(several, size), room[1][:several * size].reshape(several, size)


_rooms = local()
