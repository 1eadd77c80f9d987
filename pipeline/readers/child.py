"""The child of a sandbox: reads the reports that it is told to, one after the other. Started with `python -m`."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.readers.registry import read
from pipeline.readers.sandbox import CAREFULLY, receive, send


def main(memory: int) -> None:
    """Answer every path on the standard input with a Source, or with what went wrong."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints may get between the answers
    _limit(memory)
    while (question := receive(sys.stdin.buffer)) is not None:
        path = Path(os.fsdecode(question.removeprefix(CAREFULLY)))
        answer = _answer(path, _second if question.startswith(CAREFULLY) else read)
        send(answers, pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _limit(memory: int) -> None:
    """Set the limits of this process, as far as the system lets it (macOS has none on memory)."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _second(path: Path) -> Source:
    from pipeline.readers.pdf import second

    return second.read(path)


def _answer(path: Path, read: Callable[[Path], Source]) -> Source | tuple[str, str, int | None]:
    try:
        return read(path)
    except ReadError as error:
        return error.code, error.message, error.page
    except MemoryError:
        return (
            "out_of_memory",
            "Reading needs more memory than allowed: the file is a bomb or very large; split it.",
            None,
        )
    except RecursionError:
        return "damaged", "The file is nested too deeply to be read: save it anew from its program.", None
    except Exception as error:
        return "damaged", f"The file cannot be read ({type(error).__name__}): save it anew from its program.", None


if __name__ == "__main__":
    main(int(sys.argv[1]))
