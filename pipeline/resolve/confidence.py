"""How likely a directive's who, what and whom are all right.

A logistic regression over signs that hold no word of any report: how the parties are known, what kind of cue it is, lengths.
Its weights are rows of `lexicon/confidence.csv`, made by `python -m training.confidence`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.document import Span
from pipeline.frames import Modal
from pipeline.lexicon import rows
from pipeline.parties import Entity
from pipeline.resolve.around import Draft

LONG_ACTION, LONG_SENTENCE = 160, 300  # characters
SHORT_ACTION = 12
MANY = 3
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
    """

    modal: Modal
    sentence: Span
    advised: bool
    actors: tuple[Entity, ...]
    after: str
    together: int


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
    first = min((p.span.start for p in draft.actors if p.span), default=-1)
    length, whole = frame.action.end - frame.action.start, seen.sentence.end - seen.sentence.start
    ends = _next(seen.after) == "the end"
    clear = bool(draft.actors) and known in {"explicit", "anaphor"} and frame.naming == "clause"
    found = {
        "always": True,
        "plain": clear and ends and frame.voice == "active" and frame.object is not None,
        f"known {known}": True,
        f"from {draft.evidence}": bool(draft.implicit),
        f"form {seen.modal.form}": True,
        f"class {seen.modal.klass}": True,
        f"strength {frame.strength}": True,
        f"named by {frame.naming}": bool(draft.actors),
        "passive": frame.voice == "passive",
        "advised": seen.advised,
        "actor begins the sentence": 0 <= first - seen.sentence.start <= 1,
        "actor is a country": _all_of(seen.actors, "country"),
        "actor is a body": _all_of(seen.actors, "body"),
        "actor is a group": _all_of(seen.actors, "group"),
        "many actors": len(named) >= MANY,
        "long action": length > LONG_ACTION,
        "short action": length < SHORT_ACTION,
        "long sentence": whole > LONG_SENTENCE,
        "has a condition": frame.condition is not None,
        "reported": frame.reporter is not None,
        "acts on nothing": frame.object is None,
        f"then {_next(seen.after)}": True,
        "several under the cue": seen.together > 1,
    }
    return {sign: 1.0 for sign, holds in found.items() if holds} | {"score": frame.score}


def _next(after: str) -> str:
    """What the sentence goes on with: the end, a comma, `and`, or anything else."""
    rest = after.strip("\"“”’' )")
    if not rest.strip(".!?;:"):
        return "the end"
    return "and" if rest.startswith("and ") else "a comma" if rest.startswith(",") else "more"


def _all_of(actors: Iterable[Entity], kind: str) -> bool:
    kinds = {a.kind for a in actors}
    return kinds == {kind}
