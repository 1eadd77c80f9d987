"""Antecedents that share their noun with the anaphor: "such providers", "this office", "both leaders"."""

from __future__ import annotations

import re

POINTING = re.compile(r"^(?:this|that|these|those|such|both|(?:these|those|the) (?:two|three|four))\s", re.IGNORECASE)
FAR = 1500  # characters back in which a party may have been introduced
_NO = r"(?!(?:and|or|of|the|an?|to|by|that|which|who|is|are|was|were|should|must|will|can|in|for|with|on|from|its|their|this|such)\b)"
_BEHIND = rf"(?: (?:of|for|within|in|under|at) (?:the |both )?(?:{_NO}[\w’'-]+)(?: {_NO}[\w’'-]+){{0,3}}(?: of [A-Z][\w’'-]+)?)"


def singular(noun: str) -> str:
    """A noun without its plural ending: `agencies`, `providers`, `offices`."""
    low = noun.casefold()
    if low.endswith("ies"):
        return low[:-3] + "y"
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low


def pointing(text: str) -> bool:
    """Whether a phrase begins with a word that points back."""
    return bool(POINTING.match(text.strip()))


def introduced(text: str, start: int, noun: str) -> str:
    """How a text in front of an offset last described what a noun stands for ("a small office for harbours"); else empty."""
    one = singular(noun)
    many = one[:-1] + "ies" if one.endswith("y") else one + "s"
    single = rf"\b(?:an?|the) (?P<one>(?:{_NO}[\w’'-]+,? ){{1,6}}{re.escape(one)}\b{_BEHIND}?)"
    several = rf"\b(?P<many>{_NO}[\w’'-]+ {re.escape(many)}\b{_BEHIND})"
    found = list(re.finditer(f"{single}|{several}", text[max(0, start - FAR) : start], re.IGNORECASE))
    return (found[-1]["one"] or found[-1]["many"]) if found else ""
