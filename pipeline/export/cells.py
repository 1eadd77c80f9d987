"""Values as cells of the formats that only know text and numbers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

# A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV Injection").
FORMULA = tuple("=+-@\t\r")
# Quotes of its own, so that taking one apostrophe off gives back every text.
GUARDED = (*FORMULA, "'")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before a dangerous first character."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text


def plain(value: Any) -> Any:
    """A value as JSON knows it; times as ISO 8601."""
    return value.isoformat() if isinstance(value, dt.datetime) else value


def cell(value: Any) -> str | int | float | bool | None:
    """A value as one cell; lists as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    shown: str | int | float | bool | None = plain(value)
    return shown


def csv_cell(value: Any) -> str | int | float | None:
    """A value as one CSV cell, texts guarded."""
    shown = cell(value)
    if isinstance(shown, bool):
        return "true" if shown else "false"
    return guarded(shown) if isinstance(shown, str) else shown
