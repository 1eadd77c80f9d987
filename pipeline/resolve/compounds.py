"""Names of bodies with `and` or commas inside, which the grammar takes for several parties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Span
from pipeline.frames import Frame, Nominal
from pipeline.lexicon import Lexicon

_WORD = r"[A-Z][\w’'-]*"
_PHRASE = rf"{_WORD}(?: {_WORD}){{0,3}}"
# "Office of Management and Budget": one field of work after another, behind one noun for a body.
_FIELDS = re.compile(
    rf"(?P<body>{_WORD}(?: {_WORD}){{0,4}}) (?:of|for|on) (?:the )?(?P<fields>{_PHRASE}(?:, {_PHRASE}){{0,4}},? (?:and|&) (?P<last>{_PHRASE}))"
)
# "Competition and Consumer Commission": the noun for a body is printed once, behind the last of them.
_SHARED = re.compile(
    rf"(?P<fields>{_WORD}(?: {_WORD}){{0,2}}(?:, {_WORD}(?: {_WORD}){{0,2}}){{0,3}},?) (?:and|&) (?P<last>{_WORD}(?: {_WORD}){{1,3}})"
)
_SPLIT = re.compile(r",? (?:and|&) |, ")
_PARTIES = frozenset({"body", "person", "group", "people", "state", "named"})


def compound_names(text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    """Where a sentence prints the name of one body that holds `and`, in text order."""
    spans = [Span(*_without_the(m)) for p in (_FIELDS, _SHARED) for m in p.finditer(text) if _is_one(p, m, lexicon)]
    first: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not any(span.overlaps(f) for f in first):
            first.append(span)
    return tuple(first)


def _without_the(match: re.Match[str]) -> tuple[int, int]:
    return match.start() + (4 if match[0].startswith("The ") else 0), match.end()


def _is_one(pattern: re.Pattern[str], match: re.Match[str], lexicon: Lexicon) -> bool:
    fields = [f.removeprefix("The ") for f in _SPLIT.split(match["fields"])]
    if pattern is _FIELDS:
        # A field of work may be people ("Department for Children and Families"), no party by itself.
        return _is_body(match["body"], lexicon) and not any(lexicon.find(f) or _is_body(f, lexicon) for f in fields)
    return _is_body(match["last"], lexicon) and not any(_is_party(f, lexicon) for f in fields)


def _is_body(name: str, lexicon: Lexicon) -> bool:
    last = name.split()[-1]
    return lexicon.sort(last) == "body" and not last.endswith("s") and lexicon.find(name) is None


def _is_party(name: str, lexicon: Lexicon) -> bool:
    """Whether a part of the name is a party itself ("the Cabinet Office and HM Treasury")."""
    known = lexicon.find(name) is not None
    return known or any(lexicon.sort(w) in _PARTIES for w in (name.split()[0], name.split()[-1]))


def united(frame: Frame, names: Sequence[Span]) -> Frame:
    """A frame in which each of the names, by offsets into the document, is one nominal in each role."""
    if not names:
        return frame
    return replace(
        frame,
        actors=_united(frame.actors, names),
        targets=_united(frame.targets, names),
        partners=_united(frame.partners, names),
    )


def _united(nominals: tuple[Nominal, ...], names: Sequence[Span]) -> tuple[Nominal, ...]:
    made: list[Nominal] = []
    for nominal in nominals:
        name = next((n for n in names if n.covers(nominal.head)), None)
        if name is None:
            made.append(nominal)
        elif not any(m.span.covers(name) for m in made):
            made.append(replace(nominal, span=_with(nominal.span, name), mention=_with(nominal.mention, name)))
    return tuple(made)


def _with(span: Span, name: Span) -> Span:
    return Span(min(span.start, name.start), max(span.end, name.end))
