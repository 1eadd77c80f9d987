"""HTML: the main content of a page without the site around it; list numbers as a browser would print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.document import CELL_SEPARATOR, Block, BlockKind, Source, Style
from pipeline.readers.base import Format
from pipeline.readers.contents import mark_contents
from pipeline.readers.encoding import decode, plain
from pipeline.readers.endnotes import mark_endnotes
from pipeline.readers.joining import Hyphens, goes_on
from pipeline.readers.marks import as_item
from pipeline.readers.mending import mend
from pipeline.readers.numbering import counted
from pipeline.readers.provisions import cut_provisions
from pipeline.readers.runs import Run, compose

_DROPPED = (
    "script, style, noscript, template, svg, nav, form, button, input, select, iframe, object, dialog, head, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=search], [role=contentinfo], [role=dialog]"
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|share|sharing|social|sidebar|footer|masthead|skip|toolbar|"
    r"pagination|pager|related|newsletter|subscribe|comments|advert\w*|promo|top-bar|download-bar)(?:$|[\s_-])",
    re.I,
)
_STYLES: dict[str, Style] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "u": "underline", "s": "strike", "del": "strike",
}  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article main body html header footer aside blockquote ul ol li dl dt dd table figure figcaption pre address "
    "details summary center fieldset hr h1 h2 h3 h4 h5 h6".split()
)
_NOTE_LABEL = re.compile(r"\[?(\d{1,3}|[*†‡])\]?[.:]?\s+")
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Chart|Exhibit)\s+[\dA-Z][\w.-]*\s*[:.–—|]")
_DEEPEST = 150


def read(path: Path) -> Source:
    """Read an HTML file."""
    return parse(_decoded(path.read_bytes()))


def parse(text: str) -> Source:
    """Read the text of a web page."""
    tree = LexborHTMLParser(text)
    metadata = _metadata(tree)
    for node in tree.css(_DROPPED):
        if node.tag not in ("head", "html", "body"):
            node.decompose()
    root = _main(tree)
    if root is not None and _is_markdown(root):
        blocks = _markdown(root)
    else:
        walked = list(_Walker().walk(root)) if root is not None else []
        blocks = list(mend(mark_contents(walked), Hyphens(block.text for block in walked)))
    return Source(
        media_type=FORMAT.media_type,
        extractor="html 1",
        blocks=tuple(cut_provisions(mark_endnotes(as_item(block) for block in blocks))),
        metadata=metadata,
        metadata_from="html meta" if metadata else "",
    )


def fragment(text: str) -> list[Block]:
    """The blocks of a piece of a page, such as stands inside Markdown."""
    tree = LexborHTMLParser(re.sub(r"<!--.*?-->", " ", text, flags=re.S))
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    return list(_Walker().walk(tree.body)) if tree.body is not None else []


def sure(head: bytes) -> float:
    """A web page begins with its doctype or its first tag."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    begins = start.startswith((b"<!doctype html", b"<html")) or (
        start.startswith(b"<?xml") and b"<html" in start[:2000]
    )
    return 1.0 if begins else 0.5 if re.match(rb"<(head|body|div|p|h1|title|meta|!--)\b", start) else 0.0


FORMAT = Format(name="html", media_type="text/html", suffixes=(".html", ".htm", ".xhtml"), sure=sure, read=read)


def _decoded(data: bytes) -> str:
    declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.I)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return plain(data.decode(declared[1].decode("ascii")))
        except (LookupError, UnicodeDecodeError):
            pass
    return plain(decode(data))


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        value = " ".join((node.attributes.get("content") or "").split())
        if (key := _META.get(name)) and value:
            found.setdefault(key, value)
    title = tree.css_first("title")
    if title is not None and "title" not in found and title.text().strip():
        found["title"] = " ".join(title.text().split())
    html = tree.css_first("html")
    if html is not None and html.attributes.get("lang"):
        found["language"] = str(html.attributes["lang"]).split("-")[0].lower()
    return found


