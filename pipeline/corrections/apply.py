"""Corrections put into the rows of the reports that they concern, and what came of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline import ids, specificity
from pipeline.corrections import adding, wide
from pipeline.corrections.finding import MisfitError, nearest
from pipeline.corrections.finding import short as _short
from pipeline.corrections.lines import NEW, SPAN, Line
from pipeline.corrections.people import Parties

Row = dict[str, Any]
Rows = list[Row]
Tables = dict[str, Rows]
ROLES = {"actors": "actor", "targets": "target", "partners": "partner"}


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
    # Additions first, recommendations before directives: further lines can then fill a row that another adds.
    for document, line in sorted(lines, key=lambda p: (p[1].do != "add", not p[1].is_opening, p[1].row[0] != "r")):
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
        self.added: dict[tuple[str, str], Row] = {}
        self.touched: set[str] = set()
        self.why: dict[str, str] = defaultdict(str)

    def correct(self, document: str, line: Line) -> tuple[str | None, str]:
        """Apply one line; the value there was before, and the outcome."""
        if line.do == "add":
            return None, self._add(document, line)
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
        """Where a value stands in the row's sentence: the place nearest to the action."""
        return nearest(line.value, self.sentences[row["sentence_id"]], row["action_start"])

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

    # --- rows that the program has not -------------------------------------------------------------------------------

    def _add(self, document: str, line: Line) -> str:
        known = self.added.get((document, line.row))
        if not line.is_opening:
            if known is None:
                column = "a text" if line.table == "recommendations" else "an action"
                raise MisfitError(f"no line adds {column} for {line.row}; add one.")
            return self._fill(line, known)
        if known is not None:
            raise MisfitError(f"another line adds {line.row} already.")
        add = self._add_item if line.table == "recommendations" else self._add_directive
        row, is_new = add(document, line)
        self.added[document, line.row] = row
        return "applied" if is_new else "already_right"

    def _fill(self, line: Line, row: Row) -> str:
        """A further column of an added row."""
        if line.table == "recommendations":
            if line.column == "number" and line.value and row["kind"] == "bulleted":
                row["kind"] = "numbered"
            outcome = self._set_item(line, row)[1]
        elif line.column == "cue":
            adding.set_cue(self.modals[row["modal_id"]], line, self.sentences[row["sentence_id"]], row["action_start"])
            return "applied"
        else:
            outcome = self._set(line, row)[1]
        return outcome.replace("already_right", "applied")

    def _add_item(self, document: str, line: Line) -> tuple[Row, bool]:
        row, is_new = adding.recommendation(self.documents[document], line, self.tables)
        self.items = {r["recommendation_id"]: r for r in self.tables["recommendations"]}
        self._touch_item(row)
        return row, is_new

    def _add_directive(self, document: str, line: Line) -> tuple[Row, bool]:
        held = None
        if line.row[1] == NEW:
            sentence = adding.sentence_of(self.documents[document], line, self.tables)
        else:
            held = self.modals.get(line.row)
            if held is None or held["document_id"] != document:
                raise MisfitError(_gone(line, []))
            sentence = self.sentences[held["sentence_id"]]
        for d in self.directives.values():
            if d["sentence_id"] == sentence["sentence_id"] and ids.normalised(d["action"]) == ids.normalised(
                line.value
            ):
                return d, False
        nearest(line.value, sentence, sentence["start"])
        cue = held or adding.cue(sentence, line, self.tables)
        self.modals[cue["modal_id"]] = cue
        row = _new(cue, sentence, line)
        start, end = self._place(line, row)
        action = self._text(row, start, end)
        row |= {"action_start": start, "action_end": end, "action": action, "action_verb": action.split()[0].lower()}
        key = ids.digest(document, ids.normalised(cue["modal_id"]), ids.normalised(action), "+", size=16)
        row["directive_id"] = f"a{key}"
        self._keep(row, cue)
        return row, True

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


def _told(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value
