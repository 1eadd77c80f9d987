"""Tables of contents on a page: rows that end in page numbers at the right edge, rising from row to row."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipeline.readers.contents import is_leader
from pipeline.readers.pdf.lines import Row

_NUMBER = re.compile(r"[.…_]*(\d{1,3}|[ivxlc]{1,6}|[A-Z]-\d{1,2})")
_TITLE = re.compile(r"(?:table\s+of\s+)?contents|(?:list\s+of\s+)?(?:tables|figures|boxes|exhibits)", re.I)
_FEWEST = 4


def contents_rows(found: list[Row]) -> range:
    """The rows of a page that make up a table of contents; empty if there is none."""
    ends = {i: number for i, row in enumerate(found) if (number := _page_number(row)) is not None}
    edge = Counter(round(found[i].words[-1].x1 / 4) for i in ends).most_common(1)
    if not edge:
        return range(0)
    entries = [i for i in ends if abs(round(found[i].words[-1].x1 / 4) - edge[0][0]) <= 1]
    titles = [i for i, row in enumerate(found) if _TITLE.fullmatch(" ".join(w.text for w in row.words))]
    dotted = sum(_is_dotted(found[i]) for i in entries)
    if len(entries) < _FEWEST and not (titles and len(entries) >= 2):
        return range(0)
    if not (titles or dotted >= _FEWEST) and not _is_list(found, entries, ends):
        return range(0)
    if _rising([ends[i] for i in entries]) < 0.8:
        return range(0)
    first = min([*titles, entries[0]])
    while first and first - 1 not in titles and _is_part(found, first):
        first -= 1
    return range(first, entries[-1] + 1)


def _page_number(row: Row) -> int | None:
    """The page number that ends a row behind a wide gap or dots."""
    if len(row.words) < 2:
        return None
    last, before = row.words[-1], row.words[-2]
    found = _NUMBER.fullmatch(last.text)
    apart = (
        last.x0 - before.x1 > 1.2 * last.size
        or before.text.endswith(("..", ". .", "…", "__", "."))
        or last.text[0] in "._…"
    )
    if not found or not apart:
        return None
    return int(found[1]) if found[1].isdigit() else 0


def _is_dotted(row: Row) -> bool:
    return is_leader(" ".join(w.text for w in row.words))


def _is_list(found: list[Row], entries: list[int], ends: dict[int, int]) -> bool:
    """Whether rows without a title or dots are entries: most rows of their stretch, words before the number, numbers apart."""
    stretch = entries[-1] - entries[0] + 1
    worded = sum(sum(c.isalpha() for w in found[i].words for c in w.text) >= 6 for i in entries)
    return (
        len(entries) >= 0.4 * stretch
        and worded >= 0.9 * len(entries)
        and len({ends[i] for i in entries}) >= 0.6 * len(entries)
    )


def _rising(numbers: list[int]) -> float:
    """The share of steps that do not go down; roman numerals count as nothing."""
    counted = [n for n in numbers if n]
    steps = list(pairwise(counted))
    return sum(b >= a for a, b in steps) / len(steps) if steps else 1.0


def _is_part(found: list[Row], first: int) -> bool:
    """Whether the row above the first entry is the first line of it: set like it, close above it, no sentence."""
    above, entry = found[first - 1], found[first]
    text = " ".join(w.text for w in above.words)
    return entry.base - above.base < 1.5 * entry.size and abs(above.size - entry.size) < 1 and not text.endswith(".")
