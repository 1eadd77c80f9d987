"""A report's text as HTML, with its marks: cues, parties and actions; every character of the report escaped.

Marks may overlap in any way. The text is cut wherever one begins or ends, so each piece is one `<span>` that carries the
classes of all the marks it lies in, and no tag ever crosses another.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.document import SEPARATOR
from pipeline.review import frame
from pipeline.review.gather import Report, Row


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` (offsets into documents.text), the class to show, and which row they are of.

    Attributes:
        row: `d` and the directive's place in the page's list, or `c` and the cue's.
    """

    start: int
    end: int
    look: str
    row: str


def marks(report: Report) -> list[Mark]:
    """All marks of a report: rows are numbered as `tables` lists them, directives by `d`, other cues by `c`."""
    made: list[Mark] = []
    modals = {m["modal_id"]: m for m in report.tables["modals"]}
    mentions = {m["mention_id"]: m for m in report.tables["mentions"]}
    for i, d in enumerate(report.tables["directives"]):
        cue = modals[d["modal_id"]]
        made.append(Mark(cue["start"], cue["end"], f"cue {d['strength']}{' not' if d['negated'] else ''}", f"d{i}"))
        made.append(Mark(d["action_start"], d["action_end"], "action", f"d{i}"))
        for party in report.parties[d["directive_id"]]:
            at = mentions.get(party["mention_id"])
            if at is not None:
                made.append(Mark(at["start"], at["end"], party["role"], f"d{i}"))
    made += [Mark(m["start"], m["end"], "cue none", f"c{i}") for i, m in enumerate(loose_cues(report))]
    return made


def loose_cues(report: Report) -> list[Row]:
    """The cues that gave no directive, in text order."""
    return sorted((m for m in report.tables["modals"] if not m["is_directive"]), key=lambda m: int(m["start"]))


def text_html(report: Report) -> str:
    """The whole text: headings, recommendations set apart in boxes, paragraphs, in reading order."""
    return "".join(_passages(report))


def _passages(report: Report) -> Iterator[str]:
    text, found = report.document["text"], sorted(marks(report), key=lambda m: m.start)
    starts = [m.start for m in found]
    longest = max((m.end - m.start for m in found), default=0)
    headings = {s["start"]: s for s in report.tables["sections"]}
    items = sorted(report.tables["recommendations"], key=lambda r: int(r["start"]))
    item_starts = [r["start"] for r in items]
    inside: Row | None = None
    for start, end in _cut(text, items):
        item = _at(items, item_starts, start, end)
        if item is not inside:
            yield _close(inside) + _open(item, report)
            inside = item
        near = found[bisect.bisect_left(starts, start - longest) : bisect.bisect_left(starts, end)]
        body = marked(text, start, end, near)
        heading = headings.get(start)
        if heading is not None:
            level = min(int(heading["level"]) + 1, 6)
            yield f'<h{level} id="t{start}">{body}</h{level}>\n'
        else:
            yield f'<p id="t{start}">{body}</p>\n'
    yield _close(inside)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every block of the joined text that is not empty."""
    at = 0
    for block in text.split(SEPARATOR):
        if block.strip():
            yield at, at + len(block)
        at += len(block) + len(SEPARATOR)


# What a list's printed marker can hold: "II.", "6a(i)", "Recommendation 7:", but no sentence.
MARKER = 24


def _cut(text: str, items: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """The paragraphs, cut where a recommendation that is set apart begins or ends inside one."""
    edges = sorted({r[edge] for r in items if r["kind"] != "prose" for edge in ("start", "end")})
    for start, end in paragraphs(text):
        inside = edges[bisect.bisect_right(edges, start + MARKER) : bisect.bisect_left(edges, end - 1)]
        yield from itertools.pairwise([start, *inside, end])


def _at(items: Sequence[Row], starts: Sequence[int], start: int, end: int) -> Row | None:
    """The recommendation that a passage lies in; it may begin behind the passage's printed marker."""
    i = bisect.bisect_right(starts, min(start + MARKER, end - 1)) - 1
    return items[i] if i >= 0 and start < items[i]["end"] else None


def _open(item: Row | None, report: Report) -> str:
    if item is None:
        return ""
    name = f'id="{escape(item["recommendation_id"])}"'
    elsewhere = _elsewhere(report.links.get(item["recommendation_id"], ()))
    if item["kind"] == "prose":
        return f'<div class="prose" {name}>{elsewhere}'
    label = escape(" ".join(filter(None, ["Recommendation", item["number"]])))
    repeat = " (repeated from elsewhere)" if item["is_repeat"] else ""
    edit = f'<button type="button" class="edit" data-item="{escape(item["recommendation_id"])}">Correct</button>'
    return f'<section class="item" {name}><p class="label">{label}{repeat}{edit}</p>{elsewhere}'


LINKS = {"repeats": "Word for word", "similar": "Much the same", "contradicts": "The opposite"}
# Of one recommendation; the table has them all.
MOST_LINKS = 4


def _elsewhere(links: Sequence[Row]) -> str:
    """Who else asks for this, and who asks for the opposite."""
    if not links:
        return ""
    shown = "".join(f"<li>{_other(link)}</li>" for link in links[:MOST_LINKS])
    more = f"<li>and in {len(links) - MOST_LINKS} more places</li>" if len(links) > MOST_LINKS else ""
    return f'<ul class="elsewhere" aria-label="In other reports">{shown}{more}</ul>'


def _other(link: Row) -> str:
    address = f"{frame.link(link['other_document_id'] + '.html')}#{escape(link['other_id'])}"
    return (
        f'<b class="{link["link"]}">{LINKS[link["link"]]}</b> in <a href="{address}" title="{escape(_short(link["text"], 400))}">'
        f"{escape(_short(link['title'], 70))}</a> <span>({link['score']:.2f})</span>"
    )


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _close(item: Row | None) -> str:
    return "" if item is None else "</div>" if item["kind"] == "prose" else "</section>"


def marked(text: str, start: int, end: int, found: Iterable[Mark]) -> str:
    """Characters `start` to `end` of a text as HTML, cut wherever one of the marks begins or ends."""
    inside = [m for m in found if m.start < end and m.end > start]
    cuts = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    return "".join(
        _piece(text[a:b], [m for m in inside if m.start <= a and m.end >= b]) for a, b in itertools.pairwise(cuts)
    )


def _piece(text: str, on: Sequence[Mark]) -> str:
    shown = escape(text).replace("\n", "<br>")
    if not on:
        return shown
    looks = sorted({look for m in on for look in m.look.split()})
    rows = sorted({m.row for m in on}, key=lambda r: (r[0], int(r[1:])))
    return f'<span class="{" ".join(looks)}" data-r="{" ".join(rows)}">{shown}</span>'
