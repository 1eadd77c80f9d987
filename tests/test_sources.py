"""What the reader took out of a file is kept: another model, lexicon or sidecar reads no file again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import ROOT, SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from pipeline import published, settings, sources, versions
from pipeline.book import Summary
from pipeline.document import Block, Emphasis, Region, Source
from pipeline.errors import Problem
from pipeline.readers import read
from pipeline.readers.sandbox import Sandbox
from pipeline.run import run
from pipeline.settings import Settings

numbers = st.integers(0, 10**6)
points = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=30) | st.just("a lone surrogate \ud800")
emphases = st.builds(Emphasis, numbers, numbers, st.sampled_from(["bold", "italic"]))
regions = st.builds(Region, numbers, points, points, points, points)
blocks = st.builds(
    Block,
    kind=st.sampled_from(["heading", "paragraph", "item", "table"]),
    text=texts,
    label=texts,
    level=st.none() | numbers,
    emphasis=st.lists(emphases, max_size=3).map(tuple),
    cells=st.lists(texts, max_size=3).map(tuple),
    size=st.none() | points,
    page_first=st.none() | numbers,
    page_last=st.none() | numbers,
    regions=st.lists(regions, max_size=3).map(tuple),
)
problems = st.builds(Problem, stage=texts, code=texts, message=texts, page=st.none() | numbers)
made = st.builds(
    Source,
    media_type=texts,
    extractor=texts,
    blocks=st.lists(blocks, max_size=4).map(tuple),
    page_count=st.none() | numbers,
    ocr=st.booleans(),
    metadata=st.dictionaries(texts, texts, max_size=3),
    metadata_from=texts,
    problems=st.lists(problems, max_size=2).map(tuple),
)


@given(made)
def test_a_source_comes_back_as_it_was(source: Source) -> None:
    data = sources.encode(source)
    assert sources.decode(data) == source
    assert sources.encode(sources.decode(data)) == data


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_really_read_comes_back_as_it_was(name: str) -> None:
    source = read(ROOT / "raw" / name)
    assert source.blocks
    assert sources.decode(sources.encode(source)) == source


class _Counting:
    """Runs over the samples, with the files counted that are read."""

    def __init__(self, chosen: Settings) -> None:
        self.chosen = chosen
        self.versions: dict[str, str] = versions.current(chosen)
        self.read: list[str] = []

    def run(self, **options: Any) -> Summary:
        self.read = []
        real = Sandbox.read

        def counted(sandbox: Sandbox, path: Path) -> Source:
            self.read.append(path.name)
            return real(sandbox, path)

        with patch.object(Sandbox, "read", counted), patch.object(versions, "current", lambda _: dict(self.versions)):
            return run(self.chosen, **options)

    def rows(self) -> dict[str, Any]:
        names = ("documents", "recommendations", "directives", "who_what_whom", "mentions")
        with published.snapshot(self.chosen.output) as held:
            return {name: held.arrow(name).to_pylist() for name in names}

    def kept(self) -> list[Path]:
        return sorted(Path(self.chosen.interim, sources.FOLDER).rglob("*.z"))


@pytest.fixture
def counting(samples: Settings, tmp_path: Path) -> _Counting:
    """The samples as they were read already."""
    for name in ("raw", "interim", "output"):
        shutil.copytree(getattr(samples, name), tmp_path / name, symlinks=True)
    places: dict[str, Any] = {name: tmp_path / name for name in ("raw", "interim", "output")}
    return _Counting(settings.load(start=tmp_path, **places, engine="inline"))


@pytest.mark.parametrize("what", ["lexicon", "model", "pipeline"])
def test_another_lexicon_model_or_rule_reads_no_file(counting: _Counting, what: str) -> None:
    before = counting.rows()
    counting.versions[what] = "another"
    told = counting.run(dry_run=True)
    assert {a.why for a in told.actions} == {f"another {what} (the file itself is not read again)"}
    assert counting.run().done == len(SAMPLES)
    assert (counting.read, counting.rows()) == ([], before)


def test_another_reader_reads_every_file_and_keeps_only_what_is_new(counting: _Counting) -> None:
    before = counting.kept()
    assert len(before) == len(SAMPLES)
    counting.versions["reader"] = "another"
    assert {a.why for a in counting.run(dry_run=True).actions} == {"another reader"}
    counting.run()
    assert sorted(counting.read) == sorted(SAMPLES)
    assert len(counting.kept()) == len(SAMPLES)
    assert not set(counting.kept()) & set(before)


def test_character_recognition_concerns_pdf_alone(counting: _Counting) -> None:
    counting.versions["ocr"] = "another"
    told = {a.path: a.why for a in counting.run().actions if a.what != "unchanged"}
    assert told == {"sample-lake-water.pdf": "another ocr"}
    assert counting.read == ["sample-lake-water.pdf"]


def test_force_and_a_changed_file_and_a_damaged_source_are_read(counting: _Counting) -> None:
    before = counting.rows()
    counting.run(force=True, only=["sample-lake-water.pdf"])
    assert counting.read == ["sample-lake-water.pdf"]
    counting.kept()[0].write_bytes(b"damaged")
    counting.versions["lexicon"] = "another"
    counting.run()
    assert len(counting.read) == 1
    assert counting.rows() == before
    note = Path(counting.chosen.raw, "sample-night-trains.md")
    note.write_text(note.read_text() + "\nJapan should act.\n")
    counting.run()
    assert counting.read == [note.name]
    assert len(counting.kept()) == len(SAMPLES)


def test_what_is_kept_goes_with_its_report(counting: _Counting) -> None:
    left = Path(counting.chosen.interim, sources.FOLDER, "00", "left-by-a-killed-run.json.z")
    left.parent.mkdir(exist_ok=True)
    left.touch()
    Path(counting.chosen.raw, SAMPLES[0]).unlink()
    counting.run()
    assert len(counting.kept()) == len(SAMPLES)
    counting.versions["lexicon"] = "another"
    counting.run()
    assert len(counting.kept()) == len(SAMPLES) - 1


def test_a_file_that_changes_while_it_is_read_is_not_kept(counting: _Counting) -> None:
    note = Path(counting.chosen.raw, "note.md")
    note.write_text("# A note\n\nJapan should act.\n")
    real = Sandbox.read

    def late(sandbox: Sandbox, path: Path) -> Source:
        note.write_text("# A note\n\nFrance should act.\n")
        return real(sandbox, path)

    with patch.object(Sandbox, "read", late):
        assert run(counting.chosen).failures == 1
    assert len(counting.kept()) == len(SAMPLES)
    counting.run()
    assert counting.read == ["note.md"]
    assert "France" in {row["actor"] for row in counting.rows()["who_what_whom"]}
