"""Corrections by hand: understood or told, applied at every run, and never silently dropped."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from pipeline import audit, published
from pipeline.corrections.lines import HEADER, parse
from pipeline.run import run

TEXT = """Harbours of the North

Institute for Harbours

12 May 2026

Recommendations

1. Norway should repair its harbours and should publish a plan by 2030.
2. Sweden must not close the port of Lund if the mayor objects.
3. Fishing boats may return in spring. Ice can be thick.

Background

The pilots of Lund told us what they lack. More light on the piers by 2028. Denmark should lend its lamps.
"""
PATH = "harbours.txt"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report read once by the real pipeline."""
    made = Desk(tmp_path_factory.mktemp("harbours"))
    made.put(PATH, TEXT)
    run(made.settings())
    return made.home


@pytest.fixture
def harbours(read: Path, tmp_path: Path) -> Desk:
    """A copy of it for each test."""
    shutil.copytree(read, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Desk(tmp_path)


def _put(desk: Desk, *lines: dict[str, str], separator: str = ",") -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", delimiter=separator)
    writer.writeheader()
    for line in lines:
        writer.writerow({"report": PATH, "do": "set", "who": "Ada", "why": "read it"} | line)
    desk.put("corrections.csv", out.getvalue())
    run(desk.settings())


def _row(desk: Desk, action: str) -> dict[str, Any]:
    rows = [d for d in desk.table("directives") if d["action"].startswith(action)]
    assert len(rows) == 1, [d["action"] for d in desk.table("directives")]
    row: dict[str, Any] = rows[0]
    return row


def _sound(desk: Desk) -> None:
    with published.snapshot(desk.output) as held:
        assert list(audit.audit(held)) == []


def _told(desk: Desk) -> list[str]:
    return [r["message"] for r in desk.table("failures") if r["path"] == "corrections.csv"]


@pytest.mark.parametrize(
    ("column", "value", "stored"),
    [
        ("strength", "must", "must"),
        ("negated", "true", True),
        ("object", "its   harbours", "its harbours"),
        ("deadline", "by 2030", "by 2030"),
        ("deadline_date", "2030", "2030"),
        ("condition", "", None),
        ("source", "the mayor", "the mayor"),
        ("action_verb", "mend", "mend"),
    ],
)
def test_a_value_is_set_and_stays_over_runs(harbours: Desk, column: str, value: str, stored: object) -> None:
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": column, "value": value, "text": row["action"]})
    run(harbours.settings())
    assert _row(harbours, "repair")[column] == stored
    if column in ("strength", "negated", "object", "source"):
        assert {r[column] for r in harbours.table("who_what_whom") if r["directive_id"] == row["directive_id"]} == {
            stored
        }
    assert _told(harbours) == []
    assert harbours.table("corrections", "outcome") in (["applied"], ["already_right"])
    _sound(harbours)


def test_a_report_read_again_is_corrected_again(harbours: Desk) -> None:
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": "strength", "value": "must"})
    harbours.put(PATH, TEXT.replace("Harbours of the North", "A word before.\n\nHarbours of the North"))
    run(harbours.settings(), force=True)
    assert _row(harbours, "repair")["strength"] == "must"


def test_an_action_is_cut_anew(harbours: Desk) -> None:
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": "action", "value": "repair its"})
    now = _row(harbours, "repair its")
    assert now["action"] == "repair its"
    assert now["directive_id"] == row["directive_id"]
    _sound(harbours)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Sweden", [("SWE", "Sweden")]),
        ("NOR", [("NOR", "Norway")]),
        ("Norway; Finland", [("NOR", "Norway"), ("FIN", "Finland")]),
        ("Guild of Pilots", [("guild-of-pilots", "Guild of Pilots")]),
        ("", [(None, None)]),
    ],
)
def test_actors_are_set_by_name(harbours: Desk, names: str, expected: list[tuple[str | None, str | None]]) -> None:
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": "actors", "value": names})
    wide = [r for r in harbours.table("who_what_whom") if r["directive_id"] == row["directive_id"]]
    assert [(r["actor_id"], r["actor"]) for r in wide] == expected
    assert [r["actor_position"] for r in wide] == list(range(len(expected)))
    assert (_row(harbours, "repair")["no_actor_reason"] is None) is bool(names)
    assert harbours.table("corrections", "extracted") == ["Norway"]
    _sound(harbours)


