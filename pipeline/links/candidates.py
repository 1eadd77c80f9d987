"""Which recommendations are worth comparing: those that share rare words or runs of words; never all pairs.

An inverted index with short lists: a key that many share says little and is passed over, so that time and memory grow with
the recommendations and not with their square.
"""

from __future__ import annotations

import heapq
import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pipeline.links.actions import Item

# Keys of an action: pairs of its rarest concepts. Keys of a text: its smallest shingles by hash (A. Broder's sketch).
RAREST = 8
SKETCH = 6
# A key shared by more recommendations than this leads to no pair.
MOST = 30
# Keys of texts and of actions are told apart by this bit.
TEXT = 1 << 62


def candidates(items: Sequence[Item], weights: Mapping[str, float]) -> list[tuple[int, int]]:
    """Pairs of places in `items`, smaller first, in order."""
    numbers = {concept: i for i, concept in enumerate(sorted(weights))}
    keys, places = array("q"), array("q")
    for place, item in enumerate(items):
        found = {*_of_text(item), *_of_actions(item, weights, numbers)}
        keys.extend(found)
        places.extend([place] * len(found))
    return list(_sharing(np.frombuffer(keys, np.int64), np.frombuffer(places, np.int64), len(items)))


def _of_text(item: Item) -> Iterator[int]:
    return (TEXT | key for key in item.shingles[:SKETCH])


def _of_actions(item: Item, weights: Mapping[str, float], numbers: Mapping[str, int]) -> Iterator[int]:
    for action in item.actions:
        rarest = heapq.nsmallest(RAREST, action.concepts, key=lambda c: (-weights[c], c))
        for one, two in itertools.combinations(sorted(numbers[c] for c in rarest), 2):
            yield one << 31 | two


def _sharing(keys: np.ndarray, places: np.ndarray, count: int) -> Iterator[tuple[int, int]]:
    """The pairs of places that share a key which few have."""
    if not len(keys):
        return
    order = np.lexsort((places, keys))
    keys, places = keys[order], places[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.append(starts, len(keys)))
    found = [np.empty(0, np.int64)]
    for size in range(2, MOST + 1):
        rows = places[starts[sizes == size][:, None] + np.arange(size)]
        one, two = np.triu_indices(size, 1)
        found.append(np.unique(rows[:, one] * count + rows[:, two]))
    for pair in np.unique(np.concatenate(found)).tolist():
        yield divmod(pair, count)
