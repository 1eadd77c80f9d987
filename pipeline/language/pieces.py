"""What one call of the pipeline reads: a chunk, or a sentence of it that opens like an imperative.

A tagger trained on running text takes the bare verb of "Fund community schools." for a noun. Behind "You should" it does not:
a sentence that opens with a known verb is therefore read with these two words in front, and taken for an imperative only if
the tree then makes its first verb their complement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.language import words
from pipeline.language.chunks import Chunk, set_sentence_starts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PREFIX = "You should "
# "Member States should consider: building awareness": an item in -ing under a stem that asks for it.
ASKING = "We recommend "
# "Urges the council to act": a resolution leaves its subject to the title above.
VOICE = "It hereby "
PREFIX_TOKENS = 2
PROCLAIMS = re.compile(
    r"(?P<adverbs>(?:(?:also|further|furthermore|again|strongly|firmly|urgently|once again|once more|therefore|in particular)\s+)*)"
    r"(?:(?:calls on|calls upon|urges|invites|encourages|advises|instructs|appeals to|entreats)(?=\s+(?!by\b)\w)"
    r"|(?:recommends|proposes|insists|demands|requests)(?=\s+that\b)"
    r"|requests(?=\s+(?:it|them|its|his|her|[A-Z])\b)"
    r"|(?:recogni[sz]es|stresses|emphasi[sz]es|underlines|underscores|highlights|reaffirms|acknowledges)(?=\s+the\s+(?:\w+\s+)?(?:need|importance)\b)"
    r"|(?:calls for|requests|recommends|proposes|demands|seeks)(?=\s+(?:the|a|an|all|any|its|each|every|this|these|those|their|further|more|full|greater)\b))",
    re.I,
)
# What else a paragraph of a resolution opens with, before it goes on to ask.
RESOLVES = re.compile(
    r"(?:(?:also|further|strongly|fully|deeply|again)\s+)?(?:welcom|not|tak|decid|acknowledg|recogni[sz]|express|commend|reaffirm|affirm|recall|"
    r"reiterat|consider|regret|deplor|condemn|stress|emphasi[sz]|underlin|underscor|endors|approv|adopt|determin|resolv|declar|believ|agre|support)"
    r"(?:es|s|ing)\b",
    re.I,
)
OPENING = re.compile(
    r"(?:(?:do|please) )?(?:not |never )?(?P<adverb>(?!(?:re|app|supp|rep|comp|multip|al|f|ral|tal|bul)ly )\w+ly |(?:always|also|further|first|then|actively) )?"
    r"(?P<verb>[a-z]+(?:-[a-z]+)?)\b(?P<rest>.*)",
    re.I | re.S,
)
DROPPED = re.compile(r"(?:do(?= not\b)|please|to)\s+", re.I)
# "Never park here": only a verb follows.
FORBIDS = re.compile(
    r"(?:not|never)\s+(?!(?:all|every|only|just|least|before|again|a|an|the|to|in|at|on|by|for|one|been)\b)[a-z]+\s+\w",
    re.I,
)
# What stands before a resolution's verb, which the parser understands better without.
LEFT_OUT = re.compile(
    r"(?:(?:also|further|furthermore|again|strongly|firmly|urgently|once|more|therefore|in|particular)\s+)+", re.I
)
# "Transparency: publish the results": what an item is about.
TOPIC = re.compile(r"[A-Z][\w’'&/-]*(?: [\w’'&/-]+){0,5}:\s+")
# "Instead, focus on …", "As the panel advised, establish …": what stands in front opens no clause of its own.
FRONTED = re.compile(
    r"(?:(?P<link>instead|finally|first|second|third|then|next|also|additionally|furthermore|moreover|meanwhile|similarly|accordingly"
    r"|therefore)|(?:as|in|for|at|to|by|with|through|where|wherever|when|whenever|whether|if|unless|until|once|while|within|upon|on|from"
    r"|during|over|under|after|before|since|given|unlike|like|rather than|instead of|because of|thanks to) [^:;.]{2,140}?),\s+",
    re.I,
)
_MODALS = "must|should|shall|will|would|can|could|may|might|needs?"
MODAL = re.compile(rf"\b(?:{_MODALS}|ought)\b", re.I)
# What tells a clause from a further member of a fronted phrase.
CLAUSE = re.compile(rf"\b(?:{_MODALS}|is|are|was|were|has|have|had|does|do|did|\w{{3,}}ed)\b", re.I)
# An enumerator inside a sentence, and the semicolon behind which a second imperative goes on.
ENUMERATED = re.compile(r"(?<=[\s:;,])\((?:\d{1,2}|[a-h]|[ivx]{1,4})\)\s+(?:and\s+)?")
NEXT = re.compile(r";\s+(?:and\s+)?")
# Where a resolution's paragraph goes on with a second thing that it asks: "…, and in this regard urges …".
FURTHER = re.compile(
    r"(?:[;,]\s+(?:and\s+)?|\s+and\s+)(?:in th(?:is|at) (?:regard|respect|context),?\s+|to (?:this|that) end,?\s+)?"
)
ENUMERATED_OR_NEXT = re.compile(ENUMERATED.pattern + "|" + NEXT.pattern)
ENUMERATOR = re.compile(r"[\s;,]*(?:\band\s+)?(?:\([a-z\d]{1,4}\)\s*)?$")
# Behind a word that may be a noun, these show that it is a verb: what only an object begins with, a question, a particle.
OBJECT = re.compile(
    r"\s+(?:the|a|an|all|any|each|every|their|its|his|her|our|your|this|these|those|more|better|new|clear|both|it|them|him|us"
    r"|how|whether|what|who|when|up|out|off|down|back)\b",
    re.I,
)
# "Work with the unions to …": with a noun in front a finite verb would have to follow, and the tree shows that.
WORKING = re.compile(r"work\s+(?:with|together|closely|towards?|across|alongside)\b", re.I)
# Behind a word that may be a noun, these show that it is one.
NOT_BEHIND_VERB = re.compile(
    r"\s*(?:[,:;.!?/&|–—-]|(?:of|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|does|did|\d)\b|$)",
    re.I,
)
# "Trade Agreements:", "Overly Narrow Planning": a title of capitals is read as a noun phrase where its first word can be a noun.
TITLE = re.compile(r"(?:[A-Z]\w*\s+){0,3}[A-Z]\w*:?")
NOT_BEHIND_NOUN = re.compile(r"\s+(?:for|in|and|or|on|by|at|as|from)\b", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text for the pipeline.

    Attributes:
        block: index into Document.placed.
        base: offset in the document of the doc's first character; with a prefix, of where that would stand.
        start: where the piece begins in the document as it is printed.
        prefix: what stands in front, PREFIX or VOICE; empty where nothing does.
        continues: the piece goes on with the sentence of the piece before it.
    """

    block: int
    base: int
    start: int
    prefix: str = ""
    continues: bool = False

    @property
    def prefixed(self) -> bool:
        """Whether words stand in front that are not printed."""
        return bool(self.prefix)

    @property
    def imperative(self) -> bool:
        """Whether the piece is read as an imperative."""
        return self.prefix in {PREFIX, ASKING}


