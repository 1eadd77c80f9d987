"""Pronouns and group anaphors: which parties they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.resolve.discourse import Discourse, Entry
from pipeline.resolve.introduced import introduced, pointing, singular
from pipeline.resolve.phrases import Phrase, is_personal, parse
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet

WE = frozenset({"we", "us", "our", "ours", "ourselves"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
IT = frozenset({"it", "its", "itself", "he", "she", "him", "her", "his"})
NOBODY = frozenset(
    {
        "you",
        "your",
        "one",
        "there",
        "everyone",
        "anyone",
        "someone",
        "everybody",
        "nobody",
        "i",
        "me",
        "who",
        "which",
        "what",
        "whoever",
        "something",
        "anything",
        "nothing",
    }
)
ANY_BODY = frozenset({"agency", "organization", "organisation", "company", "firm", "institution", "body"})
NEARBY = 400  # characters back in which a described group may stand
_EMPTY = frozenset(
    "a an and are as at be been both by can could did do does each for from had has have if in into is it its may might more most "
    "must no not of on or other our shall should so some such than that the their them then there these they this those to us was "
    "we were what when where which while who will with would".split()
)
_NEW = frozenset({"other", "another", "like-minded", "many", "some", "most"})


# Sorts of nouns that name parties.
PARTIES = frozenset({"body", "person", "group", "people"})


def is_we(text: str) -> bool:
    """Whether a word is the first person plural, not the United States."""
    return text.casefold() in WE and text != "US"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anaphor stands: its sentence and its first character."""

    sentence: int
    start: int


