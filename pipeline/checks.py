"""Nothing is written unchecked: types, nulls, listed values, keys, references, grounding, and what ties tables together.

`check` holds the rows of one document before they reach interim/; `problems` is the same without raising. The rules derive
from `tables.py`. All work column by column on Python values, so a document of a thousand rows takes a few milliseconds.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.errors import ContractError
from pipeline.tables import GROUNDED, TABLES, ColumnSpec, RegionCell, columns, keys

PYTHON: dict[str, type] = {
    "string": str,
    "int64": int,
    "int32": int,
    "float64": float,
    "bool": bool,
    "timestamp": dt.datetime,
    "strings": tuple,
    "regions": tuple,
}
SHOWN = 3

Columns = Mapping[str, Sequence[Any]]


def check(rows: Mapping[str, Sequence[Any]], where: str) -> None:
    """Hold the row objects of one document against the contract.

    Args:
        rows: table name -> row objects of `tables.py`.
        where: the report, for the message.

    Raises:
        ContractError: what is wrong, at most a dozen of the findings.
    """
    found = problems(rows)
    if found:
        more = f" (and {len(found) - 12} more)" if len(found) > 12 else ""
        raise ContractError(f"{where}: " + "; ".join(found[:12]) + more)


def problems(rows: Mapping[str, Sequence[Any]]) -> list[str]:
    """Everything in which the row objects of one document break the contract; empty when they are sound."""
    unknown = sorted(set(rows) - set(TABLES))
    if unknown:
        return [f"unknown table {name}" for name in unknown]
    found: list[str] = []
    tables: dict[str, Columns] = {}
    for name in TABLES:
        strangers = {type(row).__name__ for row in rows.get(name, ()) if type(row) is not TABLES[name]}
        if strangers:
            found.append(f"{name}: rows are {', '.join(sorted(strangers))}, not {TABLES[name].__name__}")
            continue
        tables[name] = as_columns(name, rows.get(name, ()))
        found.extend(table_problems(name, tables[name]))
    if not found:
        found.extend(reference_problems(tables))
        found.extend(grounding_problems(tables))
        found.extend(directive_problems(tables))
        found.extend(one_document_problems(tables))
    return found


def as_columns(table: str, rows: Sequence[Any]) -> Columns:
    """Row objects turned into column name -> values."""
    return {spec.name: [getattr(row, spec.attribute) for row in rows] for spec in columns(table)}


def table_problems(table: str, data: Columns) -> Iterator[str]:
    """Types, nulls, listed values, ranges and duplicate keys within one table."""
    for spec in columns(table):
        for text in _column_problems(spec, data[spec.name]):
            yield f"{table}.{spec.name}: {text}"
    key = keys(table)
    counts = Counter(zip(*(data[name] for name in key), strict=True))
    if len(counts) < len(data[key[0]]):
        twice = [k for k, n in counts.items() if n > 1]
        yield f"{table}: key ({', '.join(key)}) met more than once: {_some(twice)}"
    yield from _span_problems(table, data)


def _column_problems(spec: ColumnSpec, values: Sequence[Any]) -> Iterator[str]:
    kinds = set(map(type, values))
    if type(None) in kinds and not spec.nullable:
        yield f"{sum(v is None for v in values)} of {len(values)} are null"
    wrong = kinds - {PYTHON[spec.type], type(None)}
    if wrong:
        yield f"holds {', '.join(sorted(t.__name__ for t in wrong))}, not {PYTHON[spec.type].__name__}"
        return
    present = [v for v in values if v is not None]
    if spec.values:
        strange = sorted(set(present) - set(spec.values))
        if strange:
            yield f"{_some(strange)} is none of {', '.join(spec.values)}"
    test = _LIMITS.get((spec.type, spec.name)) or _LIMITS.get((spec.type, ""))
    if test:
        bad = [v for v in present if not test(v)]
        if bad:
            yield f"out of range: {_some(bad)}"


def _valid_text(value: str) -> bool:
    # A lone surrogate cannot be written as UTF-8.
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


_LIMITS: dict[tuple[str, str], Any] = {
    ("string", ""): _valid_text,
    ("int64", ""): lambda v: 0 <= v < 2**63,
    ("int64", "level"): lambda v: v >= 1,
    ("int64", "ordinal"): lambda v: v >= 1,
    ("int32", ""): lambda v: 1 <= v < 2**31,
    ("int64", "page_count"): lambda v: v >= 0,
    ("float64", ""): math.isfinite,
    ("float64", "confidence"): lambda v: 0.0 <= v <= 1.0,
    ("timestamp", ""): lambda v: v.utcoffset() == dt.timedelta(0),
    ("strings", ""): lambda v: all(type(s) is str and _valid_text(s) for s in v),
    ("regions", ""): lambda v: all(
        type(r) is RegionCell and r.page >= 1 and r.x0 <= r.x1 and r.top <= r.bottom for r in v
    ),
}


def _span_problems(table: str, data: Columns) -> Iterator[str]:
    grounded = GROUNDED.get(table)
    if grounded is None:
        return
    starts, ends = data[grounded[0]], data[grounded[1]]
    bad = [(a, b) for a, b in zip(starts, ends, strict=True) if isinstance(a, int) and isinstance(b, int) and a >= b]
    if bad:
        yield f"{table}: empty or reversed spans {_some(bad)}"
    if "page_first" in data:
        pages = zip(data["page_first"], data["page_last"], strict=True)
        if any((a is None) != (b is None) or (a is not None and a > b) for a, b in pages):
            yield f"{table}: page_first and page_last do not fit"


def reference_problems(tables: Mapping[str, Columns]) -> Iterator[str]:
    """Values of referring columns that the table they refer to does not hold."""
    held: dict[str, set[Any]] = {}
    for table, spec, target in references():
        if target not in held:
            owner, _, column = target.partition(".")
            held[target] = set(tables[owner][column])
        lost = set(tables[table][spec]) - held[target] - {None}
        if lost:
            yield f"{table}.{spec}: not in {target}: {_some(sorted(lost))}"


@cache
def references() -> tuple[tuple[str, str, str], ...]:
    """Every referring column: its table, its name, and the `table.column` it refers to."""
    return tuple(
        (table, spec.name, spec.column.refers) for table in TABLES for spec in columns(table) if spec.column.refers
    )


def grounding_problems(tables: Mapping[str, Columns]) -> Iterator[str]:
    """Rows whose text is not what stands at their place in their document's text."""
    texts = dict(zip(tables["documents"]["document_id"], tables["documents"]["text"], strict=True))
    for table, (start, end, text) in GROUNDED.items():
        data = tables[table]
        rows = zip(data["document_id"], data[start], data[end], data[text], strict=True)
        bad = [(a, b) for d, a, b, t in rows if texts.get(d, "")[a:b] != t]
        if bad:
            yield f"{table}: {len(bad)} rows do not stand in documents.text at {_some(bad)}"


