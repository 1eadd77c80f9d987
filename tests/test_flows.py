"""The Prefect flows, really run: importing Prefect passes with versions that cannot start a flow."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from pipeline import published, serving
from pipeline.errors import BusyError, ContractError, LexiconError, PublishError, SettingsError
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, **serving.environment(home, {}), **more}


def _rows(home: Path, question: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(home / ".prefect" / "prefect.db") as database:
        return database.execute(question).fetchall()


def _recorded(home: Path, question: str) -> list[str]:
    return [row[0] for row in _rows(home, question)]


FLOW = """
from itertools import islice
from pathlib import Path
from pipeline import flows
from pipeline.run import Run

flows.PORTION = 2
flows.process.retry_delay_seconds = [0]
real, failures = Run.process, []

def process(made, jobs):
    if not failures:
        failures.append(real(made, jobs[:1]))
        raise OSError(28, "No space left on device")
    real(made, jobs)

Run.process = process
flows.ingest(**places)
Path("raw", "dropped.md").write_text("# A note\\n\\nJapan should publish its plans.\\n")
real_watch = flows.watch
flows.watch = lambda *arguments: islice(real_watch(*arguments), 1)
flows.drops(**places)
"""


def test_a_flow_runs_and_gives_the_rows_that_the_command_line_gives(samples: Settings, tmp_path: Path) -> None:
    """In portions, one of which is stopped half-way by a full disk, with a PDF among them that nobody can read."""
    shutil.copytree(samples.raw, tmp_path / "raw")
    (tmp_path / "raw" / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    places = {name: str(tmp_path / name) for name in ("raw", "interim", "output")}
    code = f"places = {places!r}\n{FLOW}"
    environment = _environment(
        tmp_path, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="240", PIPELINE_ENGINE="inline"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    with published.snapshot(tmp_path / "output", 1) as flow, published.snapshot(samples.output) as direct:
        assert flow.arrow("failures", ["path", "code"]).to_pylist() == [{"path": "broken.pdf", "code": "damaged"}]
        wide = flow.arrow("who_what_whom")
        assert wide.num_rows > 0
        assert wide.equals(direct.arrow("who_what_whom"))
    assert "dropped.md" in published.load("documents", output=tmp_path / "output")["path"].tolist()
    assert set(_recorded(tmp_path, "select key from artifact")) == {"changes", "failures", "summary"}
    assert _recorded(tmp_path, "select state_type from flow_run") == ["COMPLETED", "COMPLETED"]
    first = "select id from flow_run order by created limit 1"
    tasks = dict(_rows(tmp_path, f"select name, run_count from task_run where flow_run_id = ({first})"))
    assert {name: count for name, count in tasks.items() if name.startswith("process")} == {
        "process-1-of-2": 2,
        "process-2-of-2": 1,
    }
    assert sorted(name.partition("-")[0] for name in tasks) == ["begin", "finish", "process", "process", "report"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BusyError("another run"), True),
        (PublishError("no room"), True),
        (OSError(5, "the drive is gone"), True),
        (SettingsError("no such folder"), False),
        (LexiconError("line 7"), False),
        (ContractError("a key twice"), False),
        (ZeroDivisionError(), False),
    ],
)
def test_what_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, expected: bool) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    from pipeline import flows

    state = SimpleNamespace(result=lambda raise_on_failure: error)
    assert flows._may_pass(cast(Any, None), cast(Any, None), cast(Any, state)) is expected


def test_a_failure_is_told_to_whom_the_settings_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PIPELINE_NOTIFY", f"cat > '{tmp_path}/told'")
    from pipeline import flows

    state = SimpleNamespace(name="Failed", message="no room on the disk")
    flows.notify(cast(Any, flows.ingest), cast(Any, SimpleNamespace(name="quiet-owl")), cast(Any, state))
    assert (tmp_path / "told").read_text() == "The flow ingest (quiet-owl) ended as Failed: no room on the disk\n"


def test_prefect_is_told_to_stay_at_home(tmp_path: Path) -> None:
    told = serving.environment(tmp_path, {"DO_NOT_TRACK": "0"})
    assert told["PREFECT_HOME"] == str(tmp_path / ".prefect")
    assert told["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert told["DO_NOT_TRACK"] == "0"


def test_serving_needs_a_prefect_yaml(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no prefect\.yaml"), serving.served(tmp_path, 1):
        pass


def test_deployments_name_flows_that_are_there() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    source = (ROOT / "pipeline" / "flows.py").read_text(encoding="utf-8")
    assert {d["name"] for d in deployments} == {"nightly", "weekly-check", "on-drop"}
    for deployment in deployments:
        path, _, name = deployment["entrypoint"].partition(":")
        assert path == "pipeline/flows.py"
        assert f"\ndef {name}(" in source


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serving.LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _fired(home: Path) -> list[str]:
    """The states of the runs that a schedule started; none before the server has its database."""
    if not (home / ".prefect" / "prefect.db").exists():
        return []
    try:
        return _recorded(home, "select state_type from flow_run where auto_scheduled = 1")
    except sqlite3.OperationalError:
        return []


@pytest.mark.slow
def test_a_schedule_fires_and_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Server, worker and deployments as `pipeline serve` starts them, with a schedule of every twenty seconds."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "note.md").write_text("# A note\n\nJapan should publish its plans.\n", encoding="utf-8")
    (tmp_path / "pipeline").symlink_to(ROOT / "pipeline")
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    declared["deployments"] = declared["deployments"][:1]
    declared["deployments"][0]["schedules"] = [{"interval": 20}]
    (tmp_path / "prefect.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    monkeypatch.setenv("PIPELINE_ENGINE", "inline")
    with serving.served(tmp_path, _free_port()):
        until = time.monotonic() + 240
        while "COMPLETED" not in _fired(tmp_path) and time.monotonic() < until:
            time.sleep(1)
    with published.snapshot(tmp_path / "output") as snapshot:
        assert snapshot.arrow("who_what_whom", ["actor"]).column("actor").to_pylist() == ["Japan"]
    assert "COMPLETED" in _fired(tmp_path)
