"""Lines in which a report says when and by whom it was put out: "Published by the Port Club, Oslo, May 2025.", or its last lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.outline import dates, names
from pipeline.outline.parts import Piece

_PUBLISHED = re.compile(r"(?:first |date )?published\b|publication date\b|date of publication\b", re.I)
_GIVEN = re.compile(
    r"(?:approved|adopted|issued|released|presented|submitted|laid|ordered|last updated|last revised|updated)\b"
    r"|(?:resolution|declaration|recommendation|statement|decision|motion)s? (?:\S+ )?(?:adopted|agreed|approved) (?:by|on|at)\b",
    re.I,
)
_BY = re.compile(
    r"\bpublished (?:in \S+ |on [\w ]+ |[\d\w ]{6,20})?by (?:the )?(?P<who>[^,.;:|]{3,80}?)\s*(?:$|[,.;|])", re.I
)
_IS = re.compile(
    r"The (?P<who>[A-Z][\w&’'-]+(?: (?:of|for|on|the|and|in|[A-Z][\w&’'-]+)){1,9}) is an? (?:\w+ ){0,3}?"
    r"(?:body|entity|organi[sz]ation|agency|charity|institute|commission|committee|panel|network|association|think tank|regulator|office)\b"
)
_REACH, _LONGEST, _FOOT, _SHORT = 30, 30, 3, 8


def published(top: Sequence[Piece]) -> str | None:
    """The date of a line that begins with "Published" or the like."""
    return next((dates.find(p.block.text) for p in _lines(top, _PUBLISHED)), None)


def given(top: Sequence[Piece]) -> str | None:
    """The date of a line that says when a text was adopted, approved, presented or printed."""
    return next((dates.find(p.block.text) for p in _lines(top, _GIVEN)), None)


def publisher(top: Sequence[Piece]) -> str | None:
    """Who a line says has published the report, whatever the name looks like."""
    found = (_BY.search(p.block.text) for p in top[:_REACH] if p.words <= _LONGEST)
    who = next((m["who"].strip() for m in found if m), None)
    return who if who and len(who.split()) <= _SHORT and not names.is_person(who) else None


def introduced(top: Sequence[Piece]) -> str | None:
    """The organisation that the first lines of a report introduce: "The Port Safety Commission is an independent body …"."""
    found = (_IS.match(p.block.text) for p in top)
    who = next((m["who"] for m in found if m), None)
    return names.organisation(who) if who else None


def foot(running: Sequence[Piece]) -> tuple[str | None, str | None]:
    """The organisation and the date that stand alone in the last lines of a text."""
    who = when = None
    for piece in reversed(running[-_FOOT:]):
        text = piece.block.text.strip()
        if piece.words > _SHORT or piece.block.kind not in ("paragraph", "heading"):
            break
        if dates.only(text) and dates.find(text):
            when = dates.find(text)
        elif name := names.organisation(text):
            who = name
        else:
            break
    return who, when


def _lines(top: Sequence[Piece], says: re.Pattern[str]) -> list[Piece]:
    """Short lines that begin with some words and give one date."""
    return [
        p
        for p in top[:_REACH]
        if p.words <= _LONGEST and says.match(p.block.text.strip()) and dates.count(p.block.text) == 1
    ]
