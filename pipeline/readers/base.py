"""What a format's module says of itself, so that the registry can find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.document import Source

# How many bytes at the start of a file the formats may look at to recognise their own.
HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One input format. A module of this package that holds a `FORMAT` is a reader; nothing else has to be told.

    Attributes:
        suffixes: lower-case, with the dot; a file with one of them is expected to be in this format.
        sure: how sure the first bytes make it that a file is in this format, 0 to 1 (1: a signature was found).
        read: the reader; raises ReadError.
        strict: whether every file of this format carries a signature, so that a file without one is something else.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    sure: Callable[[bytes], float]
    read: Callable[[Path], Source]
    strict: bool = False
