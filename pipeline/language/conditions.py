"""Under which circumstances an action applies: "if …", "as prices rise, …", "where possible", "subject to …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.language import grammar as g

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]

MARKS = frozenset(
    "if unless provided providing assuming supposing when whenever once should until where wherever".split()
)
# Words that open a condition wherever the tree hangs it, and those that do so only where the sentence begins with them.
OPENERS = frozenset({"if", "unless", "assuming", "provided", "supposing"})
FRONTED = frozenset({"once", "when", "whenever", "until", "wherever"})
BEFORE_OPENERS = frozenset({"even", "only", "but", "and", "then"})
PHRASES = re.compile(
    r"^(?:(?:even |only )?(?:in|under) (?:the|any|such|these|those|that|this) (?:cases?|event|circumstances?|conditions?|situations?)\b"
    r"|in (?:the (?:first|second|third|former|latter)|all|both|most|some|other|all (?:two|three|four)) cases?\b"
    r"|in cases? (?:of|where|when)\b|in case\b|subject to\b|in the absence of\b|(?:absent|pending) (?:an?|the|any|such)\b)",
    re.I,
)
# What a sentence may open with, up to a comma.
OPENING = re.compile(
    r"^(?:with (?:[^,]* in place|the (?:consent|approval|permission|agreement|authori[sz]ation) of [^,]*)"
    r"|in (?!doing so)\w+ing [^,]*|failing (?:that|this|which)|(?:absent|pending) [^,]*|in (?:the (?:first|second|third|former|latter)|all|both|most|some|other|all (?:two|three|four)) cases?[^,]*"
    r"|whether or not [^,]*|whether [^,]* or [^,]*|up?on request|to the extent (?!possible|feasible|practicable)[^,]*)(?=,)",
    re.I,
)
# "As prices rise, …": the parser takes such verbs for nouns.
CHANGING = re.compile(
    r"^as (?!an?\b|part\b)[^,]*\w (?:(?:rise|grow|age|increase|evolve|expand|decline|fall|change|mature|shrink|spread|worsen|improve|approach)s?"
    r"|approache?s|emerges?|intensif(?:y|ies)|deepens?)(?! in\b| of\b)(?: [^,]*)?(?=,)",
    re.I,
)
# What says "on this condition" wherever it stands.
INSIDE = re.compile(
    r"\b(?:whenever|unless|(?:every|each) time|in the event (?:of|that)|in cases? (?:of|where|when)|provided that|(?:so|as) long as"
    r"|(?<=, )subject to|(?<=ed )subject to|to the extent (?:that|they|it|the)|as (?:the|its|their) [\w’' -]{1,40} (?:allows?|permits?))\b",
    re.I,
)
# "whenever possible", "where appropriate"
WHERE_POSSIBLE = re.compile(
    r"\b(?:where(?:ver)?|when(?:ever)?|if) (?:possible|appropriate|necessary|feasible|applicable|needed|practicable|relevant|available"
    r"|(?:(?:permitted|required|allowed|authori[sz]ed) by (?:the )?\w+))\b"
    r"(?: and \w+(?:ble|ate|ant|ary|ed)\b)?",
    re.I,
)
# Verbs whose "if", "when" and "where" ask ("decide if the bridge is safe").
ASKING = frozenset(
    "ask assess check clarify consider decide determine discover discuss establish evaluate examine explain explore find "
    "identify indicate investigate know learn recognize recognise see show specify study tell test understand verify".split()
)
# "As the report shows" tells where something is said; "as it is large" gives a reason.
NO_CIRCUMSTANCE = frozenset(
    "argue be conclude demonstrate describe discuss explain have illustrate indicate know mention note recommend report say show "
    "state suggest".split()
)
ALLOWING = frozenset({"allow", "permit"})


def condition(head: Token, cue: Token, first: int, last: int) -> Range | None:
    """The first and last token of the clause or phrase under which an action applies.

    Args:
        head: the action's head, or the cue where a thing is called for.
        cue: the first token of the cue.
        first, last: the action's tokens.
    """
    by_tree = _of_tree(head, cue)
    return by_tree or _opening(cue) or _possible(cue, first, last) or _inside(cue, first, last) or _closing(cue)


def _of_tree(head: Token, cue: Token) -> Range | None:
    for bearer in _bearers(head, cue):
        for c in bearer.children:
            if c.dep_ in {"advcl", "obl", "advcl:relcl"} and is_condition(c) and not WHERE_POSSIBLE.match(_text(c)):
                return g.trimmed(g.left_edge(c), g.right_edge(c), c)
    return None


def _bearers(head: Token, cue: Token) -> list[Token]:
    found = [head]
    while g.dep(found[-1]) in {"conj", "xcomp"} and found[-1].head.i != found[-1].i:
        found.append(found[-1].head)
    governor = head.head
    if g.dep(head) in {"csubj", "ccomp", "advcl"} and cue.left_edge.i <= governor.i <= cue.right_edge.i + 2:
        found.append(governor)  # "if …, it would be ideal to provide"
    return found


def is_condition(token: Token) -> bool:
    """Whether a clause or phrase says under which circumstances its head applies."""
    if g.dep(token) != "advcl":
        return bool(PHRASES.match(_text(token)))
    first = token.doc[g.trimmed(g.left_edge(token), token.i, token)[0]]
    opening = first.lower_
    fronted = first.i < token.head.i
    if opening == "as":
        return _circumstance(token, first, fronted)
    if not fronted and opening in {"where", "wherever", "if", "when"} and _asked_or_relative(first):
        return False
    if opening == "until" and not fronted:
        return False
    marks = {c.lower_ for c in token.children if g.dep(c) in {"mark", "advmod"} and c.i <= token.i}
    return (
        bool(marks & MARKS)
        or opening in {"should", "were", "had", "assuming", "provided", "supposing"}
        or opening == "where"
    )


def _circumstance(verb: Token, mark: Token, fronted: bool) -> bool:
    """ "As prices rise, …" and "… as the law allows", not "as the report shows" or "as it is large"."""
    if g.dep(mark) not in {"mark", "advmod"} or mark.head.i != verb.i or not g.has_child(verb, "nsubj"):
        return False
    auxiliaries = [c for c in g.children(verb, "aux") if c.lemma_ in {"be", "have"}]
    present = any(t.tag_ in {"VBZ", "VBP"} for t in (verb, *auxiliaries))
    if not present or verb.lemma_ in NO_CIRCUMSTANCE or g.is_copular(verb):
        return False
    return fronted or verb.lemma_ in ALLOWING


def _asked_or_relative(mark: Token) -> bool:
    before = mark.nbor(-1)
    if before.tag_ == "IN" and before.lower_ not in {"except", "only", "even"}:
        return True  # "guidance on when to report"
    return before.lemma_ in ASKING or (before.text == "," and mark.lower_ in {"where", "wherever"})


def _opening(cue: Token) -> Range | None:
    """A condition that opens the sentence, up to the last comma before the cue's clause."""
    doc, start = cue.doc, cue.sent.start
    text = doc[start : cue.i].text
    if match := OPENING.match(text) or CHANGING.match(text):
        return _tokens(doc[start].idx, match, cue)
    first = start + 1 if doc[start].lower_ in BEFORE_OPENERS else start
    if doc[first].lower_ not in OPENERS | FRONTED or first >= cue.i:
        return None
    if (match := WHERE_POSSIBLE.match(doc[first : cue.i].text)) and doc[first + 2].text == ",":
        return _tokens(doc[first].idx, match, cue)
    commas = [i for i in range(first, cue.i) if doc[i].text == ","]
    begins = start if doc[start].lower_ in {"even", "only"} else first
    return g.trimmed(begins, commas[-1] - 1, cue) if commas else None


