"""Which recommendations of a summary repeat those made elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.ids import normalised
from pipeline.outline.regions import Region
from pipeline.structure import Recommendation

# The share of the shorter text's words that the beginning of the longer must hold.
# What stands in this first share of a report may sum up what comes later.
_EARLY = 0.2
_REFERS = re.compile(
    r"[(\[](?:see )?(?:recommendations? )?\d+(?:\.\d+)?(?:(?:, | and |–|-)\d+(?:\.\d+)?)*[)\]]\s*\.?$", re.I
)
_ALL_PAIRS, _RARE = 300, 12
_SAME, _SAME_IN_SUMMARY, _BEST_IN_LIST = 0.75, 0.5, 0.2


@dataclass(frozen=True, slots=True)
class _Unit:
    words: tuple[str, ...]
    summary: bool
    listing: bool  # says itself that it stands elsewhere: "Summary of recommendations", "… (1.2, 2.1)"
    number: str | None
    section: int | None


def find(
    chosen: Sequence[Recommendation], texts: Sequence[str], regions: Sequence[Region], length: int
) -> list[int | None]:
    """For each recommendation the index of the one it repeats, None for those made for the first time.

    Args:
        texts: theirs.
        regions: of the report's headings.
        length: of the report's text, in characters.
    """
    units = [_unit(r, t, regions, length) for r, t in zip(chosen, texts, strict=True)]
    repeats: list[int | None] = [None] * len(units)
    if all(u.section == units[0].section for u in units):
        return repeats
    pairs = [
        (score, i, j)
        for i, j in _candidates(units)
        if (score := _alike(units[i], units[j])) >= _needed(units[i], units[j])
    ]
    for _, i, j in sorted(pairs, reverse=True):
        copy, original = (i, j) if _is_copy(units[i], units[j]) else (j, i)
        if repeats[copy] is None and repeats[original] is None and copy not in repeats:
            repeats[copy] = original
    _pair_lists(units, repeats)
    return repeats


def _candidates(units: list[_Unit]) -> Iterable[tuple[int, int]]:
    """Which pairs to compare: all, or of a great many those that share a word which few have."""
    if len(units) <= _ALL_PAIRS:
        return combinations(range(len(units)), 2)
    having: dict[str, list[int]] = {}
    for i, unit in enumerate(units):
        for word in set(unit.words):
            having.setdefault(word, []).append(i)
    rare = (found for found in having.values() if len(found) <= _RARE)
    return sorted({pair for found in rare for pair in combinations(found, 2)})


def _pair_lists(units: list[_Unit], repeats: list[int | None]) -> None:
    """Where two lists of one length repeat each other in part, all their items do, one by one."""
    links = Counter((units[i].section, units[of].section) for i, of in enumerate(repeats) if of is not None)
    for (copy, original), count in links.items():
        copies = [i for i, u in enumerate(units) if u.section == copy]
        originals = [i for i, u in enumerate(units) if u.section == original]
        if len(copies) == len(originals) and count >= 0.4 * len(copies):
            for i, of in zip(copies, originals, strict=True):
                if repeats[i] is None and repeats[of] is None:
                    repeats[i] = of


def _unit(r: Recommendation, text: str, regions: Sequence[Region], length: int) -> _Unit:
    region = regions[r.section] if r.section is not None else None
    words = tuple(w for w in normalised(text).split() if len(w) > 3)
    summary = bool(region and region.summary)
    listing = (summary and region is not None and region.stance == "advice") or bool(_REFERS.search(text))
    return _Unit(words, summary or r.span.end < _EARLY * length, listing, r.number, r.section)


def _alike(one: _Unit, two: _Unit) -> float:
    """The share of the shorter text's words that stand at the beginning of the longer; 0 within one section."""
    if one.section == two.section or _differ(one.number, two.number):
        return 0.0
    short, long = sorted((one.words, two.words), key=len)
    if len(short) < 3:
        return 0.0
    start = set(long[: 3 * len(short) + 20])
    shared = sum(w in start for w in short) / len(short)
    return shared + 0.1 if one.number and one.number == two.number else shared


def _differ(one: str | None, two: str | None) -> bool:
    """Whether two full numbers tell two recommendations apart: `1.2` and `2.1`; a summary may count `1`, `2` for itself."""
    return bool(one and two and one != two and "." in one and "." in two)


def _needed(one: _Unit, two: _Unit) -> float:
    if one.listing != two.listing:
        return _BEST_IN_LIST
    return _SAME_IN_SUMMARY if one.summary != two.summary else _SAME


def _is_copy(one: _Unit, two: _Unit) -> bool:
    """Whether the first repeats the second: the summary repeats the body, the shorter the longer, the later the earlier."""
    if one.listing != two.listing:
        return one.listing
    if one.summary != two.summary:
        return one.summary
    return len(one.words) < 0.6 * len(two.words)
