"""Parties inside the words of an action or its subject that the grammar's own roles do not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.document import Document, Span
from pipeline.frames import Frame, Mention, Role
from pipeline.lexicon import Lexicon
from pipeline.parties import Party
from pipeline.resolve.phrases import parse
from pipeline.resolve.sets import NameSet

Named = tuple[Mention, tuple[str, ...]]
_WORD = re.compile(r"(?P<word>[A-Za-z-]+)\s+(?:(?:the|any|all|both|new|other)\s+)*$")
_AGAINST = re.compile(
    r"\b(?:against|pressure on|demands? on|sanctions on|concerns? about"
    # "concern about the floods in Fiji", "deter attacks on ports by Fiji"
    r"|(?:concerns?|alarm|distrust|mistrust|suspicions?|criticism) (?:about|over|regarding|of)(?: [\w-]+){0,6}? (?:in|of|by)"
    r"|(?:deter|counter|prevent|resist|oppose|condemn|combat|stop)(?: [\w-]+){1,8}? by|(?:distrust|mistrust) of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|alongside|with (?:the )?(?:cooperation|help|support|assistance|participation|involvement) (?:from|of))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r" (?!(?:and|or|to|in|on|at|by|for|as|from|of|but|with|while|when|under|through|over|via|that|which|who|is|are)\b)[a-z]"
)
_FOR = frozenset({"for", "among", "against"})
_SMALL_WORDS = frozenset("a an and at by for from in into of on or that to which who whose with".split())
WIDE = 3  # words in front of a group's head
_PRONOUN = re.compile(r"\b(?P<verb>[a-z-]+)\s+(?P<pronoun>it|them)\s+to\b")


def dealt_with(document: Document, frame: Frame, named: Iterable[Named], lexicon: Lexicon) -> Iterator[Named]:
    """Those whom a verb inside the action deals with ("to deter X and Y", "combating X's dumping"), or whom it is directed against."""
    regions = [frame.action, frame.subject.span] if frame.subject else [frame.action]
    for mention, ids in named:
        region = next((r for r in regions if r.covers(mention.span)), None)
        if region and ids and not _rule(document.slice(mention.span), lexicon):
            before = document.text[max(region.start, mention.span.start - 90) : mention.span.start]
            word = _WORD.search(before)
            if _AGAINST.search(before) or (word and region is frame.action and deals(word["word"], lexicon)):
                yield mention, ids


def _rule(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a law or plan, not of a party."""
    return lexicon.sort(parse(name, lexicon).head) in {"stance", "event", "thing"}


def rest_of_lists(
    parties: Iterable[Party], named: Iterable[Named], sets: Iterable[NameSet]
) -> Iterator[tuple[Role, Named]]:
    """The other names of a list whose first name has a role ("the EU, Fiji, and the port union")."""
    listed = [(p.role, s.span) for s in sets for p in parties if not s.mutual and p.span and _begins(p.span, s.span)]
    for mention, ids in named:
        for role, whole in listed:
            if whole.covers(mention.span):
                yield role, (mention, ids)


def _begins(party: Span, whole: Span) -> bool:
    return party.start <= whole.start < party.end <= whole.end and whole.start - party.start <= len("the ")


def along_with(document: Document, frame: Frame, named: Iterable[Named]) -> Iterator[Named]:
    """Those with whom the action ("work with X and Y") or a passive's subject is ("ties with X should be strengthened")."""
    region = frame.subject.span if frame.subject and frame.voice == "passive" else frame.action
    for mention, ids in named:
        before = document.text[max(region.start, mention.span.start - 40) : mention.span.start]
        modifies = _NOUN.match(document.text, mention.span.end)  # "with Fijian help" is not with Fiji
        if ids and region.covers(mention.span) and _WITH.search(before) and not modifies:
            yield mention, ids


def pronouns(document: Document, frame: Frame, lexicon: Lexicon) -> Iterator[Span]:
    """Pronouns that a verb inside the action deals with ("encouraging it to …")."""
    for match in _PRONOUN.finditer(document.slice(frame.action)):
        if deals(match["verb"], lexicon):
            yield Span(*match.span("pronoun")).shifted(frame.action.start)


def groups(document: Document, frame: Frame, lexicon: Lexicon) -> Iterator[tuple[Span, Span]]:
    """Described groups that the action deals with or is for ("to counter hostile forces", "jobs for local workers").

    Yields:
        the group's span and its head's.
    """
    words = [(m[0], m.start(), m.end()) for m in re.finditer(r"[\w’'-]+|[^\w\s]", document.slice(frame.action))]
    for at, (word, _, _) in enumerate(words):
        if word.casefold() not in _FOR and not deals(word, lexicon):
            continue
        for last in range(at + 1, min(at + 1 + WIDE, len(words))):
            noun, start, end = words[last]
            if noun.casefold() in _SMALL_WORDS or not noun[0].isalpha():
                break
            if lexicon.sort(noun) in {"group", "people"} and noun[-1] in "sen" and noun.islower():
                base = frame.action.start
                yield Span(words[at + 1][1] + base, end + base), Span(start + base, end + base)
                break


def deals(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is a form of a verb of dealing with somebody."""
    low = word.casefold()
    stems = {low}
    if low.endswith("ing"):
        stems |= {low[:-3], low[:-3] + "e", low[:-4] if low[-4:-3] == low[-5:-4] else low}
    return not stems.isdisjoint(lexicon.dealings)
