"""Reads the lexicon's CSV files strictly: a cell that is not understood stops the load and names file and line."""

from __future__ import annotations

import csv
import hashlib
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pipeline.errors import LexiconError

ROOM = Path(__file__).resolve().parent
LIST_SEPARATOR = ";"
R = TypeVar("R")


def rows(file: str | Path, row: type[R], key: tuple[str, ...] | None = None) -> tuple[R, ...]:
    """Read a CSV file of the lexicon into frozen rows.

    Args:
        file: a file name in this room, or a path.
        row: a dataclass; the file's header must name its fields, in any order. Fields may be `str`, `int`, `float`,
            `bool` (`yes` or empty), a `Literal`, `tuple[str, ...]` (parts joined by `;`), or any of these `| None` (empty).
        key: the fields that no two rows may share; the first field where nothing is said, none for `()`.

    Raises:
        LexiconError: the file is missing, or a line is invalid or doubled; the message names file and line.
    """
    path = Path(file) if Path(file).is_absolute() else ROOM / file
    hints = get_type_hints(row)
    names = tuple(f.name for f in fields(row))  # type: ignore[arg-type]
    key = names[:1] if key is None else key
    made: list[R] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in _lines(path, row, names):
        identity = tuple(cells[k] for k in key)
        if key and identity in seen:
            raise LexiconError(f"{path.name}:{line}: {', '.join(identity)} already stands in line {seen[identity]}")
        seen[identity] = line
        values = {n: _value(cells[n], hints[n], f"{path.name}:{line}: {n}") for n in names if n in cells}
        made.append(row(**values))
    return tuple(made)


def _lines(path: Path, row: type[Any], names: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    required = {f.name for f in fields(row) if f.default is MISSING and f.default_factory is MISSING}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if not required <= set(header) <= set(names) or len(set(header)) < len(header):
                raise LexiconError(f"{path.name}:1: the header is {','.join(header)}; expected {','.join(names)}")
            for cells in reader:
                if len(cells) != len(header):
                    raise LexiconError(
                        f"{path.name}:{reader.line_num}: {len(cells)} cells, the header has {len(header)}"
                    )
                yield reader.line_num, {n: c.strip() for n, c in zip(header, cells, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path.name}: cannot be read as UTF-8 CSV: {error}") from error


def _value(cell: str, hint: Any, where: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        if not cell:
            return None
        hint = next(a for a in get_args(hint) if a is not type(None))
    if get_origin(hint) is tuple:
        parts = tuple(p.strip() for p in cell.split(LIST_SEPARATOR)) if cell else ()
        if not all(parts) or len(set(parts)) < len(parts):
            raise LexiconError(f"{where}: {cell!r} holds an empty or doubled part")
        return parts
    if get_origin(hint) is Literal:
        return _choice(cell, get_args(hint), where)
    if hint is bool:
        return _choice(cell, ("yes", ""), where) == "yes"
    return _plain(cell, hint, where)


def _choice(cell: str, allowed: tuple[str, ...], where: str) -> str:
    if cell not in allowed:
        raise LexiconError(f"{where}: {cell!r} is none of {', '.join(repr(a) for a in allowed)}")
    return cell


def _plain(cell: str, kind: Any, where: str) -> Any:
    if not cell:
        raise LexiconError(f"{where}: empty")
    try:
        return kind(cell)
    except ValueError as error:
        raise LexiconError(f"{where}: {cell!r} is no {kind.__name__}") from error


@cache
def version() -> str:
    """A short hash of every CSV file of the lexicon: changes when a row does."""
    hashed = hashlib.sha256()
    for path in sorted(ROOM.glob("*.csv")):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hashed.hexdigest()[:12]


def grouped(pairs: Mapping[str, str] | list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Collect the second parts of pairs under their first parts, in order."""
    found: dict[str, list[str]] = {}
    for first, second in pairs.items() if isinstance(pairs, Mapping) else pairs:
        found.setdefault(first, []).append(second)
    return {k: tuple(v) for k, v in found.items()}
