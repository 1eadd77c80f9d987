"""Who a nominal means, in the role that it fills."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.document import Document, Span
from pipeline.frames import Annotation, Frame, Mention, Nominal
from pipeline.resolve.agents import can_act, does, is_one_who, thing_acts
from pipeline.resolve.aims import deals
from pipeline.resolve.anaphora import Anaphora, Place, is_we
from pipeline.resolve.phrases import of_kind, owners, parse, shared_head
from pipeline.resolve.registry import Registry
from pipeline.resolve.sets import NameSet, clause, examples
from pipeline.resolve.subjects import behind_opening, beside, left_half, of_first_clause, of_sentence, right_rest
from pipeline.resolve.we import We
from pipeline.structure import Outline
from pipeline.tables import Resolution

OWNERS = frozenset({"its", "their", "our", "his", "her"})
PREPOSITIONS = frozenset({"to", "for", "against", "on", "toward", "towards", "with", "from"})
_PERSON = re.compile(r"(?:\w{2}er|\w{2}or|\w{3}ist|\w{3}ian|eer|\w{2}ee|\w{3}ant)$")
_SAID_OF_IT = re.compile(
    r"(?<!parties)(?<!signatories)(?<!advisers)(?<!advisors)\s+(?:to|as|responsible for|(?P<with>with))\s"
)
GIVING = frozenset("provide supply equip furnish entrust present serve assist help".split())
_KINDS = re.compile(r"(?P<kinds>[a-z-]+(?: sector)?(?:, [a-z-]+(?: sector)?)+),? (?:and|or) $")
NO_PARTY = frozenset({"relation", "stance", "event", "thing", "sector"})


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of one nominal, how they are known, and where the words that name them stand."""

    ids: tuple[str, ...] = ()
    resolution: Resolution = "explicit"
    span: Span | None = None


NOBODY = Found()
_WHOEVER = re.compile(r"(?:all )?(?:those|anyone|everyone|anybody|everybody)", re.IGNORECASE)
_SAID_OF_THEM = re.compile(
    r"\s+(?:who|that|whose|in|with|from|on|at|without|affected|seeking|\w+ing)\s[^,;:]{3,120}?(?=,?\s*$)"
)
_JOINED = re.compile(r",? and (?:the )?|, (?:the )?")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_ASKING = re.compile(r"(?:what|which|whose|how)\b", re.IGNORECASE)  # "What cities should do" names no actor


