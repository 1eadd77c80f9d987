"""Reports over worker processes: whatever happens to a worker costs at most its report."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from pathlib import Path
from typing import Any

import faked
import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import now
from pipeline.engine import crew, portions
from pipeline.engine.batches import Queue
from pipeline.errors import PipelineError
from pipeline.manifest import Job
from pipeline.run import Progress
from pipeline.settings import Settings
from pipeline.store import sha256

POOL = {"engine": "processes", "workers": 2}


@pytest.fixture
def pool(tmp_path: Path) -> Desk:
    return Desk(tmp_path, **POOL)


def _job(number: int, size: int) -> Job:
    name = f"{number}.txt"
    return Job(path=name, name=name, origin=name, document_id=name, sha256="", key="", size=size, seen=now())


@given(st.lists(st.integers(0, 10**7), max_size=60), st.integers(1, 8))
def test_batches_hold_every_job_once_large_ones_first(sizes: list[int], workers: int) -> None:
    queue = Queue([_job(i, size) for i, size in enumerate(sizes)])
    taken = []
    while queue:
        batch = queue.batch(workers)
        assert batch
        taken.extend(batch)
    assert sorted(j.size for j in taken) == sorted(sizes)
    assert [j.size for j in taken] == sorted(sizes, reverse=True)
    assert queue.batch(workers) == []


def test_jobs_that_are_given_back_are_given_out_again() -> None:
    queue = Queue([_job(i, 10) for i in range(5)])
    batch = queue.batch(1)
    queue.alone(batch[0])
    queue.give_back(batch[1:])
    assert queue.batch(1) == [batch[0]]
    rest = []
    while queue:
        rest.extend(queue.batch(1))
    assert sorted(j.name for j in rest) == ["1.txt", "2.txt", "3.txt", "4.txt"]


@given(st.lists(st.integers(0, 10**6), max_size=60), st.integers(1, 20))
def test_portions_hold_every_job_once_and_long_ones_are_dealt_out(sizes: list[int], most: int) -> None:
    made = portions([_job(i, size) for i, size in enumerate(sizes)], most)
    assert sorted(j.size for portion in made for j in portion) == sorted(sizes)
    assert all(0 < len(portion) <= most for portion in made)
    largest = [portion[0].size for portion in made]
    assert largest == sorted(sizes, reverse=True)[: len(made)]


def test_workers_stay_from_portion_to_portion(pool: Desk) -> None:
    jobs = [_placed(pool, i) for i in range(6)]
    with crew(pool.settings(workers=2), "test_engine:counted") as workers:
        done = [outcome.document_id for i in range(3) for outcome in workers.process(jobs[2 * i : 2 * i + 2])]
    assert sorted(done) == sorted(j.document_id for j in jobs)
    assert len((pool.home / "prepared").read_text()) <= 2
    assert _children(os.getpid()) == []


def test_workers_that_are_left_at_work_do_not_answer_the_next(pool: Desk) -> None:
    jobs = [_placed(pool, i) for i in range(6)]
    with crew(pool.settings(workers=1), "test_engine:counted") as workers:
        for _ in workers.process(jobs[:4]):
            break
        done = [outcome.document_id for outcome in workers.process(jobs[4:])]
    assert sorted(done) == sorted(j.document_id for j in jobs[4:])


def _placed(desk: Desk, number: int) -> Job:
    path = desk.put(f"{number}.txt", f"Board {number} should act.\n")
    return dataclasses.replace(_job(number, number), path=str(path), sha256=sha256(path), key="key")


def counted(settings: Settings) -> Any:
    with (Path(settings.raw).parent / "prepared").open("a") as file:
        file.write(".")
    return faked.prepare(settings)


def test_a_pool_gives_the_same_bytes_as_one_process(
    pool: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    other = Desk(tmp_path / "other")
    for desk in (pool, other):
        for i in range(30):
            desk.put(f"{i}.txt", f"Board {i} should act with BOARD {i + 1}.\n" * (i % 4 + 1))
        desk.put("bad.txt", "BROKEN")
    assert pool.run().done == 31
    other.run(settings={"engine": "inline"})
    assert pool.files() == other.files()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BROKEN", "damaged"),
        ("CRASH", "crashed"),
        ("HUNGRY", "out_of_memory"),
        ("BADROWS\nJapan should act.", "contract"),
        ("DIE", "worker_died"),
    ],
)
def test_one_bad_report_costs_itself_alone(pool: Desk, text: str, code: str) -> None:
    for i in range(8):
        pool.put(f"{i}.txt", f"Board {i} should act.\n")
    pool.put("bad.txt", text)
    summary = pool.run()
    assert (summary.done, summary.failures) == (9, 1)
    assert pool.table("failures", "path", "code") == [("bad.txt", code)]
    assert len(pool.table("documents")) == 8


def test_a_report_whose_worker_dies_once_is_read_by_another(pool: Desk) -> None:
    pool.put("a.txt", f"DIE-ONCE {pool.home / 'mark'}\nJapan should act.\n")
    pool.put("b.txt", "Korea should act.\n")
    assert pool.run().failures == 0
    assert len(pool.table("directives")) == 2


def test_a_report_that_kills_its_workers_is_tried_again_by_the_next_run_but_a_broken_one_is_not(pool: Desk) -> None:
    pool.put("a.txt", "DIE")
    pool.put("b.txt", "BROKEN")
    pool.run()
    assert pool.did() == {"a.txt": "retry", "b.txt": "unchanged"}


def test_a_report_that_takes_too_long_is_ended(pool: Desk) -> None:
    pool.put("a.txt", "SLEEP 60\nJapan should act.\n")
    pool.put("b.txt", "Korea should act.\n")
    pool.run(settings={"report_seconds": 5.0})
    assert pool.table("failures", "path", "code") == [("a.txt", "timeout")]
    assert pool.table("documents", "path") == ["b.txt"]


def test_a_worker_that_grows_too_large_is_replaced(pool: Desk) -> None:
    mark = pool.home / "mark"
    for i in range(4):
        pool.put(f"{i}.txt", f"GROW 300\nTOUCH {mark}\nBoard {i} should act.\n")
    pool.run(settings={"worker_memory_mb": 250, "workers": 1})
    assert len(pool.table("documents")) == 4
    assert sorted(mark.read_text().split()) == ["0.txt", "1.txt", "2.txt", "3.txt"]


def unable(settings: Settings) -> Any:
    raise PipelineError("the lexicon is broken")


def dying(settings: Settings) -> Any:
    os._exit(7)


@pytest.mark.parametrize(
    ("prepare", "said"), [("test_engine:unable", "the lexicon is broken"), ("test_engine:dying", "exit code 7")]
)
def test_what_every_report_would_fail_on_stops_the_run(pool: Desk, prepare: str, said: str) -> None:
    pool.put("a.txt", "Japan should act.\n")
    with pytest.raises(PipelineError, match=said):
        pool.run(prepare=prepare)


def test_ctrl_c_ends_all_workers_and_keeps_what_is_done(pool: Desk) -> None:
    mark = pool.home / "mark"
    for i in range(4):
        pool.put(f"{i}.txt", f"TOUCH {mark}\nBoard {i} should act.\n")
    pool.put("slow.txt", f"SLEEP 60\nTOUCH {mark}\n")

    def stop(progress: Progress) -> None:
        if progress.done == 4:
            os.kill(os.getpid(), signal.SIGINT)

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        pool.run(progress=stop)
    assert time.monotonic() - begun < 30
    assert _children(os.getpid()) == []
    pool.put("slow.txt", "Peru should act.\n")
    assert pool.run().done == 5
    assert sorted(mark.read_text().split()) == ["0.txt", "1.txt", "2.txt", "3.txt"]


def _children(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not tell a process's children")
    return [c for c in path.read_text().split() if "engine.child" in Path(f"/proc/{c}/cmdline").read_text()]
