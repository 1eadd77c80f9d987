"""Front matter: who put the report out, when, under what name, and what each rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from pipeline.document import Document
from pipeline.lexicon.acronyms import introduced
from pipeline.outline import correspondence, dates, imprint, names
from pipeline.outline import title as titles
from pipeline.outline.grammar import enacts
from pipeline.outline.parts import Piece
from pipeline.outline.words import heading_roles
from pipeline.sidecar import Sidecar
from pipeline.structure import FrontMatter, Named

# So many blocks at the top may be a title page, so many at the end a colophon.
TOP, _FOOT, _LINE, _AGAIN = 14, 14, 20, 3
# A line that says for whom a letter or memo is, not who wrote it.
_TO_SOMEBODY = re.compile(r"(?:Dear|To|TO|Attn|Attention|For the attention of|Via|VIA|cc|CC)\b\s*:?\s")
_USER = re.compile(r"^(?:administrator|admin|owner|user|author|unknown|default|[a-z]+\d+|[a-z]{1,8})$", re.I)
_PAIR = re.compile(r"(?P<key>[A-Z][A-Za-z ]{1,20}):\s*(?P<value>[^|]+)")
_DATE_KEYS = ("published", "date published", "publication date", "released", "issued", "date", "updated")
_NAME_KEYS = frozenset(
    {
        "source",
        "publisher",
        "author",
        "authors",
        "by",
        "published by",
        "prepared by",
        "issuer",
        "organisation",
        "organization",
        "agency",
    }
)
_LAUNCH = re.compile(
    r"\b(?:launched|published|released|issued|presented|unveiled)\s+(?:a|an|its|their|the)\b[^.]{0,80}\b(?:report|proposals?|recommendations|paper|study)\b"
)
_MADE_BY = re.compile(
    r"\b(?:[Tt]his|[Tt]he) (?:report|paper|study|brief|document) (?:is|was|has been) (?:an? |the )?"
    r"(?:written|prepared|produced|published|issued|product|publication|work) (?:by|of) (?P<who>[^.]{4,160})"
    r"|\b[Tt]his (?:report|paper|study|brief|document) (?:reflects|represents|expresses|sets out) the (?:consensus|views?|position|opinions?) of (?P<whose>[^.]{3,160})"
)
_CITED = re.compile(
    r"(?:Translated from|Reprinted from|Cite (?:this|as)|Suggested citation|(?-i:Citation)\s*:)[^“\"(]*(?P<rest>.*)",
    re.I,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d{2}(?:[-–]\d{2,4})?[,\s]+)?(?:by\s+)?(?:the\s+)?(?P<who>[A-Z][^.|\n]{2,80})",
    re.I,
)


_CHAMBER = re.compile(
    r"(?:(?:the|u\.?s\.?|united states)\s+)?(?:house of|senate|parliament|national assembly|congress)\b", re.I
)


@dataclass(slots=True)
class _Found:
    """What has been found so far; what is found first stays."""

    title: str | None = None
    title_from: str | None = None
    published: str | None = None
    published_from: str | None = None
    issuers: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)

    def name(self, title: str | None, source: str) -> None:
        if title and not self.title:
            self.title, self.title_from = " ".join(title.split()), source

    def date(self, published: str | None, source: str) -> None:
        if published and not self.published:
            self.published, self.published_from = published, source


def find(document: Document, pieces: Sequence[Piece], sidecar: Sidecar | None) -> FrontMatter:
    """Title, date, issuers and authors of a report; kind and language are added elsewhere."""
    found = _Found()
    if sidecar:
        _from_sidecar(sidecar, found)
    source = document.source
    if source.metadata_from == "front matter":
        _from_metadata(source.metadata, source.metadata_from, found)
    running = [p for p in pieces if p.block.kind not in ("note", "caption", "table")]
    common = frozenset(re.findall(r"(?<![^\W_])[a-z]{3,}", document.text))
    _heading_lines(running[:TOP], common, found)
    found.date(imprint.published(running), "masthead")
    _title_page(running[:TOP], source.metadata.get("title", ""), common, found)
    _top_lines(running[:TOP], common, found)
    if source.metadata_from != "front matter":
        _from_metadata(source.metadata, source.metadata_from, found)
    found.date(imprint.given(running), "masthead")
    _colophon(pieces, found)
    _signature(running, found)
    who, when = imprint.foot(running)
    found.date(when, "colophon")
    found.issuers = found.issuers or [n for n in (imprint.publisher(running) or (None if found.authors else who),) if n]
    if source.metadata_from == "document properties":
        found.date(_file_year(source.metadata.get("date", "")), source.metadata_from)
    found.date(dates.find(found.title or ""), "title page")
    if not found.title and running and running[0].block.kind == "heading" and running[0].block.level == 1:
        found.name(running[0].text, "title page")  # "Recommendations" alone may be all the title there is
    if not found.issuers:
        _about(running, found)
    if not found.issuers:
        _said(source.metadata.get("description", ""), running, found)
    if not found.issuers and not found.authors:
        name = imprint.introduced(running[:TOP]) or names.organisation(found.title or "")
        found.issuers = [name] if name else []
    found.blocks.update(_running_titles(running, found.title))
    return _made(found, sidecar)


def _running_titles(running: Sequence[Piece], title: str | None) -> list[int]:
    """Headings that only print the title again and again, as above each chapter: they head nothing."""
    known = titles.letters(title or "")
    again = [p.index for p in running if p.block.kind == "heading" and known and titles.letters(p.text) == known]
    return again if len(again) >= _AGAIN else []


def _from_sidecar(sidecar: Sidecar, found: _Found) -> None:
    found.name(sidecar.title, "sidecar")
    found.date(sidecar.published, "sidecar")


def _made(found: _Found, sidecar: Sidecar | None) -> FrontMatter:
    authors = list(sidecar.authors) if sidecar and sidecar.authors is not None else found.authors
    issuers = list(sidecar.issuers) if sidecar and sidecar.issuers is not None else found.issuers
    return FrontMatter(
        title=found.title,
        title_from=found.title_from,
        published=found.published,
        published_from=found.published_from,
        issuers=tuple(Named(name=n, role="issuer") for n in issuers or authors),
        authors=tuple(Named(name=n, role="author") for n in authors),
        blocks=frozenset(found.blocks),
    )


def _from_metadata(metadata: Mapping[str, str], source: str, found: _Found) -> None:
    title = metadata.get("title", "").strip()
    if not titles.is_junk(title):
        found.name(_without_site(title) if source == "html meta" else title, source)
    when = metadata.get("date", "")
    if source != "document properties":
        found.date(dates.find(when) or dates.year(when), source)
    _add_names(found, metadata.get("publisher", "") or metadata.get("issuer", ""), source)
    author = metadata.get("author", "").strip()
    if author and not (source == "document properties" and (found.issuers or found.authors or _USER.match(author))):
        _add_names(found, author, source)


def _file_year(when: str) -> str | None:
    """A file's own date says when it was set, not when the report came out: the year is as much as it gives."""
    m = re.match(r"(?:D:)?((?:19|20)\d{2})", when)
    return m[1] if m else None


