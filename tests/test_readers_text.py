"""Markdown, plain text, web pages and Word files, each a table of small samples and what has to come out of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from shown import shown

from pipeline.document import Source
from pipeline.readers import html, markdown, restructured, text
from pipeline.readers.encoding import detect
from pipeline.readers.frontmatter import split
from pipeline.readers.joining import Hyphens, goes_on
from pipeline.readers.numbering import counted

MARKDOWN = [
    pytest.param("# Lakes\n\n## A. Water\n\nText.", ["#1 Lakes", "#2 A. Water", "Text."], id="headings"),
    pytest.param("3. **Dredge.** Soon.\n4. Dig.", ["3.| <b>Dredge.</b> Soon.", "4.| Dig."], id="printed-numbers"),
    pytest.param("- a\n  - b\n    1) c", ["-| a", " -| b", "  1)| c"], id="nested"),
    pytest.param("- [ ] a plan\n- [x] a date", ["☐| a plan", "☑| a date"], id="task-list"),
    pytest.param("- a\n\n    More on a.\n- b", ["-| a", "More on a.", "-| b"], id="item-paragraph"),
    pytest.param("（１）Dredge the lake.", ["（１）| Dredge the lake."], id="full-width"),
    pytest.param("__Lead.__ and _more_ ~~not~~", ["<b>Lead.</b> and <i>more</i> <s>not</s>"], id="emphasis"),
    pytest.param("2025. The end.", ["2025. The end."], id="a-year-is-no-item"),
    pytest.param(
        "All of the plans of the ministry for the lakes are on hold as the\n\n## Advice\n\ncouncil meets again.\n\nWe advise this:",
        [
            "All of the plans of the ministry for the lakes are on hold as the council meets again.",
            "#2 Advice",
            "We advise this:",
        ],
        id="side-head-in-a-sentence",
    ),
    pytest.param("_12. Congress should act._", ["12.| <i>Congress should act.</i>"], id="number-in-italics"),
    pytest.param(
        "1. Roofs\n   a. Fix them.\n   b. Paint them.\n2. Rents",
        ["1.| Roofs", " a.| Fix them.", " b.| Paint them.", "2.| Rents"],
        id="letters-below-a-number",
    ),
    pytest.param(
        "_1. Amnesty_\n_2. An inquiry_", ["1.| <i>Amnesty</i>", "2.| <i>An inquiry</i>"], id="numbers-in-italics"
    ),
    pytest.param("one\ntwo  \nThree", ["one two", "Three"], id="hard-break-parts"),
    pytest.param("The council met in  \nthe old hall.", ["The council met in the old hall."], id="hard-break-joins"),
    pytest.param("pre-\npandemic levels", ["pre-pandemic levels"], id="soft-hyphenated"),
    pytest.param(
        "The ministries share information in various fields such as the\n\n---\n\nenergy supply of the islands.",
        ["The ministries share information in various fields such as the energy supply of the islands."],
        id="stray-rule",
    ),
    pytest.param("| who | what |\n|---|---|\n| Council | **dredge** |", ["who / what", "Council / dredge"], id="table"),
    pytest.param("![map](m.png)\n_▲ Figure 2: The lake_", ["^caption ▲ Figure 2: The lake"], id="caption"),
    pytest.param("Water[^1] rises.\n\n[^1]: See the annex.", ["Water rises.", "^note 1 See the annex."], id="footnote"),
    pytest.param("Water.<sup>3</sup> Rises", ["Water. Rises"], id="raised-mark"),
    pytest.param("- [One](#one)\n- [Two](#two)", ["^contents - One", "^contents - Two"], id="anchors"),
    pytest.param("<!-- no --><div><h3>Title</h3><p>Text &amp; more</p></div>", ["#3 Title", "Text & more"], id="html"),
    pytest.param("> ## Boxed\n> - item", ["#2 Boxed", "-| item"], id="quoted"),
    pytest.param("---\ntext between rules\n---\n\nmore", ["#2 text between rules", "more"], id="rule-not-front-matter"),
    pytest.param("a\u200bb\u00adc ﬁne\u00a0x", ["abc fine x"], id="invisible"),
    pytest.param("    indented text is text", ["indented text is text"], id="no-code"),
    pytest.param("☐ Hire pilots\n☐ Buy\nbooks", ["☐| Hire pilots", "☐| Buy books"], id="boxes-on-lines"),
    pytest.param("a) hire pilots;\nb) buy\nbooks.", ["a)| hire pilots;", "b)| buy books."], id="letters-on-lines"),
    pytest.param("Ann Lee\nChair\nPorts for All", ["Ann Lee", "Chair", "Ports for All"], id="lines-of-a-signature"),
    pytest.param("Ann Lee\nhas left\nPorts for All.", ["Ann Lee has left Ports for All."], id="a-narrow-sentence"),
    pytest.param(
        "(ii) report on the cost of all lamps to the director of the port; and\n\n(iii) ask the public.",
        ["(ii)| report on the cost of all lamps to the director of the port; and", "(iii)| ask the public."],
        id="an-item-is-no-rest",
    ),
    pytest.param(
        "Sec. 2. Count of Old Lamps. (a) The ports shall count all lamps.\n\nSection 3. Policy. Lamps shall be switched off."
        "\n\nSection 4. The Board met in May and left.",
        [
            "#- Sec. 2. Count of Old Lamps.",
            "(a)| The ports shall count all lamps.",
            "#- Section 3. Policy.",
            "Lamps shall be switched off.",
            "Section 4. The Board met in May and left.",
        ],
        id="provisions",
    ),
]

LAKES = list(enumerate(["Vanern", "Ladoga", "Onega", "Inari", "Peipus"], 1))

TEXT = [
    pytest.param(
        f"A Plan for the Lakes\nAnn Berg, Cem Dal, Eva Fosse\nMay 2025\nPart 1: Water\n{'It rises. ' * 30}\n",
        [
            "#- A Plan for the Lakes",
            "Ann Berg, Cem Dal, Eva Fosse",
            "May 2025",
            "#- Part 1: Water",
            ("It rises. " * 30).strip(),
        ],
        id="a-line-a-paragraph",
    ),
    pytest.param(
        "            Ports for All\n                                        3 May 2020\n\nDear Minister,\n\n"
        "We write on behalf of ten ports to ask for more\npilots.\n\n1. pay for their training in the coming year; and\n\n"
        "2. publish the\nnumber of pilots in every single port by May;\n\nYours sincerely,\n\nAnn Lee\nChair",
        [
            "Ports for All",
            "3 May 2020",
            "Dear Minister,",
            "We write on behalf of ten ports to ask for more pilots.",
            "1.| pay for their training in the coming year; and",
            "2.| publish the number of pilots in every single port by May;",
            "Yours sincerely,",
            "Ann Lee",
            "Chair",
        ],
        id="letter",
    ),
    pytest.param("■First item here.\n■Second one.", ["■| First item here.", "■| Second one."], id="glued-bullets"),
    pytest.param(
        "\n\n".join(["The authority should dredge the northern lakes before the", "next season begins. "]),
        ["The authority should dredge the northern lakes before the next season begins."],
        id="blank-between-lines",
    ),
    pytest.param(
        "The authority should dredge the northern lakes before the next\nseason begins, and the council should pay for all of that work\n"
        "in full.\n\nRecommendations\n1.1\n\nWe recommend that the authority and the council meet again in May.\n",
        [
            "The authority should dredge the northern lakes before the next season begins, and the council should pay for all of "
            "that work in full.",
            "#- Recommendations",
            "1.1| We recommend that the authority and the council meet again in May.",
        ],
        id="label-on-its-own-line",
    ),
    pytest.param(
        "The authority should dredge the northern lakes in co-\noperation with the council of every district that borders\non them.",
        [
            "The authority should dredge the northern lakes in co-operation with the council of every district that borders on them."
        ],
        id="hyphen",
    ),
    pytest.param(
        "CHECKLIST FOR FESTIVALS\nTown of Aldmoor\n\nThis list is for all those\nwho want to close a street.",
        ["#- CHECKLIST FOR FESTIVALS", "Town of Aldmoor", "This list is for all those who want to close a street."],
        id="capitals-above-a-line",
    ),
    pytest.param(
        "Recalling its resolution of last year on all\nports of the north that are closed,\n\nNoting with concern that many of these are\nold and small,\n\nurges towns.",
        [
            "Recalling its resolution of last year on all ports of the north that are closed,",
            "Noting with concern that many of these are old and small,",
            "urges towns.",
        ],
        id="clauses-of-a-preamble",
    ),
    pytest.param("The council\0\0\0s plan is old.", ["The council’s plan is old."], id="lost-letters"),
    pytest.param(
        "\f".join(
            f"Lake Report\n\n{lake} says that the water is rising in all of the lakes again.\n\n{n}"
            for n, lake in LAKES
        ),
        [
            line
            for n, lake in LAKES
            for line in (
                "^furniture Lake Report",
                f"{lake} says that the water is rising in all of the lakes again.",
                f"^furniture {n}",
            )
        ],
        id="form-feeds",
    ),
]

HTML = [
    pytest.param("<h2>Who</h2><p>The <b>council</b> pays.</p>", ["#2 Who", "The <b>council</b> pays."], id="plain"),
    pytest.param('<ol start="4" type="a"><li>x<li value="9">y</ol>', ["d.| x", "i.| y"], id="ol-start-value"),
    pytest.param("<ol type=I reversed><li>x<li>y</ol>", ["II.| x", "I.| y"], id="ol-reversed"),
    pytest.param("<ul><li>x<ol><li>y</ol></ul>", ["•| x", " 1.| y"], id="nested"),
    pytest.param("<p>one<br>two<br>Three</p>", ["one two", "Three"], id="br"),
    pytest.param("<table><tr><th>a<th>b<tr><td>c<td>d</table>", ["a / b", "c / d"], id="table"),
    pytest.param("<table><tr><td><p>Layout only.</p></table>", ["Layout only."], id="layout-table"),
    pytest.param("<p>Paid.<sup>2</sup></p><sup>nd</sup>", ["Paid.", "nd"], id="note-mark"),
    pytest.param("<nav>Home</nav><div class=cookie-banner>OK</div><p>The text of the report itself is here and long.</p>",
                 ["The text of the report itself is here and long."], id="chrome"),
    pytest.param('<section class="footnotes"><ol><li>See annex.</ol></section>', ["^note 1 See annex."], id="notes"),
    pytest.param("<script>x()</script><p hidden>no</p><p>yes</p>", ["yes"], id="hidden"),
    pytest.param("<body>\n## One\n\ntext\n\n## Two {#two}\n\n- a\n</body>", ["#2 One", "text", "#2 Two", "-| a"], id="markdown-inside"),
    pytest.param("<p>" + "<div>" * 3000 + "deep", ["deep"], id="deep"),
]  # fmt: skip

RESTRUCTURED = [
    pytest.param(
        "=====\nLakes\n=====\n\nWater\n-----\n\nText *so* **bold**.",
        ["#1 Lakes", "#2 Water", "Text <i>so</i> <b>bold</b>."],
        id="headings",
    ),
    pytest.param(
        "#. One.\n#. Two\n   goes on.\n\nText.\n\n#. Anew.",
        ["1.| One.", "2.| Two goes on.", "Text.", "1.| Anew."],
        id="auto-numbers",
    ),
    pytest.param(
        "See `the plan <http://x>`_ and :doc:`annex` [#a]_.\n\n.. [#a] A note.",
        ["See the plan and annex.", "^note a A note."],
        id="marks",
    ),
    pytest.param(
        ".. image:: x.png\n   :alt: y\n\nText.\n\n.. a comment\n\n- item", ["Text.", "-| item"], id="directives"
    ),
]

PARSERS: dict[str, Callable[[str], Source]] = {
    "markdown": markdown.parse,
    "text": text.parse,
    "html": html.parse,
    "rst": restructured.parse,
}


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_markdown(source: str, expected: list[str]) -> None:
    assert shown(markdown.parse(source)) == expected


@pytest.mark.parametrize(("source", "expected"), TEXT)
def test_text(source: str, expected: list[str]) -> None:
    assert shown(text.parse(source)) == expected


@pytest.mark.parametrize(("source", "expected"), HTML)
def test_html(source: str, expected: list[str]) -> None:
    page = source if source.startswith("<body") else f"<html><body>{source}</body></html>"
    assert shown(html.parse(page)) == expected


@pytest.mark.parametrize(("source", "expected"), RESTRUCTURED)
def test_restructured_text(source: str, expected: list[str]) -> None:
    assert shown(restructured.parse(source)) == expected


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS)
@pytest.mark.parametrize(
    "source", ["", "\n\n", "\0", "- ", "> > > >", "<" * 500, "[" * 500, "| |\n|-|", "1.\n2.\n", "\f\f", "***"]
)
def test_odd_sources_give_blocks_without_empty_texts(parse: Callable[[str], Source], source: str) -> None:
    for block in parse(source).blocks:
        assert block.text == block.text.strip() != ""
        assert "\n" not in block.text
        assert all(0 <= e.start < e.end <= len(block.text) for e in block.emphasis)


def test_notes_in_running_text_are_taken_out_and_the_sentence_is_joined() -> None:
    page = """
