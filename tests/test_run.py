"""A run as its callers see it: summary, progress, failures, stale rows, the log of runs."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from desk import Desk

from pipeline import audit, engine, lock, published, versions
from pipeline.errors import BusyError, PipelineError, PublishError, SettingsError
from pipeline.run import Progress, run

TEXT = "Japan should act.\n"


def _audit(desk: Desk) -> list[str]:
    with published.snapshot(desk.output) as held:
        return list(audit.audit(held))


def test_a_summary_says_what_came_of_it(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("b.txt", "BROKEN")
    desk.put("c.txt", "WARN\nKorea must wait.\n")
    seen: list[Progress] = []
    summary = desk.run(progress=seen.append)
    assert (summary.done, summary.failures, summary.warnings, summary.counts) == (3, 1, 1, {"new": 3})
    assert (summary.rows["documents"], summary.rows["directives"], summary.is_new, summary.snapshot) == (2, 2, True, 1)
    assert [(p.done, p.total) for p in seen] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert {p.path: p.problem.code for p in seen if p.problem} == {"b.txt": "damaged"}
    assert set(summary.seconds) == {"scan", "reports", "publish", "total"}
    assert _audit(desk) == []


def test_a_broken_new_version_keeps_the_last_good_rows(desk: Desk) -> None:
    desk.put("a.txt", "WARN\n" + TEXT)
    desk.run()
    before = desk.table("directives")
    desk.put("a.txt", "BROKEN")
    desk.run()
    assert desk.table("directives") == before
    assert desk.table("documents", "path", "is_stale") == [("a.txt", True)]
    assert desk.table("failures", "path", "code") == [("a.txt", "damaged")]
    assert desk.did() == {"a.txt": "unchanged"}
    desk.put("a.txt", "Korea must wait.\n")
    desk.run()
    assert desk.table("documents", "path", "is_stale") == [("a.txt", False)]
    assert desk.table("who_what_whom", "actor") == ["Korea"]
    assert desk.table("failures") == []


def test_stale_rows_outlive_a_move_and_a_repair_of_the_old_version(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    before = desk.table("directives")
    desk.put("a.txt", "BROKEN")
    desk.run()
    (desk.raw / "a.txt").rename(desk.raw / "b.txt")
    desk.run()
    assert desk.table("documents", "path", "is_stale") == [("b.txt", True)]
    desk.put("b.txt", TEXT)
    desk.run()
    assert (desk.table("directives"), desk.table("documents", "is_stale")) == (before, [False])
    assert _audit(desk) == []


def test_a_duplicate_of_a_broken_report_is_a_failure_too(desk: Desk) -> None:
    desk.put("a.txt", "BROKEN")
    desk.put("b.txt", "BROKEN")
    desk.run()
    assert desk.table("failures", "path", "code") == [("a.txt", "damaged"), ("b.txt", "damaged")]
    assert desk.table("documents") == []


def test_a_report_that_changes_while_it_is_read_is_read_again(desk: Desk) -> None:
    desk.put("a.txt", "REWRITE\n" + TEXT)
    desk.run()
    assert desk.table("failures", "code") == ["changed_meanwhile"]
    assert desk.did() == {"a.txt": "changed"}
    assert desk.table("who_what_whom", "actor") == ["Another"]


def test_a_report_that_cannot_be_opened_is_told_of_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import store

    desk.put("a.txt", TEXT)
    desk.put("b.txt", "Korea should act.\n")
    real = store.sha256

    def locked(path: Path) -> str:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(store, "sha256", locked)
        desk.run()
    assert desk.table("failures", "path", "code") == [("a.txt", "unreadable")]
    assert desk.did() == {"a.txt": "new", "b.txt": "unchanged"}
    assert desk.table("failures") == []


@pytest.mark.parametrize("name", ["pipeline", "model", "lexicon"])
def test_another_version_reads_everything_again_and_says_so(desk: Desk, name: str) -> None:
    desk.put("a.txt", TEXT)
    desk.put("b.txt", "BROKEN")
    first = desk.run()
    before = desk.table("documents", "ingested_at")
    assert desk.versions is not None
    desk.versions[name] = "2"
    second = desk.run()
    assert (first.is_rebuilt, second.is_rebuilt) == (False, True)
    assert {a.path: (a.what, a.why) for a in second.actions} == {
        "a.txt": ("outdated", f"another {name} (the file itself is not read again)"),
        "b.txt": ("outdated", f"another {name}"),
    }
    assert desk.table("documents", "ingested_at") == before


def test_versions_name_everything_that_rows_depend_on(desk: Desk) -> None:
    assert set(versions.current(desk.settings())) == {
        "pipeline",
        "contract",
        "reader",
        "ocr",
        "model",
        "lexicon",
        "libraries",
    }


def test_interim_holds_nothing_that_is_not_needed(desk: Desk) -> None:
    for i in range(6):
        desk.put("a.txt", f"Board {i} should act.\n" if i % 2 else "BROKEN")
        desk.put("b.txt", f"Board {i} should act.\n")
        desk.run()
    (desk.raw / "b.txt").unlink()
    desk.run()
    assert len([p for p in (desk.interim / "rows").rglob("*") if p.is_file()]) == 1
    assert not list((desk.interim / ".tmp").glob("*"))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"layout": 0}', '{"layout": 1}'])
def test_a_manifest_that_cannot_be_used_costs_no_rows(desk: Desk, text: str) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    before = desk.files()
    (desk.interim / "manifest.json").write_text(text)
    desk.run()
    assert desk.files() == before


def test_nothing_in_raw_is_changed(desk: Desk) -> None:
    for name, text in [("a.txt", TEXT), ("b.txt", "BROKEN"), ("c.txt", TEXT), ("a.txt.toml", 'title = "A"')]:
        desk.put(name, text)
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in desk.raw.rglob("*")}
    for path in [*before, desk.raw]:
        path.chmod(stat.S_IRUSR | (stat.S_IXUSR if path.is_dir() else 0))
    desk.run()
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in desk.raw.rglob("*")} == before


# --- the log of runs ----------------------------------------------------------------------------------------------


def test_every_run_has_a_row(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    assert desk.run().run == 1
    desk.run()
    desk.put("a.txt", "BROKEN")
    desk.put("b.txt", TEXT + TEXT)
    desk.run()
    rows = published.load("runs", output=desk.output)
    assert list(rows["outcome"]) == ["published", "unchanged", "published"]
    assert list(rows["run"]) == [1, 2, 3]
    assert rows.iloc[2][["new", "changed", "failures", "directives", "snapshot"]].tolist() == [1, 1, 1, 3, 2]


def test_a_run_that_fails_or_is_stopped_has_a_row_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    desk.put("a.txt", TEXT + TEXT)
    with pytest.raises(PipelineError):
        desk.run(prepare="test_engine:unable")

    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.run(progress=stop)
    rows = desk.table("runs", "outcome", "message", "snapshot")
    assert rows[1:] == [("failed", "the lexicon is broken", 1), ("stopped", None, 1)]
    assert desk.did() == {"a.txt": "changed"}


def test_the_log_is_the_same_bytes_at_a_given_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    desks = [Desk(tmp_path / "one"), Desk(tmp_path / "two", engine="processes", workers=2)]
    for desk in desks:
        desk.put("a.txt", TEXT)
        desk.put("b.txt", "BROKEN")
        desk.run()
        desk.run()
    one, two = ((d.output / "runs.parquet").read_bytes() for d in desks)
    assert one == two
    assert desks[0].files() == desks[1].files()


# --- one writer ---------------------------------------------------------------------------------------------------


def test_a_second_run_leaves_with_a_clear_message(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    with lock.held(desk.output / ".snapshots" / "lock"), pytest.raises(BusyError, match=f"process {os.getpid()}"):
        desk.run()
    assert desk.run().snapshot == 1


def test_two_outputs_share_no_interim_at_once(desk: Desk, tmp_path: Path) -> None:
    with lock.held(desk.interim / ".lock"), pytest.raises(BusyError):
        desk.run()
    assert run(desk.settings(interim=str(tmp_path / "i2")), prepare="faked:prepare").done == 0


def test_the_lock_of_a_dead_process_is_no_lock(desk: Desk) -> None:
    place = desk.output / ".snapshots" / "lock"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps({"pid": 999_999, "since": "2026-01-02T03:04:05+00:00"}))
    desk.put("a.txt", TEXT)
    assert desk.run().run == 2
    assert desk.table("runs", "outcome") == ["killed", "published"]


@pytest.mark.parametrize("what", ["output", "interim"])
def test_a_folder_that_is_a_file_is_said(desk: Desk, what: str) -> None:
    desk.put("a.txt", TEXT)
    (desk.home / what).write_text("")
    with pytest.raises(PublishError, match=what):
        desk.run()


def test_a_folder_in_the_way_of_a_table_is_not_removed(desk: Desk) -> None:
    (desk.output / "directives.parquet").mkdir(parents=True)
    (desk.output / "directives.parquet" / "mine").touch()
    with pytest.raises(PublishError, match="in the way"):
        desk.run()
    assert (desk.output / "directives.parquet" / "mine").exists()


def test_options_are_all_optional(desk: Desk) -> None:
    summary: Any = run(desk.settings())
    assert summary.actions == ()


@pytest.mark.parametrize("is_dry", [False, True])
def test_a_missing_folder_of_reports_is_no_empty_one(desk: Desk, is_dry: bool) -> None:
    with pytest.raises(SettingsError, match="There is no folder"):
        desk.run(settings={"raw": str(desk.home / "unmounted")}, dry_run=is_dry)
    assert not desk.output.exists()


# --- step by step -------------------------------------------------------------------------------------------------


def test_portions_and_a_step_that_is_tried_again_give_what_one_run_gives(desk: Desk, tmp_path: Path) -> None:
    other, mark = Desk(tmp_path / "other"), tmp_path / "mark"
    for each in (desk, other):
        for i in range(7):
            each.put(f"{i}.txt", f"TOUCH {mark}\nBoard {i} should act.\n")
        each.put("bad.txt", "BROKEN")
    other.run()
    mark.unlink()
    with desk.begun() as made:
        portions = engine.portions(made.jobs, 3)
        assert sorted(map(len, portions)) == [2, 3, 3]
        for portion in portions:
            made.process(portion[:2])
            made.process(portion)
        assert (made.done, len(made.jobs)) == (8, 8)
        with patch("pipeline.publish.publish", side_effect=PublishError("no room")), pytest.raises(PublishError):
            made.publish()
        summary = made.publish()
    assert (summary.done, summary.failures, summary.snapshot, summary.run) == (8, 1, 1, 1)
    assert sorted(mark.read_text().split()) == sorted(f"{i}.txt" for i in range(7))
    assert desk.table("directives") == other.table("directives")
    assert desk.table("runs", "outcome") == ["published"]


def test_a_run_that_is_left_in_the_middle_is_noted_and_taken_up(desk: Desk) -> None:
    for i in range(3):
        desk.put(f"{i}.txt", f"TOUCH {desk.home / 'mark'}\nBoard {i} should act.\n")

    def half() -> None:
        with desk.begun() as made:
            made.process(made.jobs[:1])
            raise SystemExit

    with pytest.raises(SystemExit):
        half()
    assert desk.run().done == 3
    assert desk.table("runs", "outcome") == ["stopped", "published"]
    assert len((desk.home / "mark").read_text().split()) == 3
