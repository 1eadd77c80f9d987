"""Deadlines as ISO dates, as precise as the words allow."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "eighteen": 18, "twenty-four": 24, "thirty": 30, "sixty": 60, "ninety": 90}
_COUNT = rf"(?P<count>\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_ISO = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b(?![-/]\d)")
_ABSOLUTE = (
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", re.IGNORECASE),
)
_QUARTER = re.compile(
    rf"\b(?:q(?P<q>[1-4])|(?P<word>first|second|third|fourth) quarter)(?: of)?,?\s+{_YEAR}\b", re.IGNORECASE
)
_END = re.compile(rf"\b(?:end|close) of (?:the )?(?:(?:calendar|fiscal|financial) year )?{_YEAR}\b", re.IGNORECASE)
_FISCAL = re.compile(r"\b(?:FY|fiscal year|financial year)\s*(?:19|20)?(\d\d)\b", re.IGNORECASE)
_BARE = re.compile(rf"\b{_YEAR}\b")
_WITHIN = re.compile(
    rf"\b(?:within|in|over|during)\s+(?:the\s+)?(?:next\s+|coming\s+)?{_COUNT}[\s-]+(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
# What a time is counted from, where that is not the report itself ("within 90 days of enactment").
_FROM = re.compile(
    r"\s+(?:of|after|from|following)\s+(?!(?:the )?(?:(?:date|issuance|issue|publication) of )?(?:this|today|now)\b)",
    re.I,
)
_YEARLESS = re.compile(
    rf"\b(?:by|before|until|than|of|next|in)\s+(?:(?:the )?(?:end|start|beginning) of )?(?:next )?(?:{_MONTH}(?:\s+{_DAY})?|{_DAY.replace('day', 'first')}\s+(?:of\s+)?{_MONTH.replace('month', 'named')})(?=$|[\s,.;])",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?P<which>this|next|end of the|year's) ?(?P<unit>year|end)\b", re.IGNORECASE)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def deadline_date(text: str, published: str | None = None) -> str | None:
    """The date that a deadline names: `2025`, `2025-03` or `2025-03-27`; None where it names none.

    Args:
        text: the deadline as printed ("by March 2025", "within 180 days").
        published: the report's ISO date, for deadlines counted from it; they are as precise as it is.
    """
    return _absolute(text) or (_relative(text, published) if published else None)


def _absolute(text: str) -> str | None:
    if match := _ISO.search(text):
        return match[0]
    for pattern in _ABSOLUTE:
        if match := pattern.search(text):
            return _iso(**match.groupdict())
    if match := _QUARTER.search(text):
        quarter = int(match["q"] or _WORDS[match["word"].lower()])
        return f"{match['year']}-{quarter * 3:02d}"
    if match := _END.search(text):
        return f"{match['year']}-12"
    if match := _FISCAL.search(text):
        return f"20{match[1]}"
    match = _BARE.search(text)
    return match["year"] if match else None


def _iso(year: str, month: str, day: str | None = None) -> str:
    number = _MONTHS[month.lower()]
    if day and 1 <= int(day) <= calendar.monthrange(int(year), number)[1]:
        return f"{year}-{number:02d}-{int(day):02d}"
    return f"{year}-{number:02d}"


def _relative(text: str, published: str) -> str | None:
    year, month, day = ([int(p) for p in published.split("-")] + [0, 0])[:3]
    if match := _THIS.search(text):
        return str(year + 1) if match["which"].lower() == "next" else str(year)
    match = _WITHIN.search(text)
    if not match:
        return _next(text, year, month)
    if _FROM.match(text, match.end()):
        return None
    count, unit = _NUMBERS.get(match["count"].lower()) or int(match["count"]), match["unit"].lower()
    if unit in {"day", "week"}:
        if not day:
            return None
        return (dt.date(year, month, day) + dt.timedelta(days=count * (7 if unit == "week" else 1))).isoformat()
    return _later(year, month, day, count * (12 if unit == "year" else 1))


def _next(text: str, year: int, month: int) -> str | None:
    """A month without its year: the next one after the report ("by June", "before 1 July")."""
    match = _YEARLESS.search(text)
    if not match or not month:
        return None
    name, day = match["month"] or match["named"], match["day"] or match["first"]
    return _iso(str(year + (_MONTHS[name.lower()] <= month)), name, day)


def _later(year: int, month: int, day: int, months: int) -> str | None:
    if not month:
        return str(year + months // 12) if months % 12 == 0 else None
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return f"{year}-{month:02d}-{min(day, last):02d}" if day else f"{year}-{month:02d}"