The council has met every year since the flood and it has paid for the dams in the north.[1] It reports to the old Lake

1 The council was founded in 1902.

House and to the ministry.[2] The ministry answered in May.

2 See the annex.

The council agreed.[3]

3 Ibid.
"""
    assert shown(markdown.parse(page)) == [
        "The council has met every year since the flood and it has paid for the dams in the north. It reports to the old Lake House "
        "and to the ministry. The ministry answered in May.",
        "^note 1 The council was founded in 1902.",
        "^note 2 See the annex.",
        "The council agreed.",
        "^note 3 Ibid.",
    ]


def test_contents_are_marked_with_and_without_title() -> None:
    page = "\n\n".join(
        [
            "Contents",
            "Summary 1",
            "Water 3",
            "Annex 12",
            "The water is rising.",
            "Dams 2",
            "Lakes 5",
            "Rivers 6",
            "Sea 7",
            "Law 9",
        ]
    )
    kinds = [block.kind for block in markdown.parse(page).blocks]
    assert kinds == ["contents"] * 4 + ["paragraph"] + ["contents"] * 5


FRONT_MATTER = [
    ("---\ntitle: Lakes\nauthor: [A, B]\nlayout: x\n---\nbody", {"title": "Lakes", "author": "A, B"}, "body", 0),
    (
        "---\ntitle: Lakes: a plan\ndate : 2024-04-04\n---\nbody",
        {"title": "Lakes: a plan", "date": "2024-04-04"},
        "body",
        1,
    ),
    ("---\nauthors:\n  - name: A\n  - name: B\n---\nbody", {"author": "A, B"}, "body", 0),
    ("---\na: &a [x, x]\ntitle: *a\n---\nbody", {"title": "*a"}, "body", 0),
    ("---\ntext\n---\nbody", {}, "---\ntext\n---\nbody", 0),
    ("no front matter", {}, "no front matter", 0),
    ("---\ntitle: !!python/object/apply:os.system ['x']\n---\nbody", {"title": "x"}, "body", 0),
]


@pytest.mark.parametrize(("source", "metadata", "rest", "problems"), FRONT_MATTER)
def test_front_matter(source: str, metadata: dict[str, str], rest: str, problems: int) -> None:
    found, body, wrong = split(source)
    assert (found, body, len(wrong)) == (metadata, rest, problems)


ENGLISH = "The council’s plan – “water first” – costs £3 a head; Zürich paid. " * 4
JAPANESE = "日本政府は次の措置をとるべきである。１．防衛費を引き上げる。"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "cp1252"),
        (JAPANESE * 5, "cp932"),
        (JAPANESE * 5, "euc_jp"),
        (JAPANESE * 5, "iso2022_jp"),
        (JAPANESE, "utf-8"),
    ],
)
def test_encodings(content: str, encoding: str) -> None:
    data = content.encode(encoding)
    assert data.decode(detect(data)).lstrip("\ufeff") == content


def test_one_bad_byte_does_not_make_utf8_something_else() -> None:
    assert detect(ENGLISH.encode() + b"\xff" + ENGLISH.encode()) == "utf-8"
    assert detect(ENGLISH.encode()[:-1] + "é".encode()[:1]) == "utf-8"


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the recommen-", "dations of", "the recommendations of"),
        ("a long-", "term plan", "a long-term plan"),
        ("the Pacific-", "Atlantic line", "the Pacific-Atlantic line"),
        ("self-", "reported data", "self-reported data"),
        ("costs and", "benefits", "costs and benefits"),
        ("water –", "and land", "water – and land"),
        ("and/", "or", "and/or"),
        ("multi-year con-", "tracts", "multi-year contracts"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, whole: str) -> None:
    hyphens = Hyphens(["These recommendations hold for a long time.", "The term ends.", "All contracts count."])
    assert hyphens.join(before, after) == whole


def test_a_report_that_never_cuts_words_keeps_its_hyphens() -> None:
    lines = [
        "it is hard-",
        "to-reach and low-",
        "lying or high-",
        "rise and cost-",
        "competitive oil-",
        "displacing stuff",
    ]
    assert Hyphens(lines).join("it is cost-", "competitive") == "it is cost-competitive"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The council meets in", "the old hall.", True),
        ("The council met.", "the old hall.", False),
        ("The council should do the following:", "dredge", False),
        ("It is for all of the people in the region and of the", "Council", True),
        ("Contents", "Summary", False),
    ],
)
def test_goes_on(before: str, after: str, expected: bool) -> None:
    assert goes_on(before, after) is expected


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(4, "lowerRoman", "iv"), (28, "a", "bb"), (3, "A", "C"), (49, "upperRoman", "XLIX"), (7, "decimalZero", "07"), (12, "1", "12"),
     (3, "decimalFullWidth", "３"), (5, "decimalEnclosedCircle", "⑤"), (1, "bullet", ""), (0, "a", "0"), (99_999, "i", "99999")],
)  # fmt: skip
def test_numbers_as_printed(number: int, form: str, printed: str) -> None:
    assert counted(number, form) == printed


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    from pipeline.readers import read

    path = tmp_path / "-odd\nname.md"
    path.write_text("# Lakes\n\n- **Dredge.** Now.\n- **Dig.** Soon.\n")
    assert shown(read(path)) == ["#1 Lakes", "-| <b>Dredge.</b> Now.", "-| <b>Dig.</b> Soon."]
