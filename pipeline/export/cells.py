"""Values as cells of the formats that only know text and numbers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from pipeline.formulas import guarded


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
