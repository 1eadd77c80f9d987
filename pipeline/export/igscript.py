"""Directives in IG Script, the notation of the Institutional Grammar 2.0 that IG Parser reads.

C. Frantz and S. Siddiki, *Institutional Grammar 2.0*, Public Administration 99 (2021), doi:10.1111/padm.12719; the syntax after
the documentation of IG Parser. Attribute A, deontic D, aim I, direct object Bdir, indirect object Bind, activation condition Cac,
execution constraint Cex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.published import Snapshot

# Brackets carry meaning in the notation: round ones may stand in a text if they are balanced, the others may not.
_BRACKETS = str.maketrans("[]{}", "()()")


def statement(directive: dict[str, Any], cue: str, parties: Sequence[tuple[str, str]]) -> str:
    """One directive as an IG Script statement.

    Args:
        directive: a row of `directives`.
        cue: the cue as printed; empty where the aim's own form is the cue (an imperative).
        parties: role and canonical name, in order.
    """
    named = {role: [name for r, name in parties if r == role] for role in ("actor", "target", "partner")}
    aim, object_, rest = _parts(directive)
    targets = [t for t in named["target"] if t.casefold() not in (object_ or "").casefold()]
    parts = [
        ("A", _all(named["actor"])),
        ("D", f"{cue} not".strip() if directive["negated"] and "not" not in cue.lower() else cue),
        ("I", aim),
        ("Bdir", object_),
        ("Bind", _all(targets)),
        ("Cex", rest),
        ("Cex", f"with {_all(named['partner'])}" if named["partner"] else None),
        ("Cac", directive["condition"]),
        ("Cex", _apart(directive["deadline"], directive["action"])),
    ]
    return " ".join(f"{symbol}({_content(text)})" for symbol, text in parts if text)


def _parts(directive: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """The action cut at its object: aim, object, what follows."""
    action, object_ = directive["action"], directive["object"]
    before, found, after = action.partition(object_) if object_ else (action, "", "")
    if not found or not before.strip():
        return action, None if not found else object_, None
    return before.strip(), object_, after.strip(" ,;.") or None


def _all(names: Sequence[str]) -> str | None:
    return " [AND] ".join(_balanced(n.translate(_BRACKETS)) for n in names) or None


def _apart(text: str | None, action: str) -> str | None:
    return None if text is None or text in action else text


def _content(text: str) -> str:
    pieces = text.split(" [AND] ")
    return " [AND] ".join(_balanced(" ".join(p.translate(_BRACKETS).split())) for p in pieces)


def _balanced(text: str) -> str:
    """The text without the brackets that have no partner."""
    open_at: list[int] = []
    lost: set[int] = set()
    for i, character in enumerate(text):
        if character == "(":
            open_at.append(i)
        elif character == ")" and open_at:
            open_at.pop()
        elif character == ")":
            lost.add(i)
    lost.update(open_at)
    return "".join(c for i, c in enumerate(text) if i not in lost)


def rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Every directive: its report, id, sentence and statement."""
    cues = _pairs(snapshot, "modals", "modal_id", "text")
    forms = _pairs(snapshot, "modals", "modal_id", "form")
    sentences = _pairs(snapshot, "sentences", "sentence_id", "text")
    paths = _pairs(snapshot, "documents", "document_id", "path")
    names = _pairs(snapshot, "entities", "entity_id", "name")
    parties: dict[str, list[tuple[str, str]]] = {}
    for p in snapshot.arrow("directive_parties", ["directive_id", "role", "position", "entity_id"]).to_pylist():
        parties.setdefault(p["directive_id"], []).append((p["role"], names[p["entity_id"]]))
    for batch in snapshot.arrow("directives").to_batches(max_chunksize=5000):
        for d in batch.to_pylist():
            yield {
                "path": paths[d["document_id"]],
                "directive_id": d["directive_id"],
                "statement": sentences[d["sentence_id"]],
                "ig_script": statement(
                    d,
                    "" if forms[d["modal_id"]] == "imperative" else cues[d["modal_id"]],
                    parties.get(d["directive_id"], ()),
                ),
            }


def _pairs(snapshot: Snapshot, table: str, key: str, value: str) -> dict[str, str]:
    data = snapshot.arrow(table, [key, value])
    return dict(zip(data[key].to_pylist(), data[value].to_pylist(), strict=True))