def directive_problems(tables: Mapping[str, Columns]) -> Iterator[str]:
    """What ties modals, directives and who_what_whom together."""
    modals, directives, wide = tables["modals"], tables["directives"], tables["who_what_whom"]
    flagged = {m for m, is_directive in zip(modals["modal_id"], modals["is_directive"], strict=True) if is_directive}
    having = set(directives["modal_id"])
    if flagged != having:
        yield f"modals.is_directive does not agree with directives for {_some(sorted(flagged ^ having))}"
    lost = set(directives["directive_id"]) ^ set(wide["directive_id"])
    if lost:
        yield f"who_what_whom and directives do not hold the same directives: {_some(sorted(lost))}"
    parties = tables["directive_parties"]
    acting = Counter(d for d, role in zip(parties["directive_id"], parties["role"], strict=True) if role == "actor")
    named = Counter(d for d, actor in zip(wide["directive_id"], wide["actor_id"], strict=True) if actor is not None)
    if acting != named:
        differ = sorted(d for d in acting.keys() | named.keys() if acting[d] != named[d])
        yield f"who_what_whom has other actors than directive_parties for {_some(differ)}"


def one_document_problems(tables: Mapping[str, Columns]) -> Iterator[str]:
    """The rows of a document must all be of that document."""
    ids = tables["documents"]["document_id"]
    if len(ids) != 1:
        yield f"documents: {len(ids)} rows where one report gives one"
        return
    for table, data in tables.items():
        others = set(data.get("document_id", ())) - {ids[0]}
        if others:
            yield f"{table}: rows of other documents: {_some(sorted(others))}"


def _some(values: Sequence[Any]) -> str:
    shown = ", ".join(str(v) for v in values[:SHOWN])
    return f"{shown}, … ({len(values)} in all)" if len(values) > SHOWN else shown
