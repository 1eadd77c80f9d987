"""Printed labels: `1.`, `(a)`, `II.A.3`, `6a(i)`, `R3.2-1`, `Recommendation 7:`, `■`. Shared by readers and outline."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from pipeline.document import Span

LabelKind = Literal["bullet", "number", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A printed label at the start (or, as `(Recommendation 3)`, at the end) of a text.

    Attributes:
        printed: as it stands, without surrounding white space.
        number: the bare number: `3`, `II`, `a`, `2.4`, `R1`; empty for bullets and for a word alone ("Recommendation:").
        style: what labels of one list have in common: `1.`, `(1)`, `A.`, `i)`, `Recommendation 1`, or the bullet's glyph.
        word: the label's own word (`Recommendation`, `Action`; of `R1` the letter), else empty.
        end: where the text goes on after the label and the white space behind it; of a label at the end of a text, where
            the text before it ends.
        addressee: whom the label names ("CISA and Congress"), a span of the text.
    """

    kind: LabelKind
    printed: str
    number: str
    style: str
    word: str = ""
    end: int = 0
    addressee: Span | None = None

    @property
    def stands_alone(self) -> bool:
        """Whether the number needs no path of enclosing numbers: it has a word of its own or is already compound."""
        return self.kind == "word" or bool(re.search(r"\w[.\-(]\w", self.number))


# Words that stand before a number without any sign between number and title ("Part 1 Impact on Japan").
WORDS = (
    "Recommendation|Rec|Reco|Action|Proposal|Measure|Commitment|Priority|Ask|Step|Option|Principle|Goal|Objective|Pillar|"
    "Finding|Conclusion|Observation|Lesson|Question|Requirement|Part|Chapter|Section|Sec|Article|Annex|Appendix|Attachment|"
    "Schedule|Title|Volume|Module|Unit|Theme|Issue|Area|Case|Study|Example|Box|Figure|Fig|Table|Chart|Exhibit|Map|Slide|"
    "Paragraph|Para|Rule|Clause|Standard|Criterion|Indicator|Phase|Stage|Task|Strategy|Scenario|Note"
)
_NAMED = "One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|Fourteen|Fifteen|Sixteen|Seventeen|Eighteen|Nineteen|Twenty"
_ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
# The first need no white space behind them; the second are letters, dashes and stars elsewhere.
_GLYPHS = "■□▪▫●○◦•‣⁃∙◆◇❖◼◻►▶▸▹▻➢➤➔→⇒✓✔✗✘☐☑☒❏❑❒\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf0a8\uf071\uf06f\uf0b0\u2043"
_BULLET = re.compile(
    rf"(?P<printed>[{_GLYPHS}·・])[\s\u200b]*|(?P<dash>--|[-–—―−*+oO¡§»›✦★¾Øü]|\(cid:\d+\))[ \t\u00a0\u2003]+(?=\S)"
)

