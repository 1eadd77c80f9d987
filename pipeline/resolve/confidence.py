"""How likely a directive's who, what and whom are all right."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.frames import Frame
from pipeline.parties import Party

# How often a party of each kind of resolution is the right one, before any calibration.
RELIABILITY = {"explicit": 0.95, "anaphor": 0.75, "issuer": 0.8, "implicit": 0.55}
NOBODY = 0.6


def confidence(frame: Frame, parties: Iterable[Party]) -> float:
    """The grammar's score times the reliability of the least certain actor."""
    kinds = [RELIABILITY[p.resolution] for p in parties if p.role == "actor"]
    return round(frame.score * min(kinds, default=NOBODY), 3)