def docs(
    nlp: Language, chunks: Iterator[Chunk], *, advice: frozenset[int], listed: frozenset[int] = frozenset()
) -> Iterator[tuple[Doc, Piece]]:
    """The unparsed docs of the chunks in text order, sentence starts set.

    Args:
        advice: the blocks where advice is given; elsewhere only verbs that can be nothing else are tried as imperatives.
        listed: the blocks that stand under a stem, where a form in -ing may be what is advised.
    """
    for chunk in chunks:
        doc = nlp.make_doc(chunk.text)
        set_sentence_starts(doc)
        yield from _cut(nlp, doc, chunk, chunk.block in advice, chunk.block in listed)


def _cut(nlp: Language, doc: Doc, chunk: Chunk, advice: bool, listed: bool) -> Iterator[tuple[Doc, Piece]]:
    starts = [t.i for t in doc if t.i == 0 or t.is_sent_start]
    spans = [
        (doc[s].idx, doc[e - 1].idx + len(doc[e - 1])) for s, e in zip(starts, [*starts[1:], len(doc)], strict=True)
    ]
    cuts = {s: found for s, e in spans if (found := openings(chunk.text[s:e], advice, listed and s == spans[0][0]))}
    if not cuts:
        yield doc, Piece(chunk.block, chunk.start, chunk.start)
        return
    run: list[tuple[int, int]] = []
    for start, end in spans:
        if start not in cuts:
            run.append((start, end))
            continue
        if run:
            yield _plain(nlp, chunk, run[0][0], run[-1][1])
            run = []
        yield from _opened(nlp, chunk, start, end, cuts[start])
    if run:
        yield _plain(nlp, chunk, run[0][0], run[-1][1])


