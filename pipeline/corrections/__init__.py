"""What a reader has put right by hand: `corrections.csv` in the raw folder, applied whenever the tables are made."""

from __future__ import annotations

from pipeline.corrections.apply import apply
from pipeline.corrections.lines import NAME, Line, Sheet, parse

__all__ = ["NAME", "Line", "Sheet", "apply", "parse"]
