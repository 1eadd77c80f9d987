"""The overview: who is asked to do what in all reports, report by report, over time, and what was left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from pipeline.review import frame
from pipeline.review.digest import Digest, Said
from pipeline.review.gather import Row
from pipeline.review.report import STRENGTHS

# Actors in the matrix before the rest is folded into a count.
MOST_ACTORS = 40
# Groups of the same advice that are listed, and reports of each.
MOST_GROUPS, MOST_REPORTS = 20, 8
HEAD = '<span class="tools"><button type="button" id="theme">Light / dark</button></span>'


def overview_page(digest: Digest, failures: Sequence[Row], published_at: str) -> str:
    """The overview as HTML.

    Args:
        failures: rows of the table `failures`.
        published_at: of the snapshot, ISO.
    """
    body = (
        f'<div class="home"><header class="top"><nav><span class="facts">Tables of {escape(published_at[:16])} UTC</span>'
        f"{HEAD}</nav><h1>Who recommends what to whom</h1></header>{_tiles(digest, failures)}"
        f"<main>{_matrix(digest)}{_search(digest)}{_reports(digest)}{_across(digest)}"
        f'<div class="two">{_time(digest)}{_loose(digest)}</div>{_failures(failures)}</main></div>'
    )
    data = {"reports": [[r["file"], r["title"]] for r in digest.reports], "rows": digest.rows}
    return frame.page(title="Who recommends what to whom", body=body, data=data, script="overview.js")


def _tiles(digest: Digest, failures: Sequence[Row]) -> str:
    strengths: Counter[str] = sum((r["strengths"] for r in digest.reports), Counter())
    counts = {
        "reports": len(digest.reports),
        "recommendations set apart": sum(r["recommendations"] for r in digest.reports),
        "directives": sum(strengths.values()),
        "actors": len({actor for actor, _, _ in digest.asked}),
        "not read, or only in part": len({f["path"] for f in failures}),
    }
    return '<ul class="tiles">' + "".join(f"<li><b>{n:,}</b>{name}</li>" for name, n in counts.items()) + "</ul>"


def _matrix(digest: Digest) -> str:
    """Actor x strength; each cell opens the list of its directives."""
    totals: Counter[str] = Counter()
    for (actor, _, _), n in digest.asked.items():
        totals[actor] += n
    if not totals:
        return "<h2>Who is asked, and how strongly</h2><p class='hint'>No directive names an actor yet.</p>"
    top = sorted(totals, key=lambda a: (-totals[a], a))[:MOST_ACTORS]
    columns = [(s, against) for s in STRENGTHS for against in (False, True)]
    used = [c for c in columns if any(digest.asked[a, *c] for a in totals)]
    head = "".join(f"<th>{'do not: ' if against else ''}{s}</th>" for s, against in used)
    rows = "".join(_matrix_row(digest, actor, used, totals[actor]) for actor in top)
    rest = len(totals) - len(top)
    more = f'<p class="hint">{rest:,} more actors are asked less often; search finds them.</p>' if rest else ""
    return (
        "<h2>Who is asked, and how strongly</h2><p class='hint'>Directives for each actor; press a number for the list.</p>"
        f'<div class="scroll"><table id="matrix"><thead><tr><th>actor</th>{head}<th class="n">all</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _matrix_row(digest: Digest, actor: str, used: Sequence[tuple[str, bool]], total: int) -> str:
    return (
        f'<tr><th scope="row">{escape(actor)}</th>{"".join(_cell(digest, actor, *c) for c in used)}'
        f'<td class="n">{total:,}</td></tr>'
    )


def _cell(digest: Digest, actor: str, strength: str, against: bool) -> str:
    n = digest.asked[actor, strength, against]
    if not n:
        return '<td class="cell"></td>'
    heat = min(4, 1 + int(math.log10(n) * 1.9))
    name = escape(f"{actor}: {'do not, ' if against else ''}{strength}, {n} directives")
    return (
        f'<td class="cell of-{strength} h{heat}"><button type="button" data-actor="{escape(actor)}" '
        f'data-strength="{strength}" data-not="{int(against)}" aria-label="{name}">{n:,}</button></td>'
    )


def _search(digest: Digest) -> str:
    left = (
        f'<p class="hint">{digest.left_out:,} directives are too many to list here; they are on the reports\' pages.</p>'
        if digest.left_out
        else ""
    )
    return (
        '<h2 id="found-head">Find a directive</h2><form class="filters" role="search"><label class="wide">Search '
        '<input id="q" type="search" placeholder="actor or words of the action" autocomplete="off"></label>'
        '<button type="reset">Clear</button><output id="found-count" aria-live="polite"></output></form>'
        f'{left}<div class="scroll" id="found-box" hidden><table><thead><tr><th>actor</th><th></th><th>action</th>'
        '<th>report</th><th class="n">confidence</th></tr></thead><tbody id="found"></tbody></table></div>'
    )


def _reports(digest: Digest) -> str:
    rows = "".join(_report_row(r) for r in sorted(digest.reports, key=lambda r: r["published"] or "", reverse=True))
    return (
        '<h2>Reports</h2><div class="scroll"><table><thead><tr><th>report</th><th>by</th><th>date</th>'
        '<th class="n">set apart</th><th class="n">must</th><th class="n">should</th><th class="n">may</th>'
        f'<th class="n">median confidence</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _report_row(report: dict[str, Any]) -> str:
    counts = "".join(f'<td class="n">{report["strengths"][s] or ""}</td>' for s in STRENGTHS)
    confidence = "" if report["confidence"] is None else f"{report['confidence']:.2f}"
    warned = ' <span class="low" title="see the report\'s page">⚠</span>' if report["warnings"] else ""
    return (
        f'<tr><td><a href="{frame.link(report["file"])}">{escape(report["title"])}</a>{warned}<br>'
        f'<span class="facts">{escape(report["path"])}</span></td><td>{escape(report["issuers"])}</td>'
        f'<td class="n">{escape(report["published"] or "")}</td><td class="n">{report["recommendations"] or ""}</td>'
        f'{counts}<td class="n">{confidence}</td></tr>'
    )


def _across(digest: Digest) -> str:
    """The same advice in several reports, and opposite advice."""
    groups = {name: group for name, group in digest.groups.items() if len(_places(group)) > 1}
    # Advice to somebody before what is printed in every report.
    order = sorted(groups, key=lambda name: (name not in digest.addressed, -len(_places(groups[name])), name))
    pairs = [said for _, (_, said) in sorted(digest.opposites.items(), key=lambda p: (-p[1][0], p[0])) if len(said) > 1]
    if not order and not pairs:
        return ""
    same = "".join(_group(digest, groups[name]) for name in order[:MOST_GROUPS])
    left = len(order) - MOST_GROUPS
    more = f'<p class="hint">{left:,} more groups are on the reports\' pages and in the table.</p>' if left > 0 else ""
    opposite = "".join(
        f"<tr>{''.join(f'<td>{escape(said[2])}<br>{_report_link(digest, said)}</td>' for said in pair)}</tr>"
        for pair in pairs[:MOST_GROUPS]
    )
    return (
        f"<h2>Across reports</h2>{_across_table('recommendation', 'also, nearly or quite the same, in', same)}{more}"
        f"{_across_table('recommendation', 'and its opposite', opposite)}"
    )


def _places(group: Sequence[Said]) -> set[int]:
    return {number for number, _, _ in group}


def _across_table(first: str, second: str, rows: str) -> str:
    head = f"<thead><tr><th>{first}</th><th>{second}</th></tr></thead>"
    return f'<div class="scroll across"><table>{head}<tbody>{rows}</tbody></table></div>' if rows else ""


def _group(digest: Digest, group: Sequence[Said]) -> str:
    first, others = group[0], [said for said in group[1:] if said[0] != group[0][0]]
    links = "".join(f"<li>{_report_link(digest, said)}</li>" for said in others[:MOST_REPORTS])
    more = f"<li>and {len(others) - MOST_REPORTS} more</li>" if len(others) > MOST_REPORTS else ""
    return (
        f"<tr><td>{escape(first[2])}<br>{_report_link(digest, first)}</td>"
        f'<td><ul class="plain">{links}{more}</ul></td></tr>'
    )


def _report_link(digest: Digest, said: Said) -> str:
    report = digest.reports[said[0]]
    return (
        f'<a href="{frame.link(report["file"])}#{escape(said[1])}" title="{escape(said[2])}">{escape(report["title"])}</a> '
        f'<span class="facts">{escape(report["path"])}</span>'
    )


def _time(digest: Digest) -> str:
    """Directives by year of the report, stacked by strength."""
    years: dict[str, Counter[str]] = {}
    for report in digest.reports:
        year = (report["published"] or "")[:4]
        if year:
            years.setdefault(year, Counter()).update(report["strengths"])
    if not years:
        return ""
    undated = sum(not r["published"] for r in digest.reports)
    note = f'<p class="hint">{undated} reports without a date are left out.</p>' if undated else ""
    return (
        f"<section><h2>Directives by year of the report</h2>{''.join(_bars(sorted(years.items())))}"
        f'<p class="legend">{_strength_legend()}</p>{note}</section>'
    )


def _bars(years: Sequence[tuple[str, Counter[str]]]) -> Iterator[str]:
    height, left, width = 22, 46, 380
    most = max(sum(c.values()) for _, c in years) or 1
    yield (
        f'<svg viewBox="0 0 {left + width + 60} {height * len(years)}" role="img" '
        'aria-label="Directives by year and strength">'
    )
    for i, (year, counts) in enumerate(years):
        y, x = i * height, float(left)
        yield f'<text x="0" y="{y + 15}">{escape(year)}</text>'
        for strength in STRENGTHS:
            wide = width * counts[strength] / most
            title = f"<title>{escape(year)} {strength}: {counts[strength]}</title>"
            yield f'<rect class="bar-{strength}" x="{x:.1f}" y="{y + 3}" width="{wide:.1f}" height="{height - 7}">{title}</rect>'
            x += wide
        yield f'<text class="soft" x="{x + 6:.1f}" y="{y + 15}">{sum(counts.values()):,}</text>'
    yield "</svg>"


def _strength_legend() -> str:
    return " ".join(f'<span class="cue {s}">{s}</span>' for s in STRENGTHS)


def _loose(digest: Digest) -> str:
    if not digest.loose:
        return ""
    rows = "".join(_loose_row(digest, key, n) for key, n in digest.loose.most_common(30))
    return (
        "<section><h2>Cues without a directive</h2><div class='scroll'><table><thead><tr><th class='n'>cues</th>"
        f"<th>class</th><th>why</th><th>such as</th></tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _loose_row(digest: Digest, key: tuple[str, str], n: int) -> str:
    links = ", ".join(
        f'<a href="{frame.link(digest.reports[number]["file"])}#{escape(cue)}">{escape(text)}</a>'
        for number, cue, text in digest.examples[key]
    )
    return f'<tr><td class="n">{n:,}</td><td>{escape(key[0])}</td><td>{escape(key[1])}</td><td>{links}</td></tr>'


def _failures(failures: Iterable[Row]) -> str:
    rows = "".join(_failure_row(f) for f in failures)
    if not rows:
        return ""
    return (
        '<h2>Not read, or only in part</h2><div class="scroll"><table><thead><tr><th>file</th><th>severity</th>'
        f"<th>code</th><th>what to do</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _failure_row(row: Row) -> str:
    page = f", page {row['page']}" if row["page"] else ""
    cells = (f"{row['path']}{page}", row["severity"], row["code"], row["message"])
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
