"""Dates as people print them, as ISO dates no more precise than printed."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.outline.words import months, name_words

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
_SAID_WITH = frozenset(
    "published updated last released issued revised dated date of on as version draft final spring summer autumn fall winter".split()
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
    return _without(text)[1]


def year(text: str) -> str | None:
    """The first bare year of a text."""
    found = _BARE_YEAR.search(text)
    return found["year"] if found else None


def only(text: str, strict: bool = False) -> bool:
    """Whether a text is nothing but a date: a bare year, or a date with a month and a word or two ("Oslo, May 2025").

    Args:
        text: a line.
        strict: allow no other words than those that dates are published with ("Last updated", "Final report") and codes.
    """
    rest, exact = _without(text)
    if not exact:
        rest = _BARE_YEAR.sub(" ", text)
    told = " ".join(t for t in rest.split() if not (exact and re.search(r"\d", t)))  # codes aside
    words = re.findall(r"\w+", told.lower())
    if exact and not strict:
        return len(words) <= 2
    return rest != text and set(words) <= (_SAID_WITH | name_words("genre") if exact else _SAID_WITH)


def without(text: str) -> str:
    """A line without the dates that stand in it, and without the commas that parted them from the rest."""
    return " ".join(_without(text)[0].split()).strip(" ,;|")


def _without(text: str) -> tuple[str, int]:
    """A text without the dates in it that have a month, and how many these were."""
    found = 0
    for pattern in _PATTERNS:
        for match in list(pattern.finditer(text)):
            if _iso(match.groupdict()):
                text = text.replace(match[0], " ", 1)
                found += 1
    return text, found


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
