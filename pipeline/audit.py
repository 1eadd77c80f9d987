"""Published tables held against the contract once more: whole, of the right columns, and grounded in the text.

Works part file by part file, so that memory stays bounded however many reports there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline import checks
from pipeline.published import Snapshot
from pipeline.tables import TABLES, RegionCell, arrow_schema, columns, keys

if TYPE_CHECKING:
    import pyarrow as pa

# What rows of one part may refer to in any other part.
SHARED = ("documents.document_id", "entities.entity_id")
# Its rows join reports of different parts: held against whole columns.
LINKS = "recommendation_links"


def audit(snapshot: Snapshot) -> Iterator[str]:
    """Everything in which a snapshot breaks the contract, one line each; nothing when it is sound."""
    missing = [name for name in TABLES if not snapshot.where(name).is_dir()]
    if missing:
        yield from (f"{name}: the table is not there" for name in missing)
        return
    wrong = list(_files_and_columns(snapshot))
    yield from wrong
    if wrong:
        return
    shared = {target: _values(snapshot, target) for target in SHARED}
    yield from _links(snapshot)
    yield from _keys_over_all_parts(snapshot)
    for part in sorted({p.name for name in TABLES for p in snapshot.where(name).glob("*.parquet")}):
        tables = {name: _columns(name, _part(snapshot, name, part)) for name in TABLES}
        yield from (f"{part}: {text}" for text in _part_problems(tables, shared))


def _files_and_columns(snapshot: Snapshot) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name in TABLES:
        wanted = arrow_schema(name)
        rows = 0
        for path in sorted(snapshot.where(name).glob("*.parquet")):
            try:
                file = pq.ParquetFile(path)
            except (OSError, pa.ArrowInvalid) as error:
                yield f"{name}: {path.name} cannot be read ({error})"
                continue
            rows += file.metadata.num_rows
            if not file.schema_arrow.equals(wanted):
                yield f"{name}: {path.name} has other columns or types than contract {snapshot.about['contract']}"
        said = snapshot.about["rows"].get(name)
        if rows != said:
            yield f"{name}: {rows} rows are there, {said} were published"


def _values(snapshot: Snapshot, target: str) -> set[Any]:
    table, _, column = target.partition(".")
    return set(snapshot.arrow(table, [column]).column(column).to_pylist())


def _keys_over_all_parts(snapshot: Snapshot) -> Iterator[str]:
    for name in TABLES:
        key = list(keys(name))
        table = snapshot.arrow(name, key)
        distinct = table.group_by(key).aggregate([]).num_rows
        if distinct < table.num_rows:
            yield f"{name}: {table.num_rows - distinct} rows share their key ({', '.join(key)}) with another"


def _part(snapshot: Snapshot, name: str, part: str) -> pa.Table:
    import pyarrow.parquet as pq

    path = snapshot.where(name) / part
    return pq.read_table(path) if path.is_file() else arrow_schema(name).empty_table()


def _columns(name: str, table: pa.Table) -> Mapping[str, Sequence[Any]]:
    """Columns as the Python values that the checks were written for."""
    made: dict[str, Sequence[Any]] = {}
    for spec in columns(name):
        values = table.column(spec.name).to_pylist()
        if spec.type == "regions":
            values = [tuple(RegionCell(**cell) for cell in row) for row in values]
        elif spec.type == "strings":
            values = [tuple(row) for row in values]
        made[spec.name] = values
    return made


def _part_problems(tables: Mapping[str, Mapping[str, Sequence[Any]]], shared: Mapping[str, set[Any]]) -> Iterator[str]:
    for name, data in tables.items():
        yield from checks.table_problems(name, data)
    yield from _references(tables, shared)
    yield from checks.grounding_problems(tables)
    yield from checks.directive_problems(tables)


def _links(snapshot: Snapshot) -> Iterator[str]:
    import pyarrow.compute as pc

    rows = snapshot.arrow(LINKS)
    for table, column, target in checks.references():
        if table == LINKS:
            owner, _, name = target.partition(".")
            known = snapshot.arrow(owner, [name])[name].combine_chunks()
            values = rows[column].drop_null()
            strays = values.filter(pc.invert(pc.is_in(values, known)))
            if len(strays):
                yield f"{table}.{column}: {len(strays)} values are not in {target}, such as {strays[0].as_py()}"


def _references(tables: Mapping[str, Mapping[str, Sequence[Any]]], shared: Mapping[str, set[Any]]) -> Iterator[str]:
    for table, column, target in checks.references():
        if table == LINKS:
            continue
        owner, _, name = target.partition(".")
        held = shared[target] if target in shared else set(tables[owner][name])
        lost = set(tables[table][column]) - held - {None}
        if lost:
            yield f"{table}.{column}: {len(lost)} values are not in {target}, such as {sorted(lost)[0]}"
