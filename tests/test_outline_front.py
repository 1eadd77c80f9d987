"""Front matter: title, issuers, authors, date, kind and language, and what each rests on."""

from __future__ import annotations

import pytest
from drawn import block, document, outline

from pipeline.document import Block, Source, join
from pipeline.outline import dates, names, segment
from pipeline.sidecar import Sidecar
from pipeline.structure import FrontMatter

BODY = "Ports are places where ships come in, and where they go out again, and nobody has ever counted all of them, for there are too many ports and too many ships in the world as it is today."


def _front(drawing: str, metadata: dict[str, str] | None = None, metadata_from: str = "") -> FrontMatter:
    return segment(document(f"{drawing.strip()}\n{BODY}", metadata, metadata_from)).front


def _names(front: FrontMatter) -> tuple[list[str], list[str]]:
    return [n.name for n in front.issuers], [n.name for n in front.authors]


@pytest.mark.parametrize(
    ("drawing", "issuers"),
    [
        ("# Maps\nThis document reflects the consensus of the Open Maps Institute at this time.", ["Open Maps Institute"]),
        ("# Maps\nA draft Maps Working Group (MWG) Finding.\nThis paper sets out the views of the MWG.", ["Maps Working Group"]),
        ("# Maps\nDear Members of the Harbour Institute:\nPlease draw maps.", []),
    ],
)  # fmt: skip
def test_who_speaks(drawing: str, issuers: list[str]) -> None:
    _, found = outline(drawing)
    assert [n.name for n in found.front.issuers] == issuers


def test_title_page() -> None:
    front = _front("## Safer Harbours: A Plan\nNordic Harbour Institute Proposals\nMarch 27, 2025\n### I. Pilots")
    assert (front.title, front.title_from) == ("Safer Harbours: A Plan", "title page")
    assert (front.published, front.published_from) == ("2025-03-27", "title page")
    assert _names(front) == (["Nordic Harbour Institute"], [])
    assert front.blocks == {0, 1, 2}


def test_front_matter_wins_over_the_page() -> None:
    metadata = {"title": "Safer Harbours", "author": "Ann B. Lee and Max Moe", "date": "2024-04-04 12:00:00 +0800"}
    front = _front("### Introduction", metadata)
    assert (front.title, front.published, front.title_from) == ("Safer Harbours", "2024-04-04", "front matter")
    assert _names(front) == (["Ann B. Lee", "Max Moe"], ["Ann B. Lee", "Max Moe"])


def test_by_line_and_a_genre_glued_to_the_title() -> None:
    front = _front("# How to Build Harbours — The Need for CouragePolicy Brief\nAnn Lee, Max Moe, Kim Poe\nMay, 2025")
    assert front.title == "How to Build Harbours — The Need for Courage"
    assert front.published == "2025-05"
    assert _names(front)[1] == ["Ann Lee", "Max Moe", "Kim Poe"]


def test_a_title_that_looks_like_two_names() -> None:
    front = _front(
        "# Safer Ports and Faster Ships\nAnn B. Lee\nPrepared for the Ministry of Trade\nports, ships, faster, safer"
    )
    assert front.title == "Safer Ports and Faster Ships"
    assert _names(front) == (["Ann B. Lee"], ["Ann B. Lee"])


def test_memorandum() -> None:
    front = _front(
        "# MEMORANDUM FOR ALL PORTS\nFROM: Port Office of Bergen\nDATE: May 6, 2024\nSUBJECT: Lamps at night"
    )
    assert (front.title, front.published) == ("Lamps at night", "2024-05-06")
    assert _names(front)[0] == ["Port Office of Bergen"]
    assert front.blocks == {0, 1, 2, 3}


def test_letter() -> None:
    above = (
        "Ports for All\n3 February 2025\nThe Rt Hon. Max Moe\nMinistry of Trade\nDear Minister,\nRe: Pilots at night"
    )
    front = segment(
        document(f"{above}\n{BODY}\nYours faithfully,\nAnn Lee\nChair, Ports for All Association\nCouncil of Pilots")
    ).front
    assert (front.title, front.published) == ("Pilots at night", "2025-02-03")
    assert _names(front) == (["Ports for All Association", "Council of Pilots"], ["Ann Lee"])


@pytest.mark.parametrize(
    ("lines", "issuers"),
    [
        ("Ann Lee, Nordic Harbour Institute", ["Nordic Harbour Institute"]),
        ("Ann Lee, Nordic Harbour Institute\nMax Moe, Port Board", ["Ann Lee", "Max Moe"]),
        ("Nordic Harbour Institute\nCouncil of Pilots", ["Nordic Harbour Institute", "Council of Pilots"]),
    ],
)
def test_signed(lines: str, issuers: list[str]) -> None:
    long = "\n".join([BODY] * 16)
    assert _names(segment(document(f"# Open letter\nDear Minister,\n{long}\nSigned,\n{lines}")).front)[0] == issuers


def test_who_a_report_is_about() -> None:
    text = f"# Safer Ports\nBy Ann Lee and Max Moe\n{BODY}\n## About Ports for All\nPorts for All is a charity."
    assert _names(segment(document(text)).front) == (["Ports for All"], ["Ann Lee", "Max Moe"])


