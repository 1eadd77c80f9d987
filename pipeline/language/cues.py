"""A cue as the finders hand it to `clauses`: where the trigger stands and what it governs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.frames import DIRECTIVE_CLASSES, Form, ModalClass, Strength

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """An occurrence of a trigger.

    Attributes:
        first: the trigger's first token; `last` its last one.
        head: the predicate that it governs (a verb, a predicate noun or adjective, or a noun that is called for).
        subject: the grammatical subject of what is governed.
        also: further nouns that are called for beside `head`.
        actors: heads of the phrases that name who is to act, where the construction says so ("for X to V", "urge X to V").
        named: the construction decides who acts; an empty `actors` then means nobody, not "look for the subject".
        noun: `head` is a noun that is called for, not a verb to be done.
        things: the items below name things that are called for ("Our demands are:").
        reporter: the head of the phrase that names whose rule or view it is.
    """

    first: Token
    last: Token
    lemma: str
    form: Form
    klass: ModalClass
    negated: bool = False
    strength: Strength | None = None
    head: Token | None = None
    subject: Token | None = None
    also: tuple[Token, ...] = ()
    actors: tuple[Token, ...] = ()
    named: bool = False
    noun: bool = False
    things: bool = False
    reporter: Token | None = None
    score: float = 1.0

    @property
    def is_directive(self) -> bool:
        """Whether the class is one of the directive classes."""
        return self.klass in DIRECTIVE_CLASSES

    @property
    def opens(self) -> bool:
        """Whether the cue is the verb that its sentence opens with, read behind "You should"."""
        return self.form == "imperative" and self.first is self.head
