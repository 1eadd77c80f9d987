"""Names that the text puts together: coordinated ("Chile and Peru"), compounded ("Chile-Peru ties"), or as two ends ("between …")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Mention
from pipeline.lexicon import Lexicon

_LINK = re.compile(
    r"(?P<possessive>['’]s?)?(?:\s+(?:countries|nations|states|members))?(?:\s*\([^()]{1,12}\))?\s*(?:,|,?\s*(?:and|or|&|as well as)|(?P<hyphen>[-–—/]))\s*(?:the\s+|both\s+)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|or)\b|&")
_JOINED = re.compile(r"\b(?:and|or|as well as)\b|[&/–—-]")
_NEAR = 30
_HELD = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})
_BETWEEN = re.compile(r"\b(?:between|among|amongst)\s+(?:the\s+|both\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameSet:
    """Two or more parties named together.

    Attributes:
        mutual: what they do they do together: a compound, or "between A and B".
        relation: the noun for what joins them, where a compound stands in front of one ("alliance"); else empty.
    """

    span: Span
    sentence: int
    ids: tuple[str, ...]
    mutual: bool
    relation: str = ""


def name_sets(
    document: Document, annotation: Annotation, ids_of: Sequence[tuple[str, ...]], lexicon: Lexicon
) -> tuple[NameSet, ...]:
    """The sets of a document, in text order."""
    held = [(m, i) for m, i in zip(annotation.mentions, ids_of, strict=True) if m.label in _HELD and i]
    runs = _runs(document.text, held)
    return tuple(_set(document.text, start, run, lexicon) for start, run in runs if _coordinated(document.text, run))


_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whose|aiming|seeking|engaged|affected|working|living)\b[^.;:,—–()]*"
    r"(?:, (?!such|including)[^.;:—–()]*? and \w+(?: \w+)?)?"
)
_SUCH = re.compile(
    r"(?:\s*\([^()]*\))?\s*(?:(?:,?|\s[–—-])\s*(?:such as|in particular,?|including|particularly|especially|notably|namely|(?<=s )like(?= the [A-Z]| [A-Z])|\(?for example)|(?P<instead>[–—:]|\s-\s))\s+(?:the\s+)?"
)


def clause(document: Document, span: Span, head: Span, limit: int) -> Span:
    """A bare general noun together with the clause that says who is meant ("countries that share these values")."""
    end = limit if span.end <= limit else len(document.text)
    match = _CLAUSE.match(document.text, span.end, end)
    return Span(span.start, match.end()) if match and span.end == head.end else span


def examples(document: Document, span: Span, sets: Mapping[int, NameSet]) -> tuple[Span, bool, tuple[str, ...]]:
    """A group without the parties listed after it ("partners such as Chile and Peru"), and those.

    Returns:
        the group's own span; whether the listed ones are all of it ("allies – Chile and Peru"); their ids.
    """
    inside = _SUCH.search(document.text, span.start, span.end)
    match = inside or _SUCH.match(document.text, span.end)
    listed = sets.get(match.end()) if match else None
    if match is None or match.start() == span.start:
        return span, False, ()
    if listed is None:
        return (Span(span.start, match.start()) if inside and not inside["instead"] else span), False, ()
    return Span(span.start, min(span.end, match.start())), bool(match["instead"]), listed.ids


Run = list[tuple[Mention, tuple[str, ...]]]


def _runs(text: str, held: Run) -> Iterator[tuple[int, Run]]:
    """Each run of linked names with the offset where it begins."""
    run: Run = []
    start = 0
    for one in held:
        if run and _repeated(text, run[-1], one):
            run[-1] = (one[0], run[-1][1])
            continue
        if run and (_new_clause(text, run, one) or not _linked(text, run[-1][0], one[0])):
            yield start, run
            run = []
        start = start if run else one[0].span.start
        run.append(one)
    if run:
        yield start, run


def _new_clause(text: str, run: Run, one: tuple[Mention, tuple[str, ...]]) -> bool:
    """Whether a comma ends the list: the name comes again, or `and` has closed it ("… between Chile and Peru, and Fiji should")."""
    comma = text[run[-1][0].span.end : one[0].span.start].lstrip().startswith(",")
    closed = any(_AND.search(text[a.span.end : b.span.start]) for (a, _), (b, _) in pairwise(run))
    return comma and (closed or any(one[1] == ids for _, ids in run))


def _linked(text: str, left: Mention, right: Mention) -> bool:
    between = text[left.span.end : right.span.start]
    return left.sentence == right.sentence and len(between) < _NEAR and bool(_LINK.fullmatch(between))


def _repeated(text: str, left: tuple[Mention, tuple[str, ...]], right: tuple[Mention, tuple[str, ...]]) -> bool:
    """ "The Republic of Peru (Peru)": one named twice."""
    between = text[left[0].span.end : right[0].span.start].strip()
    return between == "(" and left[1] == right[1]


def _ids(run: Run) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for _, ids in run for i in ids))


def _coordinated(text: str, run: Run) -> bool:
    """Whether a run is more than two names at a comma ("in Peru, Chile should …")."""
    between = [text[a.span.end : b.span.start] for (a, _), (b, _) in pairwise(run)]
    return len(_ids(run)) > 2 or (len(_ids(run)) == 2 and any(_JOINED.search(b) for b in between))


def _set(text: str, start: int, run: Run, lexicon: Lexicon) -> NameSet:
    span = Span(start, run[-1][0].span.end)
    hyphens = "-–—/"
    links = [text[a.span.end : b.span.start].strip() for (a, _), (b, _) in pairwise(run)]
    compound = bool(links) and all(link in hyphens for link in links)
    mutual = compound or bool(_BETWEEN.search(text[max(0, span.start - 20) : span.start]))
    relation = _relation(text[span.end : span.end + 60], lexicon) if compound else ""
    return NameSet(span=span, sentence=run[0][0].sentence, ids=_ids(run), mutual=mutual, relation=relation)


def _relation(after: str, lexicon: Lexicon) -> str:
    """The first noun for a bond in the words right after a compound."""
    for word in re.findall(r"^\s+\w[\w’'-]*|(?<=\s)\w[\w’'-]*", after)[:3]:
        plain: str = word.strip().casefold()
        if lexicon.sort(plain) == "relation":
            return plain
    return ""
