"""Reading in a process that can be killed: a report that hangs or crashes its reader costs that report alone."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import re
import selectors
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.readers import ocr

log = logging.getLogger(__name__)
# Seconds that the recognition of a page may take on top, where it can be done.
_RECOGNITION = 10
_HEADER = struct.Struct(">Q")
# Before the path of a PDF that has crashed PDFium.
CAREFULLY = b"carefully:"
_PAGES = re.compile(rb"/Type\s*/Page\b")


class Sandbox:
    """One child process that reads report after report; it is killed and replaced when it hangs or dies.

    The child is started with `subprocess`, so that it works inside any pool's or cluster's worker; threads that share a
    sandbox wait for each other. It is no jail: it keeps
    bad input from taking time, memory or this process, not from the files of the user.

    Args:
        seconds: the time limit of any report; each page that its file seems to have adds `seconds_per_page`.
        most_seconds: the longest that any report may take.
        memory: the limit of the child's address space, in bytes; 0 for none.
    """

    def __init__(
        self, *, seconds: float = 60, seconds_per_page: float = 1, most_seconds: float = 1800, memory: int = 4 * 2**30
    ) -> None:
        self._limits = seconds, seconds_per_page, most_seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, path: Path) -> Source:
        """The same as `read`, so that a sandbox can stand wherever a reader is wanted."""
        return self.read(path)

    def read(self, path: Path) -> Source:
        """Read a report in the child.

        Raises:
            ReadError: as the reader raised it; `timeout` or `crashed` where the child had to be replaced.
        """
        question, limit = os.fsencode(path.absolute()), self._limit(path)
        with self._lock:
            try:
                answer = self._answer(question, limit)
            except ReadError as error:
                if error.code != "crashed" or path.suffix.lower() != ".pdf":
                    raise
                log.warning("%s: PDFium crashes on it; a second reader takes its text", path.name)
                answer = self._answer(CAREFULLY + question, limit)
        if isinstance(answer, Source):
            return answer
        raise ReadError(*answer)

    def _answer(self, question: bytes, limit: float) -> Source | tuple[str, str, int | None]:
        try:
            answer = _ask(self._running(), question, limit)
        except TimeoutError:
            self._kill()
            raise ReadError(
                "timeout",
                f"Reading was stopped after {limit:.0f} s: the file may be damaged or endless; save it anew or split it.",
            ) from None
        except (EOFError, OSError, pickle.UnpicklingError):
            status = self._kill()
            raise ReadError(
                "crashed",
                f"The file makes its reader crash (exit {status}): it is damaged or hostile; save it anew from its program.",
            ) from None
        except BaseException:  # an answer that nobody waits for must not be taken for that to the next question
            self._kill()
            raise
        if not isinstance(answer, Source) and answer[0] == "out_of_memory":
            self._kill()
        return answer

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._kill()

    def _limit(self, path: Path) -> float:
        least, each, most = self._limits
        recognition = _RECOGNITION if ocr.available() else 0
        return min(most, least + (each + recognition * bool(each)) * _pages(path))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._kill()
            root = str(Path(__file__).resolve().parents[2])
            path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
            self._child = subprocess.Popen(
                [sys.executable, "-m", "pipeline.readers.child", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._child

    def _kill(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        with contextlib.suppress(OSError):
            child.kill()
        code = child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return code


def send(stream: IO[bytes], data: bytes) -> None:
    """One message: its length, then its bytes."""
    stream.write(_HEADER.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    return stream.read(_HEADER.unpack(header)[0])


def _ask(child: subprocess.Popen[bytes], question: bytes, limit: float) -> Source | tuple[str, str, int | None]:
    assert child.stdin is not None
    assert child.stdout is not None
    send(child.stdin, question)
    deadline = time.monotonic() + limit
    header = _exactly(child.stdout, _HEADER.size, deadline)
    answer: Source | tuple[str, str, int | None] = pickle.loads(
        _exactly(child.stdout, _HEADER.unpack(header)[0], deadline)
    )
    return answer


def _exactly(stream: IO[bytes], size: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            part = os.read(stream.fileno(), min(size, 2**20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
    return b"".join(parts)


def _pages(path: Path) -> int:
    """How many pages a file seems to have, from its bytes alone; 20 kB count as one where pages cannot be counted."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(50_000_000)
    except OSError:
        return 0
    return min(10_000, max(len(_PAGES.findall(head)), size // 20_000))
