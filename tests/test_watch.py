"""The watch: each report is read once it is fully written, many drops make one run, and nothing ends it but its owner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from pipeline import corpus, lock, watch
from pipeline.book import Summary
from pipeline.corpus import Found, Scan
from pipeline.errors import BusyError, SettingsError
from pipeline.manifest import Stamp
from pipeline.watch import AGAIN, LOOK_AGAIN, PATIENCE, Drops, Failed

SETTLE = 1.0


def _scan(**sizes: int) -> Scan:
    """A raw folder with reports of these sizes."""
    return Scan(reports={name: Found(name, name, Stamp(size, 0, 0)) for name, size in sizes.items()})


# Each step: the time, what lies in raw/, and what a run that begins then leaves alone (None: there is no run).
HISTORIES: dict[str, list[tuple[float, Scan, set[str] | None]]] = {
    "an empty folder is run once": [(0, _scan(), set()), (5, _scan(), None)],
    "what lies there is left to settle": [
        (0, _scan(a=1), None),
        (0.9, _scan(a=1), None),
        (1.0, _scan(a=1), set()),
        (9, _scan(a=1), None),
    ],
    "a file that grows is waited for": [
        (0, _scan(), set()),
        (1, _scan(a=1), None),
        (1.5, _scan(a=2), None),
        (2.2, _scan(a=2), None),
        (2.5, _scan(a=2), set()),
    ],
    "drops shortly one after the other make one run": [
        (0, _scan(), set()),
        (1, _scan(a=1), None),
        (1.8, _scan(a=1, b=1), None),
        (2.1, _scan(a=1, b=1), None),
        (2.9, _scan(a=1, b=1), set()),
        (4, _scan(a=1, b=1), None),
    ],
    "a report that is ready does not wait for ever for one that is not": [
        (0, _scan(), set()),
        *((1 + i / 2, _scan(a=1, b=i), None) for i in range(2 * PATIENCE)),
        (1 + PATIENCE, _scan(a=1, b=99), {"b"}),
        (1.5 + PATIENCE, _scan(a=1, b=99), None),
        (2 + PATIENCE, _scan(a=1, b=99), set()),
    ],
    "a report that is gone is gone when it stays away": [
        (0, _scan(a=1, b=1), None),
        (1, _scan(a=1, b=1), set()),
        (2, _scan(a=1), None),
        (3, _scan(a=1), set()),
    ],
    "a report that was replaced is changed, not gone": [
        (0, _scan(a=1, b=1), None),
        (1, _scan(a=1, b=1), set()),
        (2, _scan(a=1), None),
        (2.5, _scan(a=1, b=2), None),
        (3.5, _scan(a=1, b=2), set()),
    ],
    "all reports gone at once look like a drive that was taken away": [
        (0, _scan(a=1), None),
        (1, _scan(a=1), set()),
        (2, _scan(), None),
        (9, _scan(), None),
        (10, _scan(a=1), None),
        (11, _scan(a=1), None),
        (12, _scan(a=2), None),
        (13, _scan(a=2), set()),
    ],
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=list(HISTORIES))
def test_when_it_is_time_for_a_run(history: list[tuple[float, Scan, set[str] | None]]) -> None:
    drops = Drops(SETTLE)
    for now, found, expected in history:
        held = set(drops.hold(found)) if drops.look(found, now) else None
        assert (now, held) == (now, expected)
        if held is not None:
            drops.done(now)


def test_a_run_leaves_alone_what_comes_after_the_look() -> None:
    drops = Drops(SETTLE)
    drops.look(_scan(a=1, b=1), 0)
    assert drops.look(_scan(a=1, b=1), 1)
    assert drops.hold(_scan(a=2, c=1)) == {"a", "b", "c"}
    drops.done(1)
    assert not drops.look(_scan(a=2, c=1), 1.1)
    assert drops.look(_scan(a=2, c=1), 2.2)


def test_sidecars_and_corrections_count() -> None:
    drops, with_sidecar, corrected = Drops(0), _scan(a=1), _scan(a=1)
    with_sidecar.sidecars["a"] = Found("a.toml", "a.toml", Stamp(1, 0, 0))
    corrected.corrections = Found("corrections.csv", "corrections.csv", Stamp(1, 0, 0))
    for now, found in enumerate([_scan(a=1), with_sidecar, corrected]):
        assert drops.look(found, now)
        drops.done(now)


def test_it_looks_soon_after_an_event_and_else_now_and_then() -> None:
    drops = Drops(SETTLE)
    assert drops.is_due(0, False)
    drops.look(_scan(), 0)
    drops.done(0)
    drops.look(_scan(), 0)
    assert not drops.is_due(LOOK_AGAIN - 1, False)
    assert drops.is_due(LOOK_AGAIN, False)
    assert not drops.is_due(1, True)
    assert drops.is_due(1 + SETTLE, False)


def test_a_run_that_failed_is_tried_again_later_and_later() -> None:
    drops = Drops(0)
    assert drops.look(_scan(a=1), 0)
    assert (drops.failed(0), drops.failed(0)) == (AGAIN, 2 * AGAIN)
    assert not drops.is_due(AGAIN, True)
    assert drops.is_due(2 * AGAIN, False)
    assert drops.look(_scan(a=1), 2 * AGAIN)
    drops.done(2 * AGAIN)
    assert drops.failed(0) == AGAIN


def test_what_cannot_be_watched(desk: Desk) -> None:
    for place, said in [("s3://bucket/raw", "lies in a store"), (str(desk.home / "none"), "There is no folder")]:
        with pytest.raises(SettingsError, match=said):
            next(watch.watch(desk.settings(raw=place), lambda _: Summary(actions=())))


# --- really watching ----------------------------------------------------------------------------------------------


@contextmanager
def _watched(desk: Desk, settle: float, **options: Any) -> Iterator[list[Summary | Failed]]:
    """A watch in a thread; what came of its runs."""
    came: list[Summary | Failed] = []
    stop = threading.Event()
    told = desk.settings(settle=settle)

    def work() -> None:
        came.extend(watch.watch(told, lambda hold: desk.run(hold=hold, **options), stop))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield came
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def _until(came: list[Summary | Failed], count: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while len(came) < count:
        assert time.monotonic() < until, came
        time.sleep(0.02)


def test_a_file_dropped_half_and_then_whole_is_read_once_and_whole(desk: Desk) -> None:
    desk.put("first.txt", "Japan should act.\n")
    with _watched(desk, settle=1.5) as came:
        _until(came, 1)
        slow = (desk.raw / "slow.txt").open("w")
        for line in ("Korea should ", "wait.\nPeru ", "must act.\n"):
            slow.write(line)
            slow.flush()
            time.sleep(0.5)
        slow.close()
        desk.put("quick.txt", "Chile should act.\n")
        _until(came, 2)
    assert [dict(each.counts) for each in came if isinstance(each, Summary)] == [
        {"new": 1},
        {"new": 2, "unchanged": 1},
    ]
    assert sorted(desk.table("who_what_whom", "actor")) == ["Chile", "Japan", "Korea", "Peru"]
    assert desk.table("failures") == []


def test_it_survives_a_run_that_fails_and_another_that_is_at_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "AGAIN", 0.5)
    desk.put("a.txt", "Japan should act.\n")
    with lock.held(desk.output / ".snapshots" / "lock"), _watched(desk, settle=0.1) as came:
        _until(came, 1)
    assert isinstance(came[0], Failed)
    assert isinstance(came[0].error, BusyError)
    with _watched(desk, settle=0.1, prepare="test_engine:unable") as came:
        _until(came, 2)
    assert all(isinstance(each, Failed) for each in came)
    with _watched(desk, settle=0.1) as came:
        _until(came, 1)
    assert isinstance(came[0], Summary)
    assert desk.table("documents", "path") == ["a.txt"]


def test_a_folder_that_goes_away_is_waited_for(desk: Desk) -> None:
    desk.put("a.txt", "Japan should act.\n")
    with _watched(desk, settle=0.1) as came:
        _until(came, 1)
        shutil.move(desk.raw, desk.home / "away")
        time.sleep(1.0)
        shutil.move(desk.home / "away", desk.raw)
        desk.put("b.txt", "Korea should act.\n")
        _until(came, 2)
    assert desk.table("documents", "path") == ["a.txt", "b.txt"]


def test_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "watch", "--settle", "0.1"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PIPELINE_ENGINE": "inline"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "Watching raw/" in process.stdout.readline()
        assert "nothing new" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, "Stopped" in errors, "Traceback" in errors) == (130, True, False)


def test_the_scan_that_is_looked_at_is_that_of_a_run(desk: Desk) -> None:
    desk.put("a.txt", "Japan should act.\n")
    desk.put("a.txt.toml", 'title = "A"')
    desk.put("corrections.csv", "report,row,do\n")
    found = corpus.scan(desk.raw)
    assert (list(found.reports), list(found.sidecars)) == (["a.txt"], ["a.txt"])
    assert found.corrections is not None
