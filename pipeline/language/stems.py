"""Lists under a stem, and advice under an addressee: who acts and how strongly is said once, above the items.

"Agencies shall:", "We call on the government to:", "The Secretary should take the following actions:" govern the items
below; "Recommendation 4 (for the ministry):" or a heading "Congress" names whom the advice below is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.document import Document, Span
from pipeline.frames import Frame, Nominal, Sentence, Strength
from pipeline.language import conditions, deadlines, pieces, words
from pipeline.language import grammar as g
from pipeline.language.cues import Cue
from pipeline.language.nominals import nominals

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent

SEPARATORS = re.compile(r"\s*(?:,\s*(?:and|or)\s+|,\s*|;\s*|\s+and\s+|\s*&\s*|\s+/\s+)\s*")


@dataclass(frozen=True, slots=True)
class Stem:
    """What a stem hands to each item: who acts, how strongly, whether it forbids, under which condition and until when.

    `unfinished`: the index of the stem's cue, where it governs nothing but the items ("The officer must:").
    `things`: the items may name what is called for ("Our demands are:").
    """

    actors: tuple[Nominal, ...]
    strength: Strength
    negated: bool
    unfinished: int | None = None
    condition: Span | None = None
    deadline: Span | None = None
    things: bool = False


def stem(sentence: Sent, cues: Sequence[Cue], frames: Sequence[Frame], base: int) -> Stem | None:
    """What the last directive cue of a stem's last sentence governs; None where the sentence opens no list."""
    directive = [c for c in cues if c.is_directive and c.strength]
    if not directive or not _opens_list(sentence):
        return None
    cue = directive[-1]
    assert cue.strength is not None
    last = max((f for f in frames if f.actors), key=lambda f: f.action.start, default=None)
    if cue.things:
        return Stem((), cue.strength, cue.negated, things=True)
    heads = cue.actors or ((cue.subject,) if cue.subject is not None else ())
    actors = last.actors if last else tuple(n for h in heads for n in nominals(h, base))
    governed = cue.head or cue.last
    condition = conditions.condition(governed, cue.first, cue.last.i, cue.last.i)
    if condition and cue.first.doc[condition[0]].lower_ == "in" and cue.first.doc[condition[0] + 1].tag_ == "VBG":
        condition = None  # "In applying this rule, ports shall:" names the occasion of the whole list
    deadline = deadlines.deadline(governed, cue.first, cue.last.i, cue.last.i)
    return Stem(
        actors,
        cue.strength,
        cue.negated,
        condition=g.offsets(*condition, cue.first, base) if condition else None,
        deadline=g.offsets(*deadline, cue.first, base) if deadline else None,
    )


def _opens_list(sentence: Sent) -> bool:
    text = sentence.text.rstrip()
    return (
        text.endswith((":", "—", "–", "-"))
        or text.split()[-1].lower() in {"to", "that", "should", "must", "shall"}
        or "following" in text
    )


def under_stem(frame: Frame, stem: Stem) -> Frame:
    """An item's frame with what the stem hands to it; an actor, condition or deadline of the item's own stays."""
    frame = replace(frame, condition=frame.condition or stem.condition, deadline=frame.deadline or stem.deadline)
    if frame.actors and frame.naming == "clause":
        return replace(frame, strength=stem.strength)
    return replace(
        frame, strength=stem.strength, negated=frame.negated or stem.negated, actors=stem.actors, naming="stem"
    )


def addressed(
    frames: Sequence[Frame], sentences: Sequence[Sentence], document: Document, addressee_of: Mapping[int, Span]
) -> tuple[Frame, ...]:
    """The frames, those that name nobody with the addressee of their label or heading.

    A heading that names a party may also name a topic ("China"): where the advice below it names others as its actors, the
    heading is taken for a topic.
    """
    above = [addressee_of.get(sentences[f.sentence].block) for f in frames]
    named = {span: addressees(document, span) for span in {s for s in above if s}}
    topics = {s for s in named if _is_advice(document, s) or _contradicted(s, frames, above, document)}
    return tuple(
        replace(f, actors=named[span], naming="addressee") if span and span not in topics and not f.actors else f
        for f, span in zip(frames, above, strict=True)
    )


def _is_advice(document: Document, span: Span) -> bool:
    """ "GET A HANDLE ON STAFFING": a heading that is advice itself addresses nobody by its words; one with "for" does ("For
    funding agencies")."""
    if re.search(r"\b(?:for|to)\s+$", document.text[max(0, span.start - 8) : span.start], re.I):
        return False
    heading = document.slice(span)
    return pieces.opening(heading, advice=True) is not None or heading.split()[0].lower() in words.gerunds()


def _contradicted(span: Span, frames: Sequence[Frame], above: Sequence[Span | None], document: Document) -> bool:
    before = document.text[max(0, span.start - 10) : span.start]
    if re.search(r"\b(?:for|to|dear)\b:?\s+(?:the\s+)?$", before, re.IGNORECASE):
        return False  # "Recommendations for donors", "TO: all staff" say whom it is for
    told = [f for f, s in zip(frames, above, strict=True) if s == span and f.actors and f.naming == "clause"]
    words = _content(document.slice(span))
    agree = sum(any(words & _content(document.slice(a.span)) or a.pos == "PRON" for a in f.actors) for f in told)
    return bool(told) and agree * 2 < len(told)


def _content(text: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"\w{3,}", text)} - {"the", "and", "for"}


def addressees(document: Document, span: Span) -> tuple[Nominal, ...]:
    """The parties that a label or heading lists, as nominals."""
    text = document.slice(span)
    whole = lexicon.load().find(text) is not None
    edges = [(m.start(), m.end()) for m in SEPARATORS.finditer(text)] if not whole else []
    starts, ends = [0, *(e for _, e in edges)], [*(s for s, _ in edges), len(text)]
    pieces = [Span(span.start + s, span.start + e) for s, e in zip(starts, ends, strict=True) if e > s]
    return tuple(_named(document, piece, span) for piece in pieces)


def _named(document: Document, piece: Span, mention: Span) -> Nominal:
    text = document.slice(piece)
    core = re.split(r"\s+(?:of|for|in|on)\s+", text)[0]
    word = re.findall(r"\S+", core)[-1] if core.split() else text
    at = piece.start + core.rfind(word) if core else piece.start
    name = text[:1].isupper() and text != text.capitalize()
    return Nominal(
        span=piece,
        head=Span(at, at + len(word)),
        head_lemma=word.lower(),
        pos="PROPN" if name else "NOUN",
        mention=mention,
    )