_META = {
    "author": "author", "dc.creator": "author", "citation_author": "author", "article:author": "author",
    "dc.title": "title", "citation_title": "title", "og:title": "title",
    "date": "date", "dc.date": "date", "dcterms.date": "date", "article:published_time": "date", "citation_publication_date": "date",
    "dc.publisher": "publisher", "publisher": "publisher", "og:site_name": "publisher", "citation_publisher": "publisher",
    "description": "description", "dc.description": "description", "og:description": "description",
    "dc.language": "language",
}  # fmt: skip


def _length(node: LexborNode) -> int:
    return len(node.text(deep=True, separator=" ").split())


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the report: `main` or `article` where they hold most of the text."""
    body = tree.body
    if body is None:
        return None
    whole = max(1, _length(body))
    for node in body.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag not in _HEADINGS and node.tag != "body" and _CHROME.search(names) and _length(node) < 0.2 * whole:
            node.decompose()
    whole = max(1, _length(body))
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and _length(found[0]) > 0.5 * whole:
            return found[0]
    return body


def _is_markdown(root: LexborNode) -> bool:
    """Some pages hold Markdown for a script to set."""
    own = root.text(deep=False)
    return len(re.findall(r"^#{1,6} +\S", own, re.M)) >= 2


def _markdown(root: LexborNode) -> list[Block]:
    from pipeline.readers import markdown

    inner = re.sub(r"^\s*<body[^>]*>|</body>\s*$", "", root.html or "")
    text = re.sub(r"^(#{1,6} .*?)\s*\{#[\w-]+\}\s*$", r"\1", _unescaped(inner), flags=re.M)
    return list(markdown.parse(text).blocks)


def _unescaped(text: str) -> str:
    import html

    return re.sub(r"&(?:gt|amp|quot|#39|nbsp);", lambda m: html.unescape(m[0]), text)


@dataclass
class _List:
    """One open list: the number of the next item, how numbers are printed."""

    ordered: bool
    next: int = 1
    step: int = 1
    style: str = "1"


@dataclass
class _Walker:
    """Walks the tree and puts inline text together until a block-level element ends it."""

    lists: list[_List] = field(default_factory=list)
    pieces: list[list[Run]] = field(default_factory=lambda: [[]])
    kind: BlockKind = "paragraph"
    level: int | None = None
    label: str = ""
    note: bool = False

    def walk(self, root: LexborNode) -> Iterator[Block]:
        yield from self._node(root, frozenset(), 0)
        yield from self._flush()

    def _node(self, node: LexborNode, styles: frozenset[Style], depth: int) -> Iterator[Block]:
        tag = node.tag
        if tag == "-text":
            self.pieces[-1].append(Run(node.text(), styles))
        elif depth > _DEEPEST:
            self.pieces[-1].append(Run(node.text(deep=True, separator=" "), styles))
        elif tag == "br":
            self.pieces.append([])
        elif tag == "sup" and _is_note_mark(node):
            return
        elif tag == "table":
            yield from self._table(node, depth)
        elif tag in _BLOCKS:
            yield from self._flush()
            yield from self._block(node, tag, styles, depth)
            yield from self._flush()
        else:
            yield from self._children(node, styles | _style(node), depth)

    def _children(self, node: LexborNode, styles: frozenset[Style], depth: int) -> Iterator[Block]:
        child = node.child
        while child is not None:
            yield from self._node(child, styles, depth + 1)
            child = child.next

    def _block(self, node: LexborNode, tag: str, styles: frozenset[Style], depth: int) -> Iterator[Block]:
        before = self.kind, self.level, self.label, self.note
        if tag in ("ul", "ol"):
            self.lists.append(_opened(node, tag))
        elif tag == "li":
            self._item(node)
        elif tag in _HEADINGS:
            self.kind, self.level = "heading", _HEADINGS[tag]
        elif tag == "figcaption":
            self.kind = "caption"
        elif tag == "dt":
            styles = styles | {"bold"}
        if _is_notes(node):
            self.note = True
        yield from self._children(node, styles | _style(node), depth)
        yield from self._flush()
        if tag in ("ul", "ol"):
            self.lists.pop()
        self.kind, self.level, self.label, self.note = before

    def _item(self, node: LexborNode) -> None:
        self.kind, self.level = "item", max(0, len(self.lists) - 1)
        if not self.lists:
            self.label = "•"
            return
        current = self.lists[-1]
        value = node.attributes.get("value") or ""
        if value.isdigit():
            current.next = int(value)
        self.label = f"{counted(current.next, current.style)}." if current.ordered else "•"
        current.next += current.step

    def _flush(self) -> Iterator[Block]:
        pieces, self.pieces = self.pieces, [[]]
        for runs in (
            _sentences(pieces) if self.kind != "heading" else [[run for piece in pieces for run in [*piece, Run(" ")]]]
        ):
            text, emphasis = compose(runs)
            if not text:
                continue
            block = Block(kind=self.kind, text=text, label=self.label, level=self.level, emphasis=emphasis)
            if self.kind == "item":  # what follows in the same item are its further paragraphs
                self.kind, self.label = "paragraph", ""
            yield self._finished(block)

    def _finished(self, block: Block) -> Block:
        if self.note and block.kind in ("item", "paragraph"):
            label = block.label.strip(".") or ((m := _NOTE_LABEL.match(block.text)) and m[1]) or ""
            return replace(block, kind="note", label=label, level=None, emphasis=())
        if block.kind == "paragraph" and _CAPTION.match(block.text) and len(block.text) < 300:
            return replace(block, kind="caption", level=None)
        return block

    def _table(self, node: LexborNode, depth: int) -> Iterator[Block]:
        yield from self._flush()
        rows = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in node.css("tr")]
        if (
            max((len(row) for row in rows), default=0) < 2
            or node.css_first("td h1, td h2, td h3, td table") is not None
        ):
            yield from self._children(node, frozenset(), depth)
            yield from self._flush()
            return
        for row in rows:
            cells = tuple(" ".join(cell.text(deep=True, separator=" ").split()) for cell in row)
            if any(cells):
                yield Block(kind="table", text=CELL_SEPARATOR.join(cells), cells=cells)


def _opened(node: LexborNode, tag: str) -> _List:
    start = node.attributes.get("start") or ""
    backwards = "reversed" in node.attributes
    items = sum(1 for child in node.iter() if child.tag == "li")
    first = int(start) if re.fullmatch(r"-?\d{1,6}", start) else items if backwards else 1
    return _List(tag == "ol", first, -1 if backwards else 1, node.attributes.get("type") or "1")


def _style(node: LexborNode) -> frozenset[Style]:
    if style := _STYLES.get(node.tag or ""):
        return frozenset({style})
    css = (node.attributes.get("style") or "").replace(" ", "").lower()
    found: set[Style] = set()
    if re.search(r"font-weight:(?:bold|[6-9]00)", css):
        found.add("bold")
    if "font-style:italic" in css:
        found.add("italic")
    return frozenset(found)


def _is_note_mark(node: LexborNode) -> bool:
    return bool(re.fullmatch(r"[\s\[(]*(?:\d{1,3}|[*†‡a-z])(?:\s*[,–-]\s*\d{1,3})*[\s\])]*", node.text(deep=True)))


def _is_notes(node: LexborNode) -> bool:
    names = (
        f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''} {node.attributes.get('role') or ''}"
    )
    return node.tag in ("ol", "ul", "section", "div", "aside") and bool(
        re.search(r"(?:^|[\s_-])(?:foot|end)notes?(?:$|[\s_-])|doc-(?:foot|end)notes?", names, re.I)
    )


def _sentences(pieces: list[list[Run]]) -> Iterator[list[Run]]:
    """Line breaks inside a sentence are blanks; elsewhere they part paragraphs."""
    current: list[Run] = []
    for piece in pieces:
        before, after = compose(current)[0], compose(piece)[0]
        if before and after and not goes_on(before, after):
            yield current
            current = []
        current = [*current, Run(" "), *piece]
    yield current
