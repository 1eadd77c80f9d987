"""Word files: the numbers that Word computes, tracked changes, notes, tables, styles."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from shown import shown

from pipeline.document import Source
from pipeline.readers import read

_NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>
"""
_LEVEL = (
    """<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>"""
)


class Sheet:
    """A Word file in the making."""

    def __init__(self) -> None:
        self.document: Any = docx.Document()
        self._lists = 90

    def numbering(self, *levels: tuple[str, str, int]) -> int:
        """A new list; each level as (number format, text, start); its id."""
        root = self.document.part.numbering_part.element
        self._lists += 1
        drawn = "".join(_LEVEL.format(i=i, form=f, text=t, start=s) for i, (f, t, s) in enumerate(levels))
        abstract = parse_xml(_NUMBERING.format(ns=nsdecls("w"), n=self._lists, levels=drawn))
        root.insert(0, abstract)
        return self.restart(self._lists)

    def restart(self, abstract: int, start: int | None = None) -> int:
        """A list that shares another's levels, beginning again at `start`."""
        root = self.document.part.numbering_part.element
        number = 200 + len(root.findall(qn("w:num")))
        override = (
            "" if start is None else f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
            )
        )
        return number

    def item(self, text: str, number: int, level: int = 0) -> Any:
        """A numbered paragraph."""
        paragraph = self.document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
        return paragraph

    def read(self, folder: Path) -> Source:
        path = folder / "report.docx"
        self.document.save(str(path))
        return read(path)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


def test_headings_paragraphs_and_styles(sheet: Sheet, tmp_path: Path) -> None:
    sheet.document.add_heading("A Plan for the Lakes", 0)
    sheet.document.add_heading("Findings", 2)
    paragraph = sheet.document.add_paragraph("Plain, ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run(" and ")
    paragraph.add_run("slanted").italic = True
    assert shown(sheet.read(tmp_path)) == [
        "#1 A Plan for the Lakes",
        "#2 Findings",
        "Plain, <b>bold</b> and <i>slanted</i>",
    ]


def test_numbers_are_computed_as_word_prints_them(sheet: Sheet, tmp_path: Path) -> None:
    number = sheet.numbering(("decimal", "%1.", 1), ("lowerLetter", "%1.%2)", 1), ("upperRoman", "(%3)", 1))
    for text, level in [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 1)]:
        sheet.item(text, number, level)
    assert shown(sheet.read(tmp_path)) == ["1.| a", " 1.a)| b", " 1.b)| c", "  (I)| d", "2.| e", " 2.a)| f"]


def test_lists_go_on_and_restart(sheet: Sheet, tmp_path: Path) -> None:
    first = sheet.numbering(("decimal", "Recommendation %1:", 1))
    again = sheet.restart(sheet._lists)
    anew = sheet.restart(sheet._lists, start=5)
    for text, number in [("a", first), ("b", again), ("c", anew), ("d", anew)]:
        sheet.item(text, number)
    labels = [block.label for block in sheet.read(tmp_path).blocks]
    assert labels == ["Recommendation 1:", "Recommendation 2:", "Recommendation 5:", "Recommendation 6:"]


def test_numbered_headings_keep_their_number(sheet: Sheet, tmp_path: Path) -> None:
    number = sheet.numbering(("upperRoman", "%1.", 1))
    sheet.item("Water", number).style = "Heading 1"
    assert shown(sheet.read(tmp_path)) == ["#1 I. Water"]


def test_styles_bring_numbers_and_bullets(sheet: Sheet, tmp_path: Path) -> None:
    sheet.document.add_paragraph("first", style="List Number")
    sheet.document.add_paragraph("second", style="List Number")
    sheet.document.add_paragraph("point", style="List Bullet")
    assert [line.split("|")[0].strip() for line in shown(sheet.read(tmp_path))] == ["1.", "2.", "•"]


def test_insertions_stay_and_deletions_go(sheet: Sheet, tmp_path: Path) -> None:
    paragraph = sheet.document.add_paragraph("The council ")._p
    paragraph.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>may </w:delText></w:r></w:del>')
    )
    paragraph.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t xml:space="preserve">should </w:t></w:r></w:ins>'
        )
    )
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>secretly </w:t></w:r>"))
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>pay</w:t><w:noBreakHyphen/><w:t>out.</w:t></w:r>"))
    assert shown(sheet.read(tmp_path)) == ["The council should pay-out."]


def test_tables_and_line_breaks(sheet: Sheet, tmp_path: Path) -> None:
    table = sheet.document.add_table(rows=2, cols=2)
    for i, text in enumerate(["Who", "What", "Council", "Dredge"]):
        table.cell(i // 2, i % 2).text = text
    paragraph = sheet.document.add_paragraph()
    paragraph.add_run("Next Steps").bold = True
    paragraph.add_run("\nMembers will refine")
    paragraph.add_run("\nthe letter.")
    assert shown(sheet.read(tmp_path)) == [
        "Who / What",
        "Council / Dredge",
        "<b>Next Steps</b>",
        "Members will refine the letter.",
    ]


def test_a_table_of_one_column_is_running_text(sheet: Sheet, tmp_path: Path) -> None:
    sheet.document.add_table(rows=1, cols=1).cell(0, 0).text = "Boxed text."
    assert shown(sheet.read(tmp_path)) == ["Boxed text."]


def test_footnotes_come_as_notes(sheet: Sheet, tmp_path: Path) -> None:
    sheet.document.add_paragraph("Text.")
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    notes = f"""<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
    <w:footnote w:id="2"><w:p><w:r><w:t>See the annex.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    path = tmp_path / "noted.docx"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(entry, data)
        new.writestr("word/footnotes.xml", notes)
    assert shown(read(path)) == ["Text.", "^note 2 See the annex."]


def test_a_text_box_is_read_once(sheet: Sheet, tmp_path: Path) -> None:
    run = sheet.document.add_paragraph("Around. ").add_run()._r
    box = OxmlElement("w:txbxContent")
    box.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>In the box.</w:t></w:r></w:p>"))
    run.append(box)
    assert shown(sheet.read(tmp_path)) == ["Around.", "In the box."]


def test_properties(sheet: Sheet, tmp_path: Path) -> None:
    sheet.document.core_properties.title = "A Plan"
    sheet.document.core_properties.author = "Ann Berg"
    sheet.document.add_paragraph("x")
    source = sheet.read(tmp_path)
    assert (source.metadata["title"], source.metadata["author"]) == ("A Plan", "Ann Berg")
