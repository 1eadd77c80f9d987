"""PDFs that the tests typeset themselves: what is printed, in which order, has to come out to the letter."""

from __future__ import annotations

import difflib
import io
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from typeset import Look, Piece, prose, typeset

from pipeline.document import Block, Source
from pipeline.readers import read

LOOKS = {
    "one column": Look(),
    "head and foot": Look(head="The Lake Authority", foot="Page {}"),
    "two columns": Look(columns=2, gutter=10, size=9),
    "narrow gutter": Look(columns=2, gutter=8, size=9, justified=True, hyphens=True, head="Water", foot="{}"),
    "lines drawn shuffled": Look(columns=2, gutter=10, size=9, drawing="shuffled"),
    "drawn row by row": Look(columns=2, gutter=10, size=9, drawing="rows"),
    "last column drawn first": Look(columns=2, gutter=12, size=9, drawing="last"),
    "footnotes": Look(notes=True, foot="{}"),
    "footnotes in columns": Look(columns=2, gutter=12, size=9, notes=True, hyphens=True, foot="{}"),
    "boxes": Look(boxes=True),
    "indents": Look(indented=True, justified=True, hyphens=True),
    "line numbers": Look(numbered_lines=True),
    "bold heads": Look(bold_heads=True, head="Water", foot="{}"),
}
RUNNING = ("heading", "paragraph", "item")


def _read(data: bytes, folder: Path) -> Source:
    path = folder / "report.pdf"
    path.write_bytes(data)
    return read(path)


def _words(blocks: list[Block]) -> list[str]:
    return " ".join(f"{block.label} {block.text}" for block in blocks).split()


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_rendered_truth(look: Look, seed: int, tmp_path: Path) -> None:
    pieces = prose(seed)
    source = _read(typeset(pieces, look, seed), tmp_path)
    running = [block for block in source.blocks if block.kind in RUNNING]
    truth = " ".join(f"{piece.label} {piece.text}" for piece in pieces).split()
    assert difflib.SequenceMatcher(None, truth, _words(running), autojunk=False).ratio() >= 0.99
    found = {(block.kind, block.label, block.text) for block in running}
    whole = sum((piece.kind, piece.label, piece.text) in found for piece in pieces)
    assert whole >= 0.95 * len(pieces)
    if not look.bold_heads:
        levels = {block.text: block.level for block in running if block.kind == "heading"}
        assert levels == {piece.text: piece.level for piece in pieces if piece.kind == "heading"}
    if look.notes:
        notes = [f"{block.label} {block.text}" for block in source.blocks if block.kind == "note"]
        assert sorted(notes) == sorted(piece.note for piece in pieces if piece.note)


def test_every_block_has_a_page_and_boxes_on_it(tmp_path: Path) -> None:
    source = _read(typeset(prose(2), Look(columns=2, gutter=12, size=9, foot="{}"), 2), tmp_path)
    assert source.page_count
    assert source.page_count > 1
    for block in source.blocks:
        assert block.page_first is not None
        assert block.page_last is not None
        assert 1 <= block.page_first <= block.page_last <= source.page_count
        assert block.regions
        assert {region.page for region in block.regions} <= set(range(block.page_first, block.page_last + 1))
        assert all(0 <= r.x0 < r.x1 <= 595 and 0 <= r.top < r.bottom <= 842 for r in block.regions)


def test_boxed_items_are_marked_as_boxed(tmp_path: Path) -> None:
    source = _read(typeset(prose(0), Look(boxes=True), 0), tmp_path)
    boxed = {block.kind for block in source.blocks if block.styled("box") > 0.9}
    assert boxed == {"item"}


