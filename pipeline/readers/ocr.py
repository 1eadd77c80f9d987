"""Character recognition with Tesseract, where it is installed: words with their places on the page."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_SECONDS = 180
_LEAST_SURE = 20.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A recognised word; the box in pixels of the picture, the line it stands on."""

    text: str
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int]


@cache
def available() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def recognise(picture: bytes, dpi: int, languages: str = "eng") -> list[Seen]:
    """The words in a picture (PNG), in reading order.

    Raises:
        OSError: Tesseract cannot be started or fails.
    """
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(dpi), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"tesseract failed: {error}") from error
    return list(_words(done.stdout.decode("utf-8", errors="replace")))


def _words(table: str) -> Iterator[Seen]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if not text or float(row["conf"]) < _LEAST_SURE:
            continue
        line = int(row["block_num"]), int(row["par_num"]), int(row["line_num"])
        yield Seen(text, int(row["left"]), int(row["top"]), int(row["width"]), int(row["height"]), line)
