"""The links of a corpus: every recommendation held against those of other reports that could have to do with it."""

from __future__ import annotations

import itertools
import math
import operator
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.links.actions import Item
from pipeline.links.candidates import candidates
from pipeline.links.compare import Found, Kind, Scale, compare
from pipeline.links.groups import grouped

# Of those that share every word (a line printed in every report) each is linked to the first few; the group names all.
MOST = 5
Class = list[Item]
Origins = Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A recommendation and one of another report; every pair has two, one from either side.

    Attributes:
        directives: the two that it rests on; empty where a text without directives is repeated.
        actors: ids of those that both ask.
        group: the smallest id of the recommendations that all say the same; empty for opposites.
    """

    one: Item
    two: Item
    kind: Kind
    score: float
    directives: tuple[str, str]
    actors: tuple[str, ...]
    group: str


def find(items: Iterable[Item], origins: Origins) -> list[Link]:
    """All links, in order of the ids; the same for the same recommendations in whatever order they come.

    Args:
        items: the recommendations.
        origins: entity id -> its country and the body it is part of.
    """
    classes = _classes(items)
    firsts = [members[0] for members in classes]
    scale = Scale(_weights(firsts), _wider(origins))
    homes = [{item.document_id for item in members} for members in classes]
    near = [(i, i) for i, members in enumerate(classes) if len(members) > 1] + candidates(firsts, scale.weights)
    pairs = ((i, j) for i, j in near if len(homes[i] | homes[j]) > 1)
    judged = ((pair, compare(classes[pair[0]][0], classes[pair[1]][-1], scale)) for pair in pairs)
    found = {pair: verdict for pair, verdict in judged if verdict is not None}
    groups = grouped({pair: verdict.score for pair, verdict in found.items() if verdict.kind != "contradicts"})
    names = {place: firsts[smallest].id for place, smallest in groups.items()}
    made: list[Link] = []
    for (i, j), verdict in found.items():
        for one, two in _members(classes[i], classes[j]):
            made.append(_link(one, two, verdict, (firsts[i], classes[j][-1]), names.get(i, "")))
            made.append(_link(two, one, _turned(verdict), (classes[j][-1], firsts[i]), names.get(j, "")))
    return sorted(made, key=lambda link: (link.one.id, link.two.id))


def _classes(items: Iterable[Item]) -> list[Class]:
    """Recommendations of the same words to the same actors together: what one is linked to, all are."""
    same: dict[object, Class] = defaultdict(list)
    for item in sorted(items, key=lambda i: i.id):
        asked = tuple((a.actors, a.concepts, a.lead_for, a.core_for, a.is_conditional) for a in item.actions)
        same[item.wording, asked].append(item)
    return list(same.values())


def _members(first: Class, second: Class) -> Iterator[tuple[Item, Item]]:
    """Pairs of two classes (or of one with itself), of different reports; of large ones a part that misses nobody."""
    product = itertools.product
    pairs = {(a.id, b.id): (a, b) for a, b in (*product(first[:MOST], second), *product(first, second[:MOST]))}
    for _, (one, two) in sorted(pairs.items(), key=operator.itemgetter(0)):
        if one.document_id != two.document_id and (first is not second or one.id < two.id):
            yield one, two


def _link(one: Item, two: Item, verdict: Found, judged: tuple[Item, Item], group: str) -> Link:
    places = [_place(item, directive) for item, directive in zip(judged, verdict.directives, strict=True)]
    directives = tuple(item.actions[p].id if p >= 0 else "" for item, p in zip((one, two), places, strict=True))
    return Link(
        one=one,
        two=two,
        kind=verdict.kind,
        score=round(min(verdict.score, 1.0), 3),
        directives=(directives[0], directives[1]),
        actors=tuple(sorted(verdict.actors)),
        group="" if verdict.kind == "contradicts" else group,
    )


def _place(item: Item, directive: str) -> int:
    return next((i for i, action in enumerate(item.actions) if action.id == directive), -1)


def _turned(verdict: Found) -> Found:
    one, two = verdict.directives
    return Found(kind=verdict.kind, score=verdict.score, directives=(two, one), actors=verdict.actors)


def _weights(items: Iterable[Item]) -> dict[str, float]:
    """How much a concept says: the more, the fewer recommendations hold it."""
    held: Counter[str] = Counter()
    total = 0
    for item in items:
        held.update(frozenset().union(*(a.concepts for a in item.actions)))
        total += bool(item.actions)
    return {concept: math.log(1 + total / n) for concept, n in held.items()}


def _wider(origins: Origins) -> dict[str, frozenset[str]]:
    """Actor -> the country it belongs to, the bodies it is part of, the groups it is a member of."""
    groups: dict[str, set[str]] = defaultdict(set)
    for group, countries in lexicon.load().members.items():
        for country in countries:
            groups[country].add(group)
    return {entity: frozenset(_above(entity, origins) | groups[entity]) for entity in sorted(origins)}


def _above(entity: str, origins: Origins) -> set[str]:
    found: set[str] = set()
    here: str | None = entity
    while here is not None and here in origins:
        country, parent = origins[here]
        found |= {country} if country else set()
        here = parent if parent not in found else None
        found |= {here} if here else set()
    return found