class _Drawn:
    """A one-page PDF drawn by hand; y from the top."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4)

    def text(self, x: float, y: float, text: str, font: str = "Times-Roman", size: float = 10) -> _Drawn:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, A4[1] - y, text)
        return self

    def lines(
        self, x: float, y: float, *texts: str, font: str = "Times-Roman", size: float = 10, leading: float = 13
    ) -> _Drawn:
        for i, text in enumerate(texts):
            self.text(x, y + i * leading, text, font, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> _Drawn:
        self.canvas.line(x0, A4[1] - y0, x1, A4[1] - y1)
        return self

    def read(self, folder: Path) -> list[Block]:
        self.canvas.save()
        return list(_read(self.buffer.getvalue(), folder).blocks)


BODY = (
    "The council of the northern lakes has met every year since the great flood, and it has",
    "paid for all of the dams that hold the water back. It now asks the ministry to share the",
    "costs of the works that remain, because the districts cannot bear them alone any more.",
)


def _kinds(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]


def test_side_heads_stand_before_the_text_beside_them(tmp_path: Path) -> None:
    page = (
        _Drawn()
        .lines(200, 100, *BODY, *BODY)
        .lines(60, 200, "What the", "Council Asks", font="Helvetica-Bold", size=12, leading=14)
    )
    blocks = page.lines(200, 198, *BODY, *BODY).read(tmp_path)
    assert [block.kind for block in blocks] == ["paragraph", "heading", "paragraph"]
    assert blocks[1].text == "What the Council Asks"


def test_note_marks_are_dropped_and_subscripts_kept(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 100, *BODY)
    x = 60.0
    for text, font, size, lower in [
        ("A bold lead.", "Times-Bold", 10, 0),
        (" Plain text goes on.", "Times-Roman", 10, 0),
        ("4", "Times-Roman", 6, -4),
        (" And H", "Times-Roman", 10, 0),
        ("2", "Times-Roman", 6, 2),
        ("O counts.", "Times-Roman", 10, 0),
    ]:
        page.text(x, 139 + lower, text, font, size)
        x += stringWidth(text, font, size)
    (block,) = page.read(tmp_path)
    assert block.text.endswith("A bold lead. Plain text goes on. And H2O counts.")
    start = block.text.index("A bold")
    assert [(e.start, e.end, e.style) for e in block.emphasis] == [(start, start + 12, "bold")]


def test_a_ruled_table_gives_rows_of_cells(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 80, *BODY)
    rows = [("Who", "Recommendation"), ("Council", "Dredge the northern lakes"), ("Ministry", "Pay for the dams")]
    for i, (who, what) in enumerate(rows):
        page.text(66, 154 + 20 * i, who).text(186, 154 + 20 * i, what)
    page.text(186, 205, "before the next season")
    for y in (140, 160, 180, 212):
        page.rule(60, y, 400, y)
    for x in (60, 180, 400):
        page.rule(x, 140, x, 212)
    blocks = page.lines(60, 250, *BODY).read(tmp_path)
    assert [block.kind for block in blocks] == ["paragraph", "table", "table", "table", "paragraph"]
    assert [block.cells for block in blocks[1:4]] == [
        *rows[:2],
        ("Ministry", "Pay for the dams before the next season"),
    ]


def test_a_table_of_contents_is_no_text(tmp_path: Path) -> None:
    page = _Drawn().text(60, 80, "Contents", "Times-Bold", 16)
    for i, (title, number) in enumerate(
        [("Summary", "1"), ("The State of the Lakes", "3"), ("Recommendations", "12"), ("Annex", "20")]
    ):
        page.text(60, 110 + 14 * i, title).text(400, 110 + 14 * i, number)
    blocks = page.lines(60, 240, *BODY).read(tmp_path)
    assert [block.kind for block in blocks] == ["contents"] * 5 + ["paragraph"]


def test_underlined_and_slanted_lines_are_minor_headings(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 80, *BODY).text(60, 130, "The Ministry").rule(60, 132, 116, 132).lines(60, 150, *BODY)
    blocks = page.text(60, 200, "The Council", "Times-Italic").lines(60, 220, *BODY).read(tmp_path)
    assert [block.kind for block in blocks] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert [block.level for block in blocks if block.level] == [1, 2]


def test_rotated_hidden_and_doubled_text_is_left_out(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 100, *BODY)
    page.canvas.saveState()
    page.canvas.translate(30, 300)
    page.canvas.rotate(90)
    page.canvas.drawString(0, 0, "DRAFT IN THE MARGIN")
    page.canvas.restoreState()
    page.canvas.saveState()
    hidden = page.canvas.beginText(60, 300)
    hidden.setTextRenderMode(3)
    hidden.textLine("nobody can see this")
    page.canvas.drawText(hidden)
    page.canvas.restoreState()
    page.text(60, 300, "Fake bold").text(60.3, 300, "Fake bold").text(60.6, 300, "Fake bold")
    assert [block.text for block in page.read(tmp_path)] == [" ".join(BODY), "Fake bold"]


def test_white_text_counts_only_where_it_can_be_seen(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 100, *BODY)
    page.canvas.setFillGray(0.2)
    page.canvas.rect(50, A4[1] - 310, 300, 20, stroke=0, fill=1)
    page.canvas.setFillGray(1)
    page.text(60, 300, "White on a dark bar").text(60, 400, "White on white paper")
    assert [block.text for block in page.read(tmp_path)] == [" ".join(BODY), "White on a dark bar"]


def test_letters_spaced_out_are_one_word(tmp_path: Path) -> None:
    page = _Drawn()
    for i, letter in enumerate("RECOMMENDATIONS"):
        page.text(60 + 16 * i, 80, letter, "Helvetica-Bold", 14)
    blocks = page.lines(60, 120, *BODY).read(tmp_path)
    assert _kinds(blocks) == [("heading", "RECOMMENDATIONS"), ("paragraph", " ".join(BODY))]


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_turned_pages_read_as_they_are_shown(quarter: int, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setPageRotation(quarter)
    width, height = A4
    canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[quarter])
    canvas.rotate(quarter)
    for i, line in enumerate(BODY):
        canvas.drawString(60, 500 - 13 * i, line)
    canvas.save()
    source = _read(buffer.getvalue(), tmp_path)
    assert [block.text for block in source.blocks] == [" ".join(BODY)]


def test_document_properties(tmp_path: Path) -> None:
    page = _Drawn().lines(60, 100, *BODY)
    page.canvas.setTitle("A Plan for the Lakes")
    page.canvas.setAuthor("Ann Berg")
    page.canvas.save()
    source = _read(page.buffer.getvalue(), tmp_path)
    assert (source.metadata["title"], source.metadata["author"]) == ("A Plan for the Lakes", "Ann Berg")
    assert source.metadata_from == "document properties"


def test_a_slide_has_its_own_body_size(tmp_path: Path) -> None:
    small = typeset(prose(0), Look(), 0)
    assert _read(small, tmp_path).blocks[0].kind == "heading"
    page = _Drawn().text(60, 80, "WHAT TO DO", size=28)
    page.lines(
        60,
        140,
        "• Publish all of the measurements",
        "• Share the costs of dredging with the districts",
        size=18,
        leading=30,
    )
    page.canvas.showPage()
    for i in range(40):
        page.text(60, 60 + 14 * i, BODY[i % 3])
    kinds = _kinds(page.read(tmp_path))
    assert kinds[:3] == [
        ("heading", "WHAT TO DO"),
        ("item", "Publish all of the measurements"),
        ("item", "Share the costs of dredging with the districts"),
    ]


def test_a_bold_sentence_that_fills_its_line_runs_into_its_paragraph(tmp_path: Path) -> None:
    full = "2. The council asks for dredging of all of the northern lakes before a summer."
    page = (
        _Drawn()
        .lines(60, 80, *BODY)
        .text(60, 140, "1. Dredge the northern lakes soon.", "Times-Bold")
        .lines(60, 153, *BODY)
    )
    page.text(60, 210, full, "Times-Bold").lines(60, 223, *BODY)
    page.text(60, 280, "Costs", "Times-Bold").lines(60, 293, *BODY)
    assert _kinds(page.read(tmp_path)) == [
        ("paragraph", " ".join(BODY)),
        ("heading", "1. Dredge the northern lakes soon."),
        ("paragraph", " ".join(BODY)),
        ("item", f"{full[3:]} {' '.join(BODY)}"),
        ("heading", "Costs"),
        ("paragraph", " ".join(BODY)),
    ]


def test_an_enumeration_inside_a_sentence_is_no_list(tmp_path: Path) -> None:
    page = _Drawn().lines(
        60, 80, "The council asks the ministry to (1) share all of the costs of the dams, and to", "(2) report to it."
    )
    assert [block.kind for block in page.lines(60, 130, *BODY).read(tmp_path)] == ["paragraph", "paragraph"]


def test_the_same_report_twice_gives_the_same_blocks(tmp_path: Path) -> None:
    data = typeset(prose(1), Look(columns=2, notes=True, foot="{}"), 1)
    assert _read(data, tmp_path) == _read(data, tmp_path)


def test_pieces_are_what_the_typesetter_was_given() -> None:
    assert {piece.kind for piece in prose(0)} == {"heading", "paragraph", "item"}
    assert all(isinstance(piece, Piece) and piece.text for piece in prose(3))
