"""How much memory a process has, in MB (2**20 bytes)."""

from __future__ import annotations

import os
import resource
import sys

_UNIT = 2**20 if sys.platform == "darwin" else 2**10


def now() -> float:
    """What this process has now; its peak where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return peak()


def peak() -> float:
    """The most that this process has had."""
    try:
        # ru_maxrss begins with what the parent had when it started this process; VmHWM does not.
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 2**10
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