def _without_site(title: str) -> str:
    return re.split(r"\s+[|»·]\s+", title)[0]


def _add_names(found: _Found, text: str, source: str) -> None:
    if not text:
        return
    persons = names.people(text)
    if persons:
        found.authors = found.authors or list(persons)
    elif not found.issuers and (one := names.organisation(text)):
        found.issuers = [one]
    elif not found.issuers and source == "front matter" and len(text) < 120:
        found.issuers = [text]


def _heading_lines(top: Sequence[Piece], common: frozenset[str], found: _Found) -> None:
    """The lines above a memorandum or a letter: who writes to whom, when, about what."""
    lines = correspondence.header(top)
    found.name(next((lines[k][0] for k in ("subject", "re") if k in lines), None), "masthead")
    if "date" in lines:
        found.date(dates.find(lines["date"][0]), "masthead")
    if "from" in lines:
        _add_names(found, lines["from"][0], "masthead")
    found.blocks.update(block for _, block in lines.values())
    found.blocks.update(p.index for p in top if correspondence.is_addressed(p.block.text))


def _signature(running: Sequence[Piece], found: _Found) -> None:
    """Who signs at the end, where nothing above says whose text it is."""
    bodies, persons, blocks = correspondence.signed(running)
    found.issuers = found.issuers or bodies
    found.authors = found.authors or persons
    found.blocks.update(blocks)