def _opened(nlp: Language, chunk: Chunk, start: int, end: int, cuts: list[int]) -> Iterator[tuple[Doc, Piece]]:
    """A sentence in its parts: what stands before the first imperative, then each imperative."""
    edges = [start + c for c in cuts]
    lead = chunk.text[start : edges[0]]
    if any(c.isalnum() for c in lead) and not DROPPED.fullmatch(lead) and not LEFT_OUT.fullmatch(lead):
        yield _plain(nlp, chunk, start, edges[0], whole=True)
        start = edges[0]
    for n, (at, until) in enumerate(zip(edges, [*edges[1:], end], strict=True)):
        until = at + len(ENUMERATOR.sub("", chunk.text[at:until]))
        printed = start if n == 0 else at
        yield _prefixed(nlp, chunk, printed, at, until, continues=n > 0 or (start == edges[0] and cuts[0] > 0))


def _plain(nlp: Language, chunk: Chunk, start: int, end: int, whole: bool = False) -> tuple[Doc, Piece]:
    doc = nlp.make_doc(chunk.text[start:end])
    if whole:
        _one_sentence(doc)
    else:
        set_sentence_starts(doc)
    return doc, Piece(chunk.block, chunk.start + start, chunk.start + start)


def _prefixed(nlp: Language, chunk: Chunk, start: int, at: int, end: int, *, continues: bool) -> tuple[Doc, Piece]:
    text = chunk.text
    prefix = VOICE if PROCLAIMS.match(text, at) else ASKING if _gerund(text[at:]) else PREFIX
    doc = nlp.make_doc(prefix + text[at].lower() + text[at + 1 : end])
    _one_sentence(doc)
    return doc, Piece(chunk.block, chunk.start + at - len(prefix), chunk.start + start, prefix, continues)


def _one_sentence(doc: Doc) -> None:
    for token in doc[1:]:
        token.is_sent_start = False


def _gerund(text: str) -> bool:
    """Whether a text opens with a verb of advice in -ing and what such a verb takes."""
    found = re.match(r"([A-Za-z-]+ing)(?:\s+(?:and|or)\s+\w+ing)?\s+(?!is\b|are\b|was\b|of\b)\w", text)
    return found is not None and found[1].lower() in words.gerunds()


