"""Where a text prints a name that the lexicon, or the text itself by an acronym, knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.lexicon.lexicon import Lexicon, Named
from pipeline.lexicon.names import CAPITALISED, pieces, plain, printed

LONGEST = 120  # characters of a name


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
        end = 0
        for first in CAPITALISED.finditer(text):
            word = plain(first[0])
            if first.start() >= end and (word in self._own or word in self._lexicon.index):
                match = self._at(text, first.start(), first.end(), word)
                if match:
                    end = match.end
                    yield match

    def _at(self, text: str, start: int, end: int, word: str) -> Match | None:
        long = self._own.get(word)
        if long:
            return Match(start, end, self._lexicon.find(long, self._home), long)
        found = list(pieces(text[start : start + LONGEST]))
        for words, name in self._lexicon.index.get(word, ()):
            stretch = found[: len(words)]
            if tuple(p[0] for p in stretch) == words and (named := self._lexicon.find(name, self._home)):
                return Match(start, start + stretch[-1][2], named)
        return None
