"""The commands as a person or a script meets them: what they print, and how they end."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import cli, logs
from pipeline.errors import BusyError, ContractError, PublishError, SettingsError
from pipeline.settings import Settings
from pipeline.tables import LOGS, TABLES, columns

Outcome = tuple[int, str, str]


class Commands:
    """Runs a command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> Outcome:
        self._monkeypatch.setattr(sys, "argv", ["pipeline", *arguments])
        self._monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = self._capsys.readouterr()
        return int(ended.value.code or 0), out, err


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Commands]:
    yield Commands(monkeypatch, capsys)
    logging.getLogger("pipeline").handlers.clear()


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    (tmp_path / "raw").mkdir()
    return [f"--{name}={tmp_path / name}" for name in ("raw", "interim", "output")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], ["run", "status", "show", "tables", "check"]),
        (["run", "--help"], ["--raw", "--force", "--only", "--dry-run"]),
        (["--version"], ["pipeline 0."]),
        (["tables"], [*TABLES, *LOGS]),
        (["tables", "modals"], [spec.name for spec in columns("modals")]),
    ],
)
def test_what_needs_no_tables(command: Commands, arguments: list[str], said: list[str]) -> None:
    code, out, _ = command(*arguments)
    assert code == 0
    assert [word for word in said if word not in out] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["runn"], "Did you mean 'run'"),
        (["run", "--forc"], "--force"),
        (["run", "--workers", "many"], "--workers"),
        (["run", "--engine", "steam"], "processes, inline, dask"),
        (["run", "--raw", "no/such/folder"], "no/such/folder"),
        (["tables", "modal"], "There is no table 'modal'"),
        (["show"], "REPORT"),
    ],
)
def test_wrong_arguments(command: Commands, arguments: list[str], said: str) -> None:
    code, out, err = command(*arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("arguments", [["status"], ["check"], ["show", "lake"]])
def test_before_the_first_run(command: Commands, tmp_path: Path, arguments: list[str]) -> None:
    code, _, err = command(*arguments, "--output", str(tmp_path))
    assert code == 1
    assert "Run `pipeline run` first" in err


def test_show(command: Commands, samples: Settings) -> None:
    code, out, _ = command("show", "lake", "--output", samples.output)
    assert code == 0
    for piece in (
        "Sharing the Lake",
        "Institute for Shared Waters",
        "II.A.3",
        "Leave the breeding grounds",
        "Tanzania",
    ):
        assert piece in out


@pytest.mark.parametrize("wanted", ["sample-night-trains.md", "sample-night-trains", "NIGHT", "Waking Up in Warsaw"])
def test_show_finds_a_report_by(command: Commands, samples: Settings, wanted: str) -> None:
    code, out, _ = command("show", wanted, "--output", samples.output)
    assert code == 0
    assert "sample-night-trains.md" in out


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("sample", "could be any of 3 reports"),
        ("sample-night-train.md", "Did you mean sample-night-trains"),
        ("zzz", "There are sample-hospital"),
    ],
)
def test_show_says_what_it_cannot_find(command: Commands, samples: Settings, wanted: str, said: str) -> None:
    code, _, err = command("show", wanted, "--output", samples.output)
    assert code == 1
    assert said in err


def test_show_text_prints_the_text_that_offsets_count_in(command: Commands, samples: Settings) -> None:
    code, out, _ = command("show", "hospital", "--text", "--output", samples.output)
    assert code == 0
    assert "Hospital boards should rehearse a full day without computers at least once a year." in out


def test_status_and_check_of_good_tables(command: Commands, samples: Settings) -> None:
    code, out, _ = command("status", "--output", samples.output)
    assert code == 0
    assert "snapshot 1" in out
    assert "published in" in out
    code, out, _ = command("check", "--output", samples.output)
    assert code == 0
    assert "whole and grounded" in out


