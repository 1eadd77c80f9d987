"""Two recommendations held against each other: near verbatim, the same in other words, or the opposite.

Shingles and resemblance after A. Broder, *On the resemblance and containment of documents* (1997); the share of common words,
weighted by how rare they are, after L. Dice (1945) and K. Spärck Jones (1972).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.links.actions import Action, Item

Kind = Literal["repeats", "similar", "contradicts"]
Concepts = frozenset[str]

FEWEST_WORDS = 6
# How they were chosen and what they are worth: docs/method.md.
VERBATIM = 0.8
SIMILAR = 0.53
OPPOSITE = 0.6
# How far a pair of actors goes towards being the same.
RELATED, UNNAMED = 0.85, 0.7
OTHER_VERB = 0.75
# How much of the measure is Dice's; the rest is containment, which forgives a longer text.
DICE = 0.8
# Common things that are needed; and, where somebody is not named, common concepts, those of things counted twice.
FEWEST_THINGS, FEWEST_UNNAMED = 2, 6


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
        """How alike two actions are in all their words, 0 to 1."""
        common, things = one.concepts & two.concepts, len(one.things & two.things)
        is_named = one.actors and two.actors
        if things < FEWEST_THINGS or (not is_named and len(common) + things < FEWEST_UNNAMED):
            return 0.0
        return self._shared(common, one.concepts, two.concepts)

    def about_the_same(self, one: Action, two: Action) -> float:
        """How alike two actions are in what they are about, their verbs apart, 0 to 1."""
        common = one.things & two.things
        return self._shared(common, one.things, two.things) if len(common) >= FEWEST_THINGS else 0.0

    def _shared(self, common: Concepts, first: Concepts, second: Concepts) -> float:
        """Between Dice's measure and containment, weighted."""
        shared, one, two = map(self._weight, (common, first, second))
        return DICE * 2 * shared / (one + two) + (1 - DICE) * shared / min(one, two)

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
        return sum(map(self.weights.__getitem__, concepts))


def compare(one: Item, two: Item, scale: Scale) -> Found | None:
    """What two recommendations have to do with each other, if anything."""
    pairs = [(a, b, scale.alike(a, b)) for a in one.actions for b in two.actions if a.things & b.things]
    opposite = max(_opposites(pairs, scale), key=lambda f: f.score, default=None)
    if opposite is not None:
        return opposite
    best = max((_similar(a, b, alike, scale) for a, b, alike in pairs), key=lambda f: f.score, default=None)
    verbatim = resemblance(one, two)
    if verbatim >= VERBATIM:
        return replace(best or Found(kind="repeats", score=verbatim), kind="repeats", score=verbatim)
    return best if best is not None and best.score >= SIMILAR else None


def _similar(one: Action, two: Action, alike: float, scale: Scale) -> Found:
    is_same_verb = one.core == two.core or one.lead == two.lead
    score = alike * scale.same_actor(one, two) * (1 if is_same_verb else OTHER_VERB)
    if is_opposite(one, two):
        score = 0.0
    return Found(kind="similar", score=score, directives=(one.id, two.id), actors=one.actors & two.actors)


def _opposites(pairs: Sequence[tuple[Action, Action, float]], scale: Scale) -> Iterator[Found]:
    """Opposite demands on one actor; neither has a counterpart in the other text that agrees with it.

    A condition could explain the difference, so there must be none.
    """
    agreeing = {action.id for a, b, alike in pairs if alike >= SIMILAR and not is_opposite(a, b) for action in (a, b)}
    for one, two, _ in pairs:
        actors = one.actors & two.actors
        if actors and is_opposite(one, two) and not agreeing & {one.id, two.id}:
            score = scale.about_the_same(one, two)
            if score >= OPPOSITE and not (one.is_conditional or two.is_conditional):
                yield Found(kind="contradicts", score=score, directives=(one.id, two.id), actors=actors)


def is_opposite(one: Action, two: Action) -> bool:
    """Whether one is for what the other is against."""
    same_core = one.core == two.core and one.core_for != two.core_for
    return same_core or (one.lead == two.lead and one.lead_for != two.lead_for)


def resemblance(one: Item, two: Item) -> float:
    """How much of their wording two texts share: Dice's measure over runs of three words; 0 for texts of a few words."""
    if min(one.length, two.length) < FEWEST_WORDS:
        return 0.0
    common = len(set(one.shingles).intersection(two.shingles))
    return 2 * common / (len(one.shingles) + len(two.shingles))
