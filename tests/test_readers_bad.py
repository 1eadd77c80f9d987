"""Files that cannot be read, or not in full: each says so, with what to do about it, and costs nothing but itself."""

from __future__ import annotations

import os
import random
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typeset import Look, prose, typeset

from pipeline.document import Source
from pipeline.errors import ReadError
from pipeline.readers import ocr, read
from pipeline.readers.registry import choose, formats
from pipeline.readers.sandbox import Sandbox

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = [
    ("empty.pdf", b"", "empty_file"),
    ("blank.txt", b" \n\n\0\0 ", "empty_file"),
    ("page.pdf", b"<!DOCTYPE html><html><body><h1>404</h1></body></html>", "not_a_pdf"),
    ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(300), "not_a_pdf"),
    ("cut.pdf", hostile.pdf()[:400], "damaged"),
    ("garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
    ("locked.pdf", hostile.pdf(user="secret"), "password_required"),
    ("none.pdf", hostile.no_pages(), "damaged"),
    ("scan.pdf", hostile.picture_pdf(3), "needs_ocr"),
    ("program.txt", bytes(random.Random(1).randbytes(5000)), "not_text"),
    ("program.md", b"\x7fELF" + bytes(2000), "not_text"),
    ("sheet.xlsx", hostile.zip_of(xl__workbook_dot_xml=b"<x/>"), "unsupported_format"),
    ("data.csv", b"a,b\n1,2\n", "unsupported_format"),
    ("letter.rtf", rb"{\rtf1 Hello}", "unsupported_format"),
    ("old.doc", OLE, "unsupported_format"),
    ("locked.docx", OLE, "password_required"),
    ("sheet.docx", hostile.zip_of(xl__workbook_dot_xml=b"<x/>"), "not_a_docx"),
    ("broken.docx", hostile.zip_of(word__document_dot_xml=b"<w:document"), "damaged"),
    ("cut.docx", hostile.zip_of(word__document_dot_xml=b"x" * 5000)[:120], "damaged"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(300), "unsupported_format"),
]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without Tesseract."""
    monkeypatch.setattr(ocr, "available", lambda: False)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=20, seconds_per_page=0.5, memory=2 * 2**30) as child:
        yield child


@pytest.fixture(scope="module")
def hasty() -> Iterator[Sandbox]:
    """A sandbox that loses its patience soon."""
    with Sandbox(seconds=5, seconds_per_page=0, memory=2 * 2**30) as child:
        yield child


def _put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[f"{name}-{code}" for name, _, code in REFUSED])
def test_refused_with_a_code_and_advice(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refusal:
        read(_put(tmp_path, name, data))
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")
    assert len(refusal.value.message.split()) > 5


def test_what_is_no_file_or_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not_a_file"):
        read(tmp_path)
    with pytest.raises(ReadError, match="vanished"):
        read(tmp_path / "gone.pdf")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadError, match="not_a_file"):
        read(tmp_path / "pipe.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = _put(tmp_path, "secret.txt", b"text")
    path.chmod(0)
    with pytest.raises(ReadError, match="not_permitted"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "format_name"),
    [
        ("a.txt", b"# Title\n\n- **One.** Text\n- **Two.** Text\n", "markdown"),
        ("a.txt", b"Title\n\nA text without any marks.\n", "text"),
        ("a.md", b"A text without any marks.\n", "markdown"),
        ("a.txt", hostile.pdf(), "pdf"),
        ("a", hostile.pdf(), "pdf"),
        ("a.download", hostile.pdf(), "pdf"),
        ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + hostile.pdf(), "pdf"),
        ("a.txt", b"<!doctype html><p>x", "html"),
        ("a.htm", b"<p>x", "html"),
        ("README", b"just words\n", "text"),
        ("a.TXT", "Größe".encode("utf-16"), "text"),
        ("a.dat", hostile.zip_of(word__document_dot_xml=b"<x/>"), "docx"),
    ],
)
def test_content_decides_then_suffix(name: str, data: bytes, format_name: str) -> None:
    assert choose(Path(name), data).name == format_name


def test_every_format_says_what_it_is() -> None:
    assert {each.name for each in formats()} >= {"pdf", "markdown", "text", "html", "docx"}
    suffixes = [suffix for each in formats() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("junk before.pdf", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + hostile.pdf()),
        ("empty password.pdf", hostile.pdf(user="")),
        ("trailing.pdf", hostile.pdf() + b"\n<!-- served in 3 ms -->"),
    ],
)
def test_read_all_the_same(name: str, data: bytes, tmp_path: Path) -> None:
    assert [block.text for block in read(_put(tmp_path, name, data)).blocks] == [hostile.TEXT]


@pytest.mark.usefixtures("no_ocr")
def test_pages_without_text_are_recorded_and_the_others_read(tmp_path: Path) -> None:
    source = read(_put(tmp_path, "mixed.pdf", hostile.picture_pdf(2, text_page=True)))
    assert [block.text for block in source.blocks] == [hostile.TEXT]
    assert [(problem.code, problem.page) for problem in source.problems] == [("needs_ocr", 1), ("needs_ocr", 2)]
    assert not source.ocr


def test_pages_without_text_are_recognised_where_tesseract_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stand-in for Tesseract that sees the same two lines on every page."""
    rows = ["level page_num block_num par_num line_num word_num left top width height conf text".split()]
    for line, words in enumerate(["The council should dredge", "the lake now."], 1):
        rows += [["5", "1", "1", "1", str(line), "1", str(200 + 150 * i), str(300 + 40 * line), "120", "28", "96", word]
                 for i, word in enumerate(words.split())]  # fmt: skip
    table = _put(tmp_path, "seen.tsv", "\n".join("\t".join(row) for row in rows).encode())
    program = _put(tmp_path, "tesseract", f"#!/bin/sh\ncat >/dev/null; exec cat '{table}'\n".encode())
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(ocr, "available", lambda: True)
    source = read(_put(tmp_path, "scan.pdf", hostile.picture_pdf(1)))
    assert [block.text for block in source.blocks] == ["The council should dredge the lake now."]
    assert source.ocr
    assert not source.problems


