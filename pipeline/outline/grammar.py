"""Cheap signs that a passage gives advice: modal verbs, performatives, the imperative and the subjunctive. No model needed.

They decide which lists are recommendations, not what a directive is: that is the language room's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.outline.words import verbs

_ADJECTIVES = (
    "necessary|essential|vital|crucial|critical|imperative|important|needed|required|recommended|urgent|urged|encouraged|"
    "advisable|desirable|indispensable|incumbent"
)
_MODAL = re.compile(
    r"\b(?:should|must|shall|ought to|needs? to|ha(?:s|ve) to|had better|may wish to|could consider)\b",
    re.I,
)
# "The Board is to report", not "the best way is to report".
_IS_TO = re.compile(r"(?P<subject>[^.;:,]*)\b(?:is|are) to\b", re.I)
_ABSTRACT = re.compile(
    r"\b(?:solutions?|aims?|goals?|ways?|steps?|approach(?:es)?|answers?|challenges?|tasks?|purposes?|objectives?|intentions?|"
    r"ideas?|points?|keys?|roles?|priority|priorities|options?|functions?|alternatives?|methods?|strategy|mission|plan)\b",
    re.I,
)
_PERFORMS = re.compile(
    r"\b(?:(?:we|I|and|also|therefore|further|strongly|hereby|Committee|Commission|Panel|Inquiry|Board|Council|Office|paper|report|group|authors?|[A-Z]{2,6})\s+"
    r"(?:therefore\s+|also\s+|further\s+|strongly\s+|hereby\s+)*"
    r"(?:recommends?|urges?|calls? (?:on|upon|for)|proposes?|advis(?:e|es)|encourages?|suggests?|requests?)"
    r"|(?:is|are) (?:therefore |also |further |hereby )?recommend(?:ing|ed)|recommends? that|calls? (?:on|upon) the)\b"
)
_OWN = re.compile(
    r"\b(?:I|[Ww]e|(?:[Tt]he|[Tt]his) (?:[Cc]ommittee|[Cc]ommission|[Pp]anel|[Ii]nquiry|[Tt]ribunal|[Rr]eview|[Bb]oard|[Oo]mbudsman|[Tt]ask ?[Ff]orce))"
    r"(?: (?:therefore|also|further|strongly|hereby|accordingly|thus|again))* (?:recommends?|urges?|calls? (?:on|upon|for))\b"
)
_ADVERB = r"(?:(?:Also|Further|Strongly|Again|Once (?:more|again)|Hereby|Therefore|Urgently|Solemnly)\s+)*"
_CALLS = re.compile(
    rf"^{_ADVERB}(?:Calls? (?:on|upon|for)|Urges?|Recommends?|Requests?|Invites?|Encourages?|Appeals? to|Proposes?|Advises?"
    r"|(?:Asks|Demands|Directs|Instructs|Exhorts|Implores|Reminds|Insists))\b(?! by)",
    re.I,
)
# What a body does by a clause of its resolution, beside calling on somebody.
_CLAUSE = re.compile(
    rf"^{_ADVERB}(?:Decides|Resolves|Adopts|Approves|Endorses|Welcomes|Notes|Takes note|Recogni[sz]es|Acknowledges|Affirms|Reaffirms|"
    r"Confirms|Stresses|Emphasi[sz]es|Underlines|Underscores|Highlights|Expresses|Regrets|Deplores|Condemns|Commends|Congratulates|"
    r"Thanks|Recalls|Reiterates|Considers|Believes|Declares|Proclaims|Authori[sz]es|Supports|Agrees|Observes|Points out|Draws|"
    r"Looks forward|Establishes|Appoints|Commits|Pledges|Undertakes|Shares|Is (?:concerned|convinced|aware|of the opinion))\b",
    re.I,
)
_CALLS_LATER = re.compile(
    r"(?:,|\band)\s(?:(?:also|further|in (?:this|that) (?:regard|respect|context),?|to (?:this|that) end,?|therefore|strongly|hereby)\s)*"
    r"(?:calls? (?:on|upon|for)|urges|recommends|requests|invites|encourages|appeals to|asks|instructs|directs)\b"
)
_NEED = re.compile(r"\b(?:the|a|an)\s(?:\w+\s){0,2}(?:need|necessity|urgency)\s(?:to|for|of|that)\b")
_PREDICATE = re.compile(
    rf"\b(?:is|are|be|becomes?|remains?|seems?)\s+(?:\w+ly\s+|also\s+|more\s+|very\s+|most\s+)*(?:{_ADJECTIVES})\b",
    re.I,
)
_SUBJUNCTIVE = re.compile(
    r"^(?:That\s+)?(?:(?:the|a|an|all|each|any|every|these|this|more|greater|further|no|there)\b|[A-Z])[^.;:?!]{2,160}?(?<!to)(?<!not)(?<!will)(?<!can)(?<!may)(?<!would)(?<!could)(?<!might)(?<!cannot) "
    r"(?:not )?be (?:\w+ly )?(?:\w+(?:ed|en)|made|given|set|put|held|built|brought|sought|kept|found|drawn|sent|spent|taught|told|paid|done|led|cut|more|better|a|an|the)\b",
)
_REPORTED = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )\b(?:recommended|urged|proposed|called (?:on|for)|suggested) (?:that|to)\b"
)
_OPENER = re.compile(
    r"^(?:(?:please|always|never|also|then|further|finally|immediately|instead|first|second|third|fourth|fifth|sixth|seventh|last|next)[,\s]+|(?!(?:only|family|supply|early|monthly|july|apply|rely|reply|assembly|ally)\b)[a-z]+ly\s+|(?:do not|don[’']t)\s+|not\s+)*",
    re.I,
)
_ADVERBIAL = re.compile(
    r"^(?:in|by|on|as|to|for|within|at|under|through|with|where|wherever|when|whenever|while|whether|if|unless|once|until|after|before|over|given|building|working)\b[^.;:?!]{3,160}",
    re.I,
)
_COMMA = re.compile(r",\s+")
_FORBIDS = re.compile(r"\b(?:do not|don[’']t|never)\s+$", re.I)
_COMMITS = re.compile(r"\b(?:we|I|our \w+)(?:[’']ll| will| would like| plan| intend| are going)\b", re.I)
_SIGNS = re.compile(r"^[^\w“‘\"'(]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_AFTER_VERB = frozenset(
    "the a an all any each every its their our your his her this that these those more new no both such some other it them him us as how what whether why where in on to with for from of into against out up at by than existing current additional adequate".split()
)
# Behind a word that may be a noun these make it one: "Review of the rules", "Support for ports", "Research is", "Access to".
_AFTER_NOUN = frozenset(
    "of is are was were has have had will would can could may might should must and or in at on from by to".split()
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|does|did)\b", re.I)


def imperative(text: str) -> float:
    """How surely a text begins with an imperative: 1, 0.5 where its first word may be a noun, 0."""
    text = _SIGNS.sub("", text)
    found = max(map(_bare, (text, *_behind_adverbial(text))))
    return found if found == 1 or not _FINITE.search(text.split(".")[0][:120]) else 0.0


def _behind_adverbial(text: str) -> Iterator[str]:
    """What may be the clause behind an adverbial at the head of a text: behind its first comma, and behind the one that
    closes an enumeration ("For ports, towns, and ships, write …")."""
    if not (head := _ADVERBIAL.match(text)):
        return
    before = 0
    for comma in _COMMA.finditer(head[0]):
        if before == 0 or re.match(r"(?:and|or)\b", head[0][before:]):
            yield text[comma.end() :]
        before = comma.end()


def _bare(text: str) -> float:
    opener = _OPENER.match(text)
    rest = text[opener.end() :] if opener else text
    words = _WORD.findall(rest[:80])
    verb = words[0].lower() if words else ""
    following = words[1] if len(words) > 1 else ""
    if opener and _FORBIDS.search(opener[0]) and (verb in verbs() or verb == "be"):
        return 1.0
    if verb not in verbs():
        return 0.5 if re.search(r"[a-z]{2}(?:i[sz]e|ify)$", verb) and following else 0.0
    if not verbs()[verb]:
        return 0.5 if following.lower() in ("is", "are", "was", "of", "has", "will", "should", "must") else 1.0
    if following.lower() in _AFTER_NOUN or not following:
        return 0.0
    if following.lower() in _AFTER_VERB:
        return 1.0
    return 0.5


def directs(text: str) -> bool:
    """Whether some sentence of a text says that something ought to be done."""
    if _obliges(text):
        return True
    return bool(_SUBJUNCTIVE.match(text)) or any(not is_abstract(m["subject"]) for m in _IS_TO.finditer(text))


def is_abstract(subject: str) -> bool:
    """Whether what "is to" do something is an aim or a plan ("the best way is to report"), not a party."""
    return bool(_ABSTRACT.search(subject))


def _obliges(text: str) -> bool:
    return bool(_MODAL.search(text) or _PERFORMS.search(text) or _PREDICATE.search(text))


def calls(text: str) -> bool:
    """Whether a text begins with a performative without a subject, as the clauses of a resolution do: "Urges all states"."""
    return bool(_CALLS.match(text))


def enacts(text: str) -> bool:
    """Whether a text is a clause of a resolution: a verb in the third person without a subject ("Welcomes", "Urges")."""
    return bool(_CLAUSE.match(text)) or calls(text)


def calls_within(text: str) -> bool:
    """Whether a clause of a resolution calls for something: at its head, further on ("… and invites"), or by a need it states."""
    return calls(text) or bool(_CALLS_LATER.search(text) or _NEED.search(text)) or _obliges(text)


def performs(text: str) -> bool:
    """Whether the text itself recommends, urges or proposes, here and now."""
    return bool(_PERFORMS.search(text))


def recommends(text: str) -> bool:
    """Whether the authors recommend something here and now, in the first person or as the body that they are."""
    return bool(_OWN.search(text))


def advises(text: str, heading: str = "") -> bool:
    """Whether an item reads as advice: an imperative at its head or that of its run-in heading, or a sentence that directs."""
    if text.rstrip().endswith("?") or _REPORTED.search(text[:200]):
        return False
    if _COMMITS.search(text) and not directs(text):
        return False
    body = text[len(heading) :].lstrip(" :–—-") if heading else text
    return imperative(heading) == 1 or imperative(body) == 1 or directs(text) or calls(body)
