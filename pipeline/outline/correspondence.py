"""What letters and memoranda say of themselves: the lines above them (FROM, SUBJECT), and who signs below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.outline import names
from pipeline.outline.parts import Piece
from pipeline.outline.words import name_words

_KEYS = "to|for|from|through|via|date|subject|re|cc"
_KEY = re.compile(rf"(?:(?<=\s)|^)(?:memorandum\s+)?(?P<key>{_KEYS})\s*:\s*", re.I)
_MEMORANDUM = re.compile(r"(?:interoffice |internal )?(?:memorandum|memo)\b(?:\s+(?:for|to)\b.*|\W*)", re.I)
_SALUTATION = re.compile(r"Dear\s[^.;]{2,80}[,:]?\s*$|To whom it may concern", re.I)
_CLOSING = re.compile(
    r"(?:(?:yours|very|most)\s+)?(?:sincerely|faithfully|truly|respectfully(?: submitted)?|cordially)(?: yours)?[,.]?\s*"
    r"|(?:with )?(?:kind|best|warm) regards[,.]?\s*|(?:co-?)?sign(?:ed(?: by)?|atories|ed on behalf of.{0,40})\s*[:,]?\s*",
    re.I,
)
_REACH, _MOST, _LONGEST = 60, 12, 14


def header(top: Sequence[Piece]) -> dict[str, tuple[str, int]]:
    """The lines of a memorandum above its text, by lower-case key the value and its block; empty where there are fewer than
    two. A line may hold several keys, where line breaks were lost."""
    found: dict[str, tuple[str, int]] = {}
    for piece in top:
        text = piece.block.text
        keys = list(_KEY.finditer(text))
        if not keys or keys[0].start() or piece.words > 60:
            continue
        for key, end in zip(keys, [*(k.start() for k in keys[1:]), len(text)], strict=True):
            if key["key"].islower():
                continue
            if value := text[key.end() : end].strip(" |"):
                found.setdefault(key["key"].lower(), (value, piece.index))
    return found if len(found) > 1 or "re" in found else {}


def is_memorandum(top: Sequence[Piece]) -> bool:
    """Whether a text begins as a memorandum does: `MEMORANDUM FOR …`, or lines `TO:`, `FROM:`, `SUBJECT:`."""
    said = [p for p in top if _MEMORANDUM.fullmatch(p.block.text.strip())]
    keys = header(top).keys() & {"to", "for", "from", "subject", "re"}
    return len(keys) >= 3 or (bool(said) and (len(keys) >= 2 or any(p.words > 2 for p in said)))


def is_addressed(text: str) -> bool:
    """Whether a line only says that a memorandum follows, and for whom."""
    return bool(_MEMORANDUM.fullmatch(text.strip()))


def addressee_lines(top: Sequence[Piece], dated: Collection[int]) -> frozenset[int]:
    """The blocks of a letter that name and greet its reader: from the date, or the first line, to the salutation.

    Args:
        top: the first blocks.
        dated: those that give a date.
    """
    greeting = next((i for i, p in enumerate(top) if _SALUTATION.fullmatch(p.block.text.strip())), None)
    if greeting is None:
        return frozenset()
    first = max((i for i in range(greeting) if top[i].index in dated), default=greeting - 1)
    return frozenset(p.index for p in top[first + 1 : greeting + 1])


def is_letter(top: Sequence[Piece]) -> bool:
    """Whether a text greets its reader: "Dear Minister,"."""
    return any(_SALUTATION.fullmatch(p.block.text.strip()) for p in top)


def is_closing(text: str) -> bool:
    """Whether a line ends a letter: "Yours sincerely,", "Signed by:"."""
    return bool(_CLOSING.fullmatch(text.strip()))


def signed(pieces: Sequence[Piece]) -> tuple[list[str], list[str], list[int]]:
    """Who signs a letter or a statement: organisations, persons, and the blocks that say so."""
    tail = pieces[-_REACH:]
    at = next((i for i, p in enumerate(tail) if is_closing(p.block.text)), None)
    if at is None:
        return [], [], []
    blocks, bodies, persons, affiliations = [tail[at].index], list[str](), list[str](), list[str]()
    for piece in tail[at + 1 :]:
        text = piece.block.text.strip(" _")
        if piece.words > _LONGEST or (piece.closed and piece.words > 6) or piece.block.kind == "heading":
            break
        blocks.append(piece.index)
        first, _, rest = text.partition(",")
        if names.is_person(first) and not names.is_organisation(first):
            persons.append(first)
            affiliations += _bodies(rest.strip())
        else:
            bodies += [n for n in _bodies(text) if n not in bodies]
    # Several who sign each with an affiliation sign for themselves; one signs for the body.
    bodies = bodies or (affiliations if len(persons) == 1 else [])
    return bodies[:_MOST], persons if len(persons) <= _MOST else [], blocks


def _bodies(line: str) -> list[str]:
    """The organisations of a line of a signature: the line itself, or what stands behind an office ("Chair, Ports for All")."""
    office, _, rest = line.partition(",")
    if rest and set(office.lower().split()) & name_words("office"):
        name = names.organisation(rest) or (rest.strip() if rest.strip().istitle() else None)
        return [name] if name else []
    if whole := names.organisation(line):
        return [whole]
    return [n for part in line.split(",") if (n := names.organisation(part.strip()))]