def openings(sentence: str, advice: bool, listed: bool = False) -> list[int]:
    """Where the imperatives of a sentence begin: the one that it opens with, and those behind enumerators and semicolons.

    "Five steps help: (1) fund schools; (2) train teachers" has two.
    """
    first = PROCLAIMS.match(sentence)
    if first or RESOLVES.match(sentence):
        found = [first, *(PROCLAIMS.match(sentence, m.end()) for m in FURTHER.finditer(sentence))]
        cuts = [m.end("adverbs") for m in found if m]
        if cuts:
            return cuts
    if listed and _gerund(sentence):
        return [0, *(m.end() for m in NEXT.finditer(sentence) if _gerund(sentence[m.end() :]))]
    begins = opening(sentence, advice)
    behind = ENUMERATED if begins is None else ENUMERATED_OR_NEXT
    further = (
        [m.end() for m in behind.finditer(sentence) if _is_verb(sentence[m.end() :], advice, listed=True)]
        if advice
        else []
    )
    return [*([begins] if begins is not None else []), *(f for f in further if begins is None or f > begins)]


def opening(sentence: str, advice: bool) -> int | None:
    """Where the imperative that a sentence seems to open with begins; None if it opens otherwise."""
    lead = re.match(r"[\s(\[]*", sentence)
    at = lead.end() if lead else 0
    topic = TOPIC.match(sentence, at) if advice else None
    if topic and _is_verb(sentence[topic.end() :], advice) and not _is_verb(sentence[at:], advice):
        return topic.end()
    if front := FRONTED.match(sentence, at):
        return _behind_front(sentence, front, advice)
    dropped = DROPPED.match(sentence, at) if advice else None
    if dropped and dropped[0].lower().startswith("to") and MODAL.search(sentence, dropped.end()):
        return None  # "To prevent floods, the board should …": a purpose
    if dropped:
        at = dropped.end()
    elif dropped := re.match(r"(?:do(?= not\b)|please)\s+", sentence[at:], re.I):
        at += dropped.end()
    return at if _is_verb(sentence[at:], advice) else None


def _behind_front(sentence: str, front: re.Match[str], advice: bool) -> int | None:
    """Where the verb behind a fronted phrase begins; the phrase may hold commas ("In health, rail and water, fund …")."""
    if front["link"]:
        return front.end() if _is_verb(sentence[front.end() :], advice, front="link") else None
    for comma in re.finditer(r",\s+", sentence[: front.end() + 140]):
        if comma.end() > front.end() and CLAUSE.search(sentence, front.end(), comma.start()):
            return None
        if comma.end() >= front.end() and _is_verb(sentence[comma.end() :], advice, front="phrase"):
            return comma.end()
    return None


def _is_verb(text: str, advice: bool, *, front: Literal["link", "phrase"] | None = None, listed: bool = False) -> bool:
    found = OPENING.match(text)
    verb = words.directive_verb(found["verb"].lower()) if found else None
    if found and verb is None and FORBIDS.match(text):
        return True  # the tree tells whether it is a verb
    if (
        found is None
        or verb is None
        or (NOT_BEHIND_VERB.match(found["rest"]) and not _aside(verb, found["rest"], advice))
    ):
        return False
    if found["adverb"] and found["verb"][0].isupper():
        return False  # "Overly Narrow Planning": a title, whose adverb belongs to an adjective
    if verb.noun and not listed and (TITLE.fullmatch(text.strip()) or len(text.split()) < 3):
        return False
    second = re.match(r"\s+(?:and|or)\s+([\w-]+)", found["rest"])
    if second:
        return words.directive_verb(second[1].lower()) is not None
    if advice and re.match(r"\s+(?:and|or),", found["rest"]):
        return True  # "Review and, as needed, update": no noun is cut off so
    if front == "link":
        return True  # a clause begins here: the tree tells a noun from a verb
    if front == "phrase" and not advice:
        return not verb.noun or bool(OBJECT.match(found["rest"]))
    if not verb.noun or OBJECT.match(found["rest"]) or WORKING.match(text):
        return True
    return advice and not NOT_BEHIND_NOUN.match(found["rest"])


def _aside(verb: words.Verb, rest: str, advice: bool) -> bool:
    """ "Publish, consistent with the act, a report": a comma may follow a verb that is no noun, if another one closes the aside."""
    return advice and not verb.noun and re.match(r",[^,.;:]+,", rest) is not None
