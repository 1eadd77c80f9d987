"""Makes raw/sample-lake-water.pdf, the sample report with pages: invented issuer, invented authors, no real advice.

It holds what a reader of PDFs has to cope with: a running head and page numbers, numbered headings that are no
recommendations, recommendations with run-in titles, one that runs over a page break, and a summary.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

OUTPUT = Path(__file__).resolve().parent.parent / "raw" / "sample-lake-water.pdf"

TITLE = "Sharing the Lake: Clean Water and Fish for Kenya, Tanzania and Uganda"
ISSUER = "Institute for Shared Waters"
AUTHORS = "Amara Okello and Judith Lindqvist"
DATE = "12 March 2026"

_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14.5, alignment=TA_JUSTIFY, spaceAfter=8)
_ITEM = ParagraphStyle("item", parent=_BODY, leftIndent=18, bulletIndent=0)
_HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10, spaceAfter=6)
_SUBHEAD = ParagraphStyle("subhead", parent=_HEAD, fontSize=12, leading=15)
_TITLE = ParagraphStyle("title", parent=_HEAD, fontSize=19, leading=24, spaceAfter=10)
_BYLINE = ParagraphStyle("byline", parent=_BODY, fontName="Helvetica", spaceAfter=2)

SUMMARY = (
    "Some forty million people eat, drink and travel by Lake Victoria. Its water has grown warmer and greener, and the "
    "catch of every fishing village on its shore has become smaller and less certain. No country can repair the lake "
    "alone: whatever enters the water at one end reaches the other within a season.",
    "This paper argues that Kenya, Tanzania and Uganda should measure the lake together, clean what flows into it, and "
    "leave the breeding grounds in peace. Its donors should pay for measurements before they pay for pumps.",
)

PRESSURE = (
    "Three things are happening at once. Towns on the shore have doubled in size while their sewage works have not. "
    "Fertiliser from the hills feeds algae that take the oxygen out of the water; blooms may become more frequent as "
    "the lake warms. And boats from all three countries follow the fish into the shallow bays where tilapia breed, so "
    "that stocks could collapse in the northern bays within a generation.",
    "Rules exist. The basin agreement requires each government to tell the others about new works on the shore, and "
    "inspectors can already fine a factory that pollutes. What is missing is a shared picture: each country measures "
    "in its own way, at its own times, and keeps the results to itself. A fisher in Kisumu can learn the price of tilapia "
    "in Brussels within a minute, but not whether the water under the boat is safe to drink.",
)

GOVERNMENTS = (
    (
        "Measure together.",
        "Kenya, Tanzania and Uganda should set up a joint network of twelve measuring stations by the end of 2027. "
        "Readings must be published within 30 days. No government may withhold a reading because it is unwelcome.",
    ),
    (
        "Clean the water before it reaches the lake.",
        "The Kenyan Ministry of Water and the Ugandan Ministry of Environment should agree on one limit for what towns "
        "may discharge. Both ministries should inspect every plant on the shore twice a year. If a plant fails two "
        "inspections in a row, it must be closed until it has been repaired.",
    ),
    (
        "Leave the breeding grounds in peace.",
        "Trawling should be banned in the bays where tilapia breed. The fisheries departments must not license new "
        "fish-meal factories before 2030. They may, however, grant exceptions to cooperatives of small boats, provided "
        "that the catch is landed and weighed in public. Patrols should be shared: the Ugandan coast guard needs to "
        "work with the Tanzanian police, so that a boat that is turned away on one side of the border does not simply "
        "fish on the other.",
    ),
    (
        "Give the shore back to the reeds.",
        "Tanzania is urged to restore the wetlands at the mouth of the Mara. County governments need not wait for "
        "approval from the capital before they replant reeds on public land.",
    ),
)

DONORS = (
    (
        "Pay for measurements first.",
        "The European Union should tie the first two years of its support to open data. The World Bank should not "
        "finance new pumping stations unless the towns concerned have a working sewer.",
    ),
    (
        "Stay for ten years.",
        "We recommend that the African Development Bank extend its loans to ten years and that it work with the East "
        "African Community to train inspectors.",
    ),
)


def story() -> list[Flowable]:
    """The report from its title to its last recommendation."""
    made: list[Flowable] = [Paragraph(TITLE, _TITLE)]
    made += [Paragraph(line, _BYLINE) for line in (ISSUER, AUTHORS, DATE)]
    made += [Spacer(1, 14), Paragraph("Summary", _HEAD), *(Paragraph(text, _BODY) for text in SUMMARY)]
    made += [Paragraph("I. A lake under pressure", _HEAD), *(Paragraph(text, _BODY) for text in PRESSURE)]
    made += [Paragraph("II. Recommendations", _HEAD)]
    made += [Paragraph("A. For the governments on the lake", _SUBHEAD), *_numbered(GOVERNMENTS)]
    return [*made, Paragraph("B. For those who pay", _SUBHEAD), *_numbered(DONORS)]


def _numbered(items: tuple[tuple[str, str], ...]) -> list[Flowable]:
    return [Paragraph(f"<b>{head}</b> {text}", _ITEM, bulletText=f"{n}.") for n, (head, text) in enumerate(items, 1)]


def _furniture(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, A4[1] - 40, "Sharing the Lake")
    canvas.drawRightString(A4[0] - 72, A4[1] - 40, ISSUER)
    canvas.drawCentredString(A4[0] / 2, 36, str(template.page))


def write(path: Path) -> None:
    """Write the report as a PDF; the same bytes each time."""
    about = {"title": TITLE, "author": AUTHORS}
    template = SimpleDocTemplate(str(path), pagesize=A4, margin=72, invariant=1, **about)
    template.build(story(), onFirstPage=_furniture, onLaterPages=_furniture)


if __name__ == "__main__":
    write(OUTPUT)
