"""When an action is to be done: "by 2030", "within 90 days", "as soon as possible", "before the season begins", "annually"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.language import grammar as g
from pipeline.language.parties import is_party

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNITS = r"(?:hours?|days?|weeks?|months?|quarters?|years?|decades?|cycles?|phases?)"
_TIME = (
    rf"(?:(?:\d\d? )?(?:{_MONTHS})\b|\d{{4}}|(?:the )?(?:end|start|beginning|middle|close) of|(?:FY|fiscal year|financial year) ?\d+"
    rf"|(?:next|this|coming) (?:{_UNITS}|session|budget)|(?:spring|summer|autumn|fall|winter)\b|(?:\w+ )?(?:\w+[- ])?{_UNITS}\b)"
)
_FREQUENCY = (
    r"(?:at least )?(?:annually|monthly|quarterly|weekly|daily|yearly"
    rf"|(?:once|twice|\w+ times) (?:a|per|every|each) (?:\w+ )?{_UNITS}|every (?:other )?(?:\w+ )?{_UNITS}|each (?:year|month|week|quarter)"
    r"|on an? (?:annual|monthly|quarterly|weekly|daily|yearly) basis)"
)
_LIMIT = rf"(?:by|before|until|prior to|no later than|not later than|within) (?:the )?(?:next |coming |first |following )?{_TIME}.*"
_POSSIBLE = r"as (?:soon|quickly|early|promptly|rapidly|swiftly) as (?:is )?(?:possible|practicable|feasible|practical)"
_AT = r"at (?:the )?(?!same|this|that|some|any|an?\b)(?:\w+ )?(?:time|point|stage|moment|outset|start|beginning|end)\b(?: of [^,;]*)?"
_TERM = r"(?:in|over) the (?:short|near|medium|long|longer|immediate)[ -](?:term|run|future)"
_SESSION = r"(?:[\w-]+ ){1,2}(?:session|meeting|sitting|assembly)\b"
_PHRASE = re.compile(
    rf"^(?:{_POSSIBLE}\b.*|{_LIMIT}|{_FREQUENCY}|{_TERM}|{_AT}"
    rf"|(?:beyond|in|over|during|after) (?:the )?(?:next |coming |first |following )?{_TIME}.*"
    r"|in the (?:interim|meantime)|(?:in|over) the (?:days|weeks|months|years|decades) (?:ahead|to come)"
    r"|up?on (?:the |its |their )?(?:adoption|appointment|approval|completion|conclusion|enactment|expiry|publication|ratification|receipt)\b.*"
    rf"|at (?:the|its|their) {_SESSION}"
    r"|in (?:the )?(?:\w+ )?future|at (?:an|the) (?:early|earliest)\b.*"
    r"|(?:in advance|ahead) of .*|within (?:an? )?(?:\w+ )?(?:time|timeframes?|periods?|deadlines?)|without (?:further |undue )?delay)$",
    re.I,
)
# What is a time limit wherever it stands in the action.
_INSIDE = re.compile(
    rf"\b(?:{_POSSIBLE}|{_FREQUENCY}|{_TERM}|(?:no|not) later than {_TIME}[^,;]*|within (?:the next )?(?:\d+|\w+) {_UNITS}\b(?: of [^,;]*)?"
    rf"|by (?:the )?(?:end of [^,;]*|(?:\d\d? )?(?:{_MONTHS})(?: \d\d?,)? \d{{4}}|20\d\d)(?=$|[,;.)])"
    rf"|at (?:its|their) {_SESSION}"
    r"|at (?:the )?\w+ time(?=$|[,;.)]| that\b)|before (?:\w+ing|and (?:during|after|throughout))\b[^,;]*|until (?:after )?(?:the|a|all|its|their) [^,;]*"
    r"|in advance of [^,;]*?(?=$|[,;)]| on )|without (?:further |undue )?delay)",
    re.I,
)
LONGEST = 80  # characters
COUNTED = re.compile(
    r"(?:with)?in (?:\d+|\w+) (?:days|weeks|months|years)\b", re.I
)  # is a time however long it goes on
PROMPT = frozenset(
    "expeditiously immediately promptly urgently quickly soon forthwith now annually monthly quarterly weekly".split()
)
BEFORE = frozenset({"before", "until"})


def deadline(head: Token, cue: Token, first: int, last: int) -> Range | None:
    """The first and last token of the phrase that sets the time.

    Args:
        head: the action's head.
        cue: the first token of the cue.
        first, last: the action's tokens.
    """
    for modifier, own in _modifiers(head, cue):
        if found := _phrase(modifier, own, last):
            return found
    return _opening(cue) or _inside(cue, first, last)


def _modifiers(head: Token, cue: Token) -> Iterator[tuple[Token, bool]]:
    """The action's own modifiers, then those of its object, where the parser likes to hang times."""
    bearers = [head]
    while g.dep(bearers[-1]) in {"conj", "xcomp"} and bearers[-1].head.i != bearers[-1].i:
        bearers.append(bearers[-1].head)
    for bearer in [*bearers, *([cue] if cue.i != head.i else [])]:
        for c in g.children(bearer, "obl", "advmod", "advcl"):
            shared = c.i < (bearer.i if g.dep(head) == "conj" and bearer is not cue else head.i)
            if bearer is head or shared:
                yield c, True
                yield from ((k, True) for k in g.children(c, "conj") if g.dep(c) == "advmod")
    for verb in g.children(head, "xcomp", "advcl"):
        # "move carefully and promptly to publish": the adverbs hang on the infinitive.
        adverbs = [c for c in g.children(verb, "advmod") if head.i < c.i < verb.i]
        yield from ((t, True) for c in adverbs for t in (c, *g.children(c, "conj")))
    for o in g.children(head, "obj", "obl", "xcomp", "nsubj"):
        yield from ((c, False) for c in g.children(o, "nmod", "obl", "advmod"))


