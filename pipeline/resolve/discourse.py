"""Who has been named before: entries in text order, from which anaphors take their antecedents.

Salience follows the usual hierarchy (actor before subject before other mentions, nearer before farther; Lappin and Leass 1994).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.document import Document
from pipeline.frames import Annotation, Mention

Standing = Literal["actor", "subject", "joined", "set", "target", "partner", "mention"]
COST: dict[Standing, float] = {
    "actor": 0.0,
    "subject": 0.3,
    "joined": 0.5,  # an actor together with its partners
    "set": 0.9,
    "target": 1.0,
    "partner": 1.1,
    "mention": 1.2,
}
FAR = 12
_JOINER = re.compile(r"\s*(?:,|,?\s*(?:and|or|&|as well as)|[-–—/])\s*(?:the\s+|both\s+)?", re.IGNORECASE)
_HELD = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Parties named together at one place."""

    start: int
    sentence: int
    ids: tuple[str, ...]
    standing: Standing
    plural: bool


class Discourse:
    """The entries of a document so far."""

    def __init__(self, sets: Iterable[Entry] = ()) -> None:
        self._entries: dict[int, list[Entry]] = defaultdict(list)
        self.counts: Counter[tuple[str, ...]] = Counter()
        for entry in sets:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Remember parties that have been named."""
        self._entries[entry.sentence].append(entry)
        if entry.standing in {"actor", "set"}:
            self.counts[tuple(sorted(entry.ids))] += 1

    def best(self, sentence: int, before: int, fits: Callable[[Entry], bool], far: int = FAR) -> Entry | None:
        """The most salient entry in front of an offset that fits."""
        found: list[tuple[float, int, Entry]] = []
        for distance in range(far + 1):
            if found and distance > min(c for c, _, _ in found) + max(COST.values()):
                break
            for entry in self._entries.get(sentence - distance, ()):
                if entry.start < before and fits(entry):
                    found.append((distance + COST[entry.standing], -entry.start, entry))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def dominant(self, fits: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
        """The set that the whole document names together most often."""
        found = [(n, ids) for ids, n in self.counts.items() if fits(ids)]
        return max(found, key=lambda f: (f[0], f[1]))[1] if found else ()


def named_entries(document: Document, annotation: Annotation, ids_of: Sequence[tuple[str, ...]]) -> tuple[Entry, ...]:
    """Entries for the mentions of a document: each by itself, and those that the text coordinates as one set."""
    made: list[Entry] = []
    run: list[str] = []
    first: Mention | None = None
    previous: Mention | None = None
    for mention, ids in zip(annotation.mentions, ids_of, strict=True):
        if mention.label not in _HELD or not ids:
            continue
        made.append(Entry(mention.span.start, mention.sentence, ids, "mention", len(ids) > 1))
        if previous and first and _joined(document.text, previous, mention):
            run.extend(i for i in ids if i not in run)
            if len(run) > 1:
                made.append(Entry(first.span.start, first.sentence, tuple(run), "set", True))
        else:
            first, run = mention, list(ids)
        previous = mention
    return tuple(_longest(made))


def _joined(text: str, left: Mention, right: Mention) -> bool:
    between = text[left.span.end : right.span.start]
    return left.sentence == right.sentence and len(between) < 20 and bool(_JOINER.fullmatch(between))


def _longest(entries: list[Entry]) -> Iterable[Entry]:
    """Of the growing sets that begin at one place only the last."""
    last = {(e.start, e.standing): e for e in entries}
    return (e for e in entries if last[e.start, e.standing] is e)