def _title_page(top: Sequence[Piece], own: str, common: frozenset[str], found: _Found) -> None:
    """The title as it is printed; where the title is known already, only the blocks that print it."""
    run = titles.printed(top, common)
    known = titles.letters(found.title or "")
    above = list(takewhile(lambda p: p.words <= _LINE, top))  # a title stands above the text
    if known and run and run[0] not in above:
        run = []
    if known and titles.letters("".join(p.text for p in run)) != known:
        run = [p for p in above if titles.letters(p.block.text) == known][:1]
    found.blocks.update(p.index for p in run)
    found.name(titles.text(run, "" if titles.is_junk(own) else own), "title page")


def _top_lines(top: Sequence[Piece], common: frozenset[str], found: _Found) -> None:
    """By-line, date, letterhead and masthead: short lines above the running text."""
    page = top[0].block.page_first if top else None
    titled = frozenset(found.blocks)
    years: list[str] = []
    addressed = correspondence.addressee_lines(top, {p.index for p in top if dates.only(p.block.text)})
    for piece in top:
        if piece.index in addressed:
            found.blocks.add(piece.index)
            continue
        text = piece.block.text
        if (piece.words > 40 and piece.index not in titled) or correspondence.is_closing(text):
            break
        if _masthead(piece, found):
            continue
        if piece.index not in titled or dates.only(text, strict=True):
            years.extend(_dated(piece, found))
        if piece.index in titled:
            continue
        if piece.words <= 6 and heading_roles(text) - {"hint"} and not names.organisation(text):
            break
        if not found.authors and not piece.label and names.is_by_line(text, common):
            found.authors = list(names.people(text, common))
            found.blocks.add(piece.index)
        elif piece.words <= 16 and piece.block.page_first == page:
            _letterhead(piece, found)
    found.date(years[0] if years else None, "title page")


def _dated(piece: Piece, found: _Found) -> list[str]:
    """Take a line's date; a bare year is handed back, to be used where no line says more."""
    parts = [piece.block.text, *re.split(r" \| |, (?=[^,]*$)", piece.block.text)]
    text = next((p for p in parts if dates.only(p)), piece.block.text)
    heading = piece.block.kind == "heading"
    if dates.count(text) == 1 and (
        dates.only(text, heading) or (piece.words <= 12 and not piece.closed and not heading)
    ):
        found.date(dates.find(text), "title page")
        found.blocks.add(piece.index)
    elif dates.count(text) == 0 and dates.only(text) and (year := dates.year(text)):
        found.blocks.add(piece.index)
        return [year]
    return []


def _letterhead(piece: Piece, found: _Found) -> None:
    """A line that names the organisation, or several, that put the report out; a committee stands for its house."""
    if _TO_SOMEBODY.match(piece.block.text) or enacts(piece.text):
        return
    parts = [dates.without(p) if re.search(r"\d{4}$", p) else p for p in piece.block.text.split(" | ")]
    issuers = [n for part in parts for n in names.issuers(part)]
    if any(re.search(r"\bcommittee\b", n, re.I) for n in issuers):
        found.issuers = [n for n in found.issuers if not _CHAMBER.match(n)]
    for name in issuers:
        if len(found.issuers) < 4 and not any(names.same(name, other) for other in found.issuers):
            found.issuers.append(name)
    if issuers:
        found.blocks.add(piece.index)


