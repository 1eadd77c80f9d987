"""One row for each entity over all documents: where documents differ, most decide; the wide table follows their choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.tables import arrow_schema, columns

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATOR = "; "


def votes(given: pa.Table, bucket: int) -> pa.Table:
    """What the documents of a bucket say of each entity, and how many say it."""
    import pyarrow as pa

    facts = [c.name for c in columns("entities")]
    counted = given.group_by(facts, use_threads=False).aggregate([([], "count_all")])
    number = pa.array([bucket] * counted.num_rows, pa.int32())
    return pa.table([*(counted[name] for name in facts), counted["count_all"], number], names=[*facts, "n", "bucket"])


def together(old: pa.Table | None, unchanged: Collection[int], fresh: Sequence[pa.Table]) -> pa.Table:
    """The votes of all buckets, in one order whatever the order they came in."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = [old.filter(pc.is_in(old["bucket"], pa.array(sorted(unchanged), pa.int32())))] if old is not None else []
    every = pa.concat_tables([*kept, *fresh]).replace_schema_metadata(None)
    facts = [c.name for c in columns("entities")]
    return every.sort_by([("bucket", "ascending"), *((name, "ascending") for name in facts)])


def elect(given: pa.Table) -> pa.Table:
    """The `entities` table: of each entity what most documents say, the first in order where they are even."""
    import pyarrow as pa

    facts = [c.name for c in columns("entities")]
    summed = given.group_by(facts, use_threads=False).aggregate([("n", "sum")])
    order = [("entity_id", "ascending"), ("n_sum", "descending"), *((name, "ascending") for name in facts[1:])]
    ranked = summed.sort_by(order)
    ids = ranked["entity_id"].to_pylist()
    first = [i for i, name in enumerate(ids) if i == 0 or name != ids[i - 1]]
    return ranked.take(pa.array(first, pa.int64())).select(facts).cast(arrow_schema("entities"))


def names(merged: pa.Table) -> dict[str, str]:
    """Entity id -> canonical name."""
    return dict(zip(merged["entity_id"].to_pylist(), merged["name"].to_pylist(), strict=True))


def renames(given: pa.Table, merged: pa.Table) -> dict[int, dict[str, str]]:
    """By bucket, the entities that some of its documents call otherwise than the merged table does."""
    canonical = names(merged)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = zip(*(given[name].to_pylist() for name in ("bucket", "entity_id", "name")), strict=True)
    for bucket, entity, name in rows:
        if canonical[entity] != name:
            found[bucket][entity] = canonical[entity]
    return {bucket: dict(sorted(changed.items())) for bucket, changed in found.items()}


def renamed(wide: pa.Table, parties: pa.Table, wanted: Mapping[str, str], known: Mapping[str, str]) -> pa.Table:
    """`who_what_whom` with the canonical names of the entities in `wanted` in actor, targets and partners."""
    import pyarrow as pa

    roles = _by_role(parties, wanted)
    rows: list[dict[str, Any]] = wide.to_pylist()
    for row in rows:
        if row["actor_id"] in wanted:
            row["actor"] = wanted[row["actor_id"]]
        for column, role in (("targets", "target"), ("partners", "partner")):
            members = roles.get((row["directive_id"], role))
            if members is not None:
                row[column] = SEPARATOR.join(known[entity] for _, entity in sorted(members))
    return pa.Table.from_pylist(rows, schema=wide.schema)


def _by_role(parties: pa.Table, wanted: Mapping[str, str]) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """The members of each directive's role that has one of the wanted entities in it."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for row in parties.select(["directive_id", "role", "position", "entity_id"]).to_pylist():
        found[row["directive_id"], row["role"]].append((row["position"], row["entity_id"]))
    return {key: members for key, members in found.items() if any(entity in wanted for _, entity in members)}
