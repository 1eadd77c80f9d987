"""Two recommendations held against each other: near verbatim, the same in other words, or the opposite.

Shingles and resemblance after A. Broder, *On the resemblance and containment of documents* (1997); the share of common words,
weighted by how rare they are, after L. Dice (1945) and K. Spärck Jones (1972).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.links import words
from pipeline.links.actions import Action, Item

Kind = Literal["repeats", "similar", "contradicts"]

FEWEST_WORDS = 6
# Chosen on one half of the pairs labelled by hand, reported on the other: docs/method.md.
VERBATIM = 0.8
SIMILAR = 0.48
OPPOSITE = 0.6
# How far a pair of actors goes towards being the same.
RELATED, UNNAMED = 0.85, 0.7
OTHER_VERB = 0.75
# How much of the measure is Dice's; the rest is containment, which forgives a longer text.
DICE = 0.8
# Common concepts that are needed, those of things counted twice.
FEWEST, FEWEST_UNNAMED = 3, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What two recommendations have to do with each other, and the directives that it rests on (empty: the whole text)."""

    kind: Kind
    score: float
    directives: tuple[str, str] = ("", "")
    actors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scale:
    """What comparing needs to know of the corpus and the world.

    Attributes:
        weights: of each concept, the more the rarer.
        wider: actor -> those it is part of or that it stands for (a body's country, a group's members).
    """

    weights: Mapping[str, float]
    wider: Mapping[str, frozenset[str]]

    def alike(self, one: Action, two: Action) -> float:
        """How alike two actions are in what they are about, 0 to 1: between Dice's measure and containment."""
        common = one.concepts & two.concepts
        things = sum(not words.is_action(concept) for concept in common)
        if not things or len(common) + things < (FEWEST if one.actors and two.actors else FEWEST_UNNAMED):
            return 0.0
        shared, first, second = map(self._weight, (common, one.concepts, two.concepts))
        return DICE * 2 * shared / (first + second) + (1 - DICE) * shared / min(first, second)

    def same_actor(self, one: Action, two: Action) -> float:
        """1 for a common actor, less for related ones or where one is not named, 0 for different ones."""
        if one.actors & two.actors:
            return 1.0
        if not one.actors or not two.actors:
            return UNNAMED
        is_related = one.actors & self._around(two.actors) or two.actors & self._around(one.actors)
        return RELATED if is_related else 0.0

    def _around(self, actors: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.wider.get(a, frozenset()) for a in actors))

    def _weight(self, concepts: Iterable[str]) -> float:
        return sum(self.weights[c] for c in concepts)


def compare(one: Item, two: Item, scale: Scale) -> Found | None:
    """What two recommendations have to do with each other, if anything."""
    pairs = [(a, b, scale.alike(a, b)) for a, b in itertools.product(one.actions, two.actions)]
    opposite = max(_opposites(pairs), key=lambda f: f.score, default=None)
    if opposite is not None and opposite.score >= OPPOSITE:
        return opposite
    best = max((_similar(a, b, alike, scale) for a, b, alike in pairs), key=lambda f: f.score, default=None)
    verbatim = resemblance(one, two)
    if verbatim >= VERBATIM:
        found = best or Found(kind="repeats", score=verbatim)
        return replace(found, kind="repeats", score=verbatim)
    return best if best is not None and best.score >= SIMILAR else None


def _similar(one: Action, two: Action, alike: float, scale: Scale) -> Found:
    is_same_verb = one.core == two.core or one.lead == two.lead
    score = alike * scale.same_actor(one, two) * (1 if is_same_verb else OTHER_VERB)
    return Found(kind="similar", score=score, directives=(one.id, two.id), actors=one.actors & two.actors)


def _opposites(pairs: Sequence[tuple[Action, Action, float]]) -> Iterator[Found]:
    """Opposite demands on one actor; neither has a counterpart in the other text that is more like it."""
    nearest: dict[str, float] = {}
    for one, two, alike in pairs:
        for action in (one, two):
            nearest[action.id] = max(alike, nearest.get(action.id, 0.0))
    for one, two, alike in pairs:
        actors = one.actors & two.actors
        if actors and alike and alike == nearest[one.id] == nearest[two.id] and is_opposite(one, two):
            yield Found(kind="contradicts", score=alike, directives=(one.id, two.id), actors=actors)


def is_opposite(one: Action, two: Action) -> bool:
    """Whether one is for what the other is against, without a condition that could explain it."""
    if one.is_conditional or two.is_conditional:
        return False
    same_core = one.core == two.core and one.core_for != two.core_for
    return same_core or (one.lead == two.lead and one.lead_for != two.lead_for)


def resemblance(one: Item, two: Item) -> float:
    """How much of their wording two texts share: Dice's measure over runs of three words; 0 for texts of a few words."""
    if min(len(one.words), len(two.words)) < FEWEST_WORDS:
        return 0.0
    first, second = shingles(one), shingles(two)
    return 2 * len(first & second) / (len(first) + len(second))


def shingles(item: Item) -> frozenset[tuple[str, str, str]]:
    """Runs of three words."""
    return frozenset(zip(item.words, item.words[1:], item.words[2:], strict=False))
