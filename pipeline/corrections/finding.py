"""Words of a correction found again in the report's own text, white space apart."""

from __future__ import annotations

import re
from typing import Any

from pipeline.errors import PipelineError

Row = dict[str, Any]


class MisfitError(PipelineError):
    """A correction cannot be applied; the message says why and what to do."""


def nearest(value: str, sentence: Row, at: int) -> tuple[int, int]:
    """Where words stand in a sentence, the place nearest to an offset.

    Raises:
        MisfitError: they do not stand in it.
    """
    found = places(value, sentence["text"])
    if not found:
        raise MisfitError(
            f"“{short(value)}” does not stand in the sentence “{short(sentence['text'])}”. Copy the words from it."
        )
    start, end = min(found, key=lambda place: abs(sentence["start"] + place[0] - at))
    return sentence["start"] + start, sentence["start"] + end


def places(value: str, text: str) -> list[tuple[int, int]]:
    """Every place where words stand in a text."""
    pattern = r"\s+".join(map(re.escape, value.split()))
    return [(m.start(), m.end()) for m in re.finditer(pattern, text)] if pattern else []


def short(text: str) -> str:
    """The beginning of a text, for messages."""
    return text if len(text) <= 80 else text[:79] + "…"
