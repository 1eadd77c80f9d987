"""Killed runs, full disks, two at once: never unreadable or mixed tables, never a report lost, the next run repairs."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from faults import killing
from pipeline import audit, published
from pipeline.errors import BusyError, PublishError
from pipeline.publish.snapshot import _Publisher

TEXT = "Japan should act.\n"


@pytest.mark.parametrize("count", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_runs_that_are_killed_leave_whole_tables_and_the_next_repairs(tmp_path: Path, count: int) -> None:
    desk = Desk(tmp_path / "desk", buckets=8)
    tally = killing.rounds(desk, count, seed=count)
    assert tally.wrong == []
    assert tally.killed > count // 3
    assert tally.reads > count
    assert killing.repaired(desk, tmp_path / "fresh")


def test_workers_leave_with_a_coordinator_that_is_killed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, engine="processes", workers=2)
    mark = tmp_path / "mark"
    for i in range(4):
        desk.put(f"{i}.txt", f"TOUCH {mark}\nSLEEP 120\nBoard {i} should act.\n")
    process = killing.start(desk)
    _wait(lambda: mark.exists() and len(mark.read_text().split()) >= 2)
    workers = _children(process.pid)
    assert len(workers) == 2
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def _children(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not tell a process's children")
    return path.read_text().split()


def _wait(until: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("at", [1, 5, 20])
def test_a_disk_that_fills_while_publishing_leaves_the_last_tables(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    for i in range(10):
        desk.put(f"{i}.txt", f"Board {i} should act.\n")
    desk.run(settings={"buckets": 4})
    before = desk.files()
    for i in range(10):
        desk.put(f"{i}.txt", f"Board {i} must rest.\n")
    real, written = _Publisher._write, 0

    def full(self: _Publisher, place: Path, data: Any) -> None:
        nonlocal written
        written += 1
        if written >= at:
            place.write_bytes(b"PAR1")
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, place, data)

    with monkeypatch.context() as patched:
        patched.setattr(_Publisher, "_write", full)
        with pytest.raises(PublishError, match="No space left"):
            desk.run(settings={"buckets": 4})
    assert desk.files() == before
    assert not list((desk.output / ".snapshots").glob(".tmp-0*"))
    desk.run(settings={"buckets": 4})
    assert set(desk.table("directives", "action_verb")) == {"rest"}
    assert desk.table("runs", "outcome") == ["published", "failed", "published"]


@pytest.mark.parametrize("engine", ["inline", "processes"])
def test_a_disk_that_fills_while_reading_leaves_the_last_tables(tmp_path: Path, engine: str) -> None:
    """The kernel itself refuses: no file of the child may grow beyond its limit."""
    desk = Desk(tmp_path, engine=engine, workers=2)
    desk.put("a.txt", TEXT)
    desk.run()
    before = desk.files()
    desk.put("big.txt", "".join(f"Board {os.urandom(40).hex()} should act.\n" for _ in range(2000)))
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))" + killing.CODE.format(
        path=sys.path, home=str(tmp_path), chosen=desk.chosen
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert made.returncode != 0
    assert "File too large" in made.stderr
    assert desk.files() == before
    assert desk.did() == {"a.txt": "unchanged", "big.txt": "new"}


def test_an_output_that_cannot_be_written_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    before = desk.files()
    desk.put("b.txt", TEXT + TEXT)
    real = os.open

    def read_only(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if str(path).startswith(str(desk.output)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return real(path, flags, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", read_only)
        with pytest.raises(PublishError, match="Read-only file system"):
            desk.run()
    assert desk.files() == before


def test_interim_that_cannot_be_written_stops_the_run_with_its_reason(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("a.txt", TEXT)

    def full(self: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(PublishError, match="No space left"):
            desk.run()
    assert desk.did() == {"a.txt": "new"}


def test_of_two_runs_at_once_one_does_it_and_the_other_says_who(desk: Desk) -> None:
    for i in range(5):
        desk.put(f"{i}.txt", f"SLEEP 1\nBoard {i} should act.\n")
    process = killing.start(desk)
    _wait(lambda: (desk.output / ".snapshots" / "lock").exists() and (desk.output / ".snapshots" / "lock").read_bytes())
    with pytest.raises(BusyError, match=f"process {process.pid}"):
        desk.run()
    assert desk.run(settings={"lock_wait": 60.0}).is_new is False
    assert process.wait() == 0
    process.communicate()
    assert len(desk.table("directives")) == 5


def test_an_abandoned_run_is_taken_up_where_it_was(desk: Desk) -> None:
    mark = desk.home / "mark"
    for i in range(6):
        desk.put(f"{i}.txt", f"TOUCH {mark}\nSLEEP 0.3\nBoard {i} should act.\n")
    process = killing.start(desk)
    _wait(lambda: mark.exists() and len(mark.read_text().split()) >= 4)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert desk.run().done == 6
    assert len(mark.read_text().split()) <= 7
    assert desk.table("runs", "outcome") == ["killed", "published"]
    with published.snapshot(desk.output) as held:
        assert list(audit.audit(held)) == []