def _masthead(piece: Piece, found: _Found) -> bool:
    """A line of keys and values: `Published: 2026-03-16 | Source: Some Office`."""
    pairs = {m["key"].strip().lower(): m["value"].strip() for m in _PAIR.finditer(piece.block.text)}
    keys = pairs.keys() & {*_DATE_KEYS, *_NAME_KEYS}
    if not keys or piece.words > 40:
        return False
    for key in (k for k in _DATE_KEYS if k in pairs):
        found.date(dates.find(pairs[key]) or dates.year(pairs[key]), "masthead")
    for key in sorted(keys & _NAME_KEYS):
        _add_names(found, pairs[key], "masthead")
    found.blocks.add(piece.index)
    return True


def _colophon(pieces: Sequence[Piece], found: _Found) -> None:
    """What the end of a report says of it: how to cite it, when it came out, whose it is."""
    for piece in pieces[-_FOOT:]:
        text = piece.block.text
        cited = _CITED.search(text)
        if cited and piece.words < 120:
            found.name(_cited_title(cited["rest"]), "colophon")
            found.date(_last_date(text), "colophon")
            found.blocks.add(piece.index)
        elif re.search(r"\b(?:published|printed|issued|released)\b", text, re.I) and piece.words < 30:
            found.date(dates.find(text), "colophon")
    for piece in (*pieces[:TOP], *pieces[-_FOOT:]):
        rights = _RIGHTS.search(piece.block.text)
        if rights and piece.words < 80:
            found.date(dates.year(rights[0]), "colophon")
        if rights and piece.words < 80 and not found.issuers:
            name = names.organisation(re.sub(r",? all rights.*$", "", rights["who"], flags=re.I))
            found.issuers = [name] if name else []


def _cited_title(text: str) -> str | None:
    """The title in a citation: in English in round brackets where the work is a translation, else between quotation marks."""
    translated = re.search(r"\((?P<title>[A-Z][^()]{8,200})\)", text)
    quoted = re.search(r"[“\"](?P<title>[^”\"]{8,250}?)[,.]?[”\"]", text)
    found = translated or quoted
    return found["title"].strip(" ,.") if found else None


def _last_date(text: str) -> str | None:
    """The date in square brackets at the end, else the last one that the text gives."""
    bracketed = re.findall(r"\[([^\]]*\d{4})\]", text)
    return dates.find(bracketed[-1]) if bracketed else dates.find(text)


def _about(running: Sequence[Piece], found: _Found) -> None:
    """The organisation that a heading at the end introduces, and the text below it says what it is: "About Ports for All"."""
    for head, below in pairwise(running[-_FOOT:]):
        who = re.fullmatch(r"About (?:the )?(?P<who>[A-Z][\w&’' .-]{2,80})", head.text.strip())
        if who and re.match(rf"(?:The )?{re.escape(who['who'])}(?: \([^)]*\))? (?:is|was|are|works?)\b", below.text):
            found.issuers = [who["who"]]
            return


def _said(description: str, running: Sequence[Piece], found: _Found) -> None:
    """Organisations that the text itself says have put the report out."""
    if name := names.organisation(description):
        found.issuers = [name]
        return
    for piece in running[:TOP]:
        for sentence in re.split(r"(?<=[a-z)”\"]{3}[.!?])\s+(?=[A-Z])", piece.text):
            launched, made = _LAUNCH.search(sentence), _MADE_BY.search(sentence)
            who = (
                sentence[: launched.start()]
                if launched and not found.authors
                else (made["who"] or made["whose"])
                if made
                else ""
            )
            if issuers := names.organisations(_spelt_out(who, running)):
                found.issuers = list(issuers)
                return


def _spelt_out(who: str, running: Sequence[Piece]) -> str:
    """Names that begin with an acronym which the text introduces, by its long form."""
    short = re.match(r"(?:the )?([A-Z]{2,8})\b", who)
    long = introduced(" ".join(p.text for p in running[:TOP])).get(short[1]) if short else None
    return long or who
