"""The tables in other formats: the same values come back, and no spreadsheet runs anything."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import published
from pipeline.errors import PublishError, SettingsError
from pipeline.export import SUFFIXES, export, igscript
from pipeline.export.cells import csv_cell
from pipeline.formulas import guarded, unguarded
from pipeline.settings import Settings
from pipeline.tables import TABLES


@given(st.text() | st.text(alphabet="'=+-@\t\ra"))
def test_guarding_a_cell_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t\r"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("-5 degrees", "'-5 degrees"),
        (-5, -5),
        ("plain", "plain"),
        (None, None),
        (True, "true"),
        (["=1"], '["=1"]'),
    ],
)
def test_csv_cells(value: Any, shown: Any) -> None:
    assert csv_cell(value) == shown


@pytest.fixture(scope="module")
def rows(samples: Settings) -> dict[str, list[dict[str, Any]]]:
    with published.snapshot(samples.output) as held:
        return {t: held.arrow(t).to_pylist() for t in TABLES}


def _made(samples: Settings, kind: str, place: Path) -> Path:
    with published.snapshot(samples.output) as held:
        return export(held, kind, place / SUFFIXES.get(kind, kind)).place


def test_csv_holds_every_row(samples: Settings, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    made = _made(samples, "csv", tmp_path)
    for table, wanted in rows.items():
        with (made / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(read) == len(wanted), table
        for got, row in zip(read, wanted, strict=True):
            texts = {name: value for name, value in row.items() if isinstance(value, str)}
            assert {name: unguarded(got[name]) for name in texts} == texts


def test_json_lines_give_the_rows_back(
    samples: Settings, rows: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    made = _made(samples, "jsonl", tmp_path)
    lines = (made / "who_what_whom.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line) for line in lines if line] == rows["who_what_whom"]


def test_workbook_has_the_texts_and_no_formula(samples: Settings, tmp_path: Path) -> None:
    made = _made(samples, "xlsx", tmp_path)
    with zipfile.ZipFile(made) as book:
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(TABLES)
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert any("Kenya" in sheet for sheet in sheets)


def test_workbook_takes_a_formula_for_text(tmp_path: Path) -> None:
    import xlsxwriter

    from pipeline.export.formats import _put

    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        _put(book.add_worksheet(), 0, 0, '=cmd|"/c calc"!A1', "x", [])
    with zipfile.ZipFile(tmp_path / "x.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_duckdb_file_answers(samples: Settings, rows: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(str(_made(samples, "duckdb", tmp_path)), read_only=True) as base:
        for table, wanted in rows.items():
            assert base.execute(f'SELECT count(*) FROM "{table}"').fetchall() == [(len(wanted),)]
        told = base.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'strength'").fetchall()
    assert ("must, should or may",) in told


DIRECTIVE = {"negated": False, "action": "urge", "object": None, "condition": None, "deadline": None}


@pytest.mark.parametrize(
    ("row", "cue", "parties", "expected"),
    [
        (
            {"action": "urge China", "object": "China"},
            "should",
            [("actor", "Japan"), ("target", "China")],
            "A(Japan) D(should) I(urge) Bdir(China)",
        ),
        (
            {"action": "fund ports (all of them", "object": "ports", "deadline": "by 2030", "condition": "if asked"},
            "must",
            [("actor", "Norway"), ("actor", "Sweden"), ("partner", "Finland")],
            "A(Norway [AND] Sweden) D(must) I(fund) Bdir(ports) Cex(all of them) Cex(with Finland) Cac(if asked) Cex(by 2030)",
        ),
        ({"action": "trawl", "negated": True}, "should", [], "D(should not) I(trawl)"),
        ({"action": "leave", "negated": True}, "cannot", [("actor", "A [B] {C}")], "A(A (B) (C)) D(cannot) I(leave)"),
        ({"action": "Fund ports", "object": "ports"}, "", [("actor", "Norway")], "A(Norway) I(Fund) Bdir(ports)"),
    ],
    ids=["object", "all parts", "ban without actor", "brackets", "imperative"],
)
def test_ig_script(row: dict[str, Any], cue: str, parties: list[tuple[str, str]], expected: str) -> None:
    assert igscript.statement(DIRECTIVE | row, cue, parties) == expected


@given(st.text(alphabet="ab()[]{} ", min_size=1), st.text(alphabet="ab()[]", min_size=1))
def test_ig_script_brackets_balance(action: str, name: str) -> None:
    text = igscript.statement(DIRECTIVE | {"action": action}, "should", [("actor", name), ("actor", "x")])
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        assert depth >= 0
    assert depth == 0
    assert text.replace("[AND]", "").count("[") == 0


def test_every_directive_has_its_statement(
    samples: Settings, rows: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    with _made(samples, "ig-script", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        made = list(csv.DictReader(file))
    assert [m["directive_id"] for m in made] == [d["directive_id"] for d in rows["directives"]]
    assert all("I(" in m["ig_script"] for m in made)
    assert any("D(should)" in m["ig_script"] for m in made)


@pytest.mark.parametrize(
    ("kind", "tables", "said"),
    [("pdf", [], "There is no format 'pdf'"), ("csv", ["people"], "There is no table 'people'")],
)
def test_unknown_wishes(samples: Settings, tmp_path: Path, kind: str, tables: list[str], said: str) -> None:
    with published.snapshot(samples.output) as held, pytest.raises(SettingsError, match=said):
        export(held, kind, tmp_path / "x", tables)


def test_other_files_of_a_folder_stay(samples: Settings, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "notes.txt").write_text("mine", encoding="utf-8")
    made = _made(samples, "csv", tmp_path)
    assert (made / "notes.txt").read_text(encoding="utf-8") == "mine"
    with published.snapshot(samples.output) as held, pytest.raises(PublishError, match="is a folder"):
        export(held, "duckdb", made)
