"""The identities of one report: from the words of a noun phrase to canonical entities."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pipeline.ids import slug
from pipeline.lexicon import Lexicon, Named, printed
from pipeline.parties import Entity
from pipeline.resolve.phrases import Phrase, compound, country_of, owners, parse, shared_head
from pipeline.tables import EntityKind

_ATTRIBUTIVE = {"USA": "U.S.", "GBR": "UK", "ARE": "UAE", "NZL": "New Zealand"}
_JOINED = re.compile(r",\s*(?:and|or|&)\s+|,\s*|\s+(?:and|or|&|as well as|and/or)\s+")
_ONE = {"Departments": "Department", "Ministries": "Ministry", "Secretaries": "Secretary", "Ministers": "Minister"}
_SEVERAL = re.compile(rf"(?P<head>{'|'.join(_ONE)}) (?P<link>of|for) (?P<names>.+)")
_WITH_ARTICLE = frozenset({"Treasury", "Interior", "Army", "Navy", "Air Force"})
_MODAL = re.compile(r" (?:should|must|shall|ought|will|would|can|could|may|might) ")
# By what means or to what end something is done is no part of the name of those who do it.
_MEANS = re.compile(
    r" (?:through|via|by|in order to|so that|so as to|to (?=[a-z]+ (?:the|their|its|an?|all|any|that|how|whether)\b)) ?"
)
# A relative clause behind a phrase with a preposition ("a unit within the ministry that …") is about either of the two.
_RELATIVE = re.compile(r" (?:that|which) (?:is|are|was|were|has|have|will|can|should)\b")
_PARTIES = frozenset({"body", "person", "group"})
# Nouns so general that only the clause after them says who is meant.
_GENERAL = re.compile(
    r"^(?:other |those )?(?:countries|nations|states|governments|forces|people|individuals|persons|those|ones|companies|organi[sz]ations|entities|parties|partners|actors)$"
)
# Those that the report itself looks at are meant where it then speaks of "companies".
_SAMPLED = re.compile(
    r"(?<=s) (?:that (?:are|were|we) )?(?:assessed|evaluated|ranked|surveyed|examined|reviewed|covered|studied|sampled|interviewed|audited|"
    r"included|listed) (?:in|by|for|here|under)\b.*$"
)
_FEDERAL = frozenset({"USA", "CAN", "AUS", "DEU", "IND", "BRA", "MEX", "CHE", "AUT", "NGA"})
TAIL = 4  # words
LONGEST = 20  # words of a description


class Registry:
    """Turns names into entity ids and keeps the entities of a report.

    Args:
        home: the country that the report speaks from, where known: "the Government", "Parliament" are its own.
        acronyms: those the text introduces, with their long forms.
        people: full names met in the text, so that "Mr. Smith" is "Jane Smith".
    """

    def __init__(
        self,
        lexicon: Lexicon,
        home: str | None = None,
        acronyms: Mapping[str, str] | None = None,
        people: tuple[str, ...] = (),
    ) -> None:
        self.lexicon = lexicon
        self.home = home
        self._acronyms = {printed(short): long for short, long in (acronyms or {}).items()}
        self._people = _by_surname(people, lexicon)
        self._entities: dict[str, Entity] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity named so far, parents included, in order of id."""
        return tuple(self._entities[i] for i in sorted(self._entities))

    def entity(self, entity_id: str) -> Entity:
        """An entity by its id; countries and bodies of the lexicon need not have been named before."""
        if entity_id not in self._entities:
            self._listed(entity_id)
        return self._entities[entity_id]

    def long(self, text: str) -> str:
        """What an acronym that the text introduces stands for; any other text unchanged."""
        return self._acronyms.get(printed(text), text)

    def is_country(self, entity_id: str) -> bool:
        """Whether an id is a country's (or the EU's, which acts like one)."""
        return entity_id == "EU" or entity_id in self.lexicon.countries

    def is_state(self, entity_id: str) -> bool:
        """Whether an id is a country's, or that of countries together (a union, a continent)."""
        return self.is_country(entity_id) or entity_id in self.lexicon.members or entity_id == "europe"

    def is_authority(self, entity_id: str) -> bool:
        """Whether a party is a state or a body of its own."""
        return self.is_state(entity_id) or self.entity(entity_id).kind in {"body", "intergovernmental"}

    def is_served(self, entity_id: str) -> bool:
        """Whether a party is one that things are done for ("users", "patients"): it is meant only where it is named."""
        name = self.entity(entity_id).name
        described = name.casefold().startswith(("those", "anyone", "everyone"))  # by nothing but their own clause
        return described or self.lexicon.listed(parse(name, self.lexicon).head, "served")

    def is_plural(self, entity_id: str) -> bool:
        """Whether one id stands for several ("coastal states", "workers"), so that "they" may mean it and "it" may not."""
        entity = self.entity(entity_id)
        head = parse(entity.name, self.lexicon).head.casefold()
        return entity.kind == "group" and (
            self.lexicon.sort(head) == "people" or (head.endswith("s") and head[-2:] != "ss")
        )

    def identify(self, text: str, label: str = "") -> tuple[str, ...]:
        """The ids that a phrase names, in order; one for most, several for coordinated or joined countries, none for nothing.

        Args:
            label: the entity label of the mention, where there is one; PERSON makes it a person.
        """
        key = (text, label)
        if key not in self._known:
            self._known[key] = self._identify(parse(text, self.lexicon), label)
        return self._known[key]

    def whoever(self, text: str) -> tuple[str, ...]:
        """The id of those whom a clause behind a pronoun describes ("those who live near the river")."""
        words = text.split()
        name = " ".join(words[1:] if words[0].casefold() == "all" and len(words) > 1 else words)
        return (self._keep(slug(name), name.casefold() if len(words) == 1 else name, "group", None),)

    def _identify(self, phrase: Phrase, label: str) -> tuple[str, ...]:
        text = phrase.text
        if not re.search(r"\w", text):
            return ()
        if named := self._named(text):
            return (self.entity(named.entity_id).entity_id,)
        if label == "PERSON":
            return (self._person(text),)
        if countries := compound(text, self.lexicon) or self._coordinated(text) or self._states(phrase):
            return tuple(self.entity(c).entity_id for c in countries)
        if members := self._members(phrase):
            return members
        if both := self._two(text):
            return tuple(i for part in both for i in self.identify(part))
        shared = () if phrase.tail else shared_head(phrase.core, self.lexicon)
        if parts := self._each(text) or self._beside(text) or shared:
            return tuple(i for part in parts for i in self.identify(part))
        return (self._described(phrase),)

    def _members(self, phrase: Phrase) -> tuple[str, ...]:
        """ "The four ASEAN-like countries": the members of a group, where their number is given and is right."""
        name, _, head = phrase.text.rpartition(" ")
        named = self.lexicon.find(name.strip('"“” '), self.home) if name else None
        members = self.lexicon.members.get(named.entity_id, ()) if named else ()
        right = (
            bool(members)
            and phrase.quantity == len(members)
            and head in {"countries", "members", "nations", "states", "partners"}
        )
        return tuple(self.entity(m).entity_id for m in members) if right else ()

    def _each(self, text: str) -> tuple[str, ...]:
        """ "The Departments of Energy and Labor": each of them."""
        match = _SEVERAL.fullmatch(text)
        if not match:
            return ()
        head, link = _ONE[match["head"]], match["link"]
        parts = [p.removeprefix("the ") for p in _JOINED.split(match["names"])]
        full = [f"{head} {link} {'the ' if p in _WITH_ARTICLE else ''}{p}" for p in parts]
        return tuple(p if p.isupper() else f for p, f in zip(parts, full, strict=True))

    def _two(self, text: str) -> tuple[str, ...]:
        """ "The Ministry of Health and the Ministry of Labour": two bodies or offices, each by its own noun."""
        first, link, rest = text.partition(" and the ")
        if not link and len(text.partition(" and ")[0].split()) == 1:
            first, link, rest = text.partition(" and ")
        heads = [parse(part, self.lexicon).head for part in (first, rest)] if link else []
        sorts = {self.lexicon.sort(h) for h in heads}
        if link and rest[:1].isupper() and self._own_state(parse(f"the {first}", self.lexicon)):
            return (f"the {first}", rest)
        return (first, rest) if link and first[:1].isupper() and heads[0][:1].isupper() and sorts <= _PARTIES else ()

    def _beside(self, text: str) -> tuple[str, ...]:
        """ "The US and European countries", "the Japanese government and companies": a country, and a group that is none."""
        first, link, rest = text.partition(" and ")
        if not link or not parse(rest, self.lexicon).head.endswith("s"):
            return ()
        named = country_of(first, self.lexicon)
        state = bool(owners(first, self.lexicon).rest) and bool(self._states(parse(first, self.lexicon)))
        return (first, rest) if state or rest == "others" or (named and named.form == "name") else ()

    def _named(self, text: str) -> Named | None:
        long = self._acronyms.get(printed(text))
        if long and printed(long) != printed(text):
            return self.lexicon.find(long, self.home)
        return self.lexicon.find(text, self.home)

    def _coordinated(self, text: str) -> tuple[str, ...]:
        parts = [p for p in _JOINED.split(text) if p.strip()]
        found = [country_of(p, self.lexicon) for p in parts]
        return tuple(dict.fromkeys(n.entity_id for n in found if n)) if len(parts) > 1 and all(found) else ()

    def _states(self, phrase: Phrase) -> tuple[str, ...]:
        """The countries whose government or people the phrase names ("the Japanese government", "people of Japan")."""
        owned = owners(phrase.core, self.lexicon)
        words = [w for w in owned.rest.split() if not self.lexicon.listed(w, "generic_modifier")]
        if owned.countries and not phrase.tail and self._is_state(words):
            return owned.countries
        if phrase.tail.startswith("of ") and self._is_state(phrase.core.split()):
            of = phrase.tail[3:]
            whole = owners(of.removeprefix("the "), self.lexicon)
            return self._coordinated(of) or (whole.countries if not whole.rest else ())
        led = self._led(phrase, {"government", "cabinet"})
        return (led,) if led else self._own_state(phrase)

    def _is_state(self, words: list[str]) -> bool:
        """Whether the words after a country's name leave it the country: nothing, or one noun for the state or its people."""
        rest = [w for w in words if not self.lexicon.listed(w, "generic_modifier")]
        return not rest or (len(rest) == 1 and self.lexicon.sort(rest[0].strip(",.'")) in {"state", "people"})

    def _led(self, phrase: Phrase, nouns: Collection[str]) -> str | None:
        """ "The Kishida cabinet": the country that is led."""
        words = [w for w in phrase.core.split() if not self.lexicon.listed(w, "generic_modifier")]
        if len(words) < 2 or phrase.tail or words[-1].casefold() not in nouns:
            return None
        leaders = self.lexicon.words["leader"]
        found = (leaders.get(" ".join(words[-1 - size : -1]).casefold()) for size in (1, 2, 3))
        return next((country for country in found if country), None)

    def _own_state(self, phrase: Phrase) -> tuple[str, ...]:
        """ "The Government", "the federal government" in a report from one country."""
        words = [w.casefold() for w in phrase.text.split()]
        federal = words[0] == "federal" and self.home in _FEDERAL
        plain = [w for w in words if w not in {"national", "central", "current", "incoming", "new", "next"}]
        named = plain == ["government"] and phrase.determined
        if self.home and (named or (federal and words[1:] == ["government"])):
            return (self.home,)
        return ()

    def _described(self, phrase: Phrase) -> str:
        """A body, person or group that no list holds, named by its own words."""
        text = self._acronyms.get(printed(phrase.text), phrase.text)
        phrase = parse(_proper(_shortened(parse(text, self.lexicon))), self.lexicon)
        owned = owners(phrase.text, self.lexicon)
        country = owned.countries[0] if len(owned.countries) == 1 and owned.rest else None
        if country and (named := self.lexicon.of_country(owned.rest, country)):
            return self.entity(named.entity_id).entity_id
        kind = self._kind(phrase)
        # A president's administration stands beside the parliament: it is not the country.
        if led := self._led(phrase, {"administration"}):
            return self._keep(slug(phrase.text), phrase.text, "body", led)
        if country and country in self.lexicon.countries and self._heads(owned, kind):
            name = f"{self._attributive(country)} {owned.rest}"
            return self._keep(f"{country.lower()}-{slug(owned.rest)}", name, kind, country)
        return self._keep(slug(phrase.text), phrase.text, kind, country if country != "EU" else None)

    def _heads(self, owned: object, kind: EntityKind) -> bool:
        rest = getattr(owned, "rest", "")
        before = re.split(r"\s(?:of|for)\s", rest)[0].split()
        last = before[-1].strip(",.") if before else ""
        headed = len(before) == 1 and self.lexicon.sort(last) is not None
        return not rest[:1].isupper() or headed

    def _attributive(self, country: str) -> str:
        row = self.lexicon.countries[country]
        return _ATTRIBUTIVE.get(country) or (row.adjectives[0] if row.adjectives else row.name)

    def _kind(self, phrase: Phrase) -> EntityKind:
        sort = self.lexicon.sort(phrase.head)
        content = [
            w for w in phrase.core.split() if w[:1].isalpha() and w.casefold() not in {"and", "of", "the", "for", "&"}
        ]
        capital = bool(content) and content[-1][:1].isupper()
        if sort == "person":
            return "person"
        several = sort == "state" and phrase.head.endswith("s")  # "Governments"
        if sort == "body" or (capital and sort not in {"group", "people"} and not several):
            return "body"
        return "group"

    def _person(self, text: str) -> str:
        bare = _untitled(text, self.lexicon)
        full = self._people.get(bare.split()[-1], bare) if bare else text
        return self._keep(slug(full), full, "person", None)

    def _keep(self, entity_id: str, name: str, kind: EntityKind, country: str | None, parent: str | None = None) -> str:
        if entity_id not in self._entities:
            if kind == "group" and name[1:].islower() and self.lexicon.sort(name.casefold()):
                name = name.casefold()
            made = Entity(entity_id=entity_id, name=name, kind=kind, country=country, parent_id=parent)
            self._entities[entity_id] = made
        return entity_id

    def _listed(self, entity_id: str) -> None:
        if country := self.lexicon.countries.get(entity_id):
            self._keep(entity_id, country.name, "country", entity_id)
            return
        body = self.lexicon.bodies[entity_id]
        if body.parent_id:
            self.entity(body.parent_id)
        self._keep(entity_id, body.name, body.kind, body.country, body.parent_id)


