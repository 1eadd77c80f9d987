"""Phrases for new sentences, drawn at random from pieces of real trees: names, subjects, lists of actions, modals."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from training.harvest import Stock
from training.trees import (
    AND,
    COMMA,
    Piece,
    append,
    children,
    coordinate,
    insert,
    make,
    one,
    root_of,
)

PLACES = (
    "Japan China Washington Tokyo Beijing Seoul Taiwan Australia India NATO ASEAN Russia Manila Brussels Congress Ukraine "
    "Europe Germany Canada Moscow London France Parliament Treasury Brazil Mexico Kenya Poland Ottawa Paris"
).split()
MODALS = ["should"] * 12 + ["must"] * 6 + ["shall"] * 2 + ["can", "could", "will", "may", "might", "would"]
JOINTLY = ("coordination", "consultation", "cooperation", "partnership", "collaboration", "conjunction", "concert")
MANNERS = "quietly actively jointly regularly fully further swiftly strongly carefully explicitly clearly".split()
SUBJECTS = {  # kinds of subjects and their weights
    "names": 26, "three": 14, "phrases": 10, "heavy": 26, "short": 14, "acronym": 6, "twofold": 5, "relative": 10,
    "apposed": 8, "governments": 3
}  # fmt: skip
NATIONS = (
    "Japanese Chinese Russian Australian Indian Korean British French German Canadian Mexican Kenyan Polish".split()
)
SIDES = "governments militaries navies leaders officials delegations parliaments economies sides".split()
THE = make("the", "DET", "DT", "Definite=Def|PronType=Art", relation="det")
PRESENT_PLURAL = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
THAT_REL = make("that", "PRON", "WDT", "PronType=Rel", relation="nsubj")
WHICH = make("which", "PRON", "WDT", "PronType=Rel", relation="nsubj")
WHO = make("who", "PRON", "WP", "PronType=Rel", relation="nsubj")
NNP, FIN = "Number=Sing", "VerbForm=Fin"


def single(piece: Piece) -> bool:
    """Is no other verb coordinated with the first word?"""
    return not any(piece[i].relation == "conj" for i in children(piece, 0))


class Phrases:
    """Draws phrases from a stock; the same stock and seed give the same phrases."""

    def __init__(self, stock: Stock, seed: int) -> None:
        self.stock = stock
        self.random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self) -> Piece:
        if self.chance(0.4):
            return one(make((form := self.random.choice(PLACES)), "PROPN", "NNP", NNP, lemma=form))
        if self.chance(0.2):
            return self.american()
        return self.random.choice(self.stock.names)

    def american(self) -> Piece:
        """The U.S., or something of the U.S.: the full stop inside a name ends no sentence."""
        country = make("U.S.", "PROPN", "NNP", NNP, lemma="U.S.")
        if self.chance(0.4):
            return insert(one(country), 0, one(THE), 0, "det")
        if self.chance(0.5):
            form = self.random.choice(["government", "military", "administration", "delegation", "side"])
            head = one(make(form, "NOUN", "NN", NNP))
        else:
            form = self.random.choice(["Congress", "Senate", "Treasury", "Navy", "Government", "Army", "Department"])
            head = one(make(form, "PROPN", "NNP", NNP, lemma=form))
        return insert(insert(head, 0, one(country), 0, "compound"), 0, one(THE), 1, "det")

    def phrase(self) -> Piece:
        """Any noun phrase of moderate length."""
        kind = self.random.choices([self.stock.simple, self.stock.names, self.stock.heavy], [60, 20, 20])[0]
        return self.random.choice(kind)

    def subject(self) -> Piece:
        """A subject as reports have them: mostly coordinated or long."""
        kind = self.random.choices(list(SUBJECTS), list(SUBJECTS.values()))[0]
        if kind == "names":
            return self.both(coordinate([self.name(), self.name()]))
        if kind == "three":
            members = [
                self.name() if self.chance(0.65) else self.phrase() for _ in range(self.random.choice([3, 3, 4]))
            ]
            return coordinate(members, oxford=self.chance(0.7))
        if kind == "phrases":
            return self.both(coordinate([self.phrase(), self.phrase()]))
        if kind == "heavy":
            return self.random.choice(self.stock.heavy)
        if kind == "acronym":
            return self.with_acronym(self.name())
        if kind == "twofold":
            return self.twofold()
        if kind == "relative":
            return self.relative()
        if kind == "apposed":
            return self.apposed()
        if kind == "governments":
            return self.governments()
        return self.name() if self.chance(0.5) else self.random.choice(self.stock.simple)

    def twofold(self) -> Piece:
        """Public and private investors: the coordination is of adjectives, the subject is the noun behind."""
        for _ in range(20):
            piece, other = self.random.choice(self.stock.simple), self.random.choice(self.stock.simple)
            at = next((i for i, word in enumerate(piece) if word.xpos == "JJ" and word.relation == "amod"), -1)
            more = next((word for word in other if word.xpos == "JJ" and word.relation == "amod"), None)
            if at >= 0 and more is not None and piece[at].head == root_of(piece):
                piece = insert(piece, at + 1, one(more), at, "conj")
                return insert(piece, at + 1, one(AND), at + 1, "cc")
        return self.name()

    def relative(self) -> Piece:
        """Agencies that collect data: the verb nearest to the modal is not the subject's."""
        noun = self.choose(self.stock.simple, lambda piece: piece[root_of(piece)].xpos == "NNS")
        action = self.choose(
            self.stock.actions, lambda piece: piece[0].head == -1 and len(piece) <= 7 and single(piece)
        )
        clause = (replace(action[0], xpos="VBP", feats=PRESENT_PLURAL), *action[1:])
        clause = insert(clause, 0, one(self.random.choice([THAT_REL, THAT_REL, WHICH, WHO])), 0, "nsubj")
        return append(noun, clause, root_of(noun), "acl:relcl")

    def apposed(self) -> Piece:
        """The mayor, head of the council, and the port authority; the fund (a bank) and the court: more than names between."""
        members = [self.name() if self.chance(0.4) else self.phrase() for _ in range(self.random.choice([2, 3, 3]))]
        at = self.random.randrange(len(members) - 1)
        aside, brackets = self.phrase(), self.chance(0.5)
        top = root_of(aside)
        for place, form, tag in (
            (0, "(" if brackets else ",", "-LRB-"),
            (len(aside) + 1, ")" if brackets else ",", "-RRB-"),
        ):
            mark = one(make(form, "PUNCT", tag if brackets else ","))
            aside = insert(aside, place, mark, top, "punct")
            top = root_of(aside)
        members[at] = append(members[at], aside, root_of(members[at]), "appos")
        return coordinate(members, oxford=brackets)

    def governments(self) -> Piece:
        """The U.S. and Japanese governments: one name and one adjective before one noun."""
        words = one(make(self.random.choice(SIDES), "NOUN", "NNS", "Number=Plur"))
        nation = make(self.random.choice(NATIONS), "ADJ", "JJ", "Degree=Pos")
        country = self.random.choice(["U.S.", "U.S.", "U.S.", "U.K.", "EU", "NATO"])
        pair = append(
            one(make(country, "PROPN", "NNP", NNP, lemma=country)), insert(one(nation), 0, one(AND), 0, "cc"), 0, "conj"
        )
        words = insert(words, 0, pair, 0, "compound")
        return insert(words, 0, one(THE), root_of(words), "det") if self.chance(0.8) else words

    def choose(self, pieces: list[Piece], fit: Callable[[Piece], bool]) -> Piece:
        """A piece that fits; any piece when a few draws find none."""
        drawn = [self.random.choice(pieces) for _ in range(30)]
        return next((piece for piece in drawn if fit(piece)), drawn[0])

    def both(self, pair: Piece) -> Piece:
        if self.chance(0.9) or pair[0].xpos == "DT":
            return pair
        return insert(pair, 0, one(make("both", "CCONJ", "CC")), root_of(pair), "cc:preconj")

    def with_acronym(self, piece: Piece) -> Piece:
        """The Office of Trade (OT)."""
        letters = "".join(self.random.choices("ABCDEFGHIMNOPRSTU", k=self.random.choice([3, 4, 4, 5])))
        inner = one(make(letters, "PROPN", "NNP", NNP, lemma=letters))
        inner = insert(inner, 0, one(make("(", "PUNCT", "-LRB-")), 0, "punct")
        inner = append(inner, one(make(")", "PUNCT", "-RRB-")), 1, "punct")
        return append(piece, inner, root_of(piece), "appos")

    def actions(self, *, finite: bool = False) -> Piece:
        """One verb phrase, or two or three: "close A, open B, and move C"; finite: they will stand behind a modal."""
        count = self.random.choices([1, 2, 3], [45, 30, 25])[0]
        phrases = [self.random.choice(self.stock.actions) for _ in range(count)]
        phrases = [phrase for phrase in phrases if len(phrase) <= 11 or count == 1] or phrases[:1]
        if self.chance(0.12):
            adverb = one(make(self.random.choice(MANNERS), "ADV", "RB"))
            phrases[-1] = insert(phrases[-1], 0, adverb, root_of(phrases[-1]), "advmod")
        if finite and len(phrases) == 2 and self.chance(0.3):
            phrases[1] = self.again(phrases[1])
        return coordinate(phrases, oxford=self.chance(0.7))

    def again(self, action: Piece) -> Piece:
        """(The port should be mended and) therefore must be closed: a second modal for the same subject."""
        action = insert(action, 0, self.modal(), root_of(action), "aux")
        if self.chance(0.4):
            adverb = make(self.random.choice(["therefore", "thus", "also", "then", "consequently"]), "ADV", "RB")
            action = insert(action, 0, one(adverb), root_of(action), "advmod")
        return action

    def modal(self) -> Piece:
        form = self.random.choice(MODALS)
        return one(make(form, "AUX", "MD", FIN))

    def jointly(self) -> Piece:
        """ ", in coordination with X,"."""
        noun = one(make(self.random.choice(JOINTLY), "NOUN", "NN", NNP))
        noun = insert(noun, 0, one(make("in", "ADP", "IN")), 0, "case")
        other = self.name()
        other = insert(other, 0, one(make("with", "ADP", "IN")), root_of(other), "case")
        noun = append(noun, other, 1, "nmod")
        noun = insert(noun, 0, one(COMMA), 1, "punct")
        return append(noun, one(COMMA), root_of(noun), "punct")
