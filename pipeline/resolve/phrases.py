"""What the words of a noun phrase say about it: its quantity, whose it is, what it is headed by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.lexicon import Lexicon, Named

_PARENTHESIS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_ALONG = re.compile(
    r",? (?:(?:together|along|jointly|working|acting) with|in (?:close )?(?:coordination|cooperation|co-operation|consultation|partnership|collaboration|conjunction) with)\b.*",
    re.I | re.S,
)
_LABEL = re.compile(r"^[A-Z][a-z]+ \d+(?:\.\d+)*[:.)] (?=\w)")  # "Recommendation 12: "
_POSSESSIVE = re.compile(r"(?<=\w)'s$")
_LINKS = frozenset({"and", "or", "&", "and/or"})
# Nouns in -ing that head a phrase ("public funding for rivers").
_NOUNS = (
    "working|housing|manufacturing|engineering|banking|policing|planning|funding|training|spending|lending|building|meeting|hearing|"
    "financing|reporting|pricing|farming|fishing|mining|shipping|nursing|teaching|learning|testing|monitoring|licensing|marketing|understanding"
)
_POST = re.compile(
    r"\s(?:of|in|for|on|at|to|from|with|within|across|under|by|against|between|among|about|regarding|concerning|over|through|via|like|during|after|before|without|that|which|who|whose|including|such as|led by)\s"
    rf"|\s(?=(?!{_NOUNS})\w+ing (?:to|for|in|on|with|under|the|at|from)\b)"
    r"|\s(?=(?:subject|responsible|accountable|eligible|dependent|vulnerable|exposed|affiliated|committed|dedicated|adjacent) (?:to|for|on)\b)"
    r"|(?<=s)\s(?=\w{3,}ing (?:an?|any|all|this|that|these|those|such|their|its|or|\w+s)\b)",
    re.IGNORECASE,
)
_SOME_OF = re.compile(
    r"^(?:(?:one|some|many|most|each|all|both|several|none|any|two|three|the rest) of (?=(?:the|these|those|our|its|their) )"
    r"|an? (?:large |small |growing )?(?:number|majority|group|handful|variety|range) of (?=\w))",
    re.I,
)
_COMPOUND = re.compile(r"\s*[-–—/]\s*")
_PERSONAL = re.compile(r"(?:\w{2}ers|\w{2}ors|\w{3}ists?|\w{3}ians?|eers?|\w{2}ees|men|women|man|woman|people|folks?)$")
NAMES: frozenset[str] = frozenset({"name", "adjective", "capital"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase taken apart.

    Attributes:
        text: without article, determiner, quantifier, parentheses and final punctuation.
        determined: a definite article, demonstrative or quantifier stood in front.
        quantity: how many are meant, where a number word or `both` says so.
        plural_all: `all`, `each`, `several` and the like stood in front.
    """

    text: str
    determined: bool = False
    owned: bool = False
    quantity: int | None = None

    @property
    def core(self) -> str:
        """The phrase up to its first preposition or relative word."""
        return _POST.split(f"{self.text} ", maxsplit=1)[0].strip()

    @property
    def tail(self) -> str:
        """What follows the core."""
        return self.text[len(self.core) :].strip()

    @property
    def head(self) -> str:
        """The last word of the core."""
        words = self.core.split()
        return words[-1].strip(",.;:") if words else ""


def is_personal(noun: str) -> bool:
    """Whether a noun names people by what they do or are ("providers", "economists", "trainees")."""
    return bool(_PERSONAL.search(noun.casefold()))


