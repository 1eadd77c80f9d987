"""Word files: styles, the list numbers that Word computes and no text holds, tables, notes, tracked changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.document import CELL_SEPARATOR, Block, Source, Style
from pipeline.errors import ReadError
from pipeline.readers.base import Format
from pipeline.readers.contents import mark_contents
from pipeline.readers.docx_numbers import Numbers, qualified
from pipeline.readers.encoding import plain
from pipeline.readers.endnotes import mark_endnotes
from pipeline.readers.marks import as_item
from pipeline.readers.provisions import cut_provisions
from pipeline.readers.runs import Run, compose, shifted

_LARGEST = 400 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away text, and what is drawn twice for older programs, is no text of the report.
_SKIPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delText"}
)
_HEADING = re.compile(r"(?:heading|überschrift|titre|título)\s*(\d)", re.I)


def read(path: Path) -> Source:
    """Read a Word file (.docx)."""
    import docx

    _check(path)
    try:
        document = docx.Document(str(path))
        return _Reader(document).source()
    except ReadError:
        raise
    except Exception as error:  # python-docx raises whatever its parts happen to raise on broken packages
        raise ReadError("damaged", "The Word file is damaged: open it in Word, save it again and add that.") from error


def sure(head: bytes) -> float:
    """A Word file is a zip archive that names its parts early on."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    other = b"xl/" in head or b"ppt/" in head or b"META-INF/" in head
    return 1.0 if b"word/" in head or (b"[Content_Types].xml" in head and not other) else 0.0


FORMAT = Format(
    name="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    suffixes=(".docx",),
    sure=sure,
    read=read,
    strict=True,
)


def _check(path: Path) -> None:
    """Refuse what is no Word package, and archives that unpack to far more than a report can be."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, EOFError) as error:
        raise ReadError("damaged", "The Word file is cut off or damaged: get it again.") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise ReadError(
            "not_a_docx", "The file is an office file of another kind or no Word file: save it as DOCX or PDF."
        )
    if sum(entry.file_size for entry in entries) > _LARGEST:
        raise ReadError("too_large", "The Word file unpacks to more than 400 MB: save it without its pictures.")


@dataclass
class _Reader:
    document: Any
    _numbers: Numbers = field(init=False)
    _styles: dict[str, Any] = field(init=False)
    _base: float = 0.0

    def __post_init__(self) -> None:
        self._styles = {s.get(f"{_W}styleId"): s for s in self.document.styles.element.findall(qualified("w:style"))}
        self._numbers = Numbers(self.document, self._styles)

    def source(self) -> Source:
        blocks = [as_item(block) for block in self._body(self.document.element.body)]
        blocks += self._notes()
        metadata = self._metadata()
        return Source(
            media_type=FORMAT.media_type,
            extractor="docx 1",
            blocks=tuple(cut_provisions(mark_endnotes(mark_contents(blocks)))),
            metadata=metadata,
            metadata_from="document properties" if metadata else "",
        )

    def _metadata(self) -> dict[str, str]:
        p = self.document.core_properties
        found = {"title": p.title, "author": p.author, "date": (p.created or "") and p.created.date().isoformat()}
        found |= {"language": p.language, "description": p.subject}
        return {key: " ".join(str(value).split()) for key, value in found.items() if value and str(value).strip()}

    def _body(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if element.tag == qualified("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qualified("w:tbl"):
                yield from self._table(element)
            elif element.tag in (
                qualified("w:sdt"),
                qualified("w:ins"),
                qualified("w:smartTag"),
                qualified("w:customXml"),
            ):
                content = element.find(qualified("w:sdtContent"))
                yield from self._body(content if content is not None else element)

    def _paragraph(self, p: Any) -> Iterator[Block]:
        label, depth = self._numbers.label(p)
        style = self._style_names(p)
        level = self._level(p, style)
        for i, runs in enumerate(_lines(p, frozenset() if level else self._inherited(p), whole=level is not None)):
            text, emphasis = compose(runs)
            if not text:
                continue
            block = Block(kind="paragraph", text=text, emphasis=emphasis, size=_size(p))
            if any(name.startswith(("toc", "table of figures")) for name in style):
                yield replace(block, kind="contents")
            elif any(name.startswith("caption") for name in style):
                yield replace(block, kind="caption")
            elif level is not None:
                yield _numbered(replace(block, kind="heading", level=level), label if i == 0 else "")
            elif label and i == 0:
                yield replace(block, kind="item", label=label, level=depth)
            else:
                yield block
        for box in p.iter(qualified("w:txbxContent")):
            if not any(a.tag == f"{_MC}Fallback" for a in box.iterancestors()):
                yield from self._body(box)

    def _style_names(self, p: Any) -> list[str]:
        """The names of a paragraph's style and of those that it builds on, lower-case."""
        names: list[str] = []
        at = _value(p, "w:pPr/w:pStyle")
        while at in self._styles and len(names) < 12:
            style = self._styles[at]
            names.append(str(_value(style, "w:name") or at).lower())
            at = _value(style, "w:basedOn")
        return names

    def _level(self, p: Any, names: list[str]) -> int | None:
        for name in names:
            if found := _HEADING.match(name):
                return int(found[1])
            if name in ("title", "subtitle"):
                return 1 if name == "title" else 2
        outline = _value(p, "w:pPr/w:outlineLvl")
        return int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else None

    def _inherited(self, p: Any) -> frozenset[Style]:
        found: set[Style] = set()
        at = _value(p, "w:pPr/w:pStyle")
        seen = 0
        while at in self._styles and seen < 12:
            properties = self._styles[at].find(qualified("w:rPr"))
            if properties is not None:
                found |= {style for tag, style in _TOGGLES.items() if _on(properties, tag)}
            at, seen = _value(self._styles[at], "w:basedOn"), seen + 1
        return frozenset(found)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = list(table.iterchildren(qualified("w:tr")))
        if max((len(list(row.iterchildren(qualified("w:tc")))) for row in rows), default=0) < 2:
            for cell in table.iter(qualified("w:tc")):
                yield from self._body(cell)
            return
        for row in rows:
            cells = tuple(self._cell(cell) for cell in row.iter(qualified("w:tc")))
            if any(cells):
                yield Block(kind="table", text=CELL_SEPARATOR.join(cells), cells=cells)

    def _cell(self, cell: Any) -> str:
        parts = []
        for block in self._body(cell):
            parts.append(f"{block.label} {block.text}".strip())
        return " ".join(parts)

    def _notes(self) -> list[Block]:
        done: list[Block] = []
        for part in self.document.part.package.iter_parts():
            if not str(part.partname).endswith(("/footnotes.xml", "/endnotes.xml")):
                continue
            from docx.oxml import parse_xml

            for note in parse_xml(part.blob):
                if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                text = compose(
                    run
                    for p in note.iter(qualified("w:p"))
                    for line in _lines(p, frozenset(), whole=True)
                    for run in line
                )[0]
                if text:
                    done.append(Block(kind="note", text=text, label=note.get(f"{_W}id") or ""))
        return done


