"""The same bytes from a Dask cluster as from one process, and what a dead worker costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk

from pipeline.errors import PipelineError

distributed = pytest.importorskip("distributed", reason="Dask is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster that was there before the run."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster.scheduler_address


def _fill(desk: Desk) -> None:
    for i in range(40):
        desk.put(f"{i}.txt", f"Board {i} should act with Japan.\n" * (i % 5 + 1))
    desk.put("bad.txt", "BROKEN")


def test_a_cluster_gives_the_same_bytes_as_one_process(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    one, two = Desk(tmp_path / "one"), Desk(tmp_path / "two", engine="dask", dask_address=address)
    for desk in (one, two):
        desk.versions = None
        _fill(desk)
        assert desk.run().done == 41
    assert one.files() == two.files()
    assert two.did()["bad.txt"] == "unchanged"


@pytest.mark.slow
def test_a_report_that_kills_its_workers_costs_itself_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path, engine="dask", workers=2)
    desk.versions = None
    _fill(desk)
    desk.put("die.txt", "DIE")
    assert desk.run().failures == 2
    assert desk.table("failures", "path", "code") == [("bad.txt", "damaged"), ("die.txt", "worker_died")]
    assert len(desk.table("documents")) == 40


def test_a_scheduler_that_does_not_answer_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engine.cluster.CONNECT", "1s")
    desk.put("a.txt", "Japan should act.\n")
    with pytest.raises(PipelineError, match="No Dask scheduler answers"):
        desk.run(settings={"engine": "dask", "dask_address": "tcp://127.0.0.1:9"})


def test_workers_of_another_version_are_refused(address: str, desk: Desk) -> None:
    desk.put("a.txt", "Japan should act.\n")
    desk.versions = {"model": "another"}
    with pytest.raises(PipelineError, match="has another model"):
        desk.run(settings={"engine": "dask", "dask_address": address})
