"""Settings: where they come from, which wins, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import settings
from pipeline.errors import SettingsError


def test_defaults_lie_in_the_folder_itself(tmp_path: Path) -> None:
    made = settings.load(tmp_path, {})
    assert (made.raw, made.output) == (str(tmp_path / "raw"), str(tmp_path / "output"))
    assert made.engine == "processes"


@pytest.mark.parametrize(
    ("file", "text"),
    [("pipeline.toml", 'raw = "in"\nworkers = 3\n'), ("pyproject.toml", '[tool.pipeline]\nraw = "in"\nworkers = 3\n')],
)
def test_a_file_above_sets_up_the_project(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).write_text(text)
    below = tmp_path / "notebooks" / "deep"
    below.mkdir(parents=True)
    made = settings.load(below, {})
    assert (made.raw, made.output, made.workers) == (str(tmp_path / "in"), str(tmp_path / "output"), 3)


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text("workers = 1\nbuckets = 1\nkeep_snapshots = 1\n")
    made = settings.load(tmp_path, {"PIPELINE_WORKERS": "2", "PIPELINE_BUCKETS": "2", "HOME": "x"}, workers=3, raw=None)
    assert (made.workers, made.buckets, made.keep_snapshots) == (3, 2, 1)


def test_a_url_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text('raw = "s3://bucket/reports"')
    assert settings.load(tmp_path, {}).raw == "s3://bucket/reports"


@pytest.mark.parametrize(
    ("toml", "environ", "arguments", "said"),
    [
        ('rwa = "x"', {}, {}, "did you mean 'raw'"),
        ("workers = -1", {}, {}, "0 or more"),
        ("workers = 1.5", {}, {}, "whole number"),
        ("workers = true", {}, {}, "whole number"),
        ("raw = 3", {}, {}, "must be a text"),
        ('engine = "ray"', {}, {}, "processes, inline, dask"),
        ("workers = ", {}, {}, "not valid TOML"),
        ("", {"PIPELINE_KEEP_HOURS": "soon"}, {}, "PIPELINE_KEEP_HOURS"),
        ("", {"PIPELINE_KEEP_HOURS": "nan"}, {}, "PIPELINE_KEEP_HOURS"),
        ("", {"PIPELINE_COLOUR": "1"}, {}, "unknown setting 'colour'"),
        ("", {}, {"raw": ""}, "must be a text"),
    ],
)
def test_what_is_not_understood_is_refused(
    tmp_path: Path, toml: str, environ: dict[str, str], arguments: dict[str, Any], said: str
) -> None:
    if toml:
        (tmp_path / "pipeline.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said):
        settings.load(tmp_path, environ, **arguments)