_ATOM = rf"(?:\d{{1,3}}[a-z]?|[A-Z]|[IVX]{{1,6}}|{_ROMAN}|[a-z])"
_TAIL = rf"(?:\((?:\d{{1,2}}|[a-z]|{_ROMAN})\))*"
_WORD = re.compile(
    rf"(?P<printed>(?:[A-Z][\w-]+\s+){{0,2}}?(?P<word>{WORDS}|{WORDS.upper()}|(?:{WORDS.lower()})(?=\s*\d)|[A-Z][a-z]{{2,}}(?=\s+\d+\s*:))"
    rf"\.?(?:\s*(?:(?i:no|nº|n°)\.?|(?i:number)|#)\s*|\s+|\s*[-–]\s*)"
    rf"(?P<number>(?:[A-Z]{{1,3}}[-.]?)?\d{{1,3}}(?:[.\-–]\d{{1,3}})*(?:[a-z](?![a-z]))?{_TAIL}|{_NAMED}|{_NAMED.upper()}|[IVXLC]{{1,6}}(?:\.[A-Z0-9]+)*|[A-Z](?:[.-]?\d{{1,2}})?|[a-z](?=\s*[:.)]))(?![A-Za-z0-9])"
    r"(?P<aside>\s*\([^()]{2,160}\)|\s*[,–—-]?\s+(?:for|to)\s(?=[^:.]{2,120}:)[^:.]*)?"
    r"\s?(?P<sign>[:.)]|[–—-](?=\s))?)(?P<gap>\s*)",
)
_ALONE = re.compile(
    r"(?P<printed>(?:[A-Z][\w-]+\s+){0,2}?(?P<word>(?:Recommendation|RECOMMENDATION|Recommended [Aa]ction|Proposal|PROPOSAL))"
    r"(?P<aside>\s*\((?:for|to)\s[^()]{2,160}\)|\s+(?:for|to)\s[^:.]{2,120})?\s?:)\s*(?=\S)"
)
_ADDRESSEE = re.compile(r"[\s(,–—-]*(?:addressed\s+)?(?:for|to)\s+(?P<who>[^()]+?)\s*\)?\s*$")
_CODE = re.compile(
    r"(?P<printed>\[?(?P<number>(?P<word>R(?:ec|EC)?|[A-FH-Z])[.\-]?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?)(?P<sign>\s?[:.)\]]|(?=\t|\s{2}|\s[–—-]\s)|)\]?)(?P<gap>\s+(?:[–—-]\s)?|$)"
)
_COMPOUND = re.compile(
    rf"(?P<printed>[(\[]?(?P<number>{_ATOM}(?:[.\-]{_ATOM})+{_TAIL}|\d{{1,3}}[a-z]{_TAIL}|{_ATOM}\(\w{{1,4}}\){_TAIL})(?P<sign>[.):\]]|\.\))?)(?P<gap>\s+|$)"
)
_BRACKETED = re.compile(rf"(?P<printed>[(\[（](?P<number>{_ATOM})[)\]）][.:]?)(?P<gap>\s*)")
_POINTED = re.compile(rf"(?P<printed>(?P<number>{_ATOM})(?P<sign>\.\)|[.)\]:．、：]|\s?[–—-](?=\s)))(?P<gap>\s*)")
_CIRCLED = re.compile(r"(?P<printed>[①-⑳❶-❿➀-➓])\s*")
_PILCROW = re.compile(r"(?P<printed>[§¶]+\s?(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?)\.?)\s+")
_BARE = re.compile(r"(?P<printed>(?P<number>\d{1,3}))(?P<gap>\s+)(?=[A-Z“‘\"(])")
_TAIL_LENGTH = 120
_AT_END = re.compile(
    rf"\s*(?P<printed>[(\[](?P<word>{WORDS})\.?\s+(?:(?:no\.?|number|#)\s*)?(?P<number>\d{{1,3}}(?:[.\-]\d{{1,3}})*[a-z]?|[IVX]{{1,5}}|[A-Z])[)\]])[\s.]*\d{{0,2}}$",
    re.IGNORECASE,
)


def match(text: str) -> Label | None:
    """The label that a text begins with, if any.

    A bare number before a capital ("12 We recommend", style `1`) and a capital before a full stop ("A. Smith") are weak
    evidence: whether they label an item shows in the labels before and after it.
    """
    lead = len(text) - len(text.lstrip())
    rest = _plain(text[lead : lead + 400])
    for find in (_word, _alone, _code, _numbered, _bullet):
        found = find(rest)
        if found:
            return _placed(found, lead, text)
    return None


def match_end(text: str) -> Label | None:
    """The label that a text ends with, such as `(Recommendation 3)`; its `end` is where the text before it ends."""
    before = max(0, len(text) - _TAIL_LENGTH)
    m = _AT_END.search(text[before:])
    if not m:
        return None
    word = m["word"].capitalize()
    end = before + m.start()
    return Label(kind="word", printed=m["printed"], number=m["number"], style=f"({word} 1)", word=word, end=end)


