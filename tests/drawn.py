"""Small reports for tests, drawn line by line: every line is a block.

`# Title` a heading (as many marks as its rank), `= Title` one of unknown rank, `@1. text` an item with the label that a reader tells from the text (blanks in
front nest it), `| a | b` a table row, `^ text` a note, anything else a paragraph. `**bold**`, `_italic_`, `~~struck~~`.
"""

from __future__ import annotations

import re

from pipeline.document import CELL_SEPARATOR, Block, Document, Emphasis, Source, Style, join
from pipeline.outline import segment
from pipeline.sidecar import Sidecar
from pipeline.structure import Outline, Recommendation

_MARKS: dict[str, Style] = {"**": "bold", "_": "italic", "~~": "strike"}
_STYLED = re.compile(r"(\*\*|~~|(?<!\w)_(?=\S))(.+?)\1")


def block(line: str) -> Block:
    """One line as a block."""
    if heading := re.match(r"(#+) (.*)", line):
        text, emphasis = _plain(heading[2])
        return Block(kind="heading", level=len(heading[1]), text=text, emphasis=emphasis)
    if line.startswith("= "):
        return Block(kind="heading", text=line[2:])
    if item := re.match(r"( *)@(\S+) (.*)", line):
        text, emphasis = _plain(item[3])
        return Block(kind="item", label=item[2], level=len(item[1]) // 2, text=text, emphasis=emphasis)
    if line.startswith("| "):
        cells = tuple(c.strip() for c in line.strip("| ").split("|"))
        return Block(kind="table", text=CELL_SEPARATOR.join(cells), cells=cells)
    if line.startswith("^ "):
        return Block(kind="note", text=line[2:])
    text, emphasis = _plain(line.strip())
    return Block(kind="paragraph", text=text, emphasis=emphasis)


def _plain(text: str) -> tuple[str, tuple[Emphasis, ...]]:
    done, at = "", 0
    emphasis: list[Emphasis] = []
    for found in _STYLED.finditer(text):
        done += text[at : found.start()]
        inside, nested = _plain(found[2])
        emphasis.append(Emphasis(len(done), len(done) + len(inside), _MARKS[found[1]]))
        emphasis.extend(Emphasis(len(done) + e.start, len(done) + e.end, e.style) for e in nested)
        done += inside
        at = found.end()
    return done + text[at:], tuple(emphasis)


def document(drawing: str, metadata: dict[str, str] | None = None, metadata_from: str = "") -> Document:
    """A drawn report as a document."""
    blocks = tuple(block(line) for line in drawing.strip("\n").split("\n") if line.strip())
    return join(
        Source(
            media_type="text/plain",
            extractor="drawn",
            blocks=blocks,
            metadata=metadata or {},
            metadata_from=metadata_from or ("front matter" if metadata else ""),
        )
    )


def outline(drawing: str, sidecar: Sidecar | None = None) -> tuple[Document, Outline]:
    """A drawn report and its outline."""
    drawn = document(drawing)
    return drawn, segment(drawn, sidecar)


def section_path(found: Outline, recommendation: Recommendation) -> list[str]:
    """The titles of the headings above a recommendation, outermost first, each with its printed label."""
    path: list[str] = []
    at = recommendation.section
    while at is not None:
        section = found.sections[at]
        path.insert(0, f"{section.number} {section.title}" if section.number else section.title)
        at = section.parent
    return path