def _phrase(token: Token, own: bool, last: int) -> Range | None:
    """`own`: it modifies the verb itself; what modifies its object sets a time only as a limit."""
    doc = token.doc
    right = min(g.right_edge(token), max(last, token.i))
    opening = doc[g.left_edge(token)].lower_
    until = opening == "until" and token.i < token.head.i  # in front it is a condition
    if g.dep(token) == "advcl":
        return g.trimmed(g.left_edge(token), right, token) if opening in BEFORE and not until else None
    if token.lower_ in PROMPT and g.dep(token) in {"advmod", "conj"}:
        if own and token.lower_ == "urgently" and token.i < token.head.i and token.head.i not in range(last + 1):
            return None
        return _adverb(token)
    first, end = g.trimmed(g.left_edge(token), right, token)
    text = doc[first : end + 1].text
    if len(text) >= LONGEST:
        return None
    ahead = own and opening in BEFORE and not until and g.dep(token) == "obl" and not is_party(token)
    limit = _PHRASE.match(text) and (own or opening not in {"in", "over", "during", "after", "at"})
    return (first, end) if ahead or limit else None


def _adverb(adverb: Token) -> Range | None:
    """An adverb, "as soon as possible" around it, or "at least" before it; "more quickly" sets no time."""
    doc, i = adverb.doc, adverb.i
    before = doc[i - 1].lower_ if i > adverb.sent.start else ""
    if before == "as" and i + 2 < adverb.sent.end and doc[i + 1].lower_ == "as":
        return i - 1, i + 2
    if before in {"more", "as", "too", "so"}:
        return None
    return (i - 2, i) if before == "least" and doc[i - 2].lower_ == "at" else (i, i)


def _opening(cue: Token) -> Range | None:
    """A time that opens the sentence, up to its first comma."""
    doc, start = cue.doc, cue.sent.start
    comma = next((i for i in range(start, cue.i) if doc[i].text == ","), None)
    if comma is None or comma == start:
        return None
    return (start, comma - 1) if in_front(doc[start:comma].text) else None


def in_front(opening: str) -> bool:
    """Whether the words that open a sentence, up to its comma, set a time."""
    return bool(_PHRASE.match(opening)) and (len(opening) < LONGEST or bool(COUNTED.match(opening)))


def _inside(cue: Token, first: int, last: int) -> Range | None:
    """A time limit in the line of the action, wherever the tree hangs it, but not in a relative clause."""
    doc = cue.doc
    for match in _INSIDE.finditer(doc[first : last + 1].text):
        held = [t for t in doc[first : last + 1] if match.start() <= t.idx - doc[first].idx < match.end()]
        above = (a for t in held for a in g.ancestors(t) if a.i > first)
        if held and not any(g.dep(a) == "acl" for a in above):
            return held[0].i, held[-1].i
    return None