def _numbered(heading: Block, label: str) -> Block:
    """A heading with the number that Word prints before it."""
    if not label:
        return heading
    text = f"{label} {heading.text}"
    return replace(heading, text=text, emphasis=shifted(heading.emphasis, len(label) + 1, len(text)))


_TOGGLES: dict[str, Style] = {"w:b": "bold", "w:i": "italic", "w:u": "underline", "w:strike": "strike"}


def _lines(p: Any, inherited: frozenset[Style], *, whole: bool) -> list[list[Run]]:
    """The runs of a paragraph, cut at line breaks behind which a new sentence begins (`whole`: never cut)."""
    pieces: list[list[Run]] = [[]]
    for node, styles in _texts(p, inherited):
        if node == "\n" and not whole:
            pieces.append([])
        else:
            pieces[-1].append(Run(node, styles))
    return _rejoined(pieces)


def _rejoined(pieces: list[list[Run]]) -> list[list[Run]]:
    from pipeline.readers.joining import goes_on

    done: list[list[Run]] = []
    for piece in pieces:
        if done and goes_on(compose(done[-1])[0], compose(piece)[0]):
            done[-1] = [*done[-1], Run(" "), *piece]
        else:
            done.append(piece)
    return done


def _texts(element: Any, inherited: frozenset[Style]) -> Iterator[tuple[str, frozenset[Style]]]:
    """The text of a paragraph run by run: insertions kept, deletions and hidden text dropped."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == qualified("w:txbxContent"):
            continue
        if child.tag == qualified("w:r"):
            styles = _run_styles(child, inherited)
            if styles is not None:
                yield from ((text, styles) for text in _run_text(child))
        elif child.tag == qualified("w:p"):
            continue
        else:
            yield from _texts(child, inherited)


def _run_text(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == qualified("w:t"):
            yield plain(child.text or "")
        elif child.tag in (qualified("w:tab"), qualified("w:ptab")):
            yield " "
        elif child.tag in (qualified("w:br"), qualified("w:cr")):
            yield "\n" if child.get(f"{_W}type") not in ("page", "column") else " "
        elif child.tag == qualified("w:noBreakHyphen"):
            yield "-"
        elif child.tag == qualified("w:sym"):
            yield "•" if (child.get(f"{_W}char") or "").upper().startswith("F0") else ""


def _run_styles(run: Any, inherited: frozenset[Style]) -> frozenset[Style] | None:
    """The styles of a run; None for hidden text."""
    properties = run.find(qualified("w:rPr"))
    if properties is None:
        return inherited
    if _on(properties, "w:vanish"):
        return None
    styles = set(inherited)
    for tag, style in _TOGGLES.items():
        if properties.find(qualified(tag)) is not None:
            (styles.add if _on(properties, tag) else styles.discard)(style)
    color = _value(properties, "w:color")
    if color and color.lower() not in ("auto", "000000"):
        styles.add("color")
    if properties.find(qualified("w:shd")) is not None or properties.find(qualified("w:highlight")) is not None:
        styles.add("box")
    return frozenset(styles)


def _on(properties: Any, tag: str) -> bool:
    found = properties.find(qualified(tag))
    return found is not None and (found.get(f"{_W}val") or "true").lower() not in ("0", "false", "none", "off")


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(qualified(part) for part in path.split("/")))
    value = found.get(f"{_W}val") if found is not None else None
    return str(value) if value is not None else None


def _size(p: Any) -> float | None:
    sizes = [int(s.get(f"{_W}val")) / 2 for s in p.iter(qualified("w:sz")) if (s.get(f"{_W}val") or "").isdigit()]
    return max(set(sizes), key=sizes.count) if sizes else None
