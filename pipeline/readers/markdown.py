"""Markdown, as CommonMark reads it, with tables; printed list numbers are kept and front matter is taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.document import CELL_SEPARATOR, Block, BlockKind, Source, Style
from pipeline.labels import Label, follows, is_first, match
from pipeline.readers.base import Format
from pipeline.readers.contents import mark_contents
from pipeline.readers.encoding import decode, plain
from pipeline.readers.endnotes import mark_endnotes
from pipeline.readers.frontmatter import split
from pipeline.readers.joining import Hyphens, goes_on
from pipeline.readers.marks import as_item, starts_item
from pipeline.readers.mending import mend
from pipeline.readers.provisions import cut_provisions
from pipeline.readers.runs import Run, compose, shifted

_STYLES: dict[str, Style] = {"strong": "bold", "em": "italic", "s": "strike"}
_TAG_STYLES: dict[str, Style] = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*>")
_NOTE = re.compile(r"\[\^([^\]\s]+)\](:?)\s*")
_CAPTION = re.compile(r"(?:▲\s*)?(?:Figure|Fig\.|Table|Chart|Box|Exhibit|Map|Graph)\s+[\dA-Z][\w.-]*\s*[:.–—|]|[▲△]\s")
_MARKS = re.compile(
    r"^(?:#{1,6} +\S|[-*+] +(?:\*\*|__)|\d+[.)] +(?:\*\*|__)|(?:\*\*|__)\S|_\S.*_\s*$|>\s|!\[|\|.*\|\s*$|```)|\]\(\w+:|\*\*\w",
    re.M,
)
_CUT_WORD = re.compile(r"(\S*[^\W\d_]-)[ \t]*\n[ \t]*([a-z]\S*)")
_YEAR = re.compile(r"\d{4,}[.)]")
_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")
_BOXES = {" ": "☐", "x": "☑"}
_HARD_JOIN, _LINE = 60, 60
_PAUSE = re.compile(r"[.;,:]$|[;,]\s(?:and|or)$")
_GLYPHS = tuple("•■□●○◆◇▪▫‣➢➤►▶✓✔❖❑❏☐☑")


def read(path: Path) -> Source:
    """Read a Markdown file."""
    return parse(decode(path.read_bytes()))


def parse(text: str) -> Source:
    """Read Markdown text."""
    metadata, body, problems = split(plain(text))
    hyphens = Hyphens(body.splitlines())
    body = _CUT_WORD.sub(lambda cut: hyphens.join(cut[1], cut[2]), body.replace("\f", "\n\n"))
    blocks = list(_Walker().walk(_parser().parse(body)))
    return Source(
        media_type=FORMAT.media_type,
        extractor="markdown 1",
        blocks=tuple(cut_provisions(mark_endnotes(as_item(block) for block in mend(mark_contents(blocks), hyphens)))),
        metadata=metadata,
        metadata_from="front matter" if metadata else "",
        problems=problems,
    )


def sure(head: bytes) -> float:
    """How much the text looks like Markdown: the marks that plain text has no use for, for each ten lines."""
    if b"\0" in head:
        return 0.0
    text = head.decode("utf-8", errors="replace")
    lines = sum(1 for line in text.splitlines() if line.strip())
    marks = len(_MARKS.findall(text)) + 3 * len(re.findall(r"^#{1,6} +\S", text, re.M))
    return min(0.9, 10 * marks / lines) if lines and marks >= 2 else 0.0


FORMAT = Format(
    name="markdown", media_type="text/markdown", suffixes=(".md", ".markdown", ".mkd"), sure=sure, read=read
)


def _parser() -> MarkdownIt:
    # Indented text in a report is text, not program code.
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"]).disable("code")


@dataclass
class _Walker:
    """Turns markdown-it's tokens into blocks."""

    lists: list[str] = field(default_factory=list)
    label: str = ""
    first_in_item: bool = False

    def walk(self, tokens: list[Token]) -> Iterator[Block]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = _closing(tokens, at)
                yield from _rows(tokens[at:end])
                at = end
            elif token.type == "inline":
                yield from self._inline(token, tokens[at - 1])
            elif token.type in ("fence", "code_block"):
                yield from self._lines(token.content)
            elif token.type == "html_block":
                yield from self._html(token.content)
            else:
                self._structure(token)
            at += 1

    def _structure(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(token.type)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.label = f"{token.info}{token.markup}" if self.lists[-1].startswith("ordered") else token.markup
            self.first_in_item = True

    def _inline(self, token: Token, opening: Token) -> Iterator[Block]:
        heading = opening.type == "heading_open"
        pieces = list(_hard_pieces(token.children or []))
        has_image = any(child.type == "image" for child in token.children or [])
        for runs in [[run for piece in pieces for run in piece]] if heading else _rejoined(pieces):
            text, emphasis = compose(runs)
            if not text:
                continue
            block = Block(kind="paragraph", text=text, emphasis=emphasis, level=len(self.lists) or None)
            if heading:
                yield replace(block, kind="heading", level=int(opening.tag[1:]))
            elif has_image or _CAPTION.match(text):
                yield replace(block, kind="caption", level=None)
            else:
                yield from self._paragraph(block, token)

    def _paragraph(self, block: Block, token: Token) -> Iterator[Block]:
        if self.lists and self.first_in_item:
            self.first_in_item = False
            if _YEAR.fullmatch(self.label):  # "2025. The ministry" at the start of a line is no item
                yield replace(block, text=f"{self.label} {block.text}", level=None, emphasis=())
                return
            kind: BlockKind = "contents" if _only_anchor(token) else "item"
            task = _TASK.match(block.text)
            text, emphasis = (
                (block.text[task.end() :], shifted(block.emphasis, -task.end(), len(block.text) - task.end()))
                if task
                else (block.text, block.emphasis)
            )
            yield replace(
                block,
                kind=kind,
                text=text,
                emphasis=emphasis,
                label=_BOXES[task[1].lower()] if task else self.label,
                level=len(self.lists) - 1,
            )
        elif note := _NOTE.match(block.text):
            yield replace(block, kind="note", label=note[1], text=block.text[note.end() :], emphasis=())
        else:
            yield block

    def _lines(self, content: str) -> Iterator[Block]:
        for part in re.split(r"\n\s*\n", content):
            if text := " ".join(part.split()):
                yield Block(kind="paragraph", text=text)

    def _html(self, content: str) -> Iterator[Block]:
        from pipeline.readers.html import fragment

        yield from fragment(content)


def _hard_pieces(children: list[Token]) -> Iterator[list[Run]]:
    """The inline text as styled runs, cut at hard line breaks."""
    styles: list[Style] = []
    piece: list[Run] = []
    hidden = 0
    parts = _are_lines(children)
    listed = _listed(children)
    for i, child in enumerate(children):
        kind = child.type
        if kind in ("text", "code_inline"):
            if not hidden:
                piece.append(Run(_without_notes(child.content), frozenset(styles)))
        elif kind == "softbreak" and not parts and i not in listed and not _begins_item(children, i + 1):
            piece.append(Run(" "))
        elif kind in ("softbreak", "hardbreak") or (kind == "html_inline" and child.content.lower().startswith("<br")):
            yield piece
            piece = []
        elif kind == "html_inline":
            hidden += _tag(child.content, styles)
        elif kind.endswith("_open") and kind[:-5] in _STYLES:
            styles.append(_STYLES[kind[:-5]])
        elif kind.endswith("_close") and kind[:-6] in _STYLES:
            styles.remove(_STYLES[kind[:-6]])
    yield piece


def _listed(children: list[Token]) -> frozenset[int]:
    """The line breaks of a paragraph behind which items begin that Markdown does not know as such, as their markers count up:
    `a. …`, `b. …` below "1. Roofs", or `_1. …_`, `_2. …_`."""
    rows: dict[str, list[tuple[int, Label]]] = {}
    for i, child in enumerate([Token("softbreak", "", 0), *children]):
        text = next((c.content for c in children[i:] if c.content or c.type == "softbreak"), "")
        label = match(text) if child.type == "softbreak" and starts_item(text) else None
        if label and label.kind == "number":
            row = rows.setdefault(label.style, [])
            if (row and follows(row[-1][1], label)) or (not row and is_first(label)):
                row.append((i - 1, label))
    return frozenset(at for row in rows.values() if len(row) > 1 for at, _ in row)


def _begins_item(children: list[Token], at: int) -> bool:
    """Whether a line of a paragraph begins an item that Markdown does not know as one: `☐ Do`, or `b) Do` behind `a) Do`."""
    line, before, first = children[at].content, children[at - 2].content if at > 1 else "", children[0].content
    follows = starts_item(first) and bool(_PAUSE.search(before))
    return line.startswith(_GLYPHS) or (starts_item(line) and (follows or before.endswith(":")))


def _are_lines(children: list[Token]) -> bool:
    """Whether the lines of a paragraph are lines, as in a letterhead, an address or a signature: three at least, all short,
    with a capital in front, none a sentence."""
    if sum(c.type == "softbreak" for c in children) < 2:
        return False
    text = "".join("\n" if c.type == "softbreak" else c.content for c in children)
    return all(
        len(line) <= _LINE and re.match(r"[A-Z]", line) and not re.search(r"[.,;:!?–-]\s*$", line)
        for line in text.split("\n")
    )


def _tag(content: str, styles: list[Style]) -> int:
    """Take an inline tag into account; +1 and -1 where a raised note mark begins and ends."""
    found = _TAG.match(content)
    if not found:
        return 0
    name = found[2].lower()
    if name == "sup":
        return -1 if found[1] else 1
    if style := _TAG_STYLES.get(name):
        if not found[1]:
            styles.append(style)
        elif style in styles:
            styles.remove(style)
    return 0


def _without_notes(text: str) -> str:
    return re.sub(r"\[\^[^\]\s]+\](?!:)", "", text)


def _rejoined(pieces: list[list[Run]]) -> Iterator[list[Run]]:
    """Hard breaks inside a sentence are blanks; between a by-line and a date they part two paragraphs."""
    current: list[Run] = []
    for piece in pieces:
        before, after = compose(current)[0], compose(piece)[0]
        if (
            current
            and before
            and after
            and not (
                (goes_on(before, after) and not starts_item(after)) or len(before.rsplit("\n")[-1]) > _HARD_JOIN * 20
            )
        ):
            yield current
            current = []
        current = [*current, Run(" "), *piece] if current else piece
    yield current


def _only_anchor(token: Token) -> bool:
    """Whether an item is nothing but a link into the same file: a line of a table of contents."""
    children = [c for c in token.children or [] if c.type != "text" or c.content.strip()]
    if len(children) < 2 or children[0].type != "link_open" or children[-1].type != "link_close":
        return False
    return str(children[0].attrs.get("href", "")).startswith("#") and sum(c.type == "link_open" for c in children) == 1


def _closing(tokens: list[Token], at: int) -> int:
    return next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")


def _rows(tokens: list[Token]) -> Iterator[Block]:
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(compose(run for piece in _hard_pieces(token.children or []) for run in [*piece, Run(" ")])[0])
        elif token.type == "tr_close" and any(cells):
            yield Block(kind="table", text=CELL_SEPARATOR.join(cells), cells=tuple(cells))
