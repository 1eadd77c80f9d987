"""What `language` finds in a document: sentences, modals, mentions, and frames (a directive before its parties are resolved)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.document import Span

Form = Literal["modal", "predicate", "performative", "imperative"]
ModalClass = Literal[
    "obligation",
    "prohibition",
    "permission",
    "option",
    "exemption",
    "epistemic",
    "dynamic",
    "conditional",
    "future",
    "other",
]
DIRECTIVE_CLASSES: frozenset[str] = frozenset({"obligation", "prohibition", "permission", "option", "exemption"})
Strength = Literal["must", "should", "may"]
Voice = Literal["active", "passive"]
Role = Literal["actor", "target", "partner"]
# How the grammar names a party: in its own clause, by a governing stem or label, or not at all.
Naming = Literal["clause", "stem", "addressee"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, heading, item or table cell; `block` is an index into Document.placed."""

    span: Span
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """An occurrence of a modal verb or another deontic cue; `sentence` is an index into Annotation.sentences."""

    span: Span
    sentence: int
    lemma: str
    form: Form
    klass: ModalClass
    negated: bool
    strength: Strength | None
    no_directive_reason: str | None = None

    @property
    def is_directive(self) -> bool:
        """Whether the class is one of the directive classes."""
        return self.klass in DIRECTIVE_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named entity in the text; label PERSON, ORG, LOC, EVENT, NORP, LAW, DATE or GPE; `sentence` as in Modal."""

    span: Span
    label: str
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A noun phrase or pronoun that fills a role.

    Attributes:
        span: the whole phrase without a trailing clause; coordinated and apposed members each are Nominals of their own.
        head: the head word.
        head_lemma: its lemma, lower case for common nouns.
        pos: UPOS of the head (`PROPN`, `NOUN`, `PRON`, …).
        mention: the whole coordinated phrase that this one is a member of, as the text prints it.
        possessor: the span of a possessive or genitive inside it ("Japan's government").
    """

    span: Span
    head: Span
    head_lemma: str
    pos: str
    mention: Span
    possessor: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One thing advised, as the grammar shows it; `modal` and `sentence` are indices into the Annotation.

    Attributes:
        action: from the verb to the end of its complements and modifiers, without the condition.
        actors: who is to act, as the clause names them; empty where it names nobody.
        naming: where `actors` come from.
        subject: the grammatical subject of a passive or a state, for what it says about whom.
        reporter: whose rule or view it is, where the text reports it ("the SOFA requires …").
        rejected: the text rejects the view that it reports.
        noun: a thing or state is called for ("dialogue is needed"), no verb.
        score: how sure the grammar is of the frame, 0 to 1.
    """

    modal: int
    sentence: int
    strength: Strength
    negated: bool
    voice: Voice
    action: Span
    verb: Span
    action_verb: str
    object: Span | None = None
    condition: Span | None = None
    deadline: Span | None = None
    actors: tuple[Nominal, ...] = ()
    naming: Naming = "clause"
    subject: Nominal | None = None
    targets: tuple[Nominal, ...] = ()
    partners: tuple[Nominal, ...] = ()
    reporter: Span | None = None
    rejected: bool = False
    no_actor_reason: str | None = None
    noun: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All that `language` finds in one document, in text order."""

    sentences: tuple[Sentence, ...] = ()
    modals: tuple[Modal, ...] = ()
    mentions: tuple[Mention, ...] = ()
    frames: tuple[Frame, ...] = field(default=())
