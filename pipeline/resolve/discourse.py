"""Who has been named before: entries in text order, from which anaphors take their antecedents.

Salience follows the usual hierarchy (actor before subject before other mentions, nearer before farther; Lappin and Leass 1994).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.frames import Annotation
from pipeline.resolve.sets import NameSet

Standing = Literal["actor", "subject", "joined", "topic", "set", "target", "partner", "mention"]
COST: dict[Standing, float] = {
    "actor": 0.0,
    "subject": 0.3,
    "joined": 0.5,  # an actor together with its partners
    "topic": 0.8,  # what a sentence begins with
    "set": 0.9,
    "target": 1.0,
    "partner": 1.1,
    "mention": 1.2,
}
FAR = 12
TOPIC = 8  # characters from the start of a sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """Parties named together at one place; none where a thing is spoken of, which a pronoun may take up as well."""

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

    def best(
        self,
        sentence: int,
        before: int,
        fits: Callable[[Entry], bool],
        far: int = FAR,
        extra: Callable[[Entry], float] = lambda _: 0.0,
    ) -> Entry | None:
        """The most salient entry in front of an offset that fits.

        Args:
            far: how many sentences back to look.
            extra: what makes an entry less likely, in sentences.
        """
        found: list[tuple[float, int, Entry]] = []
        for distance in range(far + 1):
            if found and distance > min(c for c, _, _ in found) + max(COST.values()) + 1:
                break
            for entry in self._entries.get(sentence - distance, ()):
                if entry.start < before and fits(entry):
                    cost = distance + COST[entry.standing] + extra(entry)
                    found.append((cost, -entry.start, entry))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def dominant(self, fits: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
        """The set that the whole document names together most often."""
        found = [(n, ids) for ids, n in self.counts.items() if fits(ids)]
        return max(found, key=lambda f: (f[0], f[1]))[1] if found else ()


def entries(annotation: Annotation, ids_of: Sequence[tuple[str, ...]], sets: Iterable[NameSet]) -> Iterator[Entry]:
    """Entries for the mentions of a document: each by itself, and those that the text names together."""
    for mention, ids in zip(annotation.mentions, ids_of, strict=True):
        if ids:
            begins = mention.span.start - annotation.sentences[mention.sentence].span.start <= TOPIC
            standing: Standing = "topic" if begins else "mention"
            yield Entry(mention.span.start, mention.sentence, ids, standing, len(ids) > 1)
    for together in sets:
        yield Entry(together.span.start, together.sentence, together.ids, "set", True)
