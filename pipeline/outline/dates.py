"""Dates as people print them, as ISO dates no more precise than printed."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.outline.words import months

_MONTH = r"(?P<month>[A-Z][a-z]{2,8}|[A-Z]{3,9})\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PATTERNS = tuple(
    re.compile(p)
    for p in (
        rf"\b{_YEAR}-(?P<digits>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"\b{_YEAR}[./](?P<digits>\d{{1,2}})[./](?P<day>\d{{1,2}})(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
        rf"^\s*{_YEAR}-(?P<digits>\d{{2}})\s*$",
    )
)
_BARE_YEAR = re.compile(rf"(?<![\d-]){_YEAR}(?![\d-])")


def find(text: str) -> str | None:
    """The first date of a text with a month at least, as precise as printed."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if date := _iso(found.groupdict()):
                return date
    return None


def count(text: str) -> int:
    """How many dates with a month a text gives: two are a period, not a day."""
    rest, found = text, 0
    for pattern in _PATTERNS:
        rest, some = pattern.subn(lambda m: " " if _iso(m.groupdict()) else m[0], rest)
        found += some
    return found


def year(text: str) -> str | None:
    """The first bare year of a text."""
    found = _BARE_YEAR.search(text)
    return found["year"] if found else None


def only(text: str) -> bool:
    """Whether a text is nothing but a date, with a word such as "Published" at most."""
    rest = text
    for pattern in _PATTERNS:
        rest = pattern.sub(" ", rest)
    rest = _BARE_YEAR.sub(" ", rest) if rest == text else rest
    return rest != text and len(re.findall(r"\w+", rest)) <= 2


def _iso(parts: dict[str, str | None]) -> str | None:
    name = parts.get("month")
    month = months().get(name.lower()) if name else int(parts["digits"] or 0)
    year_, day = parts["year"], parts.get("day")
    if not month or not year_:
        return None
    try:
        date = dt.date(int(year_), month, int(day or 1))
    except ValueError:
        return None
    return date.isoformat() if day else f"{date:%Y-%m}"