def test_a_directive_is_deleted(harbours: Desk) -> None:
    row = _row(harbours, "publish")
    _put(harbours, {"row": row["directive_id"], "do": "delete"})
    assert row["directive_id"] not in harbours.table("directives", "directive_id")
    cue = next(m for m in harbours.table("modals") if m["modal_id"] == row["modal_id"])
    assert (cue["is_directive"], cue["no_directive_reason"]) == (False, "corrected: read it")
    _sound(harbours)


def test_a_directive_is_added(harbours: Desk) -> None:
    cue = next(m for m in harbours.table("modals") if m["text"] == "can")
    shared = {"row": cue["modal_id"], "do": "add"}
    _put(
        harbours,
        shared | {"column": "actors", "value": "Finland"},
        shared | {"column": "action", "value": "be thick"},
        shared | {"column": "strength", "value": "may"},
    )
    assert _told(harbours) == []
    row = _row(harbours, "be thick")
    assert (row["strength"], row["confidence"]) == ("may", 1.0)
    assert [r["actor"] for r in harbours.table("who_what_whom") if r["directive_id"] == row["directive_id"]] == [
        "Finland"
    ]
    _sound(harbours)


LIGHT = "More light on the piers by 2028. Denmark should lend its lamps."


def test_a_recommendation_is_added_with_its_directives(harbours: Desk) -> None:
    items = len(harbours.table("recommendations"))
    _put(
        harbours,
        {"row": "r+1", "do": "add", "column": "number", "value": "4"},
        {"row": "r+1", "do": "add", "column": "text", "value": LIGHT.replace(" ", "  ")},
        {"row": "a+1", "do": "add", "column": "actors", "value": "Sweden"},
        {"row": "a+1", "do": "add", "column": "deadline", "value": "by 2028"},
        {
            "row": "a+1",
            "do": "add",
            "column": "action",
            "value": "light on the piers",
            "text": "More light on the piers by 2028.",
        },
        {"row": "a+1", "do": "add", "column": "cue", "value": "More"},
    )
    assert _told(harbours) == []
    assert set(harbours.table("corrections", "outcome")) == {"applied"}
    made = next(r for r in harbours.table("recommendations") if r["text"] == LIGHT)
    assert (made["kind"], made["number"]) == ("numbered", "4")
    assert harbours.table("recommendations", "ordinal") == list(range(1, items + 1))  # the prose it stood in is gone
    new = _row(harbours, "light on the piers")
    assert (new["recommendation_id"], new["strength"], new["deadline"]) == (
        made["recommendation_id"],
        "should",
        "by 2028",
    )
    assert _row(harbours, "lend")["recommendation_id"] == made["recommendation_id"]
    cue = next(m for m in harbours.table("modals") if m["modal_id"] == new["modal_id"])
    assert (cue["text"], cue["lemma"], cue["form"], cue["is_directive"]) == ("More", "more", "modal", True)
    wide = next(r for r in harbours.table("who_what_whom") if r["directive_id"] == new["directive_id"])
    assert (wide["actor"], wide["number"], wide["modal"]) == ("Sweden", "4", "More")
    _sound(harbours)


def test_what_the_program_finds_by_itself_is_already_right(harbours: Desk) -> None:
    before = harbours.table("recommendations"), harbours.table("directives")
    item = before[0][0]
    _put(
        harbours,
        {"row": "r+x", "do": "add", "column": "text", "value": item["text"]},
        {"row": "a+x", "do": "add", "column": "action", "value": "repair its harbours", "text": item["text"]},
    )
    assert harbours.table("corrections", "outcome") == ["already_right", "already_right"]
    assert (harbours.table("recommendations"), harbours.table("directives")) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"row": "r+1", "column": "text", "value": "Nobody wrote this."}, "does not stand in the report"),
        ({"row": "r+1", "column": "text", "value": "repair its harbours"}, "the passage lies in recommendation r"),
        ({"row": "r+1", "column": "number", "value": "4"}, "no line adds a text for r+1"),
        ({"row": "r+1", "column": "text"}, "text cannot be empty"),
        ({"row": "r+1", "column": "text", "value": LIGHT, "do": "set"}, "row is 'r+1'; set and delete need"),
        ({"row": "r1234", "column": "text", "value": LIGHT}, "row is 'r1234'; set and delete need"),
        ({"row": "a+1", "column": "action", "value": "light"}, "the cell text is empty"),
        (
            {"row": "a+1", "column": "action", "value": "dark", "text": "More light on the piers"},
            "no sentence of the report",
        ),
        ({"row": "a+1", "column": "cue", "value": "More"}, "no line adds an action for a+1"),
        ({"row": "a+1", "column": "colour", "value": "x"}, "column is 'colour'; it can be actors"),
    ],
)
def test_what_cannot_be_added_is_told(harbours: Desk, line: dict[str, str], said: str) -> None:
    before = harbours.table("recommendations")
    _put(harbours, {"do": "add"} | line)
    assert len(_told(harbours)) == 1
    assert said in _told(harbours)[0]
    assert harbours.table("recommendations") == before
    _sound(harbours)


