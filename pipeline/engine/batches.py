"""Which worker gets which reports next: large ones first, then ever smaller batches of equal weight."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from pipeline.manifest import Job

# Each batch is this part of one worker's share of what is left, so that all workers end at about the same time.
SHARE = 4
MOST = 32
# What a report costs besides its length, in bytes.
FIXED = 2_000


class Queue:
    """The jobs that no worker has, by size; `alone` ones come first and by themselves."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = deque(sorted(jobs, key=lambda j: (-j.size, j.name)))
        self._alone: deque[Job] = deque()
        self._weight = sum(map(_weight, jobs))

    def __len__(self) -> int:
        return len(self._jobs) + len(self._alone)

    def batch(self, workers: int) -> list[Job]:
        """The next jobs for one of so many workers; empty when none is left."""
        if self._alone:
            taken = [self._alone.popleft()]
        else:
            taken, target, weight = [], self._weight / (workers * SHARE), 0
            while self._jobs and len(taken) < MOST and (not taken or weight + _weight(self._jobs[0]) <= target):
                taken.append(self._jobs.popleft())
                weight += _weight(taken[-1])
        self._weight -= sum(map(_weight, taken))
        return taken

    def alone(self, job: Job) -> None:
        """Put a job back that is not to share a batch."""
        self._alone.append(job)
        self._weight += _weight(job)

    def give_back(self, jobs: Iterable[Job]) -> None:
        """Put jobs back that have not been begun."""
        for job in reversed(list(jobs)):
            self._jobs.appendleft(job)
            self._weight += _weight(job)


def _weight(job: Job) -> int:
    return job.size + FIXED


def portions(jobs: Sequence[Job], most: int) -> list[list[Job]]:
    """The jobs in as few portions of at most so many as there can be, long and short reports dealt out evenly."""
    count = -(-len(jobs) // most)
    ranked = sorted(jobs, key=lambda j: (-j.size, j.name))
    return [ranked[i::count] for i in range(count)]
