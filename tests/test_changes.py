"""What a new version of a report, of the pipeline or of the corrections changes, row by row."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from pipeline.publish.differences import Version, differences
from pipeline.run import run

ABOUT = {"document_id": "d1", "path": "a.txt", "title": "A", "published": None, "sha256": "1"}
TEXT = """Bridges of the South

Institute for Bridges

Recommendations

1. Spain should repair the old bridge at Ronda before the winter.
2. Portugal must count the cars that cross the river.
3. Both governments should meet every year.
"""


def _directive(row: str, action: str, **other: Any) -> dict[str, Any]:
    told = {"actors": "Spain", "targets": "", "partners": "", "strength": "should", "negated": False, "object": None}
    rest = {"condition": None, "deadline": None, "deadline_date": None, "source": "issuer", "sentence": action}
    return {"directive_id": row, "action": action, **told, **rest, **other}


def _version(*directives: dict[str, Any], sha: str = "1", corrected: tuple[str, ...] = ()) -> Version:
    rows = {"recommendations": {}, "directives": {d["directive_id"]: d for d in directives}}
    return Version(ABOUT | {"sha256": sha}, rows, frozenset(corrected))


MEND, COUNT = _directive("a1", "mend the old bridge at Ronda"), _directive("a2", "count all cars")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, _version(MEND), [("documents", "added", "d1", None, "report")]),
        (_version(MEND), None, [("documents", "withdrawn", "d1", None, "report")]),
        (_version(MEND), _version(MEND, sha="2"), []),
        (_version(MEND), _version(MEND, COUNT, sha="2"), [("directives", "added", "a2", None, "report")]),
        (_version(MEND, COUNT), _version(MEND), [("directives", "withdrawn", "a2", None, "pipeline")]),
        (
            _version(MEND, COUNT),
            _version(_directive("a3", "mend the very old bridge at Ronda"), COUNT, sha="2"),
            [("directives", "reworded", "a3", "a1", "report")],
        ),
        (
            _version(MEND),
            _version(MEND | {"strength": "must", "actors": "Portugal"}),
            [("directives", "changed", "a1", None, "pipeline")],
        ),
        (
            _version(MEND),
            _version(MEND | {"strength": "must"}, corrected=("a1",)),
            [("directives", "changed", "a1", None, "correction")],
        ),
    ],
    ids=["new report", "gone report", "same", "added", "withdrawn", "reworded", "changed", "corrected"],
)
def test_differences(old: Version | None, new: Version | None, expected: list[tuple[Any, ...]]) -> None:
    found = list(differences(old, new))
    assert [(c["table"], c["change"], c["row"], c["old_row"], c["cause"]) for c in found] == expected


def test_a_changed_row_says_what_and_how() -> None:
    (change,) = differences(_version(MEND), _version(MEND | {"strength": "must", "negated": True}))
    assert (change["columns"], change["old"], change["new"]) == ("strength; negated", "should | false", "must | true")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Desk(tmp_path_factory.mktemp("bridges"))
    made.put("bridges.txt", TEXT)
    run(made.settings())
    return made.home


@pytest.fixture
def bridges(read: Path, tmp_path: Path) -> Desk:
    shutil.copytree(read, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Desk(tmp_path)


def _changes(desk: Desk) -> list[tuple[Any, ...]]:
    rows = [r for r in desk.table("changes") if r["snapshot"] > 1]
    return [(r["table"], r["change"], r["old"], r["new"]) for r in rows]


def test_the_first_snapshot_tells_of_reports_only(bridges: Desk) -> None:
    rows = bridges.table("changes", "snapshot", "table", "change", "path")
    assert rows == [(1, "documents", "added", "bridges.txt")]


def test_a_new_version_of_a_report(bridges: Desk) -> None:
    new = TEXT.replace("before the winter", "before the summer").replace(
        "2. Portugal must count the cars that cross the river.\n3.", "2."
    )
    bridges.put("bridges.txt", new)
    run(bridges.settings())
    found = {(table, change) for table, change, _, _ in _changes(bridges)}
    assert found >= {("recommendations", "reworded"), ("recommendations", "withdrawn"), ("directives", "withdrawn")}
    assert not [c for c in _changes(bridges) if "meet every year" in str(c)]
    run(bridges.settings())
    run(bridges.settings(), force=True)
    assert {(table, change) for table, change, _, _ in _changes(bridges)} == found


def test_a_report_that_is_gone(bridges: Desk) -> None:
    bridges.put("other.txt", TEXT.replace("South", "West").replace("Spain", "France"))
    (bridges.raw / "bridges.txt").unlink()
    run(bridges.settings())
    assert sorted((t, c) for t, c, _, _ in _changes(bridges)) == [("documents", "added"), ("documents", "withdrawn")]


def test_a_run_that_was_killed_before_it_could_tell_is_made_up_for(bridges: Desk) -> None:
    log = bridges.output / "changes.parquet"
    before = log.read_bytes()
    bridges.put("other.txt", TEXT.replace("South", "West").replace("Spain", "France"))
    run(bridges.settings())
    told = _changes(bridges)
    log.write_bytes(before)
    run(bridges.settings())
    assert _changes(bridges) == told
    assert len(told) == 1


def test_a_damaged_file_is_begun_anew(bridges: Desk) -> None:
    (bridges.output / "changes.parquet").write_bytes(b"PAR1 no more")
    run(bridges.settings())
    assert bridges.table("changes", "change") == ["added"]
