"""Links between reports in their place: once all parts of a snapshot are written, from what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import links
from pipeline.links import Action, Item, Link
from pipeline.tables import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

TABLE = "recommendation_links"
ITEM = ["recommendation_id", "document_id", "text", "is_repeat"]
DIRECTIVE = "recommendation_id directive_id sentence_id modal_id action action_verb voice negated condition".split()
SENTENCE = ["sentence_id", "start", "text"]
CUE = ["modal_id", "start"]
PARTY = ["directive_id", "role", "entity_id"]
ENTITY = ["entity_id", "country", "parent_id"]


def find(work: Path) -> pa.Table:
    """The links between the recommendations of a snapshot in the making, from the part files in its folder."""
    import pyarrow as pa

    origins = {e["entity_id"]: (e["country"], e["parent_id"]) for e in _rows(work, "entities", "*", ENTITY)}
    found = links.find(_items(work), origins)
    return pa.Table.from_pylist([_row(link) for link in found], schema=arrow_schema(TABLE))


def _items(work: Path) -> Iterator[Item]:
    """Every recommendation but a summary's copies, part by part."""
    for part in sorted(p.name for p in (work / "recommendations.parquet").glob("*.parquet")):
        actors: dict[str, list[str]] = defaultdict(list)
        for party in _rows(work, "directive_parties", part, PARTY):
            if party["role"] == "actor":
                actors[party["directive_id"]].append(party["entity_id"])
        directives = [d for d in _rows(work, "directives", part, DIRECTIVE) if d["recommendation_id"]]
        before = _before(work, part, [d for d in directives if d["voice"] == "passive"])
        actions: dict[str, list[Action]] = defaultdict(list)
        for d in directives:
            key = d["directive_id"]
            actions[d["recommendation_id"]].append(links.action(d, actors.get(key, ()), before.get(key, "")))
        for row in _rows(work, "recommendations", part, ITEM):
            if not row["is_repeat"]:
                key = row["recommendation_id"]
                yield links.item(key, row["document_id"], row["text"], actions.get(key, ()))


def _before(work: Path, part: str, directives: list[dict[str, Any]]) -> dict[str, str]:
    """What stands before each directive's cue in its sentence."""
    wanted = {d["sentence_id"] for d in directives}
    said = {s["sentence_id"]: s for s in _rows(work, "sentences", part, SENTENCE) if s["sentence_id"] in wanted}
    cues = {m["modal_id"]: m["start"] for m in _rows(work, "modals", part, CUE)}
    made: dict[str, str] = {}
    for d in directives:
        sentence = said[d["sentence_id"]]
        made[d["directive_id"]] = sentence["text"][: max(0, cues[d["modal_id"]] - sentence["start"])]
    return made


def _rows(work: Path, table: str, part: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    for place in sorted((work / f"{table}.parquet").glob(part)):
        for batch in pq.ParquetFile(place).iter_batches(columns=columns):
            yield from batch.to_pylist()


def _row(link: Link) -> dict[str, Any]:
    return {
        "recommendation_id": link.one.id,
        "other_id": link.two.id,
        "link": link.kind,
        "score": link.score,
        "document_id": link.one.document_id,
        "other_document_id": link.two.document_id,
        "directive_id": link.directives[0] or None,
        "other_directive_id": link.directives[1] or None,
        "actors": "; ".join(link.actors),
        "group_id": link.group or None,
    }
