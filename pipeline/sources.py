"""What the reader took out of each file, kept in interim/, so that another model, lexicon or rule reads no file again.

A kept source is named by everything that reading depends on (the file's bytes and suffix, the reader's own sources and
libraries), is written whole or not at all, and goes when its report goes. One that is missing or damaged costs a reading.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.document import Block, Emphasis, Region, Source
from pipeline.errors import Problem
from pipeline.manifest import Job
from pipeline.store import Store, sha256

FOLDER = "sources"
# Text shrinks to a fifth at the quickest level, and hardly more at any other.
LEVEL = 1

log = logging.getLogger(__name__)


def name(document_id: str, key: str) -> str:
    """Where a document's source is kept."""
    return f"{FOLDER}/{document_id[1:3]}/{document_id}-{key}.json.z"


def kept(store: Store, job: Job, read: Callable[[Path], Source]) -> Callable[[Path], Source]:
    """The reader, which is only asked for what is not kept; with a forced job it is always asked."""

    def reading(path: Path) -> Source:
        found = None if job.is_forced else load(store, job.source)
        if found is not None:
            return found
        made = read(path)
        if sha256(path) == job.sha256:  # else it has changed since it was planned: the next run reads it again
            store.write(job.source, encode(made))
        return made

    return reading if job.source else read


def load(store: Store, name: str) -> Source | None:
    """A kept source; None where there is none, or none that can be used."""
    try:
        return decode(store.read(name))
    except FileNotFoundError:
        return None
    except (OSError, zlib.error, ValueError, TypeError) as error:
        log.warning("interim/%s cannot be used (%s); the report is read again", name, error)
        return None


def encode(source: Source) -> bytes:
    """A source as bytes, the same for the same source."""
    text = json.dumps(source, default=_values, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), LEVEL)


def decode(data: bytes) -> Source:
    """The source that `encode` was given.

    Raises:
        ValueError, TypeError, zlib.error: the bytes are something else.
    """
    made = _named(Source, json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")))
    made["blocks"] = tuple(map(_block, made["blocks"]))
    made["problems"] = tuple(Problem(**_named(Problem, values)) for values in made["problems"])
    return Source(**made)


def _block(values: list[Any]) -> Block:
    made = _named(Block, values)
    made["emphasis"] = tuple(Emphasis(*each) for each in made["emphasis"])
    made["cells"] = tuple(made["cells"])
    made["regions"] = tuple(Region(*each) for each in made["regions"])
    return Block(**made)


def _values(made: Any) -> Any:
    """The values of a dataclass in the order of its fields."""
    return [getattr(made, field.name) for field in dataclasses.fields(made)]


def _named(kind: Any, values: list[Any]) -> dict[str, Any]:
    return dict(zip((field.name for field in dataclasses.fields(kind)), values, strict=True))