class TestSandbox:
    """The killable child."""

    def test_reads_what_the_reader_reads(self, sandbox: Sandbox, tmp_path: Path) -> None:
        path = _put(tmp_path, "a.pdf", typeset(prose(0), Look(), 0))
        assert sandbox.read(path) == read(path)
        assert sandbox(path) == read(path)

    @pytest.mark.parametrize(("name", "data", "code"), REFUSED[:7], ids=[name for name, _, _ in REFUSED[:7]])
    def test_refuses_what_the_reader_refuses(
        self, sandbox: Sandbox, name: str, data: bytes, code: str, tmp_path: Path
    ) -> None:
        with pytest.raises(ReadError) as refusal:
            sandbox.read(_put(tmp_path, name, data))
        assert refusal.value.code == code

    @pytest.mark.parametrize(
        "data",
        [hostile.self_referring_form(), hostile.cyclic_pages(), hostile.endless_pages(), hostile.flate_bomb(200)],
        ids=["self-referring", "cyclic", "endless", "bomb"],
    )
    def test_survives_hostile_files(self, hasty: Sandbox, data: bytes, tmp_path: Path) -> None:
        code, source = _outcome(hasty, _put(tmp_path, "bad.pdf", data))
        assert code in {"", "damaged", "crashed", "timeout", "out_of_memory", "needs_ocr"}
        assert source is None or not any(block.text for block in source.blocks)
        good = _put(tmp_path, "good.txt", b"The council should dredge the lake.")
        assert [block.text for block in hasty.read(good).blocks] == ["The council should dredge the lake."]

    def test_a_hanging_child_is_killed_and_replaced(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with Sandbox(seconds=0.5, seconds_per_page=0, most_seconds=0.5) as child:
            monkeypatch.setattr(sys, "executable", str(_script(tmp_path, "sleep 60")))
            with pytest.raises(ReadError, match="timeout"):
                child.read(_put(tmp_path, "a.txt", b"text"))
            monkeypatch.undo()
        with Sandbox() as child:
            assert child.read(tmp_path / "a.txt").blocks

    def test_a_dying_child_is_reported_and_replaced(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = _put(tmp_path, "a.txt", b"text")
        with Sandbox() as child:
            monkeypatch.setattr(sys, "executable", str(_script(tmp_path, "exit 3")))
            with pytest.raises(ReadError, match="crashed"):
                child.read(path)
            monkeypatch.undo()
            assert child.read(path).blocks
            child.close()
            assert child.read(path).blocks

    @pytest.mark.parametrize(
        ("data", "text"), [(hostile.pdf(), hostile.TEXT), (b"%PDF-1.4\nno more than this", None)], ids=["good", "bad"]
    )
    def test_a_pdf_that_crashes_pdfium_is_read_by_the_second_reader(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, text: str | None
    ) -> None:
        crashing = (
            "import os; from pipeline.readers.pdf import reader; reader.opened = lambda data: os.abort(); "
            "from pipeline.readers.child import main; main(0)"
        )
        with Sandbox() as child:
            script = _script(tmp_path, f"exec '{sys.executable}' -c '{crashing}'")
            monkeypatch.setattr(sys, "executable", str(script))
            code, source = _outcome(child, _put(tmp_path, "a.pdf", data))
        assert (code, [block.text for block in source.blocks] if source else None) == (
            ("", [text]) if text else ("crashed", None)
        )
        if source:
            assert [problem.code for problem in source.problems] == ["crashed"]
            assert source.extractor.startswith("pdfplumber")

    def test_memory_is_limited(self, tmp_path: Path) -> None:
        path = _put(tmp_path, "big.txt", b"word " * 30_000_000)
        with Sandbox(memory=400 * 2**20) as child:
            with pytest.raises(ReadError) as refusal:
                child.read(path)
            assert refusal.value.code in {"out_of_memory", "crashed"}


def _script(folder: Path, command: str) -> Path:
    script = _put(folder, "python", f"#!/bin/sh\n{command}\n".encode())
    script.chmod(0o755)
    return script


def _samples() -> list[tuple[str, bytes]]:
    word = hostile.zip_of(word__document_dot_xml=zlib.compress(b"x"))
    return [
        ("a.pdf", typeset(prose(0, 2), Look(columns=2, notes=True), 0)),
        ("a.md", b"---\ntitle: A\n---\n# B\n\n1. **c** d\n\n| e | f |\n|--|--|\n| g | h |\n" * 3),
        ("a.html", b"<!doctype html><main><h1>A</h1><ol><li>b<table><tr><td>c<td>d</table></ol></main>" * 3),
        ("a.docx", word),
        ("a.txt", b"Title\n\n1.1\n\nText of the item\x0c2\n" * 5),
    ]


SAMPLES = _samples()


def _mutated(data: bytes, cut: float, flips: list[tuple[float, int]]) -> bytes:
    done = bytearray(data[: max(1, int(cut * len(data)))])
    for place, value in flips:
        done[min(len(done) - 1, int(place * len(done)))] = value
    return bytes(done)


_MUTATIONS = st.tuples(
    st.sampled_from(SAMPLES),
    st.floats(0.05, 1.0),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=40),
)


def _outcome(sandbox: Sandbox, path: Path) -> tuple[str, Source | None]:
    """The code of the refusal, or nothing and the source."""
    try:
        return "", sandbox.read(path)
    except ReadError as refusal:
        return refusal.code, None


def _holds(sandbox: Sandbox, path: Path) -> None:
    """A damaged file gives blocks or a ReadError, nothing else."""
    code, source = _outcome(sandbox, path)
    assert bool(code) == (source is None)
    assert all(block.text for block in source.blocks) if source else code.isidentifier()


@given(_MUTATIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_never_do_more_than_fail(
    sandbox: Sandbox, tmp_path: Path, mutation: tuple[tuple[str, bytes], float, list[tuple[float, int]]]
) -> None:
    (name, data), cut, flips = mutation
    _holds(sandbox, _put(tmp_path, name, _mutated(data, cut, flips)))


@pytest.mark.slow
@given(_MUTATIONS)
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_damaged_files_never_do_more_than_fail(
    sandbox: Sandbox, tmp_path: Path, mutation: tuple[tuple[str, bytes], float, list[tuple[float, int]]]
) -> None:
    (name, data), cut, flips = mutation
    _holds(sandbox, _put(tmp_path, name, _mutated(data, cut, flips)))