def clean(text: str) -> str:
    """One kind of quote and space, no parentheses, no punctuation at the ends, no list of clauses after a dash."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _ALONG.sub("", text)
    text = _LABEL.sub("", _PARENTHESIS.sub("", f"{text} ").strip())
    text = _POSSESSIVE.sub("", text)
    return " ".join(text.split()).strip(' ,;:."“”—–-')


def parse(text: str, lexicon: Lexicon) -> Phrase:
    """Take determiners and quantifiers off a phrase and keep what they say."""
    words = _SOME_OF.sub("", clean(text)).split()
    determined = owned = False
    quantity: int | None = None
    while len(words) > 1 and not lexicon.find(" ".join(words)):
        word = words[0].casefold()
        if lexicon.listed(word, "quantifier"):
            number = lexicon.words["quantifier"][word]
            quantity = int(number) if number else quantity
            determined = determined or word in {"both", "all", "each", "either", "neither"}
        elif word.isdigit() and len(word) < 4:
            quantity = int(word)
        elif lexicon.listed(word, "adverb"):
            pass
        elif lexicon.listed(word, "determiner"):
            determined = determined or word in {"the", "this", "that", "these", "those", "such"}
            owned = owned or word in {"its", "their", "our", "his", "her", "your", "my"}
        else:
            break
        words = words[2:] if words[1].casefold() == "of" and determined and len(words) > 2 else words[1:]
    return Phrase(text=" ".join(words), determined=determined, owned=owned, quantity=quantity)


def country_of(text: str, lexicon: Lexicon) -> Named | None:
    """The country (or the EU) that a name, adjective or capital stands for."""
    named = lexicon.find(text)
    if named is None and text.endswith("s") and (singular := lexicon.find(text[:-1])) and singular.form == "adjective":
        return singular
    return named if named and (named.form in NAMES or named.entity_id == "EU") else None


def compound(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The countries that a compound joins ("Japan-US", "U.S.–Japan–Australia"); empty unless every part is one."""
    parts = [p for p in _COMPOUND.split(text) if p]
    found = [country_of(p, lexicon) for p in parts]
    return tuple(n.entity_id for n in found if n) if len(parts) > 1 and all(found) else ()


_KIND = re.compile(
    r"(?:al|ic|ary|ive|ate|ern|ish|an|ese|ous|able|ed)$|^(?:state|public|private|big|small|large|rich|poor|lower|upper|higher)$",
    re.I,
)


def of_kind(words: str) -> bool:
    """Whether words in front of a noun say of which kind it is ("federal", "private sector")."""
    return words.endswith(" sector") or bool(_KIND.search(words))


def shared_head(core: str, lexicon: Lexicon) -> tuple[str, ...]:
    """ "Federal and state governments", "law enforcement and health care agencies": each with the noun that they share; else empty.

    Two bare nouns in front of a third may as well be one thing ("oil and gas companies").
    """
    first, link, rest = core.partition(" and ") if " and " in core else core.partition(" or ")
    words, others = first.split(), rest.split()
    if not link or "," in first or len(others) < 2 or len(words) > 3 or len(others) > 4 or _LINKS & set(others):
        return ()
    head = others[-1]
    group = (
        head.islower()
        and head.endswith("s")
        and (lexicon.sort(head) or (is_personal(head) and "group")) in {"group", "state"}
    )
    kinds = len(words) > 1 or (bool(_KIND.search(first)) and bool(_KIND.search(others[-2])))
    by_itself = words[-1].endswith("s") or country_of(first, lexicon)
    return (f"{first} {head}", rest) if group and kinds and not by_itself else ()


@dataclass(frozen=True, slots=True)
class Owned:
    """A phrase split into the countries in front and the rest."""

    countries: tuple[str, ...]
    rest: str
    printed: str = ""


def owners(text: str, lexicon: Lexicon) -> Owned:
    """Split "the new Japanese and US administrations" into its countries and "administrations"."""
    words = text.split()
    at = 0
    while at < len(words) and lexicon.listed(words[at], "generic_modifier"):
        at += 1
    start = at
    found: list[str] = []
    while at < len(words):
        step, ids = _longest(words, at, lexicon)
        if not ids:
            break
        found.extend(i for i in ids if i not in found)
        at += step
        after = at + (at < len(words) and words[at].casefold() in _LINKS)
        joined = words[at - 1].endswith(",") or after > at
        if not joined or not _longest(words, after, lexicon)[1]:
            break
        at = after
    return Owned(tuple(found), " ".join(words[at:]) if found else text, " ".join(words[start:at]))


def inner_countries(core: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The countries named anywhere before the head of a phrase ("strong Swiss support")."""
    words = core.split()
    for at in range(len(words) - 1):
        if found := owners(" ".join(words[at:]), lexicon).countries:
            return found
    return ()


def _longest(words: list[str], at: int, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    if at < len(words) and words[at].casefold() == "the":
        step, ids = _longest(words, at + 1, lexicon)
        return step + 1, ids
    for size in range(min(8, len(words) - at), 0, -1):
        chunk = " ".join(words[at : at + size])
        if named := country_of(chunk, lexicon):
            return size, (named.entity_id,)
        if ids := compound(chunk, lexicon):
            return size, ids
    return _shared(words, at, lexicon)


def _shared(words: list[str], at: int, lexicon: Lexicon) -> tuple[int, tuple[str, ...]]:
    """ "North and South Korea": the name's second word is printed once."""
    if at + 3 >= len(words) or words[at + 1].casefold() not in _LINKS:
        return 0, ()
    named = country_of(f"{words[at]} {words[at + 3]}", lexicon)
    return (1, (named.entity_id,)) if named else (0, ())
