"""Acronyms that a text introduces: "the Joint Operations Command (JOC)" and "JOC (Joint Operations Command)".

The matching of letters follows Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions".
"""

from __future__ import annotations

import re

_SHORT = r"[A-Z][A-Za-z0-9&./-]{0,8}[A-Z0-9]s?"
_AFTER = re.compile(rf"\((?:the |hereafter |hereinafter |or )?[\"“]?({_SHORT})[\"”]?\)")
_WORD = re.compile(r"\((?:the |hereafter |hereinafter )?[\"“]?(?P<word>[A-Z][a-z]{3,})[\"”]?\)")
_BEFORE = re.compile(rf"\b({_SHORT}) \(([A-Z][\w’'&, -]{{6,90}})\)")
# What a body's full name begins with, where a word of it is introduced as its short name ("the Department of State (State)").
_BODIES = frozenset(
    {"Department", "Ministry", "Office", "Bureau", "Commission", "Committee", "Agency", "Board", "Council"}
)
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "&", "against", "with", "at"})
_BREAK = re.compile(r"[.;:()\[\]\"“”\n]|\b(?:should|must|will|is|are|was|were|has|have)\b")


def introduced(text: str) -> dict[str, str]:
    """The acronyms that a text introduces, with the long form of each as first printed."""
    found: dict[str, str] = {}
    for match in _AFTER.finditer(text):
        short = match[1]
        before = _before(text, match.start())
        long = _titled(long_form(short, before)) or _run(short, before)
        if long and short not in found:
            found[short] = long
    for match in _WORD.finditer(text):
        run = _titles(_before(text, match.start()))
        if match["word"] in run and len(run) > 1 and run[0] in _BODIES:
            found.setdefault(match["word"], " ".join(run))
    for match in _BEFORE.finditer(text):
        long = long_form(match[1], match[2])
        if long and long == match[2] and match[1] not in found:
            found[match[1]] = long
    return found


def _before(text: str, end: int) -> str:
    window = text[max(0, end - 120) : end].rstrip()
    breaks = [m.end() for m in _BREAK.finditer(window)]
    return window[breaks[-1] if breaks else 0 :].strip()


def long_form(short: str, before: str) -> str | None:
    """The shortest end of `before` that holds the acronym's letters in order, the first at the start of a capitalised word."""
    letters = [c.lower() for c in short if c.isalnum()]
    if short.endswith("s") and len(letters) > 2:
        letters.pop()
    at = len(before)
    for k in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not (before[at].lower() == letters[k] and (k > 0 or _starts_word(before, at))):
            at -= 1
        if at < 0:
            return None
    long = before[at:].strip()
    words = re.findall(r"\w+", long)
    return long if len(words) >= 2 and len(words) <= 2 * len(letters) + 3 and len(long) > len(short) else None


def _titled(long: str | None) -> str | None:
    """A long form, unless words that are no part of a name stand in it."""
    words = (long or "").split()
    return long if words and all(w[:1].isupper() or w in _SMALL for w in words) else None


def _run(short: str, before: str) -> str | None:
    """The capitalised words in front of the bracket, where the acronym ends in their initials ("Joint Command (J-JC)")."""
    run = _titles(before)
    letters = "".join(c for c in short if c.isalpha()).lower()
    initials = "".join(w[0] for w in run if w not in _SMALL).lower()
    return " ".join(run) if len(initials) > 1 and letters.endswith(initials) else None


def _titles(before: str) -> list[str]:
    """The run of capitalised words at the end of a text, small words inside it included."""
    run: list[str] = []
    for word in reversed(before.split()):
        if not (word[:1].isupper() or (run and word in _SMALL)):
            break
        run.insert(0, word)
    while run and run[0] in _SMALL:
        run.pop(0)
    return run


def _starts_word(text: str, at: int) -> bool:
    return text[at].isupper() and (at == 0 or not text[at - 1].isalnum())