def follows(before: Label, label: Label) -> bool:
    """Whether a label is the next one of the same list: `2.` after `1.`, `v)` after `iv)`, `1.3` after `1.2`."""
    if label.kind != before.kind or label.word.lower() != before.word.lower():
        return False
    if label.kind == "bullet":
        return label.style == before.style
    head, one = _last(before.number)
    other_head, two = _last(label.number)
    if head != other_head or _signs(before.style) != _signs(label.style):
        return False
    return any(
        a is not None and b is not None and b - a == 1 for a, b in zip(_readings(one), _readings(two), strict=True)
    )


def counts(label: Label) -> frozenset[int]:
    """What the last link of a label's number can count as: `i` is the first Roman numeral or the ninth letter."""
    return _values(_last(label.number)[1])


def is_first(label: Label) -> bool:
    """Whether a label can open a list: `1.`, `(a)`, `I.`, `2.1`, `Recommendation 1`."""
    return label.kind == "bullet" or not label.number or 1 in _values(_last(label.number)[1])


def roman(number: str) -> int | None:
    """The value of a Roman numeral up to XXXIX in one case; None if it is none."""
    if not number or not re.fullmatch(_ROMAN, number.lower()) or number not in (number.lower(), number.upper()):
        return None
    values = [{"i": 1, "v": 5, "x": 10}[c] for c in number.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _plain(text: str) -> str:
    """Full-width digits, brackets and stops as plain ones, every character in its place."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" or c in "\u3000\u00a0" else c for c in text)


def _placed(label: Label, by: int, text: str) -> Label:
    """A label found in the plain text after `by` characters of white space, as it stands in the text itself."""
    printed = text[by : by + len(label.printed)]
    who = label.addressee.shifted(by) if label.addressee else None
    return replace(label, printed=printed, end=label.end + by, addressee=who)


def _bullet(text: str) -> Label | None:
    m = _BULLET.match(text)
    if not m:
        return None
    glyph = m["printed"] or m["dash"]
    if glyph in "oOØü¾" and not text[m.end() :][:1].isupper():
        return None
    return Label(kind="bullet", printed=glyph, number="", style=glyph, end=m.end())


def _word(text: str) -> Label | None:
    m = _WORD.match(text)
    if not m or not _sure(m, text):
        return None
    word = m["word"].capitalize()
    aside = m["aside"] or ""
    return Label(
        kind="word",
        printed=m["printed"].strip(),
        number=m["number"].strip(),
        style=f"{word} {_style(m['number'])}",
        word=word,
        end=m.end(),
        addressee=_addressee(aside, m.start("aside")) if aside else None,
    )


def _alone(text: str) -> Label | None:
    m = _ALONE.match(text)
    if not m:
        return None
    word = m["word"].split()[-1].capitalize()
    who = _addressee(m["aside"], m.start("aside")) if m["aside"] else None
    return Label(kind="word", printed=m["printed"], number="", style=word, word=word, end=m.end(), addressee=who)


def _addressee(aside: str, at: int) -> Span | None:
    m = _ADDRESSEE.match(aside)
    if not m or (not re.search(r"[A-Z]", m["who"]) and len(m["who"].split()) > 6):
        return None
    return Span(at + m.start("who"), at + m.end("who"))


def _code(text: str) -> Label | None:
    m = _CODE.match(text)
    if not m or (m["sign"] == "" and not _new_text(text, m.end())) or (m["sign"] == "" and m["word"][0] != "R"):
        return None
    return Label(
        kind="word",
        printed=m["printed"].strip(),
        number=m["number"],
        style=f"{m['word']}{_style(m['number'][len(m['word']) :])}",
        word=m["word"],
        end=m.end(),
    )


def _numbered(text: str) -> Label | None:
    circled = _CIRCLED.match(text)
    if circled:
        number = str(int(unicodedata.numeric(circled["printed"])))
        return Label(kind="number", printed=circled["printed"], number=number, style="①", end=circled.end())
    for pattern in (_PILCROW, _COMPOUND, _BRACKETED, _POINTED, _BARE):
        m = pattern.match(text)
        if m and (pattern in (_PILCROW, _BARE) or _sure(m, text)):
            number = m["number"]
            style = m["printed"].strip().replace(number, _style(number), 1)
            return Label(kind="number", printed=m["printed"].strip(), number=number, style=style, end=m.end())
    return None


def _sure(m: re.Match[str], text: str) -> bool:
    """Whether what follows leaves no doubt that this is a label and not the beginning of a sentence."""
    groups = m.groupdict()
    sign, number = (groups.get("sign") or "").strip(), m["number"]
    after = text[m.end() :]
    if m.re is _BRACKETED:
        return not re.match(r"\d{4}|[,;.]", after) and not (number in "sS" and not m["gap"])
    if not sign:
        return _new_text(text, m.end())
    if m.re is _POINTED:
        return _pointed(number, sign, m["gap"], after)
    if m.re is _COMPOUND and re.fullmatch(r"[A-Za-z](?:\.[A-Za-z])+", number):
        return False  # "U.S. policy", "e.g. this", "i.e. that"
    return not re.match(r"\d", after) or bool(m["gap"])


def _pointed(number: str, sign: str, gap: str, after: str) -> bool:
    if not gap and after and (number.isalpha() or re.match(r"[\da-z,;.]", after)):
        return False  # "U.S.", "3.5", "1.a"
    if sign in "–—-" and re.match(r"\d|[a-z]", after):
        return False  # "5 – 10 years", "A - and only A"
    if sign == ":" and number.isdigit() and re.match(r"\d", after):
        return False  # "10:30"
    if len(number) == 1 and number.isupper() and sign == ".":
        return not re.match(r"[A-Z]\.", after)  # "J. R. Smith"
    return True


def _new_text(text: str, at: int) -> bool:
    """Whether the text ends here or something begins with a capital, a quotation mark or a bracket."""
    return not text[at:] or (text[at - 1].isspace() and bool(re.match(r"[A-Z“‘\"'(\[]|[^\W\d_a-zA-Z]", text[at:])))


def _style(number: str) -> str:
    """The number's pattern: digits as `1`, letters as `a` or `A`, Roman numerals as `i` or `I`."""
    return re.sub(r"\d+|[A-Za-z]+", lambda m: _class(m[0]), number)


def _class(atom: str) -> str:
    if atom.isdigit() or atom.capitalize() in _NAMED.split("|"):
        return "1"
    is_roman = roman(atom) is not None and (len(atom) > 1 or atom in "iI")
    small = "i" if is_roman else "a"
    return small if atom.islower() else small.upper()


@cache
def _signs(style: str) -> str:
    return re.sub(r"\w+", "", style.split(" ")[-1])


@lru_cache(maxsize=8192)
def _last(number: str) -> tuple[str, str]:
    """What stands before a number's last link, and the link: `II.A.`, `3`."""
    m = re.search(r"(\d+|[A-Za-z]+)\W*$", number)
    return (number[: m.start()], m[1]) if m else (number, "")


@cache
def _values(atom: str) -> frozenset[int]:
    """What a link can count as: `i` is the first Roman numeral or the ninth letter."""
    return frozenset(v for v in _readings(atom) if v is not None)


@cache
def _readings(atom: str) -> tuple[int | None, int | None, int | None]:
    """A link's value as a figure or a number's name, as a Roman numeral, as a letter of the alphabet."""
    names = _NAMED.split("|")
    if atom.isdigit():
        return int(atom), None, None
    if atom.capitalize() in names:
        return names.index(atom.capitalize()) + 1, None, None
    return None, roman(atom), ord(atom.lower()) - ord("a") + 1 if len(atom) == 1 and atom.isascii() else None
