"""Real reports, where they are at hand: every one is read whole, and the same report in two formats reads the same."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from typeset import Look, Piece, typeset

from pipeline.document import Block, Source
from pipeline.errors import ReadError
from pipeline.readers import read

SHARED = Path(__file__).resolve().parents[2] / "shared"
RUNNING = ("heading", "paragraph", "item", "table")
LOOKS = {
    "one column": Look(justified=True, hyphens=True, head="Proposals of the Institute", foot="Page {}"),
    "two columns": Look(columns=2, gutter=10, size=9, justified=True, hyphens=True, foot="{}"),
}

_NO_REPORTS = {"README.md", "reports.csv", "bad-gao-08-1075t.pdf"}
# Held back for the last measurement.
_HELD_BACK = {"csis-biodefense-2026.md", "brookings-us-china-2025.md", "18f-foia-recs-md.md"}
_SLOW = {"scan-cia-ig-2007.pdf"}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here: ../shared is missing")


def _reports(folder: str, pattern: str = "*") -> list[Path]:
    return [path for path in sorted((SHARED / folder).glob(pattern)) if path.name not in _NO_REPORTS | _HELD_BACK]


def _words(source: Source) -> list[str]:
    return " ".join(block.text for block in source.blocks if block.kind in RUNNING).split()


def _alike(one: list[str], other: list[str]) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in _SLOW else [])
        for path in _reports("corpus") + _reports("raw")
    ],
)
def test_every_report_is_read_clean(path: Path) -> None:
    source = read(path)
    assert sum(len(block.text.split()) for block in source.blocks) > 100
    for block in source.blocks:
        assert block.text.strip()
        assert block.cells or block.text == " ".join(block.text.split())
        assert not re.search("[\u200b\u00ad\ufffd\ufffe\x00-\x1f]", block.text)
        assert all(0 <= e.start < e.end <= len(block.text) for e in block.emphasis)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("path", _reports("raw"), ids=lambda path: path.name[:3])
def test_a_report_rendered_to_pdf_reads_the_same(path: Path, look: Look, tmp_path: Path) -> None:
    pieces = _pieces(read(path))
    (tmp_path / "report.pdf").write_bytes(typeset(pieces, look))
    source = read(tmp_path / "report.pdf")
    assert _alike(" ".join(piece.text for piece in pieces).split(), _words(source)) >= 0.99
    found: dict[tuple[str, str, str], Block] = {(block.kind, block.label, block.text): block for block in source.blocks}
    same = [found.get((piece.kind, piece.label, piece.text)) for piece in pieces]
    assert sum(block is not None for block in same) >= 0.92 * len(pieces)
    titled = [(piece, block) for piece, block in zip(pieces, same, strict=True) if piece.bold and block]
    assert all(_bold_words(block) == piece.bold for piece, block in titled if piece.kind != "heading")


def _pieces(source: Source) -> list[Piece]:
    """What the typesetter has to set: the fonts of PDF itself know no squares."""
    done: list[Piece] = []
    for block in source.blocks:
        kind = block.kind if block.kind in ("heading", "item") else "paragraph"
        text = block.text.encode("cp1252", "replace").decode("cp1252")
        label = {"-": "•", "■": "•"}.get(block.label, block.label)
        done.append(Piece(kind, text, label=label, level=2 if done else 1, bold=_bold_words(block)))
    return done


def _bold_words(block: Block) -> int:
    """How many words at the start of a block are bold."""
    end = next((e.end for e in block.emphasis if e.style == "bold" and e.start == 0), 0)
    return len(block.text[:end].split())


def test_a_web_page_named_pdf_is_refused() -> None:
    with pytest.raises(ReadError, match="not_a_pdf"):
        read(SHARED / "corpus" / "bad-gao-08-1075t.pdf")


@pytest.mark.parametrize(
    ("pdf", "twin", "least"),
    [("18f-derisking-2019.pdf", "18f-derisking-md.md", 0.97)],
)
def test_twins_read_the_same(pdf: str, twin: str, least: float) -> None:
    plain = [
        [re.sub(r"\W", "", word.lower()) for word in _words(read(SHARED / "corpus" / name))] for name in (pdf, twin)
    ]
    one, other = ([word for word in words if word] for words in plain)
    assert _alike(one, other) >= least
