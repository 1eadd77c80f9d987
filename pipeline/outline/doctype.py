"""What kind of text a document is, by its structure: laws and standards order, reports advise, minutes record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.outline.headings import Head
from pipeline.outline.parts import Piece
from pipeline.outline.words import label_role
from pipeline.structure import DocType

_SHALL = re.compile(r"\bshall\b")
_KEYWORDS = re.compile(r"\b(?:MUST|SHALL|SHOULD|MAY)(?: NOT)?\b")
_NORMATIVE = re.compile(
    r"\b(?:normative references?|conformance|terms and definitions|conventions used|requirements notation)\b", re.I
)
_MINUTES = re.compile(
    r"\b(?:minutes of|meeting minutes|minutes|meeting notes|record of decisions|decisions and votes)\b", re.I
)
_PRESENT = re.compile(
    r"^(?:attendees|attendance|present|members present|apologies|in attendance|roll call|call to order)\b", re.I
)


def of(pieces: Sequence[Piece], heads: Sequence[Head], title: str | None) -> DocType:
    """The kind of a document."""
    text = " ".join(p.text for p in pieces)
    words = max(1, len(text.split()))
    if _is_law(pieces, text, words):
        return "law"
    if _is_standard(heads, text, words):
        return "standard"
    if _MINUTES.search(title or "") or sum(bool(_PRESENT.match(p.text)) for p in pieces[:40]) >= 2:
        return "minutes"
    return "report"


def _is_law(pieces: Sequence[Piece], text: str, words: int) -> bool:
    """Articles or sections with provisions, and `shall` throughout."""
    articles = sum(
        bool(
            p.label
            and ((p.label.kind == "word" and label_role(p.label.word) == "article") or p.label.printed.startswith("§"))
        )
        for p in pieces
    )
    sections = sum(bool(p.label and p.label.word.lower() in ("section", "sec")) for p in pieces)
    return articles + sections >= 5 and 1000 * len(_SHALL.findall(text)) / words >= 4


def _is_standard(heads: Sequence[Head], text: str, words: int) -> bool:
    """Normative front sections, or the key words of requirements in capitals throughout."""
    normative = sum(bool(_NORMATIVE.search(h.piece.text)) for h in heads)
    return (
        normative >= 2
        or (normative >= 1 and 1000 * len(_KEYWORDS.findall(text)) / words >= 3)
        or 1000 * len(_KEYWORDS.findall(text)) / words >= 8
    )