class Anaphora:
    """Finds antecedents in one document's discourse."""

    def __init__(self, registry: Registry, discourse: Discourse, sets: Sequence[NameSet], text: str) -> None:
        self._registry = registry
        self._discourse = discourse
        self._bonds = [s for s in sets if s.relation and all(registry.is_country(i) for i in s.ids)]
        self._text = text

    def is_anaphor(self, text: str) -> bool:
        """Whether a phrase stands for parties named before instead of naming them."""
        low = text.casefold().strip()
        phrase = parse(text, self._registry.lexicon)
        return is_we(text) or low in THEY | IT or self._group(phrase) is not None or self._points(text, phrase)

    def resolve(self, text: str, place: Place, apart_from: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The ids an anaphor stands for; empty where nothing before fits. `we` is not decided here.

        Args:
            apart_from: parties that it cannot mean (the actor of its own clause).
        """
        low = text.casefold().strip()
        if low in THEY:
            return self._they(place, apart_from)
        if low in IT:
            return self._it(place, apart_from)
        phrase = parse(text, self._registry.lexicon)
        sort = self._group(phrase)
        if self._points(text, phrase) and (found := self._same_noun(phrase, place, sort is None)):
            return found
        if phrase.owned and phrase.text.casefold() == "ally":
            return tuple(i for i in self.alliance(place) if i not in apart_from)
        if sort == "relation":
            return self.alliance(place)
        if sort == "body":
            return self._body(phrase, place)
        return self._members(phrase, place, sort == "country") if sort else ()

    def _group(self, phrase: Phrase) -> str | None:
        """What sort of group anaphor a phrase is: country, party, relation, body, ally; None where it names by itself."""
        lexicon = self._registry.lexicon
        words = [w.casefold() for w in phrase.core.split()]
        if phrase.owned and words == ["ally"]:
            return "ally"
        if not words or phrase.tail or not (phrase.determined or phrase.quantity) or lexicon.find(phrase.text):
            return None
        head, modifiers = words[-1], words[:-1]
        row = lexicon.anaphors.get(head)
        plain = all(lexicon.listed(m, "generic_modifier") or m in {"alliance", "treaty"} for m in modifiers)
        if any(m in _NEW for m in modifiers) or not plain:
            return None
        if row is None:
            named = lexicon.sort(head) in {"body", "person"} or lexicon.nouns.get(head) == "named"
            return "body" if named and phrase.determined else None
        if row.sort in {"country", "government"}:
            plural = head.endswith("s") and head != "process"
            return "country" if plural or phrase.quantity else None
        return row.sort

    def _points(self, text: str, phrase: Phrase) -> bool:
        """Whether a phrase points back at a party by nothing but its noun ("such providers", "these two entities")."""
        head = phrase.head.casefold()
        bare = len(phrase.text.split()) == 1 and pointing(text) and not self._registry.lexicon.find(phrase.text)
        row = self._registry.lexicon.anaphors.get(head)
        other = row is not None and row.sort != "government"
        return bare and not other and (self._registry.lexicon.sort(head) in PARTIES or is_personal(head))

    def _same_noun(self, phrase: Phrase, place: Place, new: bool) -> tuple[str, ...]:
        """The party last named by the same noun and further words, or (where `new`) several together as many as are counted."""
        head = singular(phrase.head)

        def fits(entry: Entry) -> bool:
            if len(entry.ids) != 1 or self._registry.is_country(entry.ids[0]):
                return False
            named = parse(self._registry.entity(entry.ids[0]).name, self._registry.lexicon)
            several = not phrase.quantity or named.head.casefold() != head
            return singular(named.head) == head and len(named.text.split()) > 1 and several

        def counted(entry: Entry) -> bool:
            return len(entry.ids) == phrase.quantity

        found = self._discourse.best(place.sentence, place.start, fits, far=6)
        if found is None and new and phrase.quantity:
            found = self._discourse.best(place.sentence, place.start, counted, far=3)
        if found is None and (described := introduced(self._text, place.start, phrase.head)):
            return self._registry.identify(described)
        return found.ids if found else ()

    def _members(self, phrase: Phrase, place: Place, countries: bool) -> tuple[str, ...]:
        n = phrase.quantity

        def fits(ids: tuple[str, ...]) -> bool:
            right = len(ids) == n if n else len(ids) > 1
            return right and (not countries or all(self._registry.is_country(i) for i in ids))

        usual = self._discourse.dominant(fits)

        def extra(entry: Entry) -> float:
            return (entry.standing == "joined") - 0.5 * (set(entry.ids) == set(usual))

        found = self._discourse.best(place.sentence, place.start, lambda e: fits(e.ids), extra=extra)
        described = self._described(phrase, place) if not n else ()
        if described and (found is None or found.sentence < place.sentence):
            return described
        if found is None and not n and not countries:
            return ()
        return found.ids if found else usual

    def _described(self, phrase: Phrase, place: Place) -> tuple[str, ...]:
        """ "These countries": the last group described with the same noun ("the coastal countries")."""
        near = self._text[max(0, place.start - NEARBY) : place.start]
        head = re.escape(phrase.head)
        for match in reversed(
            list(re.finditer(rf"((?:[\w’'-]+ ){{1,3}}){head}\b((?: (?:in|of) the(?: [A-Z]\w+)+)?)", near, re.I))
        ):
            words = match[1].split()
            while words and not _describes(words[0], self._registry):
                words = words[1:]
            text = " ".join([*words, phrase.head]) + match[2]
            if (words and all(_describes(w, self._registry) for w in words)) or match[2]:
                return self._registry.identify(text)
        return ()

    def _they(self, place: Place, apart_from: tuple[str, ...]) -> tuple[str, ...]:
        found = self._discourse.best(
            place.sentence, place.start, lambda e: e.plural and not set(e.ids) & set(apart_from), far=3
        )
        return found.ids if found else ()

    def _it(self, place: Place, apart_from: tuple[str, ...]) -> tuple[str, ...]:
        def fits(entry: Entry) -> bool:
            return len(entry.ids) < 2 and not entry.plural and not set(entry.ids) & set(apart_from)

        found = self._discourse.best(place.sentence, place.start, fits, far=2)
        return found.ids if found else ()

    def alliance(self, place: Place) -> tuple[str, ...]:
        """The members of "the alliance": of the bond last named in the three sentences before, else of the one most often named."""
        before = [b for b in self._bonds if b.span.start < place.start]
        if before and place.sentence - before[-1].sentence <= 2:
            return before[-1].ids
        counts = Counter(tuple(sorted(b.ids)) for b in self._bonds)
        return counts.most_common(1)[0][0] if counts else ()

    def _body(self, phrase: Phrase, place: Place) -> tuple[str, ...]:
        """ "The department", "the Secretary": the last body or office whose own name holds the word; "the agency": the last body."""
        head = phrase.head.casefold()

        def fits(entry: Entry) -> bool:
            if len(entry.ids) != 1 or self._registry.is_country(entry.ids[0]):
                return False
            name = self._registry.entity(entry.ids[0]).name.casefold()
            return name != phrase.text.casefold() and head in name.split()

        def is_body(entry: Entry) -> bool:
            return len(entry.ids) == 1 and self._registry.entity(entry.ids[0]).kind == "body"

        found = self._discourse.best(place.sentence, place.start, fits, far=60)
        if found is None and head in ANY_BODY:
            found = self._discourse.best(place.sentence, place.start, is_body, far=3)
        return found.ids if found else ()


def _describes(word: str, registry: Registry) -> bool:
    """Whether a word can be part of a group's description: no function word."""
    lexicon = registry.lexicon
    return (
        word.casefold() not in _EMPTY
        and not lexicon.listed(word, "determiner")
        and not lexicon.listed(word, "quantifier")
    )
