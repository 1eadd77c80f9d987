"""A worker process of the pool: `python -m pipeline.engine.child`, batches in on stdin, outcomes out on stdout.

It is started with `subprocess`, not `multiprocessing`: it works below any other pool, imports nobody's main module, inherits
no lock, and notices at once when the coordinator is gone.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
from dataclasses import dataclass
from typing import Any, BinaryIO

from pipeline import interim, memory, quick
from pipeline.engine import messages, worker
from pipeline.engine.worker import Outcome
from pipeline.manifest import Job
from pipeline.settings import Settings
from pipeline.store import open_store


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message to a worker."""

    path: list[str]
    prepare: str
    settings: Settings
    log_level: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has loaded what it needs."""


@dataclass(frozen=True, slots=True)
class Full:
    """The worker has grown too large and leaves; what is left of its batch has not been begun."""


@dataclass(frozen=True, slots=True)
class Fatal:
    """Something that every report would fail on."""

    error: BaseException


class _Forward(logging.Handler):
    """Sends log records to the coordinator, so that they come out where its own do."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        made = logging.makeLogRecord(record.__dict__)
        made.msg, made.args = record.getMessage(), None
        if record.exc_info:
            made.exc_text = logging.Formatter().formatException(record.exc_info)
            made.exc_info = None
        messages.send(self._out, made)


def main() -> None:
    """Work until the coordinator closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inward, out = _streams()
    setup: Setup = messages.receive(inward)
    sys.path[:] = setup.path
    logging.basicConfig(level=setup.log_level, handlers=[_Forward(out)], force=True)
    batches: queue.SimpleQueue[list[Job]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inward, batches), daemon=True).start()
    try:
        _work(setup, batches, out)
    except BrokenPipeError:
        os._exit(1)
    except Exception as error:
        messages.send(out, Fatal(_sendable(error)))


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes; whatever a library prints goes to stderr instead."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, out


def _listen(inward: BinaryIO, batches: queue.SimpleQueue[list[Job]]) -> None:
    """Pass batches on; leave at once, with the reader's child, when the coordinator is gone."""
    try:
        while True:
            batches.put(messages.receive(inward))
    except (EOFError, OSError):
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def _work(setup: Setup, batches: queue.SimpleQueue[list[Job]], out: BinaryIO) -> None:
    quick.without_pandas()
    store = open_store(setup.settings.interim)
    work = worker.prepared(setup.prepare, setup.settings)
    interim.encode({})  # loads what writing needs before the clock of the first report runs
    messages.send(out, Ready())
    while True:
        for job in batches.get():
            messages.send(out, worker.do(job, work, store))
            if memory.now() > setup.settings.worker_memory_mb:
                messages.send(out, Full())
                return


def _sendable(error: Exception) -> BaseException:
    import pickle

    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


Message = Outcome | Ready | Full | Fatal | logging.LogRecord | Any

if __name__ == "__main__":
    # Under the name that the coordinator's pickles know.
    from pipeline.engine.child import main as start

    start()
