"""Where a text prints a name that the lexicon, or the text itself by an acronym, knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.lexicon.lexicon import Lexicon, Named
from pipeline.lexicon.names import pieces, printed


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text; `named` is None for an acronym that only the text knows, whose long form is `long`."""

    start: int
    end: int
    named: Named | None
    long: str = ""


class Gazetteer:
    """Finds names by their words, the longest first. Cheap to make for each document."""

    def __init__(self, lexicon: Lexicon, acronyms: Mapping[str, str] | None = None, home: str | None = None) -> None:
        self._lexicon, self._home = lexicon, home
        self._own = {printed(short): long for short, long in (acronyms or {}).items()}

    def matches(self, text: str) -> Iterator[Match]:
        """The names in a text, in order, without overlaps."""
        found = list(pieces(text))
        at = 0
        while at < len(found):
            size, match = self._at(found, at)
            if match:
                yield match
            at += size

    def _at(self, found: list[tuple[str, int, int]], at: int) -> tuple[int, Match | None]:
        word, start, end = found[at]
        long = self._own.get(word)
        if long:
            return 1, Match(start, end, self._lexicon.find(long, self._home), long)
        for words, name in self._lexicon.index.get(word, ()):
            stretch = found[at : at + len(words)]
            if tuple(p[0] for p in stretch) == words and (named := self._lexicon.find(name, self._home)):
                return len(words), Match(start, stretch[-1][2], named)
        return 1, None
