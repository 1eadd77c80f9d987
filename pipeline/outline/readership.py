"""Whom a whole document is addressed to: a letter ("Dear Minister"), a memo ("TO: heads of departments"), a guide for its readers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Span
from pipeline.outline.parties import is_party
from pipeline.outline.parts import Piece

TOP = 20  # blocks in which a salutation or a memo's head stands
_DEAR = re.compile(r"^(?:An open letter to|Open letter to|Dear)\s+(?P<who>[^,:;.!]{3,80})", re.IGNORECASE)
_TO = re.compile(
    r"^(?:MEMORANDUM\s+)?(?:TO|To|For the attention of|ATTENTION|FOR)\s*:\s*(?P<who>[^\n|;]{3,90}?)(?=\s*(?:$|\n|\||FROM|From:|DATE|CC|RE:))"
)
_MEMO = re.compile(r"^(?:MEMORANDUM|Memorandum|Memo|MEMO|FROM|From|Subject|SUBJECT|RE|Re|DATE|Date)\b\s*:?")
_GUIDE = re.compile(
    r"\b(?:guide|guidance|guidelines|handbook|manual|toolkit|checklist|code of practice|good practices?|best practices?|advice|tips|memo|memorandum|letter|"
    r"lessons|principles|recommendations|briefing) (?:for|to) (?P<who>[^:;.,–—]{3,60})",
    re.IGNORECASE,
)
# An office that stands in front of a name: "Dear Minister Novak".
_OFFICE = re.compile(
    r"^(?:the )?(?:acting |deputy |prime |vice |first )*(?:minister|secretary|senator|representative|chair(?:man|woman|person)?|director|commissioner|"
    r"governor|mayor|president|chancellor|premier|administrator|speaker|ambassador|treasurer|attorney general|members|leaders|colleagues in)\b",
    re.IGNORECASE,
)


def readers(pieces: Sequence[Piece], title: str | None) -> tuple[Span, int] | None:
    """The words that name those whom a document is addressed to, and the block from which on it speaks to them."""
    memo = any(_MEMO.match(p.block.text) for p in pieces[:TOP])
    for piece in pieces[:TOP]:
        for pattern in (_DEAR, *((_TO,) if memo else ())):
            match = pattern.match(piece.text)
            if match and _is_reader(match["who"].strip()):
                return Span(*match.span("who")).shifted(piece.start), piece.index + 1
    for piece in pieces[:TOP]:
        if title and piece.block.kind == "heading" and " ".join(piece.block.text.split()) in " ".join(title.split()):
            match = _GUIDE.search(piece.text)
            if match and is_party(match["who"].strip()):
                return Span(*match.span("who")).shifted(piece.start), piece.index + 1
    return None


def _is_reader(who: str) -> bool:
    return is_party(who) or bool(_OFFICE.match(who))
