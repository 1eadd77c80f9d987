"""What the lexicon lists for the outline: words of headings, of labels and of dates, verbs that head advice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.lexicon.loader import rows

HeadingRole = Literal["advice", "hint", "summary", "finding", "other", "contents", "back"]
LabelRole = Literal["advice", "hint", "division", "article", "finding", "caption", "back"]
_SPACE = re.compile(r"[\s\u200b]+")
_MARKS = re.compile(r"[^\w\s&/-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingWord:
    """A phrase of headings and what it says of the text below.

    `advice`: recommendations stand there; `hint`: they may, if the items read like it; `summary`: what stands elsewhere in full;
    `finding`, `other`: no advice; `contents`, `back`: not the report's own text. `place`: where in the heading it must stand.
    """

    phrase: str
    role: HeadingRole
    place: Literal["any", "start", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWord:
    """A word of printed labels ("Recommendation 7:") and what it labels."""

    word: str
    role: LabelRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """The bare form of a verb that can head advice. `noun`: at the head of a line it is as often a noun ("Support")."""

    verb: str
    noun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's name or its abbreviation, lower case."""

    name: str
    number: int


@lru_cache(maxsize=8192)
def heading_roles(title: str) -> frozenset[HeadingRole]:
    """What a heading says of the text below it; empty where its words say nothing."""
    parts = [_SPACE.sub(" ", _MARKS.sub(" ", part)).strip() for part in re.split(r"[:;–—|]", title.lower())]
    whole = " ".join(p for p in parts if p)
    return frozenset(word.role for word in _heading_words() if _stands(word, whole, parts))


def label_role(word: str) -> LabelRole | None:
    """What labels with this word label."""
    return _label_words().get(word.lower())


@cache
def verbs() -> Mapping[str, bool]:
    """Bare verbs that can head advice; the value says whether the word is as often a noun."""
    return {row.verb: row.noun for row in rows("directive_verbs.csv", Verb)}


@cache
def months() -> Mapping[str, int]:
    """The number of each month's name."""
    return {row.name: row.number for row in rows("months.csv", Month)}


def _stands(word: HeadingWord, title: str, parts: list[str]) -> bool:
    if word.phrase not in title:
        return False
    if word.place == "whole":
        return title == word.phrase
    pattern = _pattern(word.phrase)
    if word.place == "start":
        return bool(pattern.match(title))
    found = (pattern.search(part) for part in parts)
    return any(m and (word.role != "advice" or _heads(m.string[: m.start()])) for m in found)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(phrase)}\b")


def _heads(before: str) -> bool:
    """Whether a word behind this text can be the head of a heading: "Summary of Recommendations", "Policy Recommendations";
    not "Compliance with Recommendations"."""
    bare = re.sub(r"\b(?:summary|list|overview|table|set|compilation|statement) of\b", "", before)
    return not re.search(r"\b(?:of|to|with|against|on|in|by|from|than|for|about|without|under)\b", bare)


@cache
def _heading_words() -> tuple[HeadingWord, ...]:
    return rows("heading_words.csv", HeadingWord)


@cache
def _label_words() -> Mapping[str, LabelRole]:
    return {row.word.lower(): row.role for row in rows("label_words.csv", LabelWord)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """A word of names of organisations, of kinds of text ("Policy Brief"), or of offices ("Senior Fellow"), lower case."""

    word: str
    sort: Literal["organisation", "genre", "office"]


@cache
def name_words(sort: Literal["organisation", "genre", "office"]) -> frozenset[str]:
    """The words that names of organisations hold, or that name a kind of text or an office."""
    return frozenset(row.word for row in rows("name_words.csv", NameWord) if row.sort == sort)
