"""What `resolve` makes of the frames: who each party is, and whose norm it is."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Span
from pipeline.frames import Role
from pipeline.tables import EntityKind, Resolution

ISSUER = "issuer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A canonical person, body, country or group; ids as in `entities.entity_id`."""

    entity_id: str
    name: str
    kind: EntityKind
    country: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One identity's part in a directive; `span` is where the text names it, None for implicit ones."""

    role: Role
    entity_id: str
    text: str
    span: Span | None
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A frame with its parties; `frame` is an index into Annotation.frames.

    Attributes:
        source: ISSUER, or the words that name the party whose rule or view is reported.
        deadline_date: ISO date, as precise as the text allows.
        confidence: 0 to 1.
    """

    frame: int
    parties: tuple[Party, ...]
    source: str = ISSUER
    deadline_date: str | None = None
    no_actor_reason: str | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """All directives of one document, and every entity that they, the mentions or the issuers name.

    Attributes:
        mention_entities: for each of Annotation.mentions its entity's id, or None.
        issuer_entities: for each issuer, then each author of the front matter, its entity's id, or None.
    """

    directives: tuple[Directive, ...] = ()
    entities: tuple[Entity, ...] = ()
    mention_entities: tuple[str | None, ...] = ()
    issuer_entities: tuple[str | None, ...] = ()
