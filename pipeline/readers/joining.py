"""Text that a page, a column or a stray rule has cut in two: does it go on, and how do the halves meet?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pipeline.document import Block
from pipeline.readers.runs import merge, shifted

_ENDED = re.compile(r"""[.!?:;][”"’'»)\]\d*†‡]*$""")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]\.){1,4}|\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vs|Sen|Rep|Gov|Gen|Lt|Fig|Figs|pp|p|para|Art|ch|Ch|e\.g|i\.e|cf|Jr|approx)\.)$"
)
_OPEN = re.compile(
    r"(?:[,\-–—(/&]|\b(?:a|an|the|of|to|in|on|for|and|or|by|with|from|as|at|that|which|its|their|such|is|are|was|be))$",
    re.I,
)
# The clauses of a preamble end in commas: "Recalling …," "Deeply concerned …,".
_CLAUSE = re.compile(r"(?:(?:Also|Further|Again|Deeply|Fully|Gravely|Having)\s+)?[A-Z]?[a-z]+(?:ing|ed)\b")
_LOWER = re.compile(r"[\"“‘(]?[a-zà-öø-ÿ]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([\w'’-]*?[\w'’])[-\u2010]$")
_BREAKS = frozenset("-\u2010/—")
_FIRST = re.compile(r"[\w'’]+")
_ENOUGH = 5


def ended(text: str) -> bool:
    """Whether a text closes with the mark of a finished sentence; the dot of an abbreviation ("U.S.") is none."""
    return bool(_ENDED.search(text[-16:])) and not _ABBREVIATED.search(text[-12:])


def goes_on(before: str, after: str) -> bool:
    """Whether a text that was cut goes on with another, as far as the words tell."""
    if not before or not after or ended(before):
        return False
    if before.endswith(",") and after[:1].isupper() and _CLAUSE.match(after):
        return False
    return bool(_LOWER.match(after)) or (bool(_OPEN.search(before[-24:])) and len(before) > 40)


class Hyphens:
    """Decides what becomes of a hyphen at the end of a line, from the words of the report itself.

    A word that the report writes solid elsewhere is written solid, one that it writes with a hyphen keeps it. Otherwise two
    halves that are both words of the report (`long-` `term`) keep the hyphen, and a half that is no word (`recom-`) loses it.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        cuts: list[tuple[str, str]] = []
        half = ""
        for line in lines:
            whole = line
            if half:  # halves of cut words are no words
                first, _, whole = line.partition(" ")
                cuts.append((half, first))
            half = ""
            if line[-1:] in ("-", "\u2010"):
                whole, _, half = whole.rpartition(" ")
            self._words.update(word.lower() for word in _WORDS.findall(whole))
        for word in [w for w in self._words if "-" in w]:
            for part in word.split("-"):
                self._words[part] += 0
        self._never = self._is_never(cuts)

    def _is_never(self, cuts: list[tuple[str, str]]) -> bool:
        """Whether a report seems to cut no words at all, so that every hyphen at the end of a line is its own."""
        solid = 0
        for head, tail in cuts:
            found = _FIRST.match(tail)
            solid += (
                found is not None and self._words[(head.rstrip("-\u2010").rsplit("-", 1)[-1] + found[0]).lower()] > 0
            )
        return len(cuts) >= _ENOUGH and solid == 0

    def join(self, before: str, after: str) -> str:
        """The two lines as one text, with a blank between them, or with or without the hyphen."""
        if before[-1:] not in _BREAKS:
            return f"{before} {after}"
        last, first = _LAST.search(before[-80:]), _FIRST.match(after)
        if not last or not first:
            return before + after if not before.endswith((" -", " –", " —")) else f"{before} {after}"
        return before + after if self._keeps(last[1], first[0]) else before[:-1] + after

    def _keeps(self, head: str, tail: str) -> bool:
        part = head.rsplit("-", 1)[-1]
        if self._never or tail[0].isupper() or tail[0].isdigit() or not part.isalpha():
            return True
        solid, hyphened = self._words[(part + tail).lower()], self._words[f"{head}-{tail}".lower()]
        if solid or hyphened:
            return hyphened > solid
        return part.lower() in _PREFIXES or (self._known(part) and self._known(tail))

    def _known(self, part: str) -> bool:
        return len(part) > 2 and self._words[part.lower()] > 0


# Word parts that are rarely written solid with what follows.
_PREFIXES = frozenset(
    "self non well anti post pre semi quasi multi ex co all high low long short mid cross e so one two three four".split()
)


def joined(first: Block, second: Block, hyphens: Hyphens) -> Block:
    """Two blocks that are one: texts, emphasis, pages and boxes together."""
    text = hyphens.join(first.text, second.text)
    moved = shifted(second.emphasis, len(text) - len(second.text), len(text))
    kept = shifted(first.emphasis, 0, len(text) - len(second.text))
    return replace(
        first,
        text=text,
        emphasis=tuple(merge([*kept, *moved])),
        page_last=second.page_last if second.page_last is not None else first.page_last,
        regions=first.regions + second.regions,
    )
