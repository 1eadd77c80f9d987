"""The Prefect flows, really run: importing Prefect passes with versions that cannot start a flow."""

from __future__ import annotations

import os
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
from pipeline.errors import SettingsError
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, **serving.environment(home, {}), **more}


def _recorded(home: Path, question: str) -> list[str]:
    with sqlite3.connect(home / ".prefect" / "prefect.db") as database:
        return [row[0] for row in database.execute(question)]


def test_a_flow_runs_and_gives_the_rows_that_the_command_line_gives(samples: Settings, tmp_path: Path) -> None:
    code = (
        "from pipeline.flows import ingest\n"
        f"ingest(raw={samples.raw!r}, interim={str(tmp_path / 'interim')!r}, output={str(tmp_path / 'output')!r})\n"
    )
    environment = _environment(
        tmp_path, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="240", PIPELINE_ENGINE="inline"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    with published.snapshot(tmp_path / "output") as flow, published.snapshot(samples.output) as direct:
        assert flow.about["rows"] == direct.about["rows"]
        wide = flow.arrow("who_what_whom")
        assert wide.num_rows > 0
        assert wide.equals(direct.arrow("who_what_whom"))
    assert sorted(_recorded(tmp_path, "select key from artifact")) == ["failures", "summary"]
    assert _recorded(tmp_path, "select state_type from flow_run") == ["COMPLETED"]


def test_a_failure_is_told_to_whom_the_settings_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PIPELINE_NOTIFY", f"cat > '{tmp_path}/told'")
    from pipeline import flows

    state = SimpleNamespace(name="Failed", message="no room on the disk")
    flows.notify(cast(Any, flows.ingest), cast(Any, SimpleNamespace(name="quiet-owl")), cast(Any, state))
    assert (tmp_path / "told").read_text() == "The flow ingest (quiet-owl) ended as Failed: no room on the disk\n"


def test_a_missing_folder_of_reports_is_not_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    from pipeline import flows

    with pytest.raises(SettingsError, match="There is no folder"):
        flows.ingest.fn(raw=str(tmp_path / "nowhere"), interim=str(tmp_path / "i"), output=str(tmp_path / "o"))


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
    assert {d["name"] for d in deployments} == {"nightly", "weekly-check"}
    for deployment in deployments:
        path, _, name = deployment["entrypoint"].partition(":")
        assert path == "pipeline/flows.py"
        assert f"\ndef {name}(" in source


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serving.LOOPBACK, 0))
        return int(probe.getsockname()[1])


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
        while not (tmp_path / "output" / "who_what_whom.parquet").exists() and time.monotonic() < until:
            time.sleep(1)
    with published.snapshot(tmp_path / "output") as snapshot:
        assert snapshot.arrow("who_what_whom", ["actor"]).column("actor").to_pylist() == ["Japan"]
    assert "COMPLETED" in _recorded(tmp_path, "select state_type from flow_run where auto_scheduled = 1")
