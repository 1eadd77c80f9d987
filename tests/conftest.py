"""What several tests share: the samples, read once for each test process."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from pipeline import settings
from pipeline.run import run
from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ("sample-hospital-ransomware.txt", "sample-lake-water.pdf", "sample-night-trains.md")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The samples and nothing else, read and published; what the run was told."""
    home = tmp_path_factory.mktemp("samples")
    raw = home / "raw"
    raw.mkdir()
    for name in SAMPLES:
        (raw / name).write_bytes((ROOT / "raw" / name).read_bytes())
    chosen = settings.load(start=home, raw=raw, interim=home / "interim", output=home / "output", engine="inline")
    run(chosen)
    return chosen


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Empty raw, interim and output folders, and runs over them with reports read by `faked`."""
    return Desk(tmp_path)
