"""What the program has overlooked, added by hand: a recommendation, or a directive with its cue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline import ids
from pipeline.corrections.finding import MisfitError, nearest, places, short
from pipeline.corrections.lines import Line

Row = dict[str, Any]
Rows = list[Row]
Tables = dict[str, Rows]


def recommendation(document: Row, line: Line, tables: Tables) -> tuple[Row, bool]:
    """The row for a passage of the report, and whether it is new; prose that lies in the passage goes into it.

    Raises:
        MisfitError: the passage does not stand in the report, or cuts through another recommendation.
    """
    items = [r for r in tables["recommendations"] if r["document_id"] == document["document_id"]]
    found = places(line.value, document["text"])
    if not found:
        raise MisfitError(f"“{short(line.value)}” does not stand in the report. Copy the whole passage from it.")
    same = next((r for r in items if (r["start"], r["end"]) in found and r["kind"] != "prose"), None)
    if same is not None:
        return same, False
    free = [place for place in found if not any(_overlap(r, *place) for r in items if r["kind"] != "prose")]
    if not free:
        other = next(r for r in items if r["kind"] != "prose" and _overlap(r, *found[0]))
        raise MisfitError(
            f"the passage lies in recommendation {other['recommendation_id']}. Set the columns of that one."
        )
    row = _recommendation(document, *free[0], tables)
    _absorb(row, tables)
    _insert(tables["recommendations"], row)
    for ordinal, item in enumerate(_of(tables["recommendations"], document), 1):
        item["ordinal"] = ordinal
    return row, True


def _overlap(row: Row, start: int, end: int) -> bool:
    return bool(row["start"] < end and start < row["end"])


def _recommendation(document: Row, start: int, end: int, tables: Tables) -> Row:
    text = document["text"][start:end]
    inside = [s for s in _of(tables["sentences"], document) if start <= s["start"] < end]
    pages = [s["page"] for s in inside if s["page"] is not None]
    return {
        # As the program itself would name it, so that the id stays when it finds the passage one day.
        "recommendation_id": f"r{ids.digest(document['document_id'], ids.normalised(text), '0', size=16)}",
        "document_id": document["document_id"],
        "section_id": inside[0]["section_id"] if inside else None,
        "ordinal": 0,
        "number": None,
        "kind": "bulleted",
        "heading": None,
        "text": text,
        "start": start,
        "end": end,
        "page_first": min(pages, default=None),
        "page_last": max(pages, default=None),
        "regions": [],
        "cells": [],
        "is_repeat": False,
        "repeats_id": None,
    }


def _absorb(row: Row, tables: Tables) -> None:
    """Give the passage its sentences and directives; rows of prose that keep no directive are taken out."""
    inside: set[str] = set()
    for sentence in tables["sentences"]:
        if sentence["document_id"] == row["document_id"] and row["start"] <= sentence["start"] < row["end"]:
            sentence["recommendation_id"] = row["recommendation_id"]
            inside.add(sentence["sentence_id"])
    for directive in tables["directives"]:
        if directive["sentence_id"] in inside:
            directive["recommendation_id"] = row["recommendation_id"]
    held = {d["recommendation_id"] for d in tables["directives"]}
    lost = {
        r["recommendation_id"]
        for r in tables["recommendations"]
        if r["kind"] == "prose" and r["document_id"] == row["document_id"] and r["recommendation_id"] not in held
    } | {row["recommendation_id"]}
    tables["recommendations"] = [r for r in tables["recommendations"] if r["recommendation_id"] not in lost]
    for sentence in tables["sentences"]:
        if sentence["recommendation_id"] in lost - {row["recommendation_id"]}:
            sentence["recommendation_id"] = None


def sentence_of(document: Row, line: Line, tables: Tables) -> Row:
    """The sentence that a line names by its words in the cell `text`, and that holds the action.

    Raises:
        MisfitError: there is none.
    """
    if not line.text:
        raise MisfitError("the cell text is empty; it must hold the sentence in which the directive stands.")
    wanted = ids.normalised(line.text)
    for sentence in _of(tables["sentences"], document):
        if wanted in ids.normalised(sentence["text"]) and places(line.value, sentence["text"]):
            return sentence
    raise MisfitError(f"no sentence of the report reads “{short(line.text)}” and holds “{short(line.value)}”.")


def cue(sentence: Row, line: Line, tables: Tables) -> Row:
    """A row of `modals` for a directive without one: until a line says otherwise, its first word is its cue."""
    first = line.value.split()[0]
    at = nearest(line.value, sentence, sentence["start"])[0]
    row = {
        "modal_id": f"m{ids.digest(sentence['document_id'], sentence['sentence_id'], ids.normalised(line.value), '+', size=16)}",
        "document_id": sentence["document_id"],
        "sentence_id": sentence["sentence_id"],
        "start": at,
        "end": at + len(first),
        "text": first,
        "lemma": first.lower(),
        "form": "imperative",
        "class": "obligation",
        "negated": False,
        "strength": "should",
        "is_directive": True,
        "no_directive_reason": None,
    }
    _insert(tables["modals"], row)
    return row


def set_cue(row: Row, line: Line, sentence: Row, at: int) -> None:
    """Put the cue of an added directive at other words of its sentence."""
    start, end = nearest(line.value, sentence, at)
    text = sentence["text"][start - sentence["start"] : end - sentence["start"]]
    row |= {"start": start, "end": end, "text": text, "lemma": text.lower(), "form": "modal"}


def _of(rows: Rows, document: Row) -> Iterator[Row]:
    return (row for row in rows if row["document_id"] == document["document_id"])


def _insert(rows: Rows, row: Row) -> None:
    """In text order among the rows of its report."""
    own = [i for i, r in enumerate(rows) if r["document_id"] == row["document_id"]]
    after = next((i for i in own if rows[i]["start"] > row["start"]), own[-1] + 1 if own else len(rows))
    rows.insert(after, row)
