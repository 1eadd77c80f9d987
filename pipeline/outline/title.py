"""The title of a report: as printed on its first page, helped by what the file says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from statistics import median

from pipeline.outline import dates, names
from pipeline.outline.parts import Piece
from pipeline.outline.words import heading_roles, name_words

_LONGEST = 40
_JUNK = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|p65|pptx?|rtf|odt|pages|html?)$"
    r"|^(?:microsoft (?:word|powerpoint)|untitled|layout \d|powerpoint presentation|word document|slide \d|document\d*|page \d)\b"
    r"|^(?:report|title|utility|print|cover|final|draft|template)$|^[\w.-]*\d[\w.-]*$|[_\\<>]|^\W*$",
    re.I,
)
_CODE = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9./() -]*$")
_GENRE = re.compile(r"^(?:[\w-]+ )?(?:report|testimony|letter|briefing|statement) (?:to|before|for)\b", re.I)
_KEY = re.compile(
    r"^(?:by|date|author|published|prepared|issued|source|report|for|to|from|subject|version)s?(?: by)?\s*:", re.I
)
_RECORD = re.compile(
    r"(?:presented|ordered|laid|submitted|printed|published|adopted|approved|issued) (?:to|by|before|on|in|pursuant|for|at)\b|dear\b|"
    r"(?:chair|president|director|rapporteur|editor)(?:man|woman|person)?s?\s*:",
    re.I,
)
_OPEN = re.compile(r"\b(?:of|the|and|for|in|to|on|a|an|with|by|from|at)$", re.I)
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3}$)")


def is_junk(title: str) -> bool:
    """Whether a file's own title says nothing of the report: a file name, a program's default, a single code."""
    return not title.strip() or bool(_JUNK.search(title.strip())) or len(title.split()) > 60


def printed(top: Sequence[Piece], common: frozenset[str] = frozenset()) -> list[Piece]:
    """The blocks that make the printed title, in order; empty where the text begins without one.

    Args:
        top: the first blocks.
        common: words that the report writes in small letters: no names of authors.
    """
    lines = list(takewhile(_is_line, _first_page(top)))
    body = median([p.block.size for p in top if p.block.size] or [0.0])
    named = [p for p in lines if not _is_aside(p, common)]
    large = [p for p in named if _is_large(p, body)]
    typed = any(p.block.size or p.block.level for p in large)
    if not typed and named[:1] == lines[:1] and _is_first_line(lines):
        return lines[:1]
    large = large or [p for p in lines if _is_large(p, 1.15 * body) and not p.label]
    if not large:
        return []
    weights = [_weight(p) for p in large]
    first = large[weights.index(max(weights))]
    run = [first]
    for piece in lines[lines.index(first) + 1 : lines.index(first) + 4]:
        aside = _is_aside(piece, common) and not re.match(r"[a-z]", piece.text) and not _OPEN.search(run[-1].text)
        if aside or not _is_large(piece, body) or not _goes_on(run, piece):
            break
        run.append(piece)
    return run


def _is_first_line(lines: Sequence[Piece]) -> bool:
    """Whether plain text, which has no type sizes, begins with a line that may be a title."""
    return bool(lines) and not lines[0].block.size and lines[0].words <= 25 and not lines[0].text.rstrip().endswith(".")


def _is_large(piece: Piece, body: float) -> bool:
    return piece.block.kind == "heading" or (piece.block.size or 0.0) > 1.1 * body > 0


def _first_page(top: Sequence[Piece]) -> list[Piece]:
    page = top[0].block.page_first if top else None
    return [p for p in top if p.block.page_first == page and (page or 1) <= 3]


def _is_line(piece: Piece) -> bool:
    """Whether a block may stand on a title page; running text and the first section end it."""
    text = piece.text.strip()
    if piece.block.kind == "heading":
        roles = heading_roles(text)
        section = bool(roles - {"advice", "hint"}) and piece.words <= 2 and piece.index > 0
        return piece.words <= _LONGEST and not (section or roles & {"summary", "contents", "back"})
    return piece.words <= _LONGEST and (not re.search(r"[a-z]{3}[.:]$", text) or piece.words <= 3)


def _is_aside(piece: Piece, common: frozenset[str]) -> bool:
    """Whether a line is something else than a title: a date, a name, a code, a kind of text, a section."""
    text = piece.text.strip()
    if (
        piece.label
        or dates.only(text)
        or _CODE.match(text)
        or names.is_by_line(text, common)
        or _KEY.match(text)
        or _RECORD.match(text)
    ):
        return True
    small = len(text) <= 3 or set(re.findall(r"\w+", text.lower())) <= name_words("genre")
    organisation = names.organisation(text) and (not piece.block.size or piece.words <= 6)
    return bool(small or organisation or text.lower().startswith(("introduction", "notice")))


def _weight(piece: Piece) -> tuple[bool, float]:
    """How much a line stands out: not a mere kind of text ("Report to Congress"), then size, then rank, then place."""
    block = piece.block
    size = block.size if block.size else -float(block.level or 9) if block.kind == "heading" else -10.0
    return not _GENRE.match(piece.text), round(size)


def _goes_on(run: Sequence[Piece], piece: Piece) -> bool:
    """Whether a line is a second half of the title: set like the first, or beginning in the middle of a phrase."""
    if run[-1].block.size is None or piece.block.size is None:
        return bool(re.match(r"[a-z]", piece.text))
    return abs(piece.block.size - run[0].block.size) < 0.6 if run[0].block.size else False


def text(run: Sequence[Piece], own: str) -> str | None:
    """The printed title as one line; in the file's own spelling where that holds it ("GAO-07-1 Crude Oil: …")."""
    if not run:
        return None
    if own and (same := _within(own, "".join(p.text for p in run))):
        return same
    title = run[0].text.strip()
    for piece in run[1:]:
        follows = re.match(r"[a-z(]", piece.text) or re.search(r"[:;,–—-]$", title) or _OPEN.search(title)
        title = f"{title}{' ' if follows else ': '}{piece.text.strip()}"
    return without_genre(title)


def _within(own: str, title: str) -> str | None:
    """The part of the file's own title that has the same letters as the printed one."""
    places = [(c.lower(), i) for i, c in enumerate(own) if c.isalnum()]
    letters = "".join(c for c, _ in places)
    wanted = "".join(c.lower() for c in title if c.isalnum())
    at = letters.find(wanted)
    if at < 0 or not wanted:
        return None
    return own[places[at][1] : places[at + len(wanted) - 1][1] + 1]


def without_genre(title: str) -> str:
    """A title without the kind of text that a lost line break has glued to it ("… of HarboursPolicy Brief")."""
    cut = next(
        (m.start() for m in _GLUED.finditer(title) if set(title[m.start() :].lower().split()) <= name_words("genre")),
        None,
    )
    return title[:cut].rstrip() if cut else title


def letters(text: str) -> str:
    """What two printings of one title have in common."""
    return re.sub(r"\W+", "", text).lower()