def _shortened(phrase: Phrase) -> str:
    """A description without a tail that says something else ("agencies in adopting …", "an owner who must …")."""
    text = _SAMPLED.sub("", _MODAL.split(phrase.text)[0])
    text = _MEANS.split(text)[0]
    if not re.match(r"(?:who|which|that|whose)\b", phrase.tail):
        text = _RELATIVE.split(text)[0]
    doing = re.match(r"(?:in|by|for|from|on|with) [a-z]\w*ing\b|to (?![A-Z]|the\b)", phrase.tail)
    aside = re.match(r"(?:in|on|for|with|at) (?!the\b|[A-Z])", phrase.tail) and len(phrase.tail.split()) > TAIL
    told = re.match(r"(?:who|which|that|whose)\b", phrase.tail) and not _GENERAL.search(phrase.core)
    if text != phrase.text and _SAMPLED.search(phrase.text):
        return text
    return phrase.core if doing or aside or told else " ".join(text.split()[:LONGEST])


def _proper(text: str) -> str:
    """A name without the lower-case words in front of it ("the interagency Harbour Task Force")."""
    words = text.split()
    first = next((i for i, w in enumerate(words) if w[:1].isupper()), 0)
    name = words[first:]
    only_adjectives = not {"of", "in", "for", "at", "on", "from", "by", "with", "to", "and", "or", "the"} & set(
        words[:first]
    )
    long = (
        only_adjectives
        and len(name) > 2
        and all(w[:1].isupper() or w in {"of", "the", "and", "for", "on"} for w in name)
    )
    return " ".join(name) if long else text


def _untitled(text: str, lexicon: Lexicon) -> str:
    words = text.split()
    while len(words) > 1 and lexicon.listed(words[0], "title"):
        words = words[1:]
    return " ".join(words)


def _by_surname(people: tuple[str, ...], lexicon: Lexicon) -> dict[str, str]:
    """Full names by surname, where only one full name has it."""
    found: dict[str, set[str]] = {}
    for name in people:
        bare = _untitled(name, lexicon)
        if len(bare.split()) > 1:
            found.setdefault(bare.split()[-1], set()).add(bare)
    return {last: next(iter(names)) for last, names in found.items() if len(names) == 1}
