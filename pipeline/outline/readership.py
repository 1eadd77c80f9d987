"""Whom a whole document is addressed to: a letter ("Dear Minister"), a memo ("TO: heads of departments"), a guide for its readers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Span
from pipeline.outline.parties import first_party, is_party
from pipeline.outline.parts import Piece

TOP, OPENING = 20, 40  # blocks in which a salutation or a memo's head stands, and in which a text says whom it is for
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
# What a text says of its own purpose: "this note gives practical advice for farmers who …", "the code is intended for schools".
_MEANT = re.compile(
    r"\b(?:(?:provides?|gives?|offers?|contains?|sets? out)(?: \w+){0,2} (?:advice|guidance|guidelines|recommendations|tips) (?:for|to)"
    r"|(?:guidance|policy|guide|code|standard|document|handbook|manual|instruction)s? appl(?:ies|y) to"
    r"|(?:is|are)(?: \w+ly)? (?:intended|aimed|meant|written|designed|addressed)(?: \w+ly)? (?:for|at|to)(?: (?:help|assist|support|guide)\b)?)"
    r" (?P<who>(?:all )?(?:the )?[\w’'-]+(?: (?!(?:to|who|that|in|on|using|with|when|should|must)\b)[\w’'-]+){0,7})",
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
    for piece in pieces[:OPENING]:
        match = _MEANT.search(piece.text) if piece.block.kind == "paragraph" else None
        if match and (who := first_party(match["who"])):
            return Span(match.start("who"), match.start("who") + len(who)).shifted(piece.start), piece.index + 1
    return None


def _is_reader(who: str) -> bool:
    return is_party(who) or bool(_OFFICE.match(who))
