"""Named entities: the pipeline's own, put right by the gazetteer, with countries, demonyms, laws and dates beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.document import Span
from pipeline.frames import Mention
from pipeline.lexicon.gazetteer import Match

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

    from pipeline.lexicon import Gazetteer, Lexicon

LABELS = frozenset({"PERSON", "ORG", "LOC", "EVENT"})
_FORM_LABEL = {"name": "GPE", "capital": "GPE", "adjective": "NORP"}
_TITLED = r"(?:[A-Z][\w’'-]*|of|the|and|on|for|to|in|against|&)"
_NAME = r"[A-Z][\w’'-]*(?:\s(?:(?:of|the|and|on|for)\s)*[A-Z][\w’'-]*)*"
_LAW_HEAD = r"(?:Act|Treaty|Convention|Constitution|Charter|Directive|Regulation|Statute|Protocol|Covenant|Accord|Amendment|Bill|Law)"
_LAW = re.compile(
    rf"\b(?:Articles?|Sections?|Art\.|Sec\.|§+)\s?\d+[A-Za-z]?(?:\(\w+\))*(?:\s+of\s+the\s+{_NAME})?"
    rf"|\b(?!The\s)[A-Z][\w’'-]*(?:\s{_TITLED}){{0,8}}\s{_LAW_HEAD}\b(?:\sof\s(?:19|20)\d\d)?"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,\s?\d{{4}})?(?!\d)"
    rf"|{_MONTH},?\s\d{{4}}|\d{{4}}-\d\d-\d\d|(?:FY|fiscal year|financial year)\s?\d{{2,4}}|(?:19|20)\d\ds?(?![\d.,]\d))\b"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_ORG_HEADS = frozenset(
    "agency authority bank board bureau centre center command commission committee corporation council court department "
    "federation force forces foundation fund group initiative institute ministry office organisation organization "
    "secretariat service taskforce union university".split()
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    label: str


def find(sent: Sent, *, base: int, sentence: int, gazetteer: Gazetteer, lexicon: Lexicon) -> list[Mention]:
    """The mentions of one sentence, in text order, without overlaps.

    Args:
        base: where the sentence's Doc begins in the document's text.
        sentence: its index in the annotation.
    """
    text = sent.text
    by_list = [f for m in gazetteer.matches(text) if (f := _listed(m))]
    by_model = [
        f for f in _recognised(sent, text, lexicon) if not _compound(text[f.start : f.end], f, by_list, lexicon)
    ]
    kept = _without_overlaps([*by_model, *by_list, *_patterns(text)])
    at = base + sent.start_char
    return [Mention(span=Span(at + f.start, at + f.end), label=f.label, sentence=sentence) for f in kept]


def _listed(match: Match) -> _Found | None:
    if match.named is None:
        word = match.long.split()[-1].casefold() if match.long else ""
        organised = word in _ORG_HEADS or bool(set(match.long.casefold().split()[:1]) & _ORG_HEADS)
        return _Found(match.start, match.end, "ORG") if organised else None
    return _Found(match.start, match.end, _FORM_LABEL.get(match.named.form, "ORG"))


def _recognised(sent: Sent, printed: str, lexicon: Lexicon) -> Iterator[_Found]:
    base = sent.start_char
    for label, named in _entities(sent):
        tokens = [t for t in named if t.tag_ != "POS"]
        while tokens and (
            tokens[0].lower_ in {"the", "a", "an"} or (label == "PERSON" and _title(tokens[0].text, lexicon))
        ):
            tokens = tokens[1:]
        if not any(t.tag_.startswith("NNP") for t in tokens):
            continue
        if label == "PERSON" and not all(_in_a_name(t.tag_) for t in tokens):
            continue
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        text = _POSSESSIVE.sub("", printed[start - base : end - base])
        if text[:1].isupper() or label != "PERSON":
            yield _Found(start - base, start + len(text) - base, label)


def _entities(sent: Sent) -> list[tuple[str, list[Token]]]:
    """The recognised entities by token: `Span.ents` looks through the whole doc again for each sentence."""
    found: list[tuple[str, list[Token]]] = []
    for token in sent:
        if token.ent_iob_ == "B" and token.ent_type_ in LABELS:
            found.append((token.ent_type_, [token]))
        elif token.ent_iob_ == "I" and found and found[-1][1][-1].i + 1 == token.i:
            found[-1][1].append(token)
    return found


def _title(word: str, lexicon: Lexicon) -> bool:
    return lexicon.listed(word, "title")


def _in_a_name(tag: str) -> bool:
    return tag.startswith("NNP") or tag in {"HYPH", "FW", ",", "NN", "IN"}


def _compound(text: str, found: _Found, listed: list[_Found], lexicon: Lexicon) -> bool:
    """Whether an entity is nothing but listed names joined by hyphens, with or without the noun for their bond ("Chile-Peru Alliance")."""
    inside = [f for f in listed if found.start <= f.start and f.end <= found.end]
    rest = text
    for f in reversed(inside):
        rest = rest[: f.start - found.start] + rest[f.end - found.start :]
    words = re.findall(r"[^\W\d_]+", rest)
    return bool(inside) and all(w == "and" or (len(inside) > 1 and lexicon.sort(w) == "relation") for w in words)


def _patterns(text: str) -> Iterator[_Found]:
    for label, pattern in (("LAW", _LAW), ("DATE", _DATE)):
        yield from (_Found(m.start(), m.end(), label) for m in pattern.finditer(text))


def _without_overlaps(found: list[_Found]) -> list[_Found]:
    """The longest of those that overlap; of equal ones the first given."""
    kept: list[_Found] = []
    order = sorted(enumerate(found), key=lambda f: (f[1].start - f[1].end, f[0]))
    for _, one in order:
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
