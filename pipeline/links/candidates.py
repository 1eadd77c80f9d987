"""Which recommendations are worth comparing: those that share rare words or runs of words; never all pairs.

An inverted index with short lists: a key that many share says little and is passed over, so that time and memory grow with
the recommendations and not with their square.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline import ids
from pipeline.links.actions import Item
from pipeline.links.compare import shingles

# Keys of an action: pairs of its rarest concepts. Keys of a text: its smallest shingles by hash (A. Broder's sketch).
RAREST = 8
SKETCH = 6
# A key shared by more recommendations than this leads to no pair.
MOST = 40


def candidates(items: Sequence[Item], weights: Mapping[str, float]) -> list[tuple[int, int]]:
    """Pairs of places in `items`, smaller first, in order, of different reports."""
    index: dict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        for key in sorted({*_of_text(item), *_of_actions(item, weights)}):
            index[key].append(place)
    found: set[tuple[int, int]] = set()
    for places in index.values():
        if 1 < len(places) <= MOST:
            found.update(itertools.combinations(places, 2))
    return sorted(pair for pair in found if items[pair[0]].document_id != items[pair[1]].document_id)


def _of_actions(item: Item, weights: Mapping[str, float]) -> Iterator[int]:
    for action in item.actions:
        rarest = heapq.nsmallest(RAREST, action.concepts, key=lambda c: (-weights[c], c))
        yield from (_key(sorted(pair)) for pair in itertools.combinations(rarest, 2))


def _of_text(item: Item) -> list[int]:
    return heapq.nsmallest(SKETCH, map(_key, shingles(item)))


def _key(parts: Iterable[str]) -> int:
    return int(ids.digest(*parts, size=16), 16)
