"""Reading corrections.csv: each line understood, or said to be wrong by its number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.formulas import unguarded
from pipeline.structure import RecommendationKind
from pipeline.tables import CorrectionKind

NAME = "corrections.csv"
HEADER = ("report", "row", "do", "column", "value", "text", "who", "why")
NEEDED = ("report", "row", "do", "who", "why")
Table = Literal["directives", "recommendations", "modals"]
TABLE_OF: dict[str, Table] = {"a": "directives", "r": "recommendations", "m": "modals"}
# What a value of a column can be: listed values; "spans" stand in the sentence; "parties" are names joined by ";".
ANY: tuple[str, ...] = ()
SPAN, PARTIES = ("span",), ("parties",)
DIRECTIVE: dict[str, tuple[str, ...]] = {
    "actors": PARTIES,
    "targets": PARTIES,
    "partners": PARTIES,
    "strength": ("must", "should", "may"),
    "negated": ("true", "false"),
    "voice": ("active", "passive"),
    "action": SPAN,
    "action_verb": ANY,
    "object": SPAN,
    "condition": SPAN,
    "deadline": SPAN,
    "deadline_date": ANY,
    "source": ANY,
}
RECOMMENDATION: dict[str, tuple[str, ...]] = {
    "number": ANY,
    "heading": SPAN,
    "kind": get_args(RecommendationKind),
}
COLUMNS: dict[Table, dict[str, tuple[str, ...]]] = {
    "directives": DIRECTIVE,
    "recommendations": RECOMMENDATION,
    "modals": DIRECTIVE,
}
# Rows that the program has not are named by their reader: `r+` or `a+` and anything. What they begin with, and may have besides.
NEW = "+"
OPENING: dict[Table, str] = {"directives": "action", "recommendations": "text", "modals": "action"}
OF_NEW: dict[Table, tuple[str, ...]] = {"directives": ("cue",), "recommendations": ("text",), "modals": ()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One correction; empty cells are empty texts. `number` is its line in the file, the header being 1."""

    number: int
    report: str
    row: str
    do: CorrectionKind
    column: str
    value: str
    text: str
    who: str
    why: str

    @property
    def table(self) -> Table:
        """Which table its row stands in, by the first letter of the id."""
        return TABLE_OF[self.row[0]]

    @property
    def is_opening(self) -> bool:
        """Whether it makes the row that other lines then fill."""
        return self.do == "add" and self.column == OPENING[self.table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The file: the lines that are understood, and by number what is wrong with the others."""

    lines: tuple[Line, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def parse(data: bytes) -> Sheet:
    """Read the file's bytes; cells are parted by commas, or by semicolons as spreadsheets of many countries write them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Sheet(problems=((1, f"{NAME} cannot be read as UTF-8 text ({error}). Save it as CSV UTF-8."),))
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    problems: list[tuple[int, str]] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        wrong = _header_problem(header)
        if wrong:
            return Sheet(problems=((1, wrong),))
        for number, cells in _numbered(reader):
            made = _line(number, header, cells)
            if isinstance(made, Line):
                lines.append(made)
            else:
                problems.append((number, made))
    except csv.Error as error:
        problems.append((reader.line_num, f"no valid CSV from here on ({error})."))
    return Sheet(lines=tuple(lines), problems=tuple(problems))


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the record, as a spreadsheet counts rows."""
    for number, cells in enumerate(reader, 2):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _header_problem(header: list[str]) -> str | None:
    missing = [name for name in NEEDED if name not in header]
    strange = [name for name in header if name and name not in HEADER]
    if not missing and not strange:
        return None
    return f"the header is {','.join(header) or 'empty'}; it must be {','.join(HEADER)}."


def _line(number: int, header: list[str], cells: list[str]) -> Line | str:
    given = dict.fromkeys(HEADER, "") | dict(zip(header, (unguarded(c.strip()) for c in cells), strict=False))
    for name in NEEDED:
        if not given[name]:
            return f"{name} is empty; say {_MEANING[name]}."
    do = given["do"].lower()
    if do not in get_args(CorrectionKind):
        return f"do is '{given['do']}'; it can be set, delete or add."
    table = TABLE_OF.get(given["row"][0])
    is_new = given["row"][1:2] == NEW or table == "modals"
    if table is None or (do == "add") != is_new:
        return (
            f"row is '{given['row']}'; set and delete need the id of a directive (a…) or recommendation (r…), add that of "
            "a modal (m…) or a name of your own (r+1, a+1)."
        )
    wrong = None if do == "delete" else _value_problem(table, given["column"], given["value"], do)
    if wrong:
        return wrong
    plain = {name: given[name] for name in HEADER if name != "do"}
    return Line(number=number, do=do, **plain)  # type: ignore[arg-type]  # one of the listed, see above


_MEANING = {
    "report": "which report, by its path or id",
    "row": "the id of the row",
    "do": "set, delete or add",
    "who": "who corrects",
    "why": "for what reason",
}


def _value_problem(table: Table, column: str, value: str, do: str) -> str | None:
    known = COLUMNS[table] | (dict.fromkeys(OF_NEW[table], ANY) if do == "add" else {})
    if column not in known:
        return f"column is '{column}'; it can be {', '.join(known)}."
    listed = known[column]
    if listed and listed not in (SPAN, PARTIES) and value not in listed:
        return f"{column} is '{value}'; it can be {', '.join(listed)}."
    if not value and column in ("action", "action_verb", "source", "text", "cue"):
        return f"{column} cannot be empty."
    return None
