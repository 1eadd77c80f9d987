"""A small stage for tests of `resolve`: sentences with marked parties, no language model.

"[a:Norway] and [a:Chad] should {sign the treaty} with [p:Peru]" marks actors, partners (p), targets (t), a subject (s) and,
in braces, the action. Names are found by the gazetteer. A sentence without braces has no frame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.document import Block, Document, Source, Span, join
from pipeline.frames import Annotation, Form, Frame, Mention, Modal, Nominal, Sentence
from pipeline.lexicon import Gazetteer, load
from pipeline.parties import Directive, Resolved
from pipeline.resolve import resolve
from pipeline.structure import FrontMatter, Named, Outline, Recommendation

_MARK = re.compile(r"\[(?P<role>[apts]):(?P<text>[^\]]*)\]|(?P<brace>[{}])")
_PRONOUNS = frozenset("we us our they them their it its both this these".split())
_LABEL = {"name": "GPE", "capital": "GPE", "adjective": "NORP", "body": "ORG"}


@dataclass
class Marked:
    """A sentence without its marks, and where they were."""

    text: str = ""
    roles: list[tuple[str, Span]] = field(default_factory=list)
    action: list[int] = field(default_factory=list)


def unmark(marked: str) -> Marked:
    """Take the marks off a sentence."""
    found, at = Marked(), 0
    for match in _MARK.finditer(marked):
        found.text += marked[at : match.start()]
        if match["brace"]:
            found.action.append(len(found.text))
        else:
            start = len(found.text)
            found.text += match["text"]
            found.roles.append((match["role"], Span(start, len(found.text))))
        at = match.end()
    found.text += marked[at:]
    return found


def nominal(text: str, span: Span, document: str) -> Nominal:
    """A nominal as the language room makes it: the head is the last word before a preposition."""
    core = re.split(r" (?:of|in|for|that|which|who) ", text)[0]
    head = core.split()[-1]
    start = span.start + core.rindex(head)
    owner = re.match(r"(?:the )?([A-Z]\w+)['’]s? ", text)
    return Nominal(
        span=span,
        head=Span(start, start + len(head)),
        head_lemma=head if head[0].isupper() else head.lower(),
        pos="PRON" if text.lower() in _PRONOUNS else "PROPN" if head[0].isupper() else "NOUN",
        mention=span,
        possessor=Span(*owner.span(1)).shifted(span.start) if owner else None,
    )


def stage(
    blocks: Sequence[str],
    *,
    front: FrontMatter | None = None,
    recommendations: Sequence[tuple[int, int]] = (),
    voices: str = "",
    form: Form = "modal",
    reporter: str | None = None,
    **more: object,
) -> tuple[Document, Outline, Annotation]:
    """A document with one sentence for each block.

    Args:
        recommendations: the first block and one past the last of each; a title is what stands before a `|` in the first.
        voices: one letter for each frame, `p` for passive.
    """
    marked = [unmark(b) for b in blocks]
    document = join(
        Source(
            media_type="text/plain",
            extractor="test",
            blocks=tuple(Block(kind="paragraph", text=m.text) for m in marked),
        )
    )
    gazetteer = Gazetteer(load())
    frames: list[Frame] = []
    mentions: list[Mention] = []
    for index, (one, placed) in enumerate(zip(marked, document.placed, strict=True)):
        base = placed.span.start
        for match in gazetteer.matches(one.text):
            assert match.named
            span = Span(match.start, match.end).shifted(base)
            mentions.append(Mention(span=span, label=_LABEL[match.named.form], sentence=index))
        if len(one.action) == 2:
            passive = voices[len(frames) : len(frames) + 1] == "p"
            frames.append(_frame(one, base, index, len(frames), document.text, passive, reporter, more))
    modals = [
        Modal(
            span=f.verb,
            sentence=f.sentence,
            lemma="should",
            form=form,
            klass="obligation",
            negated=False,
            strength="should",
        )
        for f in frames
    ]
    held: list[int | None] = [None] * len(blocks)
    units = []
    for number, (first, last) in enumerate(recommendations):
        held[first:last] = [number] * (last - first)
        span = Span(document.placed[first].span.start, document.placed[last - 1].span.end)
        title = document.placed[first].span if form == "imperative" else None
        units.append(
            Recommendation(kind="numbered", span=span, number=str(number), heading=title, blocks=(first, last))
        )
    outline = Outline(
        front=front or FrontMatter(),
        recommendations=tuple(units),
        section_of=(None,) * len(blocks),
        recommendation_of=tuple(held),
    )
    sentences = tuple(Sentence(span=p.span, block=i) for i, p in enumerate(document.placed))
    return (
        document,
        outline,
        Annotation(sentences=sentences, modals=tuple(modals), mentions=tuple(mentions), frames=tuple(frames)),
    )


def _frame(
    one: Marked,
    base: int,
    sentence: int,
    modal: int,
    text: str,
    passive: bool,
    reporter: str | None,
    more: dict[str, object],
) -> Frame:
    nominals = [(role, nominal(one.text[s.start : s.end], s.shifted(base), text)) for role, s in one.roles]
    action = Span(*one.action).shifted(base)
    verb = text[action.start : action.end].split()[0]
    said = one.text.find(reporter) if reporter else -1
    return Frame(
        modal=modal,
        sentence=sentence,
        strength="should",
        negated=False,
        voice="passive" if passive else "active",
        action=action,
        verb=Span(action.start, action.start + len(verb)),
        action_verb=verb.lower(),
        actors=tuple(n for r, n in nominals if r == "a"),
        targets=tuple(n for r, n in nominals if r == "t"),
        partners=tuple(n for r, n in nominals if r == "p"),
        subject=next((n for r, n in nominals if r == "s"), None),
        object=next((n.span for r, n in nominals if r == "t" and n.span.start - action.start == len(verb) + 1), None),
        reporter=Span(said + base, said + base + len(reporter)) if reporter and said >= 0 else None,
        **more,  # type: ignore[arg-type]
    )


def issued_by(*names: str, title: str | None = None, published: str | None = None) -> FrontMatter:
    """A front matter with some issuers."""
    return FrontMatter(title=title, published=published, issuers=tuple(Named(name=n, role="issuer") for n in names))


def run(blocks: Sequence[str], **given: object) -> Resolved:
    """Resolve a stage."""
    document, outline, annotation = stage(blocks, **given)  # type: ignore[arg-type]
    return resolve(document, outline, annotation, load())


def ids(directive: Directive, role: str = "actor") -> list[str]:
    """The ids of a directive's parties in a role."""
    return [p.entity_id for p in directive.parties if p.role == role]


def how(directive: Directive) -> set[str]:
    """How a directive's actors are known."""
    return {p.resolution for p in directive.parties if p.role == "actor"}