def test_check_finds_a_table_that_was_tampered_with(command: Commands, samples: Settings, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    output = tmp_path / "output"
    shutil.copytree(samples.output, output, symlinks=True)
    path = next((output / "modals.parquet").glob("*.parquet"))
    table = pq.read_table(path)
    moved = pc.add(table["start"], pa.scalar(1, pa.int64()))
    pq.write_table(table.set_column(table.schema.get_field_index("start"), table.schema.field("start"), moved), path)
    code, out, _ = command("check", "--output", str(output))
    assert code == cli.LOOK
    assert "modals" in out


def test_check_finds_a_part_that_is_gone(command: Commands, samples: Settings, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(samples.output, output, symlinks=True)
    next((output / "sentences.parquet").glob("*.parquet")).unlink()
    code, out, _ = command("check", "--output", str(output))
    assert code == cli.LOOK
    assert "sentences: 0 rows are there" in out


def test_dry_run_says_why_and_does_nothing(command: Commands, folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "note.md").write_text("# A note\n\nJapan should act.\n", encoding="utf-8")
    code, out, _ = command("run", "--dry-run", *folders)
    assert code == 0
    assert "note.md" in out
    assert not (tmp_path / "output").exists()


def test_run_of_an_empty_folder(command: Commands, folders: list[str]) -> None:
    code, out, _ = command("run", "--engine=inline", *folders)
    assert code == 0
    assert "There are no reports in" in out


def test_run_then_nothing_to_do_then_a_broken_report(command: Commands, folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "note.md").write_text("# A note\n\nJapan should act.\n", encoding="utf-8")
    code, out, _ = command("run", "--engine=inline", *folders)
    assert code == 0
    assert str(tmp_path / "output") in out
    code, out, _ = command("run", "--engine=inline", *folders)
    assert code == 0
    assert "Nothing has changed" in out
    (tmp_path / "raw" / "empty.md").write_bytes(b"")
    code, out, _ = command("run", "--engine=inline", *folders)
    assert code == cli.LOOK
    assert "empty.md" in out
    assert "empty_file" in out
    code, out, _ = command("status", folders[-1])
    assert code == cli.LOOK
    assert "empty.md" in out


def test_json_logs_tell_of_a_run_step_by_step(command: Commands, folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "note.md").write_text("# A note\n\nJapan should act.\n", encoding="utf-8")
    (tmp_path / "raw" / "empty.md").write_bytes(b"")
    _, _, err = command("--json-logs", "run", "--engine=inline", *folders)
    told = [json.loads(line) for line in err.splitlines()]
    assert [line["message"].partition(":")[0] for line in told] == [
        "planned",
        "empty.md",
        "note.md",
        "snapshot 1 published",
    ]
    assert told[0]["counts"] == {"new": 2}
    assert [line["code"] for line in told[1:3]] == ["empty_file", None]
    assert (told[3]["failures"], told[3]["rows"]["documents"]) == (1, 1)
    assert {line["level"] for line in told} == {"info"}


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PublishError("no room"), 1, "no room"),
        (ContractError("rows broken"), 1, "rows broken"),
        (SettingsError("bad value"), 2, "bad value"),
        (BusyError("somebody else"), 4, "somebody else"),
        (KeyboardInterrupt(), 130, "Stopped"),
        (ZeroDivisionError("division"), 1, "This is a defect of it, not of your reports"),
    ],
)
def test_how_it_ends_when_something_goes_wrong(
    command: Commands, monkeypatch: pytest.MonkeyPatch, folders: list[str], error: BaseException, code: int, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pipeline.run.run", fail)
    ended, _, err = command("run", *folders)
    assert (ended, said in err) == (code, True)
    assert "Traceback" not in err
    assert code in cli.EXIT_CODES


def test_a_reader_that_leaves_early_is_no_error(samples: Settings) -> None:
    code = "from pipeline.cli import main; main()"
    arguments = [sys.executable, "-c", code, "show", "lake", "--output", samples.output]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert (process.wait(), errors) == (0, "")


def test_help_imports_nothing_heavy() -> None:
    heavy = ("spacy", "pandas", "pyarrow", "prefect", "pdfplumber", "pypdfium2")
    code = (
        "import sys; sys.argv = ['pipeline', '--help']\n"
        "from pipeline.cli import main\n"
        "try: main()\n"
        f"finally: print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ})
    assert done.stderr.strip() == "[]"


def test_json_logs_are_one_object_a_line() -> None:
    record = logging.makeLogRecord({"msg": "read %d", "args": (3,), "levelname": "INFO", "report": "a.pdf"})
    line: dict[str, Any] = json.loads(logs.JsonFormatter().format(record))
    assert (line["message"], line["level"], line["report"]) == ("read 3", "info", "a.pdf")
    assert line["time"].endswith("Z")
