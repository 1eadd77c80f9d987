"""Corrections put into the rows of the reports that they concern, and what came of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline import ids, specificity
from pipeline.corrections import wide
from pipeline.corrections.lines import SPAN, Line
from pipeline.corrections.people import Parties
from pipeline.errors import PipelineError

Row = dict[str, Any]
Rows = list[Row]
Tables = dict[str, Rows]
ROLES = {"actors": "actor", "targets": "target", "partners": "partner"}


class MisfitError(PipelineError):
    """A correction cannot be applied; the message says why and what to do."""


def apply(tables: Tables, lines: Iterable[tuple[str, Line]]) -> tuple[Rows, list[tuple[Line, str]]]:
    """Put corrections into the rows of their reports, in place.

    Args:
        tables: all rows of the reports concerned (others may be among them), table by table; altered.
        lines: each correction with the id of its report.

    Returns:
        The rows of the table `corrections`, and each line that could not be applied with the reason.
    """
    desk = _Desk(tables)
    done: Rows = []
    lost: list[tuple[Line, str]] = []
    # Additions first: a line can then set further columns of a directive that another line adds.
    for document, line in sorted(lines, key=lambda pair: (pair[1].do != "add", pair[1].column != "action")):
        extracted, outcome = None, "not_applied"
        try:
            extracted, outcome = desk.correct(document, line)
        except MisfitError as error:
            lost.append((line, str(error)))
        done.append(_row(document, line, extracted, outcome))
    desk.finish()
    return sorted(done, key=lambda row: int(row["line"])), sorted(lost, key=lambda pair: pair[0].number)


def _row(document: str, line: Line, extracted: str | None, outcome: str) -> Row:
    return {
        "line": line.number,
        "document_id": document,
        "row": line.row,
        "do": line.do,
        "column": line.column or None,
        "value": line.value if line.do != "delete" else None,
        "extracted": extracted,
        "text": line.text or None,
        "who": line.who,
        "why": line.why,
        "outcome": outcome,
    }


class _Desk:
    """The rows in work: looked up by id, and which directives' wide rows have to be made again."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.documents = {r["document_id"]: r for r in tables["documents"]}
        self.sentences = {r["sentence_id"]: r for r in tables["sentences"]}
        self.modals = {r["modal_id"]: r for r in tables["modals"]}
        self.directives = {r["directive_id"]: r for r in tables["directives"]}
        self.items = {r["recommendation_id"]: r for r in tables["recommendations"]}
        self.parties = Parties(tables)
        self.added: dict[str, Row] = {}
        self.touched: set[str] = set()
        self.why: dict[str, str] = defaultdict(str)

    def correct(self, document: str, line: Line) -> tuple[str | None, str]:
        """Apply one line; the value there was before, and the outcome."""
        if line.table == "modals":
            return self._add(document, line)
        held = self.directives if line.table == "directives" else self.items
        row = held.get(line.row)
        if row is None or row["document_id"] != document:
            raise MisfitError(_gone(line, [r for r in held.values() if r["document_id"] == document]))
        self._same_text(line, row)
        if line.do == "delete":
            return self._delete(line, row)
        if line.table == "recommendations":
            return self._set_item(line, row)
        return self._set(line, row)

    def _same_text(self, line: Line, row: Row) -> None:
        now = row["action"] if line.table == "directives" else row["text"]
        if line.text and not ids.normalised(now).startswith(ids.normalised(line.text)):
            raise MisfitError(
                f"the row now reads “{_short(now)}”, not “{_short(line.text)}”. Look again and renew the line."
            )

    # --- directives ------------------------------------------------------------------------------------------------

    def _set(self, line: Line, row: Row) -> tuple[str | None, str]:
        self.touched.add(row["directive_id"])
        if line.column in ROLES:
            return self._set_parties(line, row)
        before = row[line.column]
        value = self._value(line, row)
        row[line.column] = value
        if line.column == "action":
            row["action_start"], row["action_end"] = self._place(line, row)
            row["action"] = self._text(row, row["action_start"], row["action_end"])
            value = row["action"]
        return _told(before), "already_right" if value == before else "applied"

    def _value(self, line: Line, row: Row) -> Any:
        if line.column == "negated":
            return line.value == "true"
        from pipeline.corrections.lines import DIRECTIVE

        if DIRECTIVE[line.column] == SPAN and line.value:
            return self._text(row, *self._place(line, row))
        if line.column == "deadline_date" and line.value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", line.value):
            raise MisfitError(f"'{line.value}' is no ISO date such as 2030, 2030-06 or 2030-06-30.")
        return line.value or None

    def _place(self, line: Line, row: Row) -> tuple[int, int]:
        """Where a value stands in the row's sentence: the place nearest to the action, white space apart."""
        sentence = self.sentences[row["sentence_id"]]
        pattern = r"\s+".join(map(re.escape, line.value.split()))
        found = [(m.start(), m.end()) for m in re.finditer(pattern, sentence["text"])]
        if not found:
            raise MisfitError(
                f"“{_short(line.value)}” does not stand in the sentence “{_short(sentence['text'])}”. Copy the words from it."
            )
        start, end = min(found, key=lambda at: abs(sentence["start"] + at[0] - row["action_start"]))
        return sentence["start"] + start, sentence["start"] + end

    def _text(self, row: Row, start: int, end: int) -> str:
        text: str = self.documents[row["document_id"]]["text"][start:end]
        return text

    def _set_parties(self, line: Line, row: Row) -> tuple[str | None, str]:
        role = ROLES[line.column]
        before = self.parties.names(row["directive_id"], role)
        self.parties.put(row, role, [name.strip() for name in line.value.split(";") if name.strip()])
        now = self.parties.names(row["directive_id"], role)
        if role == "actor":
            row["no_actor_reason"] = None if now else f"corrected: {line.why}"
        return "; ".join(before), "already_right" if before == now else "applied"

    def _add(self, document: str, line: Line) -> tuple[str | None, str]:
        cue = self.modals.get(line.row)
        if cue is None or cue["document_id"] != document:
            raise MisfitError(_gone(line, []))
        if line.row in self.added:
            if line.column == "action":
                raise MisfitError("another line adds a directive to this modal already.")
            return None, self._set(line, self.added[line.row])[1].replace("already_right", "applied")
        if line.column != "action":
            raise MisfitError("no line adds an action for this modal; add one with column action.")
        sentence = self.sentences[cue["sentence_id"]]
        row = _new(cue, sentence, line)
        start, end = self._place(line, row)
        action = self._text(row, start, end)
        row |= {"action_start": start, "action_end": end, "action": action}
        row["directive_id"] = (
            f"a{ids.digest(document, ids.normalised(cue['modal_id']), ids.normalised(action), '+', size=16)}"
        )
        row["action_verb"] = action.split()[0].lower()
        self._keep(row, cue)
        self.added[line.row] = row
        return None, "applied"

    def _keep(self, row: Row, cue: Row) -> None:
        cue |= {"is_directive": True, "no_directive_reason": None, "strength": row["strength"]}
        self.directives[row["directive_id"]] = row
        self.tables["directives"].append(row)
        self.touched.add(row["directive_id"])

    def _delete(self, line: Line, row: Row) -> tuple[str | None, str]:
        if line.table == "recommendations":
            self._drop_item(row)
            return row["text"], "applied"
        directive = row["directive_id"]
        del self.directives[directive]
        self.tables["directives"] = [r for r in self.tables["directives"] if r is not row]
        self.parties.drop(directive)
        self.touched.add(directive)
        if all(r["modal_id"] != row["modal_id"] for r in self.directives.values()):
            off = {"is_directive": False, "strength": None, "no_directive_reason": f"corrected: {line.why}"}
            self.modals[row["modal_id"]] |= off
        return row["action"], "applied"

    # --- recommendations ----------------------------------------------------------------------------------------------

    def _set_item(self, line: Line, row: Row) -> tuple[str | None, str]:
        before, value = row[line.column], line.value or None
        if line.column == "heading" and value and ids.normalised(value) not in ids.normalised(row["text"]):
            raise MisfitError(f"“{_short(value)}” does not stand in the recommendation.")
        row[line.column] = value
        self._touch_item(row)
        return _told(before), "already_right" if value == before else "applied"

    def _drop_item(self, row: Row) -> None:
        """A deleted recommendation that holds directives becomes prose; one without goes."""
        self._touch_item(row)
        if any(d["recommendation_id"] == row["recommendation_id"] for d in self.directives.values()):
            row |= {"kind": "prose", "number": None, "heading": None, "is_repeat": False, "repeats_id": None}
            return
        del self.items[row["recommendation_id"]]
        self.tables["recommendations"] = [r for r in self.tables["recommendations"] if r is not row]
        for other in (*self.tables["sentences"], *self.tables["recommendations"]):
            for name in ("recommendation_id", "repeats_id"):
                if name in other and other is not row and other[name] == row["recommendation_id"]:
                    other[name] = None
                    if name == "repeats_id":
                        other["is_repeat"] = False

    def _touch_item(self, row: Row) -> None:
        for d in self.directives.values():
            if d["recommendation_id"] == row["recommendation_id"]:
                self.touched.add(d["directive_id"])

    def finish(self) -> None:
        """Make the wide rows of touched directives again, and what follows from other columns."""
        for directive in self.touched & self.directives.keys():
            row = self.directives[directive]
            row["specificity"] = specificity.score(
                action=row["action"],
                verb=row["action_verb"],
                object_=row["object"],
                deadline=row["deadline"],
                has_actor=bool(self.parties.names(directive, "actor")),
            )
        self.tables["directive_parties"] = self.parties.rows()
        wide.renew(self.tables, self.touched)


def _new(cue: Row, sentence: Row, line: Line) -> Row:
    """A directive that a reader has found; `should` until another line says otherwise."""
    return {
        "document_id": cue["document_id"],
        "sentence_id": cue["sentence_id"],
        "recommendation_id": sentence["recommendation_id"],
        "modal_id": cue["modal_id"],
        "strength": "should",
        "negated": cue["negated"],
        "voice": "active",
        "action_start": cue["start"],
        "object": None,
        "condition": None,
        "deadline": None,
        "deadline_date": None,
        "source": "issuer",
        "no_actor_reason": f"added by {line.who}: {line.why}",
        "specificity": 1,
        "confidence": 1.0,
    }


def _gone(line: Line, rows: Sequence[Row]) -> str:
    """Why a row is not there, and which row of the report reads most like it."""
    import difflib

    texts = {_short(r.get("action") or r["text"]): r.get("directive_id") or r["recommendation_id"] for r in rows}
    near = difflib.get_close_matches(_short(line.text), texts, n=1, cutoff=0.5) if line.text else []
    hint = f" The nearest is {texts[near[0]]}: “{near[0]}”." if near else ""
    return f"there is no row {line.row} in this report any more.{hint} Renew the line or take it out."


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _told(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
