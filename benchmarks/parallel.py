"""What spreading reports costs: the pool against independent runs, and a Dask cluster against the pool.

    python -m benchmarks.parallel FOLDER [--reports 80] [--rounds 3]

All with real reading and language, two processes at a time on the same reports, in turns, so that whatever else the machine
has to do weighs on all alike; what is printed are the ratios of their speeds within a round, and the median. A speed is that
of a run under way: starting Python, Dask and the model takes some seconds, however many reports there are.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import statistics
from pathlib import Path
from typing import Any

from benchmarks import corpus, scale


def pool(home: Path, **told: str) -> float:
    """Reports a second of one run with two workers over all reports."""
    _fresh(home / "all")
    return float(scale.run(home / "all", real=True, workers=2, **told)["rate"])


def independent(home: Path) -> float:
    """Reports a second of two runs of one process each, side by side, over half of the reports each."""
    for half in ("one", "two"):
        _fresh(home / half)
    runs = [scale.start(home / half, real=True, workers=1) for half in ("one", "two")]
    return sum(float(scale.ended(process)["rate"]) for process in runs)


def dask(home: Path) -> float:
    """Reports a second of one run on a Dask cluster of two workers."""
    distributed: Any = importlib.import_module("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster:
        return pool(home, engine="dask", dask_address=cluster.scheduler_address)


def _fresh(home: Path) -> None:
    for name in ("interim", "output"):
        shutil.rmtree(home / name, ignore_errors=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    half = given.reports // 2
    for name, count, first in (("all", 2 * half, 0), ("one", half, 0), ("two", half, half)):
        corpus.write(given.folder / name / "raw", count, (300, 600), start=first)
    ratios: dict[str, list[float]] = {"pool / two runs": [], "Dask / pool": []}
    for number in range(given.rounds):
        two, one, spread = independent(given.folder), pool(given.folder), dask(given.folder)
        ratios["pool / two runs"].append(one / two)
        ratios["Dask / pool"].append(spread / one)
        told = f"two runs {two:.2f}, pool {one:.2f}, Dask {spread:.2f} reports a second"
        print(f"round {number}, load {os.getloadavg()[0]:.1f}: {told}", flush=True)
    for name, values in ratios.items():
        print(f"{name}: median {statistics.median(values):.2f} of {[round(v, 2) for v in values]}")


if __name__ == "__main__":
    main()
