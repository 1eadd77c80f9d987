"""What is different between two versions of a report's rows: added, reworded, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

Row = dict[str, Any]
# Two texts that share this much (Ratcliff and Obershelp's measure) are one text reworded.
REWORDED = 0.6
ABOUT = ("path", "title", "published")
OF_ITEM = ("number", "kind", "heading")
OF_DIRECTIVE = "actors targets partners strength negated action object condition deadline deadline_date source".split()
KEYS = {"recommendations": "recommendation_id", "directives": "directive_id"}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report.

    Attributes:
        about: its row of `documents`.
        rows: `recommendations` and `directives`, each by id; directives carry the names of their parties and their sentence.
        corrected: ids of rows that a correction was applied to.
    """

    about: Row
    rows: Mapping[str, Mapping[str, Row]]
    corrected: frozenset[str] = field(default_factory=frozenset)


def differences(old: Version | None, new: Version | None) -> Iterator[Row]:
    """Rows of `changes` without snapshot and time, in text order; of a report that is new or gone only the report itself."""
    if old is None or new is None:
        yield from _whole(old, new)
        return
    cause = "report" if old.about["sha256"] != new.about["sha256"] else "pipeline"
    yield from _compared("documents", old.about["document_id"], old.about, new.about, ABOUT, cause)
    for table, shown in (("recommendations", OF_ITEM), ("directives", OF_DIRECTIVE)):
        for change in _table(table, old.rows[table], new.rows[table], shown, cause):
            touched = {change["row"], change["old_row"]} & (old.corrected | new.corrected)
            yield change | {"cause": "correction"} if touched and cause != "report" else change


def _whole(old: Version | None, new: Version | None) -> Iterator[Row]:
    either = new or old
    if either is not None:
        text = either.about["title"] or either.about["path"]
        change = ("added", None, text) if new else ("withdrawn", text, None)
        yield _change("documents", either.about["document_id"], *change, cause="report")


def _table(
    table: str, old: Mapping[str, Row], new: Mapping[str, Row], shown: Sequence[str], cause: str
) -> Iterator[Row]:
    gone = {i: r for i, r in old.items() if i not in new}
    fresh = {i: r for i, r in new.items() if i not in old}
    pairs = _pairs(table, gone, fresh)
    taken = set(pairs.values())
    for row_id, row in new.items():
        if row_id in pairs:
            before = old[pairs[row_id]]
            change = _change(table, row_id, "reworded", _text(table, before), _text(table, row), cause=cause)
            yield change | {"old_row": pairs[row_id]}
        elif row_id in fresh:
            yield _change(table, row_id, "added", None, _text(table, row), cause=cause)
        else:
            yield from _compared(table, row_id, old[row_id], row, shown, cause)
    for row_id, row in gone.items():
        if row_id not in taken:
            yield _change(table, row_id, "withdrawn", _text(table, row), None, cause=cause)


def _compared(table: str, row_id: str, old: Row, new: Row, shown: Sequence[str], cause: str) -> Iterator[Row]:
    other = [name for name in shown if old[name] != new[name]]
    if other:
        values = [" | ".join(_told(row[name]) for name in other) for row in (old, new)]
        yield _change(table, row_id, "changed", *values, cause=cause) | {"columns": "; ".join(other)}


def _change(table: str, row: str, change: str, old: str | None, new: str | None, *, cause: str) -> Row:
    shared = {"table": table, "row": row, "change": change, "old": old, "new": new, "cause": cause}
    return shared | {"old_row": None, "columns": None}


def _pairs(table: str, gone: Mapping[str, Row], fresh: Mapping[str, Row]) -> dict[str, str]:
    """New id -> old id of rows that are one text reworded, the most alike first."""
    scored = []
    for new_id, new in fresh.items():
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(_compare_by(table, new))
        for old_id, old in gone.items():
            matcher.set_seq1(_compare_by(table, old))
            if matcher.real_quick_ratio() >= REWORDED and matcher.quick_ratio() >= REWORDED:
                scored.append((matcher.ratio(), new_id, old_id))
    made: dict[str, str] = {}
    for score, new_id, old_id in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if score >= REWORDED and new_id not in made and old_id not in made.values():
            made[new_id] = old_id
    return made


def _compare_by(table: str, row: Row) -> list[str]:
    """The words that two rows are compared by; of a directive its action and, for those that are short, its sentence."""
    text = row["text"] if table == "recommendations" else f"{row['action']} {row['sentence']}"
    return str(text).casefold().split()


def _text(table: str, row: Row) -> str:
    if table == "recommendations":
        return str(row["text"])
    no = " not" if row["negated"] else ""
    return f"{row['actors'] or '(nobody named)'} {row['strength']}{no}: {row['action']}"


def _told(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