@pytest.mark.parametrize(
    ("line", "issuers", "date"),
    [
        ("Institute for Public Ports, June 2023", ["Institute for Public Ports"], "2023-06"),
        ("Centre for Ports | Policy Brief No. 14 | October 2022", ["Centre for Ports"], "2022-10"),
        ("Council of Ports 14 Harbour Road, Bristol BS1 4QA", ["Council of Ports"], None),
        ("Submitted by the Harbour Trust", ["Harbour Trust"], None),
        ("Institute for Social Policy", ["Institute for Social Policy"], None),
        ("House of Commons\nPorts Committee", ["Ports Committee"], None),
        ("A Review of the Port Council", [], None),
    ],
)
def test_letterhead(line: str, issuers: list[str], date: str | None) -> None:
    front = _front(f"# Safer Harbours\n{line}")
    assert (_names(front)[0], front.published) == (issuers, date)


def test_rights() -> None:
    front = segment(document(f"# Safer Harbours\n{BODY}\n© 2019 Nordic Harbour Institute. All rights reserved.")).front
    assert _names(front)[0] == ["Nordic Harbour Institute"]
    assert (front.published, front.published_from) == ("2019", "colophon")


def test_masthead() -> None:
    front = _front(
        "# Safer Harbours\n**Report:** HB-1 | **Published:** 2026-03-16 | **Source:** Nordic Harbour Institute"
    )
    assert (front.published, front.published_from) == ("2026-03-16", "masthead")
    assert _names(front)[0] == ["Nordic Harbour Institute"]


def test_two_organisations_on_one_line() -> None:
    front = _front("# Safer Harbours\nReport by the Ministry of Trade and the Nordic Harbour Institute")
    assert _names(front)[0] == ["Ministry of Trade", "Nordic Harbour Institute"]


def test_colophon_of_a_translation() -> None:
    front = segment(
        document(
            f"{BODY}\nTranslated from “Minato no Hanashi (A Tale of Harbours),” Gaiko, Vol. 43 May/Jun., 2017 pp. 1–2. [July 2017]"
        )
    ).front
    assert (front.title, front.title_from) == ("A Tale of Harbours", "colophon")
    assert front.published == "2017-07"


def test_the_text_says_who_put_it_out() -> None:
    text = (
        "On April 5 a research program (Blue Bay Dialogue), co-organized by the Nordic Harbour Institute (NHI) and the "
        "Center for Ships (CFS), launched a policy report on harbours."
    )
    front = segment(document(f"{text}\n{BODY}")).front
    assert _names(front)[0] == ["Blue Bay Dialogue", "Nordic Harbour Institute", "Center for Ships"]


@pytest.mark.parametrize(
    "title", ["Microsoft Word - final_v3.doc", "report.pdf", "PowerPoint Presentation", "untitled", "AB-12/3", ""]
)
def test_junk_in_document_properties(title: str) -> None:
    front = _front("# Safer Harbours", {"title": title, "author": "jdoe3", "date": "D:20240102"}, "document properties")
    assert front.title == "Safer Harbours"
    assert _names(front) == ([], [])


def test_document_properties() -> None:
    metadata = {"title": "HB-1 Safer Harbours: A Plan", "date": "D:20240102"}
    printed = (
        Block(kind="heading", level=1, size=30.0, text="HARBOUR OFFICE", page_first=1),
        Block(kind="heading", level=2, size=36.0, text="SAFER HARBOURS", page_first=1),
        Block(kind="heading", level=2, size=36.0, text="A Plan", page_first=1),
        Block(kind="paragraph", size=10.0, text=BODY, page_first=2),
    )
    source = Source(
        media_type="application/pdf",
        extractor="drawn",
        blocks=printed,
        metadata=metadata,
        metadata_from="document properties",
    )
    front = segment(join(source)).front
    assert front.title == "Safer Harbours: A Plan"
    assert (front.published, front.published_from) == ("2024", "document properties")
    assert front.blocks >= {1, 2}


