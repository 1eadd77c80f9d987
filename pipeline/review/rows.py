"""What a report's page shows of each directive and cue, as plain data for its script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pipeline.review.gather import Report, Row
from pipeline.review.marks import LINKS, MOST_LINKS, loose_cues
from pipeline.structure import RecommendationKind

# Shown in the details under these names, in this order, where the row has them.
PLAIN = {
    "voice": "voice",
    "action_verb": "verb",
    "object": "object",
    "condition": "condition",
    "deadline": "deadline",
    "deadline_date": "until",
    "specificity": "specificity, 1 to 5",
    "no_actor_reason": "why no actor",
}
# Columns that a correction can set, with the values they can take ("" for free text).
EDITABLE: dict[str, str] = {
    "actors": "",
    "targets": "",
    "partners": "",
    "strength": "must|should|may",
    "negated": "true|false",
    "action": "",
    "object": "",
    "condition": "",
    "deadline": "",
    "deadline_date": "",
    "source": "",
}
EDITABLE_ITEM: dict[str, str] = {
    "number": "",
    "heading": "",
    "kind": "|".join(kind for kind in get_args(RecommendationKind)),
}


def page_data(report: Report, source: str | None) -> dict[str, Any]:
    """The data of a report's page; directives and cues in the order that `marks` numbers them.

    Args:
        source: the address of the report's file, relative to the page; None where it cannot be opened from there.
    """
    by_id = {table: {r[key]: r for r in report.tables[table]} for table, key in _KEYS.items()}
    modals = {m["modal_id"]: m for m in report.tables["modals"]}
    return {
        "report": {"id": report.document_id, "path": report.document["path"], "source": source},
        "editable": EDITABLE,
        "editableItem": EDITABLE_ITEM,
        "items": {r["recommendation_id"]: _item(r) for r in report.tables["recommendations"] if r["kind"] != "prose"},
        "rows": [_directive(report, d, modals[d["modal_id"]], by_id) for d in report.tables["directives"]],
        "cues": [_cue(m, by_id["sentences"][m["sentence_id"]]) for m in loose_cues(report)],
        "corrections": [_correction(c) for c in report.tables["corrections"]],
    }


_KEYS = {"sentences": "sentence_id", "recommendations": "recommendation_id", "sections": "section_id"}


def _directive(report: Report, row: Row, cue: Row, by_id: Mapping[str, Mapping[str, Row]]) -> dict[str, Any]:
    sentence = by_id["sentences"][row["sentence_id"]]
    item = by_id["recommendations"].get(row["recommendation_id"] or "")
    parties = report.parties[row["directive_id"]]
    return {
        "id": row["directive_id"],
        "s": row["strength"],
        "not": row["negated"],
        "k": cue["class"],
        "conf": row["confidence"],
        "actors": report.party_names(row["directive_id"], "actor"),
        "targets": report.party_names(row["directive_id"], "target"),
        "partners": report.party_names(row["directive_id"], "partner"),
        "how": [f"{p['role']} {p['name']}: “{p['text']}” ({p['resolution']})" for p in parties],
        "cue": cue["text"],
        "lemma": f"{cue['lemma']}, {cue['form']}",
        "modal_id": row["modal_id"],
        "action": row["action"],
        "at": cue["start"],
        "page": sentence["page"],
        "sentence": sentence["text"],
        "item": item["recommendation_id"] if item else None,
        "number": item["number"] if item else None,
        "apart": bool(item and item["kind"] != "prose"),
        "source": row["source"],
        "elsewhere": [
            [LINKS[link["link"]], link["title"], f"{link['other_document_id']}.html#{link['other_id']}", link["score"]]
            for link in report.links.get(row["recommendation_id"] or "", ())
            if link["directive_id"] == row["directive_id"]
        ][:MOST_LINKS],
        "more": {shown: row[name] for name, shown in PLAIN.items() if row.get(name) is not None},
        "edit": {name: row[name] for name in EDITABLE if name in row},
    }


def _item(row: Row) -> dict[str, Any]:
    """What the page needs to correct a recommendation."""
    return {"text": row["text"][:80]} | {name: row[name] for name in EDITABLE_ITEM}


def _cue(cue: Row, sentence: Row) -> dict[str, Any]:
    return {
        "id": cue["modal_id"],
        "cue": cue["text"],
        "k": cue["class"],
        "not": cue["negated"],
        "at": cue["start"],
        "page": sentence["page"],
        "sentence": sentence["text"],
        "why": cue["no_directive_reason"],
    }


def _correction(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("line", "row", "do", "column", "value", "who", "why", "outcome")}
