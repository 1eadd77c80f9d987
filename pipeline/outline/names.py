"""Names of people and of organisations, as they stand on a title page."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from pipeline import lexicon
from pipeline.outline.parts import Piece
from pipeline.outline.words import months, name_words, verbs

_PARTICLES = frozenset("de da di del della der den von van la le bin al el ibn dos".split())
_SMALL = frozenset("of for and the on in to at de du des la y e &".split())
_DEGREES = re.compile(r",?\s*(?:Ph\.?\s?D\.?|M\.?D\.?|J\.?D\.?|Esq\.?|M\.?A\.?|MPA|MSc|Jr\.?|Sr\.?)(?=,|\s|$)")
_TITLES = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Lord|Lady|Hon|Rt Hon|Amb|Ambassador|Gen|Adm)\.?\s+")
_SPLIT = re.compile(r"\s*(?:;|,|\||·|•|/|\b(?:and|AND)\b|&|\n)\s*")
_ET_AL = re.compile(r",?\s*(?:et al\.?|and others)\s*$", re.I)
_BY = re.compile(r"^(?:(?:written |edited |prepared |authored )?by|authors?|author\(s\)|editors?)\b[:\s]\s*", re.I)
_LEAD = re.compile(
    r"^(?:(?:an?\s+)?(?:[\w-]+\s+){0,2}(?:report|paper|study|brief|publication|proposals?|recommendations)\s+(?:prepared\s+)?(?:by|of|from)"
    r"|(?:published|prepared|issued|produced|written|submitted)\s+by|by|source|publisher)\s*:?\s+(?:the\s+)?",
    re.I,
)
_CODES = re.compile(
    r"\b[A-Z]{2,}-[\w-]*\d[\w-]*\b|\b(?:published|released|issued)?\s*(?:19|20)\d{2}-\d{2}-\d{2}\b", re.I
)
_NO_NAME = frozenset(
    "report reports recommendations proposals brief paper regulation directive act title photo cover results from with how why by comments findings".split()
)
_SUBJECTS = frozenset("policy policies research analysis studies".split())
_DETERMINERS = frozenset("the a an our its their this".split())
_NO_SURNAME = re.compile(r"[a-z]{3}(?:tions?|ments?|ity|ities|ness|ism|ships?|ology|ics)$")
_NOT_BY = re.compile(
    r"^(?:(?:prepared|submitted|presented|addressed|delivered|written) (?:for|to)|(?:commissioned|funded|supported|sponsored) (?:by|for)"
    r"|for|to)\b",
    re.I,
)
_ACRONYM = re.compile(r"\s*\([A-Z][A-Za-z&-]{1,9}\)")


def people(text: str, common: Collection[str] = ()) -> tuple[str, ...]:
    """The persons that a by-line names; empty where some part of it is neither a person's name nor an office or institution.

    Args:
        text: the line.
        common: words that the report writes in small letters, as it would not write names.
    """
    text = _BY.sub("", _ET_AL.sub("", text.strip()))
    parts = [_bare(p) for p in _SPLIT.split(_DEGREES.sub("", text))]
    names = [p for p in parts if p and not _is_office(p)]
    return tuple(names) if names and all(is_person(n, common) for n in names) else ()


def _bare(part: str) -> str:
    return part.strip() if re.search(r"\b[A-Z]\.$", part) else part.strip(" .*†‡0123456789")


def _is_office(part: str) -> bool:
    """Whether a part of a by-line is what follows a name: `Senior Fellow`, `Nordic Harbour Institute`."""
    return bool(set(part.lower().split()) & name_words("office")) or is_organisation(part)


def is_by_line(text: str, common: Collection[str] = ()) -> bool:
    """Whether a line names authors: it says "by", lists two names or more, or a name has an initial or a degree."""
    found = people(text, common) if len(text.split()) <= 40 else ()
    if not found:
        return False
    return bool(_BY.match(text) or len(found) > 1 or re.search(r"\w\s[A-Z]\.\s", text) or _DEGREES.search(text))


def is_person(name: str, common: Collection[str] = ()) -> bool:
    """Whether some words may be one person's name: two to five, capitalised, none of them a word of institutions."""
    words = _TITLES.sub("", name).split()
    if not 2 <= len(words) <= 5 or re.search(r"\d|[^\w\s.'’-]", name):
        return False
    lower = [w.lower().strip(".") for w in words]
    listed = name_words("organisation") | name_words("genre") | name_words("office")
    if any(w in listed or (w in months() and len(w) > 3) or _NO_SURNAME.search(w) for w in lower):
        return False
    if lower[0] in verbs() or lower[0].endswith("ing") or 2 * sum(w in common for w in lower) >= len(lower):
        return False
    if lexicon.load().find(name):
        return False
    return all(w[0].isupper() or w in _PARTICLES for w in words) and words[-1][0].isupper()


