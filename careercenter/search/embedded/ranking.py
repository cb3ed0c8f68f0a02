"""Which hits come first: the best of a large set without sorting it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.search.embedded import bits
from careercenter.search.embedded.bits import Bits
from careercenter.search.embedded.segment import UNPAID, Segment
from careercenter.search.index import Wanted
from careercenter.search.query import Sort

FEW = 20_000
"""So many hits are looked at one by one; of more, only those that may be on the page."""

LEVELS = 32
"""Of relevance: within one, featured jobs come first, then the newest."""

Keys = tuple[NDArray[Any], ...]
"""What hits are sorted by, ascending; the first weighs most."""

Those = NDArray[np.intp] | slice
"""Positions, or all of them."""


def best(segment: Segment, hits: Bits, total: int, wanted: Wanted, weights: Mapping[str, int]
         ) -> tuple[NDArray[np.intp], Keys]:
    """At least the first `offset + limit` hits of a segment in some order, with the keys that order them.

    Args:
        weights: how much each term of the query counts, together at most 255.
    """
    most = wanted.offset + wanted.limit if wanted.limit else 0
    if not most or not total:
        return np.zeros(0, np.intp), ()
    if wanted.sort is Sort.DISTANCE and wanted.near:
        return _nearest(segment, hits, most, wanted.near)
    if wanted.sort is Sort.PAY:
        positions = _leading(segment, hits, total, most, lambda those: _pay_levels(segment)[those])
        return positions, (-segment.columns.yearly_pay[positions].astype(np.int64),
                           *_order(segment, positions, wanted.sort))
    if wanted.sort is Sort.RELEVANCE and weights:
        positions = _leading(segment, hits, total, most, lambda those: _levels(segment, weights, those),
                             is_whole_order=True)
        return positions, (-_levels(segment, weights, positions).astype(np.int16),
                           *_order(segment, positions, wanted.sort))
    positions = _first(segment, hits, most, by_date=wanted.sort is Sort.DATE)
    return positions, _order(segment, positions, wanted.sort)


def term_weights(frequencies: Mapping[str, int], documents: int) -> dict[str, int]:
    """How much each term counts: the rarer, the more; together at most 255."""
    rarity = {term: float(np.log1p(documents / (1 + found))) for term, found in frequencies.items()}
    whole = sum(rarity.values()) or 1.0
    return {term: int(255 * share / whole) for term, share in rarity.items()}


def _order(segment: Segment, positions: NDArray[np.intp], sort: Sort) -> Keys:
    """Among equals: featured ones first, then the newest."""
    newest = (-segment.columns.live_at[positions], -segment.columns.posting_id[positions])
    return newest if sort is Sort.DATE else (~segment.columns.is_featured[positions], *newest)


def _first(segment: Segment, hits: Bits, most: int, *, by_date: bool) -> NDArray[np.intp]:
    if not by_date:
        return bits.first_positions(hits, segment.size, most)
    # Featured ones stand first, each part by date: the newest are among the first of both.
    featured = int(np.count_nonzero(segment.columns.is_featured))
    positions = bits.as_positions(hits, segment.size)
    split = int(np.searchsorted(positions, featured))
    return np.concatenate((positions[:min(split, most)], positions[split:split + most]))


def _nearest(segment: Segment, hits: Bits, most: int, near: tuple[float, float]) -> tuple[NDArray[np.intp], Keys]:
    positions = bits.as_positions(hits, segment.size)
    miles = np.nan_to_num(segment.miles_to_places(*near), nan=np.inf)[segment.columns.place[positions]]
    if most < positions.size:
        near_enough = miles <= np.partition(miles, most - 1)[most - 1]
        positions, miles = positions[near_enough], miles[near_enough]
    return positions, (miles, *_order(segment, positions, Sort.DISTANCE))


def _levels(segment: Segment, weights: Mapping[str, int], positions: Those) -> NDArray[np.uint8]:
    score = np.zeros(segment.size if isinstance(positions, slice) else positions.size, np.uint16)
    for term, weight in weights.items():
        score += (segment.weights_of(term) if isinstance(positions, slice) else segment.weights_at(term, positions)
                  ) * np.uint16(weight)
    return _level_of(score)


def _level_of(score: NDArray[np.uint16]) -> NDArray[np.uint8]:
    return (score >> 11).astype(np.uint8)


def _pay_levels(segment: Segment) -> NDArray[np.uint8]:
    """Thousands of dollars a year, 0 where no pay can be told."""
    return segment.kept("pay levels", lambda: np.where(
        segment.columns.yearly_pay == UNPAID, 0,
        np.clip(segment.columns.yearly_pay // 1_000_00 + 1, 1, 254)).astype(np.uint8))


def _leading(segment: Segment, hits: Bits, total: int, most: int, levels: Callable[[Those], NDArray[np.uint8]],
             *, is_whole_order: bool = False) -> NDArray[np.intp]:
    """The hits of the highest levels (0 to 254) that come to `most` or more.

    Args:
        is_whole_order: nothing but the order of positions decides within a level, so that no more are needed.
    """
    if total <= FEW:
        positions = bits.as_positions(hits, segment.size)
        return positions[_highest(levels(positions) + np.uint8(1), most, is_whole_order=is_whole_order)]
    masked = levels(slice(None)) + np.uint8(1)
    masked *= bits.as_mask(hits, segment.size)
    return _highest(masked, most, is_whole_order=is_whole_order)


def _highest(levels: NDArray[np.uint8], most: int, *, is_whole_order: bool) -> NDArray[np.intp]:
    """Where the highest levels stand that come to `most` or more; 0 doesn't count."""
    lowest, found = int(levels.max(initial=0)) + 1, 0
    there = np.bincount(levels, minlength=256) if lowest > LEVELS else None
    while lowest > 1 and found < most:
        lowest -= 1
        # Few levels are counted from the top, as far as need be; the many of pay in one pass.
        found += int(np.count_nonzero(levels == lowest) if there is None else there[lowest])
    if not is_whole_order:
        return np.flatnonzero(levels >= lowest)
    above = np.flatnonzero(levels > lowest)
    return np.concatenate((above, np.flatnonzero(levels == lowest)[:max(0, most - above.size)]))
