"""New sentences for what reports are full of and treebanks are not: heavy and coordinated subjects of modals, imperatives,
"for X to V", lists of actions, stems of lists, labels. All are made of pieces of real trees (see `harvest`).

Recombining pieces of annotated trees follows Jia and Liang (2016), "Data recombination for neural semantic parsing".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from training.conllu import Sentence, Word
from training.harvest import Host, Stock, gather
from training.phrases import FIN, NNP, THE, Phrases
from training.trees import (
    AND,
    COLON,
    COMMA,
    STOP,
    TO,
    Piece,
    append,
    children,
    coordinate,
    insert,
    lowered,
    make,
    one,
    raised,
    root_of,
    spaced,
    substitute,
)

JUDGEMENTS = "important essential necessary vital crucial critical imperative desirable possible time urgent".split()
ADVICE_THAT = ("recommend", "propose", "suggest", "ask", "request", "urge")
ADVICE_TO = ("urge", "encourage", "advise", "ask", "invite", "want", "expect", "call", "urge", "call")
LABELS = ("Recommendation", "Action", "Proposal", "Step", "Goal", "Priority", "Finding", "Objective")

SPEAKERS = [(noun, False) for noun in "report paper study committee panel commission statement document".split()] + [
    (noun, True) for noun in "authors experts members ministers participants".split()
]
PAST = "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"
THIS = make("this", "DET", "DT", "Number=Sing|PronType=Dem", relation="det")
IT = make("It", "PRON", "PRP", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", relation="expl")
IS = make("is", "AUX", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", lemma="be", relation="cop")
WE = make("We", "PRON", "PRP", "Case=Nom|Number=Plur|Person=1|PronType=Prs", relation="nsubj")
THAT = make("that", "SCONJ", "IN", relation="mark")
FOR = make("for", "SCONJ", "IN", relation="mark")
PRESENT = "Mood=Ind|Number=Plur|Person=1|Tense=Pres|VerbForm=Fin"
PLURAL = frozenset({"were", "are", "have", "'re", "’re", "do", "am", "'m", "’m"})


class Maker(Phrases):
    """Makes sentences out of a stock; the same stock and seed give the same sentences."""

    def __init__(self, stock: Stock, seed: int) -> None:
        super().__init__(stock, seed)
        self.kinds: list[tuple[Callable[[], Piece], int]] = [
            (self.hosted, 30),
            (self.embedded, 16),
            (self.joined, 10),
            (self.between, 6),
            (self.advice, 20),
            (self.imperative, 5),
            (self.plain, 9),
            (self.gerund, 3),
            (self.for_to, 5),
            (self.recommend, 10),
            (self.need_to, 4),
            (self.stem, 3),
        ]

    def sentence(self) -> Sentence:
        make_one = self.random.choices([kind for kind, _ in self.kinds], [weight for _, weight in self.kinds])[0]
        words = make_one()
        if self.random.random() < 0.04:
            words = self.labelled(words)
        return Sentence("synthetic", False, spaced(raised(words)))

    def hosted(self) -> Piece:
        """A real sentence with another subject."""
        host = self.random.choice(self.stock.hosts)
        words, verb = self.with_subject(host, self.subject())
        return self.opened(words, verb) if self.chance(0.35) else words

    def plain(self) -> Piece:
        """Work began in May; trade policy could change: a noun that may be a verb opens a statement, not an order."""
        words = one(self.random.choice(self.stock.ambiguous))
        kind = self.random.random()
        if kind < 0.3:
            other = self.phrase()
            case = make(self.random.choice(["for", "on", "to", "of", "in", "with"]), "ADP", "IN")
            words = append(words, insert(other, 0, one(case), root_of(other), "case"), 0, "nmod")
        elif kind < 0.5:
            words = insert(one(self.random.choice(self.stock.ambiguous)), 0, words, 0, "compound")
        hosts = [self.random.choice(self.stock.hosts) for _ in range(20)]
        fit = [host for host in hosts if not any(word.form.lower() in PLURAL for word in host.words[:4])]
        return self.with_subject((fit or hosts)[0], words)[0]

    def gerund(self) -> Piece:
        """Closing the port should help: the subject is a clause."""
        words = insert(self.actions(finite=True), 0, self.modal(), 0, "aux")
        words = tuple(replace(word, head=root_of(words)) if i == 0 else word for i, word in enumerate(words))
        words = insert(words, 0, self.random.choice(self.stock.gerunds), root_of(words), "csubj")
        return append(words, one(STOP), root_of(words), "punct")

    def embedded(self) -> Piece:
        """A real sentence with another subject in one of its later clauses."""
        host = self.random.choice(self.stock.embedded)
        return self.with_subject(host, self.name() if self.chance(0.4) else self.subject())[0]

    def with_subject(self, host: Host, subject: Piece) -> tuple[Piece, int]:
        words = list(host.words)
        old = words[host.modal]
        weak = host.modal >= 0 and old.form.lower() in ("can", "could", "would", "will", "may", "might")
        bare = host.modal >= 0 and words[host.modal + 1].form not in ("n't", "n’t", "not")
        if weak and bare and self.chance(0.75):
            form = self.random.choice(["should"] * 4 + ["must"] * 2)
            words[host.modal] = replace(old, form=form, lemma=form, feats=FIN)
        new = substitute(tuple(words), host.subject, subject)
        return new, host.verb + (len(subject) - 1 if host.verb > host.subject else 0)

    def opened(self, words: Piece, verb: int) -> Piece:
        """words behind a fronted adverbial of another sentence."""
        opening, relation = self.random.choice(self.stock.openings)
        front = append(opening, one(COMMA), root_of(opening), "punct")
        return insert(lowered(words), 0, front, verb, relation)

    def advice(self) -> Piece:
        """Somebody should do one, two or three things."""
        words = self.statement()
        return self.opened(words, root_of(words)) if self.chance(0.3) else words

    def statement(self) -> Piece:
        words = insert(self.actions(finite=True), 0, self.modal(), 0, "aux")
        words = tuple(replace(word, head=root_of(words)) if i == 0 else word for i, word in enumerate(words))
        if self.chance(0.12):
            words = insert(words, 0, self.jointly(), root_of(words), "obl")
        words = insert(words, 0, self.subject(), root_of(words), self.subject_relation(words))
        return append(words, one(STOP), root_of(words), "punct")

    def subject_relation(self, words: Piece) -> str:
        passive = any(words[i].relation == "aux:pass" for i in children(words, root_of(words)))
        return "nsubj:pass" if passive else "nsubj"

    def heading(self) -> Sentence:
        """A run-in heading, "Fishing fleets.", a sentence of its own."""
        phrase = self.random.choice([self.stock.simple, self.stock.heavy, self.stock.names])
        words = self.random.choice(phrase)
        if self.chance(0.2):
            words = coordinate([words, self.phrase()])
        return Sentence("synthetic", False, spaced(raised(append(words, one(STOP), root_of(words), "punct"))))

    def document(self) -> list[Sentence]:
        """One to three sentences, sometimes behind a run-in heading."""
        sentences = [self.sentence() for _ in range(self.random.choice([1, 1, 2, 3]))]
        return [self.heading(), *sentences] if self.chance(0.15) else sentences

    def imperative(self) -> Piece:
        words = self.actions()
        root = root_of(words)
        if words[root].xpos == "VB":
            words = tuple(
                replace(word, feats="Mood=Imp|VerbForm=Fin")
                if word.xpos == "VB" and (i == root or (word.head == root and word.relation == "conj"))
                else word
                for i, word in enumerate(words)
            )
        return append(words, one(STOP), root, "punct") if self.chance(0.7) else words

    def infinitive(self) -> Piece:
        """to V."""
        words = self.actions()
        return insert(words, 0, one(TO), root_of(words), "mark")

    def for_to(self) -> Piece:
        """It is important for X to V."""
        clause = self.infinitive()
        clause = insert(clause, 0, self.subject(), root_of(clause), self.subject_relation(clause))
        clause = insert(clause, 0, one(FOR), root_of(clause), "mark")
        judgement = self.random.choice(JUDGEMENTS)
        head = one(
            make(judgement, "ADJ", "JJ", "Degree=Pos") if judgement != "time" else make("time", "NOUN", "NN", NNP)
        )
        words = insert(insert(head, 0, one(IS), 0, "cop"), 0, one(IT), 1, "expl")
        words = append(words, clause, 2, "csubj")
        return append(words, one(STOP), 2, "punct")

    def recommend(self) -> Piece:
        """We recommend that X V; this report urges X to V; the panel called for X."""
        kind = self.random.choices(["that", "to", "for"], [45, 35, 20])[0]
        verb = {"that": ADVICE_THAT, "to": ADVICE_TO, "for": ("call",)}[kind]
        words = self.speaking(self.random.choice(verb))
        top = root_of(words)
        if kind == "that":
            clause = self.actions()
            clause = insert(clause, 0, self.subject(), root_of(clause), self.subject_relation(clause))
            words = append(words, insert(clause, 0, one(THAT), root_of(clause), "mark"), top, "ccomp")
        elif kind == "for":
            wanted = self.phrase()
            wanted = insert(wanted, 0, one(make("for", "ADP", "IN")), root_of(wanted), "case")
            words = append(words, wanted, top, "obl")
        else:
            other = self.subject()
            call = words[top].lemma == "call"
            if call:
                other = insert(other, 0, one(make("on", "ADP", "IN")), root_of(other), "case")
            words = append(words, other, top, "obl" if call else "obj")
            words = append(words, self.infinitive(), top, "xcomp")
        words = append(words, one(STOP), top, "punct")
        return self.opened(words, top) if self.chance(0.25) else words

    def speaking(self, verb: str) -> Piece:
        """Who advises, and the verb that agrees with them."""
        if self.chance(0.25):
            return insert(one(make(verb, "VERB", "VBP", PRESENT)), 0, one(WE), 0, "nsubj")
        noun, many = self.random.choice(SPEAKERS)
        speaker = one(make(noun, "NOUN", "NNS" if many else "NN", "Number=Plur" if many else NNP))
        speaker = insert(speaker, 0, one(THE if many or self.chance(0.5) else THIS), 0, "det")
        if self.chance(0.25):
            past = {"ask": "asked", "advise": "advised", "urge": "urged", "propose": "proposed", "invite": "invited"}
            head = make(past.get(verb, f"{verb}ed"), "VERB", "VBD", PAST, lemma=verb)
        elif many:
            head = make(verb, "VERB", "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin")
        else:
            head = make(f"{verb}s", "VERB", "VBZ", IS.feats, lemma=verb)
        return insert(one(head), 0, speaker, 0, "nsubj")

    def need_to(self) -> Piece:
        """X needs to V."""
        subject = self.subject()
        many = "Number=Plur" in subject[root_of(subject)].feats or any(word.relation == "conj" for word in subject)
        feats = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin" if many else IS.feats
        verb = make("need" if many else "needs", "VERB", "VBP" if many else "VBZ", feats, lemma="need")
        words = insert(one(verb), 0, subject, 0, "nsubj")
        words = append(words, self.infinitive(), root_of(words), "xcomp")
        return append(words, one(STOP), root_of(words), "punct")

    def stem(self) -> Piece:
        """X should: (the list follows; the modal is the head, as nothing else is left)."""
        words = insert(self.modal(), 0, self.subject(), 0, "nsubj")
        return append(words, one(COLON), root_of(words), "punct")

    def joined(self) -> Piece:
        """One sentence, and another: the comma before "and" joins clauses here, not names."""
        first = self.random.choice(self.stock.clauses) if self.chance(0.65) else self.statement()
        second = self.statement() if self.chance(0.5) else self.hosted()
        if len(second) > 24 or second[-1].form != "." or len(first) > 26:
            return self.statement()
        top = root_of(first)
        tail = insert(lowered(second[:-1]), 0, one(AND if self.chance(0.8) else BUT), root_of(second), "cc")
        if self.chance(0.8):
            tail = insert(tail, 0, one(COMMA), root_of(tail), "punct")
        words = append(first[:-1], tail, top, "conj")
        return append(words, one(STOP), top, "punct")

    def between(self) -> Piece:
        """The dispute between A and B ended, and A should pay; A is a friend of B and C, and B must help."""
        first, second = self.name(), self.name()
        pair = coordinate([first, second])
        noun = self.random.choice(self.stock.simple)
        case = make(self.random.choice(["between", "between", "of", "for", "with"]), "ADP", "IN")
        noun = append(noun, insert(pair, 0, one(case), root_of(pair), "case"), root_of(noun), "nmod")
        if self.chance(0.4):
            hosts = [self.random.choice(self.stock.hosts) for _ in range(20)]
            fit = [h for h in hosts if len(h.words) <= 14 and h.words[-1].form == "." and h.words[h.verb].head == -1]
            if not fit or any(word.form.lower() in PLURAL for word in fit[0].words[:4]):
                return self.statement()
            words = self.with_subject(fit[0], noun)[0][:-1]
        else:
            words = insert(noun, 0, one(IS), root_of(noun), "cop")
            words = insert(words, 0, self.name(), root_of(words), "nsubj")
        top = root_of(words)
        tail = insert(self.actions(finite=True), 0, self.modal(), 0, "aux")
        tail = tuple(replace(word, head=root_of(tail)) if i == 0 else word for i, word in enumerate(tail))
        again = self.random.choice([first, second]) if self.chance(0.6) else self.phrase()
        tail = insert(tail, 0, again, root_of(tail), self.subject_relation(tail))
        for word in (AND if self.chance(0.85) else BUT, COMMA):
            tail = insert(tail, 0, one(word), root_of(tail), word.relation)
        return append(append(words, tail, top, "conj"), one(STOP), top, "punct")

    def labelled(self, words: Piece) -> Piece:
        """Recommendation 7: ..."""
        form = self.random.choice(LABELS)
        label = one(make(form, "NOUN", "NN", NNP))
        label = append(
            label, one(make(str(self.random.randint(1, 30)), "NUM", "CD", "NumForm=Digit|NumType=Card")), 0, "dep"
        )
        label = append(label, one(COLON), 0, "punct")
        return append(label, words, 0, "parataxis")


BUT = make("but", "CCONJ", "CC", relation="cc")


def synthesise(sentences: Iterable[Sentence], documents: int, seed: int) -> list[list[Sentence]]:
    """Documents of one to three made-up sentences, from the trees of sentences; the same seed gives the same documents."""
    maker = Maker(gather(sentences), seed)
    return [maker.document() for _ in range(documents)]


def check(words: Iterable[Word]) -> None:
    """Raises ValueError unless words are one tree."""
    piece = tuple(words)
    if sum(word.head == -1 for word in piece) != 1:
        raise ValueError("a tree has one root: " + " ".join(word.form for word in piece))
    for start in range(len(piece)):
        seen, at = set(), start
        while at != -1:
            if at in seen or not 0 <= at < len(piece):
                raise ValueError("a tree has no cycle: " + " ".join(word.form for word in piece))
            seen.add(at)
            at = piece[at].head