def _possible(cue: Token, first: int, last: int) -> Range | None:
    """ "Where possible" inside the action, right behind it, or right before it."""
    doc = cue.doc
    begins = max(cue.i, first - 5)
    for match in WHERE_POSSIBLE.finditer(doc[begins : cue.sent.end].text):
        found = _tokens(doc[begins].idx, match, cue)
        before = found[1] < first and all(t.is_punct or t.tag_ == "RB" for t in doc[found[1] + 1 : first])
        if before or first < found[0] <= last + 1 or (found[0] == last + 2 and doc[last + 1].text == ","):
            return found
    return None


def _inside(cue: Token, first: int, last: int) -> Range | None:
    """What needs no tree to be a condition: to the end of the action, or behind it to the next comma."""
    doc, end = cue.doc, cue.sent.end
    start = min(cue.i + 1, first)  # "should, subject to an audit, lend boats"
    match = INSIDE.search(doc[start:end].text)
    if match is None:
        return None
    begins, _ = _tokens(doc[start].idx, match, cue)
    if begins > last + 2:
        return None
    comma = next((i for i in range(begins, end) if doc[i].text in {",", ";"}), end)
    return g.trimmed(begins, last if begins < last < comma else comma - 1, cue)


def _closing(cue: Token) -> Range | None:
    """A condition behind a comma, to the end of the sentence."""
    doc, end = cue.doc, cue.sent.end
    opened = next((i for i in range(cue.i, end) if doc[i].lower_ in OPENERS and _behind_comma(doc[i])), None)
    return g.trimmed(opened, end - 1, cue) if opened is not None else None


def _behind_comma(opener: Token) -> bool:
    """Not "… that, if …", which is a condition of what is said, nor "if any"."""
    doc, i = opener.doc, opener.i
    said = i - 2 > opener.sent.start and doc[i - 2].lower_ == "that"
    return doc[i - 1].text == "," and not said and doc[min(i + 1, len(doc) - 1)].lower_ != "any"


def in_front(opening: str) -> bool:
    """Whether the words that stand before an imperative's comma are its condition ("When buying boats, …")."""
    words = opening.lower().split()
    first = next((w for w in words if w not in BEFORE_OPENERS), "")
    clause = first in OPENERS | FRONTED | {"where"} and len(words) > 1
    return clause or bool(PHRASES.match(opening) or OPENING.match(opening + ",") or CHANGING.match(opening + ","))


def _tokens(offset: int, match: re.Match[str], cue: Token) -> Range:
    """The tokens of a match in text that begins at a character of the doc."""
    held = [t.i for t in cue.sent if match.start() <= t.idx - offset < match.end()]
    return held[0], held[-1]


def _text(token: Token) -> str:
    return str(token.doc[g.left_edge(token) : g.right_edge(token) + 1].text)