@pytest.mark.parametrize(("column", "value"), [("number", "7"), ("heading", "Sweden"), ("kind", "labelled")])
def test_a_recommendation_is_set(harbours: Desk, column: str, value: str) -> None:
    item = next(r for r in harbours.table("recommendations") if r["text"].startswith("Sweden"))
    _put(harbours, {"row": item["recommendation_id"], "column": column, "value": value, "text": "Sweden must not"})
    now = next(r for r in harbours.table("recommendations") if r["recommendation_id"] == item["recommendation_id"])
    assert now[column] == value
    _sound(harbours)


def test_a_deleted_recommendation_keeps_its_directives_as_prose(harbours: Desk) -> None:
    item = next(r for r in harbours.table("recommendations") if r["text"].startswith("Sweden"))
    before = len(harbours.table("directives"))
    _put(harbours, {"row": item["recommendation_id"], "do": "delete"})
    now = next(r for r in harbours.table("recommendations") if r["recommendation_id"] == item["recommendation_id"])
    assert (now["kind"], now["number"], len(harbours.table("directives"))) == ("prose", None, before)
    _sound(harbours)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"row": "a0000", "text": "repair its harbors"}, "The nearest is a"),
        ({"row": "r0000", "column": "number", "value": "1"}, "there is no row r0000"),
        ({"text": "demolish everything"}, "the row now reads “repair its harbours"),
        ({"column": "object", "value": "seven whales"}, "“seven whales” does not stand in the sentence"),
        ({"column": "deadline_date", "value": "soon"}, "is no ISO date"),
        ({"report": "elsewhere.pdf"}, "there is no report 'elsewhere.pdf'"),
        ({"do": "mend"}, "do is 'mend'; it can be set, delete or add"),
        ({"column": "colour"}, "column is 'colour'; it can be actors"),
        ({"value": "shall"}, "strength is 'shall'; it can be must, should, may"),
        ({"who": ""}, "who is empty; say who corrects"),
        ({"row": "x1"}, "row is 'x1'"),
        ({"row": "m0", "do": "add", "column": "action", "value": "x"}, "there is no row m0"),
    ],
)
def test_what_cannot_be_applied_is_told(harbours: Desk, line: dict[str, str], said: str) -> None:
    row = _row(harbours, "repair")
    before = harbours.table("directives")
    _put(harbours, {"row": row["directive_id"], "column": "strength", "value": "must"} | line)
    assert len(_told(harbours)) == 1
    assert said in _told(harbours)[0]
    assert _told(harbours)[0].startswith("Line 2: ")
    assert harbours.table("directives") == before
    _sound(harbours)


def test_only_what_is_corrected_is_written_again_and_taking_it_back_restores_it(harbours: Desk) -> None:
    before = harbours.table("directives")
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": "strength", "value": "must"})
    assert harbours.table("directives") != before
    assert run(harbours.settings()).is_new is False
    (harbours.raw / "corrections.csv").unlink()
    assert run(harbours.settings()).is_new
    assert harbours.table("directives") == before
    assert harbours.table("corrections") == []


def test_a_spreadsheet_may_write_semicolons_and_guards(harbours: Desk) -> None:
    row = _row(harbours, "repair")
    _put(harbours, {"row": row["directive_id"], "column": "strength", "value": "'must", "why": "'=1"}, separator=";")
    # The apostrophe before a letter is the reader's own.
    assert _told(harbours) == ["Line 2: strength is ''must'; it can be must, should, may. It was not applied."]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["the header is empty"]),
        ("row,do\na1,set", ["the header is row,do"]),
        ("report,row,do,who,why,wat\n", ["the header is report,row,do,who,why,wat"]),
        ("report,row,do,who,why\n\n,,,,\n", []),
        ('report,row,do,who,why\na,"b\n', ["no valid CSV"]),
    ],
)
def test_a_file_that_is_no_sheet(text: str, problems: list[str]) -> None:
    found = parse(text.encode()).problems
    assert len(found) == len(problems)
    assert all(message.startswith(start) for (_, message), start in zip(found, problems, strict=True))


def test_not_utf8(harbours: Desk) -> None:
    Path(harbours.raw / "corrections.csv").write_bytes(b"report,row\n\xff\xfe")
    run(harbours.settings())
    assert "cannot be read as UTF-8" in _told(harbours)[0]