class Who:
    """Turns nominals into ids, for one document."""

    def __init__(
        self,
        document: Document,
        outline: Outline,
        annotation: Annotation,
        registry: Registry,
        anaphora: Anaphora,
        we: We,
        sets: Sequence[NameSet],
    ) -> None:
        self._document, self._annotation, self._registry = document, annotation, registry
        self._anaphora, self._we, self._outline = anaphora, we, outline
        self._lexicon = registry.lexicon
        self._sets = {s.span.start: s for s in sets}
        self._ending = {s.span.end: s for s in sets}
        self._mentions: dict[int, list[Mention]] = defaultdict(list)
        self._advising = {f.sentence for f in annotation.frames}
        self._starts = {s.span.start for s in annotation.sentences}
        for mention in annotation.mentions:
            self._mentions[mention.sentence].append(mention)

    def actor(self, frame: Frame, nominal: Nominal) -> Found:
        """Who acts; nobody where a thing is the subject."""
        if self._document.slice(nominal.span).casefold() == "you":
            return self._spoken_to(frame, nominal)
        if _ASKING.match(self._document.slice(nominal.span)):
            return NOBODY
        if frame.naming == "addressee" and not self._is_addressed(frame, nominal):
            return NOBODY
        found = self._whoever(frame, nominal) or self._acting(frame, nominal)
        if frame.naming != "clause" and found.resolution == "explicit":
            return replace(found, resolution="implicit")
        return found

    def _whoever(self, frame: Frame, nominal: Nominal) -> Found | None:
        """ "Those who were harmed should be heard", "anyone may apply": described by nothing but the clause behind the pronoun."""
        word = _WHOEVER.match(self._document.slice(nominal.span))
        cue = self._annotation.modals[frame.modal].span
        if word is None or nominal.pos == "NOUN" or cue.start < nominal.span.start:
            return None
        span = Span(nominal.span.start, nominal.span.start + word.end())
        if said := _SAID_OF_THEM.match(self._document.text, span.end, cue.start):
            span = Span(span.start, said.end())
        elif not word[0].casefold().endswith(("anyone", "anybody")):
            return None
        return Found(self._registry.whoever(self._document.slice(span)), span=span)

    def _spoken_to(self, frame: Frame, nominal: Nominal) -> Found:
        """ "You": those whom the text around is addressed to."""
        addressee = self._outline.addressee_of.get(self._annotation.sentences[frame.sentence].block)
        if addressee is None:
            return NOBODY
        named = self._document.slice(addressee)
        each = _JOINED.split(named)
        alone = all(can_act(part, "", "NOUN", "", self._lexicon) for part in each)
        ids = tuple(i for part in (each if alone else [named]) for i in self._registry.identify(part))
        return Found(tuple(dict.fromkeys(ids)), "anaphor", nominal.span)

    def _is_addressed(self, frame: Frame, nominal: Nominal) -> bool:
        """Whether a label or a heading addresses a party: a country only where it says so ("for Fiji"), else it is a topic."""
        ids = self._registry.identify(self._document.slice(nominal.span))
        before = self._document.text[max(0, nominal.span.start - 12) : nominal.span.start].casefold().split()
        said = bool({"for", "to", "by", "of"} & set(before[-2:]))
        foreign = all(self._registry.is_country(i) and i != self._registry.home for i in ids)
        return self._is_party(frame, nominal) and (said or not foreign)

    def _acting(self, frame: Frame, nominal: Nominal) -> Found:
        nominal = self._with_first_word(frame, nominal)
        text = self._document.slice(nominal.span)
        if self._lexicon.sort(nominal.head_lemma) == "stance":
            if possessor := nominal.possessor or _pronoun(nominal, text):
                return self._owner(frame, possessor)
            if countries := owners(parse(text, self._lexicon).core, self._lexicon).countries:
                return Found(countries, span=nominal.span)
        if nominal.pos == "PRON" and text.casefold() in {"it", "they"}:
            if self._is_of_thing(frame, nominal):
                return NOBODY
            if ids := self._subject_before(frame, text):
                return Found(ids, "anaphor", nominal.span)
        if frame.naming == "clause" and (opened := self._behind_opening(frame, nominal)):
            return opened
        if self._lexicon.nouns.get(nominal.head_lemma) == "named" and self._anaphora.is_anaphor(text):
            ids = self._anaphora.resolve(text, Place(frame.sentence, nominal.span.start))
            if ids:  # "the fund", where the Harbour Fund has been named
                return Found(ids, "anaphor", nominal.span)
        if " and/or " in text:
            either = [self._acting_in(part, nominal) for part in _parts(nominal.span, text, " and/or ")]
            if all(either):
                return Found(tuple(dict.fromkeys(i for ids in either for i in ids)), span=nominal.span)
        if self._can_act(frame, nominal) is False and not self._thing_acts(frame, nominal):
            return self._kind_of(frame, nominal) or self._last_name(nominal)
        found = self._all_listed(nominal) or self._named(frame, nominal, ())
        last = nominal.span.end == max(n.span.end for n in frame.actors)
        if not found.ids or not last or frame.naming != "clause":
            return found
        return replace(found, ids=tuple(dict.fromkeys(self._joined(frame, nominal, found.ids))))

    def _with_first_word(self, frame: Frame, nominal: Nominal) -> Nominal:
        """With the noun that begins the sentence, where the grammar cut it off ("Government authorities should")."""
        start = self._annotation.sentences[frame.sentence].span.start
        first = self._document.text[start : nominal.span.start].rstrip()
        cut = first.isalpha() and self._lexicon.sort(first) is not None and nominal.pos in {"NOUN", "VERB"}
        if cut:
            return replace(nominal, span=Span(start, nominal.span.end))
        return self._with_last_words(frame, nominal, start)

    def _with_last_words(self, frame: Frame, nominal: Nominal, start: int) -> Nominal:
        """With the noun behind a first word in -ing that was taken for the whole subject ("Assessing officers should")."""
        cue = self._annotation.modals[frame.modal].span.start
        rest = self._document.text[nominal.span.end : cue].split()
        word = self._document.slice(nominal.span)
        if nominal.span.start != start or not word.endswith("ing") or not word.isalpha() or not 0 < len(rest) < 3:
            return nominal
        if not can_act(rest[-1], "", "NOUN", "", self._lexicon):
            return nominal
        end = nominal.span.end + len(self._document.text[nominal.span.end : cue].rstrip())
        return replace(
            nominal, span=Span(start, end), head=Span(end - len(rest[-1]), end), head_lemma=rest[-1], pos="NOUN"
        )

    def _behind_opening(self, frame: Frame, nominal: Nominal) -> Found | None:
        """The party behind the comma of a phrase that opens the sentence."""
        sentence, cue = self._annotation.sentences[frame.sentence], self._annotation.modals[frame.modal]
        span = behind_opening(self._document.text, sentence.span.start, nominal.span, cue.span.start)
        if span is None:
            return None
        acting = can_act(self._document.slice(span), "", "NOUN", "", self._lexicon)
        return Found(self._registry.identify(self._document.slice(span)), span=span) if acting else NOBODY

    def _joined(self, frame: Frame, nominal: Nominal, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The parties joined by `and` in front or behind, where the grammar lost them, around those found."""
        text, begins = self._document.text, self._annotation.sentences[frame.sentence].span.start
        cue = self._annotation.modals[frame.modal].span.start
        left = left_half(text, begins, nominal.span.start) if len(frame.actors) == 1 else None
        rest = right_rest(text, nominal.span.end, cue if cue > nominal.span.end else frame.verb.start)
        right = [self._acting_in(span, nominal) for span in rest]
        behind = tuple(i for each in right for i in each) if all(right) else ()
        return (*self._acting_in(left, nominal), *ids, *behind)

    def _acting_in(self, span: Span | None, nominal: Nominal) -> tuple[str, ...]:
        if span is None or nominal.pos not in {"PROPN", "NOUN"}:
            return ()
        text = self._document.slice(span)
        named = text.removeprefix("the ")[:1].isupper() and span.start not in self._starts
        acting = can_act(text, "", "PROPN" if named else "NOUN", "", self._lexicon)
        return self._registry.identify(text) if acting or (named and acting is None) else ()

    def _subject_before(self, frame: Frame, pronoun: str) -> tuple[str, ...]:
        """The party that the sentence before begins with, where that sentence is no directive ("The fleet has no plan. It should")."""
        before, here = self._annotation.sentences[frame.sentence - 1], self._annotation.sentences[frame.sentence]
        if frame.sentence == 0 or frame.sentence - 1 in self._advising or before.block != here.block:
            return ()
        span = of_sentence(self._document.text, before.span)
        text = self._document.slice(span) if span else ""
        named = self._lexicon.nouns.get(parse(text, self._lexicon).head) == "named"
        acting = bool(text) and (named or can_act(text, "", "NOUN", "", self._lexicon, initial=True))
        ids = self._registry.identify(text) if acting else ()
        several = len(ids) > 1 or (bool(ids) and self._registry.is_plural(ids[0]))
        return ids if several == (pronoun.casefold() == "they") else ()

    def _is_of_thing(self, frame: Frame, nominal: Nominal) -> bool:
        """Whether a pronoun takes up the subject of its sentence's first clause, and that is a thing."""
        start = self._annotation.sentences[frame.sentence].span.start
        first = of_first_clause(self._document.text, start, nominal.span.start)
        return (
            first is not None
            and can_act(self._document.slice(first), "", "NOUN", "", self._lexicon, initial=True) is False
        )

    def _kind_of(self, frame: Frame, nominal: Nominal) -> Found | None:
        """The first of two kinds of a group that is printed once ("water supply and waste authorities")."""
        for other in frame.actors:
            both = beside(self._document.text, nominal.span, other.span)
            if kinds := shared_head(parse(both, self._lexicon).core, self._lexicon) if both else ():
                return Found(self._registry.identify(kinds[0]), span=Span(nominal.span.start, other.span.end))
        return None

    def _all_listed(self, nominal: Nominal) -> Found | None:
        """All of a list of names, where the grammar took only its last one for the subject ("Chile, Peru, and Fiji should")."""
        together = self._ending.get(nominal.span.end)
        if together is None or together.mutual or nominal.mention.start < nominal.span.start - len("the "):
            return None
        begins = together.span.start < nominal.span.start
        return Found(together.ids, span=Span(together.span.start, nominal.span.end)) if begins else None

    def _last_name(self, nominal: Nominal) -> Found:
        """The names after the last comma of what can't act ("a dispute between Chile and Peru, and Fiji should")."""
        text = self._document.slice(nominal.span)
        _, comma, last = text.rpartition(", ")
        if not comma:
            return NOBODY
        last = last.removeprefix("and ").removeprefix("the ")
        span = Span(nominal.span.end - len(last), nominal.span.end)
        if together := self._ending.get(span.end):
            return Found(together.ids, span=span) if together.span.start >= span.start else NOBODY
        owned = owners(parse(last, self._lexicon).core, self._lexicon)
        acting = owned.countries and can_act(last, "", "NOUN", "", self._lexicon)
        return Found(self._registry.identify(last), span=span) if acting else NOBODY

    def _thing_acts(self, frame: Frame, nominal: Nominal) -> bool:
        # Beside a party a thing is what the grammar joined to it by mistake.
        alone = len(frame.actors) == 1 or is_one_who(nominal.head_lemma)
        common = alone and nominal.pos == "NOUN" and frame.naming == "clause"
        if frame.voice == "passive":  # named behind `by`
            return common and self._lexicon.nouns.get(nominal.head_lemma) == "named"
        if _ACRONYM.fullmatch(self._document.slice(nominal.head)) and does(frame.action_verb):
            return common  # a tagger may take a name in capitals for a common noun
        return common and thing_acts(nominal.head_lemma, frame.action_verb, self._lexicon)

    def affected(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...]) -> Found:
        """Whom the action is aimed at: a party, or whose the thing is ("support Fiji's resilience"); nobody for other things."""
        if nominal.pos == "PRON" and not self._dealt_with(nominal):
            return NOBODY
        nominal = self._itself(frame, nominal)
        if self._is_party(frame, nominal) or self._one_dealt_with(frame, nominal):
            return self._named(frame, self._with_kinds(nominal), apart_from)
        return self._owner(frame, nominal.possessor) if nominal.possessor else NOBODY

    def _itself(self, frame: Frame, nominal: Nominal) -> Nominal:
        """Without what the verb says of it: "provide farmers | with seeds", "direct patients | to a clinic", "name Fiji | as chair"."""
        tail = _SAID_OF_IT.match(self._document.text, nominal.head.end, nominal.span.end)
        verb_object = frame.object is not None and frame.object.covers(nominal.head)
        if tail is None or not verb_object or (tail["with"] and frame.action_verb not in GIVING):
            return nominal
        return replace(nominal, span=Span(nominal.span.start, nominal.head.end))

    def _one_dealt_with(self, frame: Frame, nominal: Nominal) -> bool:
        """ "Help the user": somebody by what he does, right behind a verb that deals with parties."""
        near = nominal.pos == "NOUN" and nominal.span.start - frame.verb.end < len(" every ")
        unsorted = self._lexicon.sort(nominal.head_lemma) is None
        return (
            near and unsorted and bool(_PERSON.search(nominal.head_lemma)) and deals(frame.action_verb, self._lexicon)
        )

    def _dealt_with(self, nominal: Nominal) -> bool:
        """Whether a verb that deals with parties, or a preposition, stands before: "encourage it", "aid to them", not "that it …"."""
        before = self._document.text[max(0, nominal.span.start - 30) : nominal.span.start].split()
        return bool(before) and (before[-1].casefold() in PREPOSITIONS or deals(before[-1], self._lexicon))

    def alongside(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...]) -> Found:
        """With whom: parties only, and those listed as examples of a group."""
        if not self._is_party(frame, nominal):
            return NOBODY
        return self._named(frame, self._with_kinds(nominal), apart_from)

    def _with_kinds(self, nominal: Nominal) -> Nominal:
        """With the kinds in front that the grammar cut off ("federal, state, and | local agencies")."""
        before = _KINDS.search(self._document.text, max(0, nominal.span.start - 80), nominal.span.start)
        if before is None or nominal.pos != "NOUN" or not all(of_kind(k) for k in before["kinds"].split(", ")):
            return nominal
        return replace(nominal, span=Span(before.start("kinds"), nominal.span.end))

    def names_party(self, frame: Frame, nominal: Nominal) -> bool:
        """Whether a nominal names somebody who can act or be acted on."""
        return self._is_party(frame, nominal)

    def _is_party(self, frame: Frame, nominal: Nominal) -> bool:
        text = self._document.slice(nominal.span)
        itself = nominal.span.covers(frame.verb)
        sort = self._lexicon.sort(self._document.slice(nominal.head)) or self._lexicon.sort(nominal.head_lemma)
        if itself or sort in NO_PARTY or _new(text, nominal):
            return False
        return bool(self._can_act(frame, nominal))

    def _can_act(self, frame: Frame, nominal: Nominal) -> bool | None:
        text, label = self._document.slice(nominal.span), self._label(frame, nominal)
        initial = nominal.span.start in self._starts
        long = self._registry.long(text)
        if long != text:  # "the RFP" is a request, whatever the recogniser makes of four capitals
            return can_act(long, "", "PROPN", "", self._lexicon)
        return can_act(text, nominal.head_lemma, nominal.pos, label, self._lexicon, initial=initial)

    def whose(self, frame: Frame) -> Found:
        """ "Respect the will of Fiji": whose the object is, where the verb deals with parties."""
        if frame.object is None or frame.action_verb not in self._lexicon.dealings:
            return NOBODY
        phrase = parse(self._document.slice(frame.object), self._lexicon)
        if not phrase.tail.startswith("of "):
            return NOBODY
        ids = self._registry.identify(phrase.tail[3:])
        return Found(ids, span=frame.object) if all(self._registry.is_country(i) for i in ids) else NOBODY

    def _owner(self, frame: Frame, possessor: Span) -> Found:
        text = self._document.slice(possessor)
        place = Place(frame.sentence, possessor.start)
        if is_we(text):
            return Found(*self._we.meaning(place), possessor)
        if self._anaphora.is_anaphor(text):
            return Found(self._anaphora.resolve(text, place), "anaphor", possessor)
        ids = self._registry.identify(text)
        return Found(ids, "explicit", possessor) if all(self._registry.is_country(i) for i in ids) else NOBODY

    def _named(self, frame: Frame, nominal: Nominal, apart_from: tuple[str, ...]) -> Found:
        text = self._document.slice(nominal.span)
        place = Place(frame.sentence, nominal.span.start)
        if is_we(text):
            return Found(*self._we.meaning(place), nominal.span)
        if self._anaphora.is_anaphor(text):
            ids = self._anaphora.resolve(text, place, apart_from)
            if ids or nominal.pos == "PRON":
                return Found(ids, "anaphor", nominal.span)
        if self._lexicon.sort(nominal.head_lemma) == "relation":
            countries = owners(parse(text, self._lexicon).core, self._lexicon).countries
            if len(countries) > 1:
                return Found(countries, span=nominal.span)
        return self._described(frame, nominal)

    def _described(self, frame: Frame, nominal: Nominal) -> Found:
        """A name or description, with the clause that a bare noun needs, and with the members that it lists."""
        text, span = self._document.slice(nominal.span), nominal.span
        if nominal.pos == "NOUN" and len(parse(text, self._lexicon).text.split()) == 1:
            span = clause(self._document, span, nominal.head, frame.action.end)
        if nominal.pos == "PROPN":
            return Found(self._registry.identify(self._document.slice(span), self._label(frame, nominal)), span=span)
        span, instead, listed = examples(self._document, span, self._sets)
        ids = self._registry.identify(self._document.slice(span), self._label(frame, nominal))
        return Found(listed if instead else tuple(dict.fromkeys((*ids, *listed))), span=span)

    def _label(self, frame: Frame, nominal: Nominal) -> str:
        held = self._mentions.get(frame.sentence, ())
        return next((m.label for m in held if m.span.covers(nominal.head)), "")


def _new(text: str, nominal: Nominal) -> bool:
    """One that does not exist yet ("establish an office", "create a National Office of Water")."""
    return nominal.pos in {"NOUN", "PROPN"} and text.split(maxsplit=1)[0].casefold() in {"a", "an"}


def _parts(span: Span, text: str, between: str) -> list[Span]:
    """The spans of what a phrase joins."""
    first, _, second = text.partition(between)
    return [Span(span.start, span.start + len(first)), Span(span.end - len(second), span.end)]


def _pronoun(nominal: Nominal, text: str) -> Span | None:
    """The possessive pronoun that a phrase begins with."""
    first = text.split(maxsplit=1)[0] if text else ""
    if first.casefold() in OWNERS:
        return Span(nominal.span.start, nominal.span.start + len(first))
    return None
