"""One writer for each format; all read one snapshot, in portions, and put their result in place whole."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PublishError, SettingsError
from pipeline.export import igscript
from pipeline.export.cells import cell, csv_cell, plain
from pipeline.published import Snapshot
from pipeline.tables import TABLES, columns

PORTION = 5000
# Limits of an XLSX sheet: ECMA-376, part 1, and Microsoft's "Excel specifications and limits".
SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where it went and how many rows, and what had to be left out."""

    place: Path
    rows: int
    notes: tuple[str, ...] = ()


def export(snapshot: Snapshot, kind: str, place: Path, tables: Sequence[str] = ()) -> Written:
    """Write tables in another format.

    Args:
        kind: one of FORMATS.
        place: a folder (csv, jsonl) or a file (the others); what was there is replaced.
        tables: only these; all when empty. IG Script needs none.

    Raises:
        SettingsError: there is no such format or table, or its package is not installed.
        PublishError: the place cannot be written.
    """
    if kind not in FORMATS:
        raise SettingsError(f"There is no format '{kind}'; there are {', '.join(FORMATS)}.")
    unknown = [t for t in tables if t not in TABLES]
    if unknown:
        raise SettingsError(f"There is no table '{unknown[0]}'; there are {', '.join(TABLES)}.")
    part = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        rows, notes = FORMATS[kind](snapshot, part, tables or tuple(TABLES))
        if place.is_dir() and not part.is_dir():
            raise PublishError(f"{place} is a folder; name a file: --to FILE.")
        if part.is_dir():
            _swap(part, place)
        else:
            part.replace(place)
    except OSError as error:
        raise PublishError(f"{place} cannot be written ({error.strerror}).") from error
    finally:
        _remove(part)
    return Written(place=place, rows=rows, notes=tuple(notes))


def _swap(part: Path, place: Path) -> None:
    """Move the files of a folder into place; other files that are there stay."""
    if place.exists() and not place.is_dir():
        raise PublishError(f"{place} is a file; name a folder: --to DIR.")
    place.mkdir(exist_ok=True)
    for file in sorted(part.iterdir()):
        file.replace(place / file.name)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _rows(snapshot: Snapshot, table: str, names: list[str]) -> Iterator[Row]:
    for batch in snapshot.arrow(table, names).to_batches(max_chunksize=PORTION):
        yield from batch.to_pylist()


def _names(table: str) -> list[str]:
    return [c.name for c in columns(table)]


Result = tuple[int, list[str]]


def _csv(snapshot: Snapshot, place: Path, tables: Sequence[str]) -> Result:
    place.mkdir()
    return sum(_csv_file(place / f"{t}.csv", _names(t), _rows(snapshot, t, _names(t))) for t in tables), []


def _csv_file(place: Path, names: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    # With a byte order mark, or Excel takes UTF-8 for the machine's old code page.
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for count, row in enumerate(rows, 1):  # noqa: B007  # the last number is the count
            writer.writerow([csv_cell(row[name]) for name in names])
    return count


def _jsonl(snapshot: Snapshot, place: Path, tables: Sequence[str]) -> Result:
    place.mkdir()
    count = 0
    for table in tables:
        with (place / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for row in _rows(snapshot, table, _names(table)):
                json.dump({name: plain(value) for name, value in row.items()}, file, ensure_ascii=False)
                file.write("\n")
                count += 1
    return count, []


def _xlsx(snapshot: Snapshot, place: Path, tables: Sequence[str]) -> Result:
    xlsxwriter = _package("xlsxwriter")
    notes: list[str] = []
    count = 0
    safe = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(place), safe) as book:
        bold = book.add_format({"bold": True})
        for table in tables:
            # A whole report is longer than a cell can be.
            names = [n for n in _names(table) if (table, n) != ("documents", "text")]
            if len(names) < len(_names(table)):
                notes.append("documents.text is not in the workbook: a cell holds 32,767 characters at most")
            count += _sheets(book, bold, table, names, _rows(snapshot, table, names), notes)
    return count, notes


def _sheets(book: Any, bold: Any, table: str, names: Sequence[str], rows: Iterable[Row], notes: list[str]) -> int:
    """One sheet, or as many as the rows need."""
    count, sheet = 0, None
    for row in rows:
        if count % (SHEET_ROWS - 1) == 0:
            sheet = _sheet(book, bold, table, names, count)
        for column, name in enumerate(names):
            _put(sheet, 1 + count % (SHEET_ROWS - 1), column, cell(row[name]), f"{table}.{name}", notes)
        count += 1
    if sheet is None:
        _sheet(book, bold, table, names, 0)
    return count


def _sheet(book: Any, bold: Any, table: str, names: Sequence[str], before: int) -> Any:
    number = before // (SHEET_ROWS - 1)
    sheet = book.add_worksheet(f"{table} {number + 1}" if number else table)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    return sheet


def _put(sheet: Any, row: int, column: int, value: Any, where: str, notes: list[str]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        if len(value) > CELL_CHARACTERS:
            note = f"{where}: texts longer than a cell can hold were cut at 32,767 characters"
            notes.extend([] if note in notes else [note])
        sheet.write_string(row, column, value[:CELL_CHARACTERS])


def _duckdb(snapshot: Snapshot, place: Path, tables: Sequence[str]) -> Result:
    duckdb = _package("duckdb")
    count = 0
    with duckdb.connect(str(place)) as base:
        for table in tables:
            data = snapshot.arrow(table)
            base.register("given", data)
            base.execute(f'CREATE TABLE "{table}" AS SELECT * FROM given')
            base.unregister("given")
            base.execute(f'COMMENT ON TABLE "{table}" IS {_literal(f"one row for {TABLES[table].__doc__}")}')
            for spec in columns(table):
                base.execute(f'COMMENT ON COLUMN "{table}"."{spec.name}" IS {_literal(spec.column.description)}')
            count += data.num_rows
    return count, []


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _ig_script(snapshot: Snapshot, place: Path, tables: Sequence[str]) -> Result:
    return _csv_file(place, ["path", "directive_id", "statement", "ig_script"], igscript.rows(snapshot)), []


def _package(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SettingsError(f"This format needs the package {name}:  pip install 'policy-pipeline[desk]'") from error


FORMATS: dict[str, Callable[[Snapshot, Path, Sequence[str]], Result]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "duckdb": _duckdb,
    "ig-script": _ig_script,
}
SUFFIXES = {"xlsx": "tables.xlsx", "duckdb": "tables.duckdb", "ig-script": "ig-script.csv"}
