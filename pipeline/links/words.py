"""From the words of an action to what it is about: inflection and derivation taken off, verbs of one meaning put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline import ids, lexicon

# Raise it when links are found in another way: they are then found anew though no report has changed.
METHOD = 4

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*%?")
# Endings that leave one stem for a verb and the nouns and adjectives made of it; what is left keeps five letters.
_ENDING = re.compile(
    r"(?:i[sz]ation|ational|ation|ate|ement|ment|ing|edly|ed|ively|ive|ion|ally|al|ity|ities|ance|ence|er|or|ly|e)$"
)
_SHORTEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWord:
    """A word that says something of the action and not of its object.

    kind: `content`, verbs and nouns of one `group` mean nearly the same, and the two poles of a group are opposites;
    `light` carries no meaning of its own ("continue efforts to"); `denies` turns what follows round ("refrain from");
    `function` is a word of grammar.
    """

    word: str
    kind: Literal["content", "light", "denies", "function"]
    group: str | None
    pole: Literal["+", "-"] | None


@cache
def version() -> str:
    """Changes with the method, and with any row of the word list."""
    return f"{METHOD}-{ids.digest(repr(lexicon.rows('action_words.csv', ActionWord)), size=8)}"


@cache
def _known() -> dict[str, ActionWord]:
    rows = lexicon.rows("action_words.csv", ActionWord)
    stems = {stem(row.word): row for row in reversed(rows) if row.kind != "function"}
    return stems | {row.word: row for row in rows}


def words(text: str) -> list[str]:
    """The words and numbers of a text in small letters, possessives apart."""
    return [re.sub(r"['’]s$", "", found).strip("'’") for found in map(str.lower, _WORD.findall(text))]


@cache
def stem(word: str) -> str:
    """What the forms of a word have in common, after D. Harman's S-stemmer (1991) and the endings above."""
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    while (found := _ENDING.search(word)) and found.start() >= _SHORTEST - (found[0] == "e"):
        word = word[: found.start()]
    return word


@cache
def known(word: str) -> ActionWord | None:
    """The row of a word, in any of its forms."""
    return _known().get(word) or _known().get(stem(word))


@cache
def concept(word: str) -> str | None:
    """What a word stands for: its group and pole, or its stem; None for words without a meaning of their own."""
    row = known(word)
    if row is None:
        return stem(word) if len(word) > 1 else None
    return f"{row.group}{row.pole or ''}!" if row.kind == "content" else None


def is_action(concept: str) -> bool:
    """Whether a concept is a group of action words; the others are what they are about."""
    return concept.endswith("!")