def test_sidecar_wins() -> None:
    sidecar = Sidecar(title="Other", issuers=("Port Board",), authors=(), published="2020", language="de")
    front = segment(document(f"# Safer Harbours\nAnn Lee, Max Moe\nMay 2025\n{BODY}"), sidecar).front
    assert (front.title, front.title_from, front.published, front.published_from) == (
        "Other",
        "sidecar",
        "2020",
        "sidecar",
    )
    assert _names(front) == (["Port Board"], [])
    assert front.language == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        (
            "Les ports sont des lieux où les navires arrivent et d'où ils repartent, et personne ne les a jamais comptés.",
            "fr",
        ),
        (
            "港は船が出入りする場所であり、これまで誰もその数を数えたことがない。世界には港も船も多すぎるからである。政府は港の安全を確保するべきであり、そのための法律を作る必要がある。",
            "ja",
        ),
        ("12", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert (
        segment(join(Source(media_type="text/plain", extractor="drawn", blocks=(block(text),)))).front.language
        == language
    )


@pytest.mark.parametrize(
    ("drawing", "kind"),
    [
        ("# Minutes of the Port Board\nPresent: A, B\n@1. The Board should meet again.", "minutes"),
        ("# Safer Harbours\n## Recommendations\n@1. Pilots shall be trained.", "report"),
    ],
)
def test_kind(drawing: str, kind: str) -> None:
    assert outline(drawing)[1].front.doc_type == kind


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("March 27, 2025", "2025-03-27"),
        ("27th of March 2025", "2025-03-27"),
        ("SEPTEMBER 2006", "2006-09"),
        ("May, 2025", "2025-05"),
        ("2025-03-27T10:00", "2025-03-27"),
        ("2025-03", "2025-03"),
        ("Sept. 3, 2019", "2019-09-03"),
        ("February 30, 2025", None),
        ("the 2024-25 budget", None),
        ("may 2025", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert dates.find(text) == date


@pytest.mark.parametrize(
    ("text", "strict", "only"),
    [
        ("Oslo, May 2025", False, True),
        ("Last updated 3 May 2025", True, True),
        ("Spring 2025", False, True),
        ("2025", False, True),
        ("Budget 2025", False, False),
        ("FINAL REPORT HB-12/A May 2025", True, True),
        ("Developments since May 2025", True, False),
    ],
)
def test_nothing_but_a_date(text: str, strict: bool, only: bool) -> None:
    assert dates.only(text, strict) is only


def test_dates_of_the_story_are_not_the_report_s() -> None:
    front = _front("# Safer Harbours\n## Developments since March 2024\nIn May 2024 the Board met.")
    assert front.published is None


def test_a_period_is_no_date() -> None:
    assert dates.count("APRIL 1, 2006 – SEPTEMBER 30, 2006") == 2


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Nordic Harbour Institute", True),
        ("University of Bergen", True),
        ("Toward an Integrated Alliance", False),
        ("How to Engage the Administration", False),
        ("Report to Congress", False),
        ("Research Institute", False),
        ("Assembly Title and Focus Finalized", False),
        ("Advancing the Security Alliance", False),
        ("Housing Authority", True),
    ],
)
def test_organisations(name: str, is_one: bool) -> None:
    assert names.is_organisation(name) is is_one


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ann Lee and Max Moe", ("Ann Lee", "Max Moe")),
        ("Ann Lee, et al.", ("Ann Lee",)),
        ("Dr. Ann B. Lee, Ph.D., Jan van der Berg", ("Dr. Ann B. Lee", "Jan van der Berg")),
        ("Ports, Ships and Harbours", ()),
        ("Ann Lee, Senior Fellow, Nordic Harbour Institute", ("Ann Lee",)),
        ("ANN LEE | MAX MOE", ("ANN LEE", "MAX MOE")),
        ("Strengthening Deterrence and Building Resilience", ()),
        ("Safer Ports and Faster Ships", ()),
        ("Nordic Harbour Institute", ()),
        ("March 2025", ()),
    ],
)
def test_people(line: str, people: tuple[str, ...]) -> None:
    assert names.people(line, {"ports", "ships", "safer"}) == people


@pytest.mark.parametrize(
    ("drawing", "published", "issuers"),
    [
        ("# Maps\nPublished by the open maps lab, Oslo, April 2025.", "2025-04", ["open maps lab"]),
        ("# Maps\nOrdered to be printed 6 February 2018\nPublished on 20 February 2018", "2018-02-20", []),
        ("# Resolution adopted by the Port Assembly on 20 December 2010\nThe Port Assembly,", "2010-12-20", ["Port Assembly"]),
        ("# Grounding of a ship, 19 August 2016\nApproved for publication: October 2017", "2017-10", []),
        ("# Maps\nPort Map Institute, 2018-11", "2018-11", ["Port Map Institute"]),
        ("# Maps\nThe Port Safety Commission is an independent public body.", None, ["Port Safety Commission"]),
        ("# Port Safety Inquiry Report\nPresented to Parliament pursuant to the Ports Act", None, ["Port Safety Inquiry"]),
    ],
)  # fmt: skip
def test_lines_that_say_who_and_when(drawing: str, published: str | None, issuers: list[str]) -> None:
    front = _front(drawing)
    assert (front.published, _names(front)[0]) == (published, issuers)


def test_last_lines() -> None:
    front = segment(document(f"# Maps\n{BODY}\n**Local Map Panel**\n**September 2011**")).front
    assert (front.published, _names(front)[0]) == ("2011-09", ["Local Map Panel"])


def test_a_greeting_is_no_title() -> None:
    assert _front("Dear Minister,\nWe write to you about ports.").title is None


def test_a_section_may_be_all_the_title_there_is() -> None:
    assert _front("# Executive summary").title == "Executive summary"


def test_a_title_above_every_chapter_heads_nothing() -> None:
    _, found = outline(f"## Port Maps\n{BODY}\n## Port Maps\n# Ports\n{BODY}\n## Port Maps\n# Maps\n{BODY}")
    assert [s.title for s in found.sections] == ["Ports", "Maps"]
