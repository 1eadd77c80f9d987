"""The outline on real reports, where the reference stands beside the repository: how many recommendations are found in each."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.document import join
from pipeline.outline import segment
from pipeline.readers import read
from pipeline.structure import Outline

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
# Kept apart, to see from time to time how well reports are read that nobody has looked at.
LEFT_OUT = frozenset({"csis-biodefense-2026.md", "brookings-us-china-2025.md", "18f-foia-recs-md.md"})
# The formats that are read at once; PDFs take minutes together and are measured apart.
QUICK = frozenset({".md", ".txt", ".html", ".docx"})

pytestmark = pytest.mark.skipif(
    not (CORPUS / "reports.csv").is_file(),
    reason="the reference reports, ../shared beside the repository, are not there",
)


def _rows() -> list[tuple[str, int, int]]:
    if not (CORPUS / "reports.csv").is_file():
        return []
    with (CORPUS / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["file"], int(r["recommendations_min"]), int(r["recommendations_max"])) for r in csv.DictReader(file)]
    return [r for r in rows if Path(r[0]).suffix in QUICK and r[0] not in LEFT_OUT]


@cache
def _outline(name: str) -> Outline:
    return segment(join(read(CORPUS / name)))


@pytest.mark.parametrize(("name", "least", "most"), _rows(), ids=[r[0] for r in _rows()])
def test_count(name: str, least: int, most: int) -> None:
    own = [r for r in _outline(name).recommendations if r.repeats is None]
    assert least <= len(own) <= most
