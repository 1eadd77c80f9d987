"""How likely a directive's who, what and whom are all right.

A logistic regression over signs that hold no word of any report: how the parties are known, what kind of cue it is, lengths.
Its weights are rows of `lexicon/confidence.csv`, made by `python -m training.confidence`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.frames import Modal
from pipeline.lexicon import rows
from pipeline.resolve.around import Draft

LONG_SENTENCE, SHORT_ACTION = 300, 12  # characters
AROUND = frozenset(
    {"sentence", "stem", "recommendation", "title", "paragraph", "dominant", "stems", "called on", "demanded"}
)
SURE = 0.9
THRESHOLD = "sure from"  # the row that holds the fitted probability from which on a directive is stated as SURE
_RANK = ("explicit", "issuer", "anaphor", "implicit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a sign adds to the log odds that a directive is right."""

    sign: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a draft directive stands in.

    Attributes:
        after: the sentence's text after the action.
        together: how many directives its cue gives.
        listed: the lexicon knows every actor.
    """

    modal: Modal
    sentence: Span
    advised: bool
    after: str
    together: int
    listed: bool


def confidence(draft: Draft, seen: Seen) -> float:
    """The probability that all is right, 0 to 1."""
    weights = _weights()
    odds = sum(weights.get(sign, 0.0) * value for sign, value in signs(draft, seen).items())
    return round(stated(1 / (1 + math.exp(-odds)), weights.get(THRESHOLD, SURE)), 3)


def stated(fitted: float, threshold: float) -> float:
    """The fitted probability so stretched that SURE is stated only from `threshold` on, where left-out reports bear it out."""
    if fitted < threshold:
        return SURE * fitted / threshold
    return SURE + (1 - SURE) * (fitted - threshold) / (1 - threshold) if threshold < 1 else SURE - 0.001


@cache
def _weights() -> dict[str, float]:
    return {w.sign: w.weight for w in rows("confidence.csv", Weight)}


def signs(draft: Draft, seen: Seen) -> dict[str, float]:
    """The signs of a draft directive, each 0 or 1 but `score`, the grammar's own."""
    frame = draft.frame
    named = [p.resolution for p in draft.actors] or (["implicit"] if draft.implicit else [])
    known = max(named, key=_RANK.index) if named else "nobody"
    length, whole = frame.action.end - frame.action.start, seen.sentence.end - seen.sentence.start
    ends = _next(seen.after) == "the end"
    clear = bool(draft.actors) and known in {"explicit", "anaphor"} and frame.naming == "clause"
    plain = clear and ends and frame.voice == "active" and seen.together == 1
    found = {
        "always": True,
        "plain": plain,
        "plain and listed": plain and seen.listed,
        f"known {known}": True,
        f"form {seen.modal.form}": True,
        f"then {_next(seen.after)}": True,
        "implied from around": draft.evidence in AROUND,
        "listed": bool(named) and seen.listed,
        "passive": frame.voice == "passive",
        "advised": seen.advised,
        "several under the cue": seen.together > 1,
        "short action": length < SHORT_ACTION,
        "long sentence": whole > LONG_SENTENCE,
        "acts on nothing": frame.object is None,
    }
    return {sign: 1.0 for sign, holds in found.items() if holds} | {"score": frame.score}


def _next(after: str) -> str:
    """What the sentence goes on with: the end, a comma, `and`, or anything else."""
    rest = after.strip("\"“”’' )")
    if not rest.strip(".!?;:"):
        return "the end"
    return "and" if rest.startswith("and ") else "a comma" if rest.startswith(",") else "more"