def is_life(piece: Piece) -> bool:
    """Whether a paragraph tells who an author is: a name set off by type, then what he or she is or was."""
    end = max((e.end for e in piece.block.emphasis if e.start == 0), default=0)
    behind = re.match(
        r",?\s+(?:\([^)]*\),?\s+)?(?:is|was|are|became|has|had|serves?|works?|joined|holds?|leads?)\b",
        piece.block.text[end:],
    )
    return piece.block.kind == "paragraph" and bool(end and behind) and is_person(piece.block.text[:end].strip(" ,"))


def organisation(text: str) -> str | None:
    """The organisation that a line names: the line itself, without a genre at its end ("… Institute Proposals"), if it is one."""
    if _NOT_BY.match(text):
        return None
    office, _, rest = text.partition(",")
    if rest and set(office.lower().split()) <= name_words("office"):
        return organisation(rest)  # "Chair, Nordic Harbour Institute"
    if rest and is_person(office):
        return None  # "Ann Lee, Nordic Harbour Institute"
    line = _CODES.sub(" ", _LEAD.sub("", " ".join(text.split()).strip(" .|•·"))).strip()
    words = line.split()
    inside = next((i for i, w in enumerate(words) if i and w.lower() in ("for", "of", "on")), len(words))
    while words and (
        words[-1].lower().strip(".,:") in name_words("genre") or re.fullmatch(r"#?\d+[\w/-]*|No\.", words[-1])
    ):
        if len(words) > inside and words[-1].lower() in _SUBJECTS:
            break  # "Institute for Social Policy"
        words.pop()
    name = " ".join(words).strip(" ,:;|")
    bare = re.split(r"\s+\d{1,5}\s+(?=[A-Z])", name)[0]  # an address on the same line
    name = bare if is_organisation(bare) else name
    return re.sub(r"^The ", "", name) if is_organisation(name) else None


def issuers(text: str) -> tuple[str, ...]:
    """The organisations that a line names; "A and the B" are two."""
    line = _LEAD.sub("", " ".join(text.split()))
    parts = [organisation(p) for p in re.split(r"\s+and\s+(?=the\b)|\s+[|•·]\s+", line)]
    if all(parts) and len(parts) > 1:
        return tuple(re.sub(r"^[Tt]he\s+", "", p) for p in parts if p)
    one = organisation(text)
    return (one,) if one else ()


def same(one: str, two: str) -> bool:
    """Whether two names mean one organisation: the lexicon says so, or one is the other's initials."""
    if one.casefold() == two.casefold():
        return True
    known, other = lexicon.load().find(one), lexicon.load().find(two)
    if known and other and known.entity_id == other.entity_id:
        return True
    short, long = sorted((one, two), key=len)
    initials = "".join(w[0] for w in re.findall(r"[A-Z][\w’'-]*", long))
    return short.isupper() and " " not in short and initials.endswith(short)


def is_organisation(name: str) -> bool:
    """Whether some words name an organisation: known to the lexicon, or capitalised throughout with a word such as Institute."""
    words = re.findall(r"[^\W_][\w.&’'-]*", _ACRONYM.sub("", name))
    if not words or len(words) > 12 or re.search(r"\w[—:;?!]|\s[–—-]\s", name):
        return False
    known = lexicon.load().find(_ACRONYM.sub("", name))
    if known and known.form == "body":
        return True
    lower = [w.lower() for w in words]
    head = list(takewhile(lambda w: w not in _SMALL - {"the", "and", "&"}, lower)) or lower
    heads = head if {"of", "the"} & set(lower[len(head) :]) else [*head, lower[-1]]  # "Ports for All Association"
    if not any(w in name_words("organisation") for w in heads) or (len(words) < 2 and words[0].lower() != "congress"):
        return False
    if (
        "into" in lower
        or set(lower) & _NO_NAME
        or re.search(r"\d/\d", name)
        or re.search(r"(?<!limit)(?<!unit)ed$", lower[-1])
    ):
        return False
    if re.search(r"(?:ies|ments|tions)$", head[-1]) and head[-1] not in name_words("organisation"):
        return False  # "Agency Policies"
    if len(lower) > 1 and (lower[0].endswith("ing") or lower[0] in verbs()) and lower[1] in _DETERMINERS:
        return False  # "Advancing the Alliance"
    if all(w in name_words("organisation") or w in name_words("genre") or w in _SMALL for w in lower):
        return False
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in _SMALL for w in words) and words[
        0
    ].lower() not in _SMALL - {"the"}


def organisations(text: str) -> tuple[str, ...]:
    """The organisations that a phrase names, in order: capitalised runs that hold a word of institutions, or a named dialogue."""
    found: list[str] = []
    for part in re.split(r"\band\b(?=\s+the\b)|[,;()]", text):
        for run in re.findall(r"(?:[A-Z][\w.’'&-]*)(?:\s+(?:(?:of|for|on|the|and|&)\s+)*[A-Z][\w.’'&-]*)*", part):
            name = re.sub(r"^(?:The|A|An)\s+", "", run).strip(" .")
            if is_organisation(name) and name not in found:
                found.append(name)
    return tuple(found)
