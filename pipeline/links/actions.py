"""What a directive asks, in a form in which it can be held against another."""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipeline import ids, lexicon
from pipeline.links import words

Row = Mapping[str, Any]
# What begins an adjunct of means, purpose, example or manner.
_ADJUNCT = re.compile(
    r",\s+(?:which|who)\b|,?\s+(?:including|especially|particularly|in particular|such as|for example|as well as|through|by(?: \w+)? \w+ing|by means of"
    r"|in order to|so as to|so that|with a view to|with the aim of|in accordance with|in line with|within the framework of)\b",
    re.IGNORECASE,
)
# How far behind "strengthen" the thing to be strengthened is looked for.
REACH = 4
# Words before a passive's cue that are taken for its subject.
SUBJECT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What one directive asks.

    Attributes:
        actors: ids of who is to act.
        concepts: what its words stand for; `things`: those of them that are no action words.
        lead: the group (or stem) of its verb; `core`: of the first word behind support verbs and "strengthen" that names an
            action ("continue to strengthen cooperation" is about cooperating).
        lead_for, core_for: whether it speaks for these or against, negation and opposite verbs taken together.
    """

    id: str
    actors: frozenset[str]
    concepts: frozenset[str]
    things: frozenset[str]
    lead: str
    lead_for: bool
    core: str
    core_for: bool
    is_conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A recommendation: its wording and what its directives ask.

    Attributes:
        wording: a hash of its words in order.
        length: how many words it has.
        shingles: hashes of its runs of three words, each once, in order of size.
    """

    id: str
    document_id: str
    wording: str
    length: int
    shingles: array[int]
    actions: tuple[Action, ...] = field(default=())


def item(recommendation_id: str, document_id: str, text: str, actions: Iterable[Action]) -> Item:
    """A recommendation with what its directives ask."""
    found = words.words(text)
    runs = {zlib.crc32(" ".join(run).encode()) for run in zip(found, found[1:], found[2:], strict=False)}
    return Item(
        id=recommendation_id,
        document_id=document_id,
        wording=ids.digest(*found, size=16),
        length=len(found),
        shingles=array("L", sorted(runs)),
        actions=tuple(actions),
    )


def action(row: Row, actors: Iterable[str], before: str = "") -> Action:
    """An action from a row of `directives`.

    Args:
        row: its directive_id, action, action_verb, voice, negated and condition.
        actors: ids of who is to act.
        before: the sentence up to the cue; of a passive ("the fees should be cut") it names what is acted upon.
    """
    found = words.words(demand(row["action"]))
    lead, core = _verbs([row["action_verb"].lower(), *_behind(found, row["action_verb"].lower())])
    if row["voice"] == "passive":
        found = [*found, *words.words(before)[-SUBJECT:]]
    asked = frozenset(actors)
    own = frozenset(word for actor in asked for word in _names(actor))
    concepts = frozenset(c for word in found if word not in own and (c := words.concept(word)))
    turned = bool(row["negated"])
    return Action(
        id=row["directive_id"],
        actors=asked,
        concepts=concepts,
        things=frozenset(c for c in concepts if not words.is_action(c)),
        lead=lead[0],
        lead_for=lead[1] != turned,
        core=core[0],
        core_for=core[1] != turned,
        is_conditional=bool(row["condition"]),
    )


@cache
def _names(actor: str) -> frozenset[str]:
    """The words of a country's names: that Japan's advice to Japan speaks of Japan says nothing."""
    country = lexicon.load().countries.get(actor)
    if country is None:
        return frozenset()
    return frozenset(
        word for name in (country.name, *country.aliases, *country.adjectives) for word in words.words(name)
    )


def demand(action: str) -> str:
    """An action without what is said of its means, purpose and examples, where enough is left to know it by."""
    end = _ADJUNCT.search(action)
    return (
        action[: end.start()]
        if end and sum(map(bool, map(words.concept, words.words(action[: end.start()])))) > 1
        else action
    )


def _behind(found: Sequence[str], verb: str) -> Sequence[str]:
    """The words behind the verb."""
    stem = words.stem(verb)
    at = next((i for i, word in enumerate(found) if words.stem(word) == stem), -1)
    return found[at + 1 :]


def _verbs(found: Sequence[str]) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """The verb that leads and the one at the core, each with whether it is spoken for."""
    lead: tuple[str, bool] | None = None
    is_for = True
    since = 0
    for i, word in enumerate(found):
        row = words.known(word)
        if row is None:
            if i == 0 and not lead:
                return (words.stem(word), True), (words.stem(word), True)
        elif row.kind == "denies":
            is_for = not is_for
        elif row.kind == "content":
            here = (row.group or "", is_for == (row.pole != "-"))
            lead = lead or here
            if row.group != "amount" or row.pole == "-":
                return lead, here
            since = i
        if lead and i - since >= REACH:
            break
    lead = lead or (words.stem(found[0]), is_for)
    return lead, lead
