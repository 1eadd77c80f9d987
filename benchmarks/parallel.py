"""What spreading reports costs: the pool against independent runs, and a Dask cluster against the pool.

    python -m benchmarks.parallel FOLDER [--reports 80] [--rounds 3]

All with real reading and language, two processes at a time on the same reports, in turns, so that whatever else the machine
has to do weighs on all alike; what is printed are ratios within a round, and their median.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks import corpus, scale


def pool(home: Path, **told: str) -> float:
    """Seconds of one run with two workers over all reports."""
    _fresh(home / "all")
    begun = time.perf_counter()
    scale.run(home / "all", real=True, workers=2, **told)
    return time.perf_counter() - begun


def independent(home: Path) -> float:
    """Seconds of two runs of one process each, side by side, over half of the reports each."""
    for half in ("one", "two"):
        _fresh(home / half)
    begun = time.perf_counter()
    for process in [scale.start(home / half, real=True, workers=1) for half in ("one", "two")]:
        scale.ended(process)
    return time.perf_counter() - begun


def dask(home: Path) -> float:
    """Seconds of one run on a Dask cluster of two workers that is there already, but has loaded nothing."""
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
    ratios: dict[str, list[float]] = {"two runs / pool": [], "pool / Dask": []}
    for number in range(given.rounds):
        seconds = independent(given.folder), pool(given.folder), dask(given.folder)
        ratios["two runs / pool"].append(seconds[0] / seconds[1])
        ratios["pool / Dask"].append(seconds[1] / seconds[2])
        took = ", ".join(f"{s:.1f}" for s in seconds)
        print(f"round {number}, load {os.getloadavg()[0]:.1f}: two runs, pool, Dask took {took} s", flush=True)
    for name, values in ratios.items():
        print(f"{name}: median {statistics.median(values):.2f} of {[round(v, 2) for v in values]}")


if __name__ == "__main__":
    main()
