"""Cells that no spreadsheet takes for a formula, and back: what is handed out as CSV comes home as corrections."""

from __future__ import annotations

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
