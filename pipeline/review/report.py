"""The page of one report: its text with marks, and beside it the list of what it asks of whom."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pipeline.review import frame
from pipeline.review.gather import Report
from pipeline.review.marks import text_html
from pipeline.review.rows import page_data

STRENGTHS = ("must", "should", "may")
LOOKS = {
    "cue must": "must",
    "cue should": "should",
    "cue may": "may",
    "cue none": "cue without a directive",
    "actor": "actor",
    "target": "target",
    "partner": "partner",
    "action": "action",
}


def report_page(report: Report, place: str | None) -> str:
    """A report's page as HTML.

    Args:
        place: where the report's file is, relative to the page; None where a browser cannot open it.
    """
    source = None if place is None else frame.link(place)
    body = (
        f"{_head(report, source)}{_filters(report)}"
        f'<main class="split"><article id="text" lang="{escape(report.document["language"] or "en")}" tabindex="-1">'
        f'{text_html(report)}</article><aside id="side" aria-label="Directives">{SIDE}</aside></main>{HELP}'
    )
    return frame.page(title=report.title, body=body, data=page_data(report, source), script="report.js")


def _head(report: Report, source: str | None) -> str:
    about = report.document
    file = f'<a href="{source}">{escape(about["path"])}</a>' if source else escape(about["path"])
    facts = [
        escape("; ".join(report.issuers)) or "no issuer found",
        escape(about["published"] or "no date found"),
        file,
        f"{about['page_count']} pages" if about["page_count"] else "",
        f"{about['word_count']:,} words",
    ]
    notes = [_note("The newest version of this file could not be read: this is the last good one.")]
    shown = notes if about["is_stale"] else []
    shown += [_note(f"{f['code']}: {f['message']}") for f in report.failures]
    return (
        f'<header class="top"><nav><a href="../index.html">← All reports</a>{BUTTONS}</nav>'
        f'<h1>{escape(report.title)}</h1><p class="facts">{" · ".join(filter(None, facts))}</p>{"".join(shown)}'
        f'<p class="legend">{_legend()}</p></header>'
    )


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _legend() -> str:
    return " ".join(f'<span class="{look}">{name}</span>' for look, name in LOOKS.items())


def _filters(report: Report) -> str:
    directives = report.tables["directives"]
    named = {n for d in directives for n in report.party_names(d["directive_id"], "actor")}
    actors = sorted(named, key=str.casefold)
    classes = sorted({m["class"] for m in report.tables["modals"] if m["is_directive"]})
    return (
        '<form class="filters" role="search" aria-label="Filter the directives">'
        '<label class="wide">Search <input id="f-text" type="search" placeholder="words in sentence or row" '
        'autocomplete="off"></label>'
        f"<label>Actor {_select('f-actor', 'everybody', [*actors, NOBODY])}</label>"
        f"<fieldset><legend>Strength</legend>{''.join(_box(s) for s in STRENGTHS)}</fieldset>"
        f"<label>Polarity {_select('f-not', 'for and against', ['for', 'against'])}</label>"
        f"<label>Class {_select('f-class', 'all', classes)}</label>"
        '<label>Confidence <select id="f-conf"><option value="">any</option><option value="-0.6">below 0.6</option>'
        '<option value="0.6">0.6 or more</option><option value="0.9">0.9 or more</option></select></label>'
        '<label class="check"><input type="checkbox" id="f-apart"> set apart only</label>'
        '<label class="check"><input type="checkbox" id="f-hide"> hide other text</label>'
        '<button type="reset">Clear</button><output id="count" aria-live="polite"></output></form>'
    )


def _select(name: str, every: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{escape(v)}">{escape(v)}</option>' for v in values)
    return f'<select id="{name}"><option value="">{every}</option>{options}</select>'


def _box(strength: str) -> str:
    return (
        f'<label class="check"><input type="checkbox" class="f-strength" value="{strength}" checked> '
        f'<span class="cue {strength}">{strength}</span></label>'
    )


NOBODY = "(nobody named)"
BUTTONS = (
    '<span class="tools"><button type="button" id="help-open" title="Keys (?)">Keys</button>'
    '<button type="button" id="theme">Light / dark</button></span>'
)
SIDE = (
    '<div class="tabs" role="tablist"><button type="button" role="tab" id="tab-rows" aria-selected="true" '
    'aria-controls="rows">Directives</button><button type="button" role="tab" id="tab-cues" aria-selected="false" '
    'aria-controls="cues">Cues without one</button><button type="button" role="tab" id="tab-mine" '
    'aria-selected="false" aria-controls="mine">Corrections</button></div>'
    '<ol id="rows" role="tabpanel" aria-labelledby="tab-rows"></ol>'
    '<ol id="cues" role="tabpanel" aria-labelledby="tab-cues" hidden></ol>'
    '<div id="mine" role="tabpanel" aria-labelledby="tab-mine" hidden></div>'
)
HELP = (
    '<div id="tip" role="tooltip" hidden></div>'
    '<button type="button" id="add-item" hidden>Add as a recommendation</button>'
    '<dialog id="add-dialog"><h2>An overlooked recommendation</h2><blockquote></blockquote></dialog>'
    '<nav class="switch" aria-label="On a small screen"><button type="button" id="see-text" aria-pressed="true">Text'
    '</button><button type="button" id="see-side" aria-pressed="false">List</button></nav>'
    '<dialog id="help"><h2>Keys</h2><dl><dt>j, k</dt><dd>next, previous directive</dd><dt>Enter</dt>'
    "<dd>open or close the row that has the focus</dd><dt>e</dt><dd>correct the open row</dd><dt>/</dt><dd>search</dd>"
    "<dt>1, 2, 3</dt><dd>must, should, may on or off</dd><dt>t</dt><dd>light or dark</dd><dt>Esc</dt><dd>close</dd></dl>"
    '<form method="dialog"><button>Close</button></form></dialog>'
)
