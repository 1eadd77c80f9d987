"""Corrections in their place: after the reports' rows are put together, before they are written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import clock, corrections
from pipeline.corrections import NAME, Line, Sheet
from pipeline.errors import Problem
from pipeline.manifest import Manifest
from pipeline.publish import rowwise
from pipeline.settings import Settings, is_url
from pipeline.store import open_store
from pipeline.tables import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


class Corrected:
    """The raw folder's corrections, by the part file that holds the report they are about.

    Lines that are not understood, or that name no report, are told in part 0.
    """

    def __init__(self, manifest: Manifest, settings: Settings, bucket_of: Callable[[str], int]) -> None:
        sheet = _sheet(settings.raw)
        self._seen = _seen(settings.raw) if sheet.lines or sheet.problems else None
        self._lines: dict[int, list[tuple[str, Line]]] = defaultdict(list)
        self._stray: list[Line] = []
        self._lost: list[tuple[int, str]] = list(sheet.problems)
        known = {key: e for e in manifest.entries.values() for key in (e.path, e.document_id)}
        for line in sheet.lines:
            entry = known.get(line.report)
            if entry is None or (entry.rows is None and entry.duplicate_of is None):
                self._stray.append(line)
                self._lost.append((line.number, f"there is no report '{line.report}' with rows."))
            else:
                document = entry.duplicate_of or entry.document_id
                self._lines[bucket_of(document)].append((document, line))

    def digest(self, bucket: int) -> bytes:
        """Changes with the corrections of a part; empty where it has none."""
        stray = (self._stray, self._lost) if bucket == 0 else ((), ())
        lines = self._lines.get(bucket, [])
        return repr((lines, *stray)).encode() if lines or any(stray) else b""

    def apply(self, bucket: int, made: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """The tables of a part with its corrections put in."""
        lost = list(self._lost) if bucket == 0 else []
        rows: list[dict[str, Any]] = [_stray(line) for line in self._stray] if bucket == 0 else []
        if self._lines.get(bucket):
            tables = {name: data.to_pylist() for name, data in made.items()}
            done, failed = corrections.apply(tables, self._lines[bucket])
            lost += [(line.number, message) for line, message in failed]
            rows += done
            made = {name: _table(name, tables[name]) for name in made}
        if rows or lost:
            told = [*made["failures"].to_pylist(), *self._failures(lost)]
            told.sort(key=lambda r: (r["path"], r["stage"], r["page"] or 0, r["code"]))
            made |= {"corrections": _table("corrections", rows), "failures": _table("failures", told)}
        return made

    def _failures(self, lost: list[tuple[int, str]]) -> Iterator[dict[str, Any]]:
        assert self._seen is not None
        for number, message in lost:
            problem = Problem(
                stage=f"line {number}", code="correction", message=f"Line {number}: {message} It was not applied."
            )
            yield rowwise.failure(NAME, None, problem, self._seen)


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=arrow_schema(name))


def _stray(line: Line) -> dict[str, Any]:
    empty = {"document_id": None, "extracted": None, "outcome": "not_applied"}
    told = {"line": line.number, "row": line.row, "do": line.do, "who": line.who, "why": line.why}
    return empty | told | {name: getattr(line, name) or None for name in ("column", "value", "text")}


def _sheet(raw: str) -> Sheet:
    try:
        return corrections.parse(open_store(raw).read(NAME))
    except FileNotFoundError:
        return Sheet()
    except OSError as error:
        return Sheet(problems=((1, f"{NAME} cannot be read ({error.strerror}). Mend its permissions."),))


def _seen(raw: str) -> dt.datetime:
    """When the file was last changed (in a store: now); stands still with the clock."""
    if is_url(raw) or clock.frozen():
        return clock.now()
    return dt.datetime.fromtimestamp(int((Path(raw) / NAME).stat().st_mtime), dt.UTC)
