"""A newcomer's way, with real processes: samples and bad files in, tables out, a report edited, a report removed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, SAMPLES

from pipeline.settings import Settings
from pipeline.tables import CONTRACT_VERSION, TABLES, columns

LAKE = ["II.A.1", "II.A.2", "II.A.3", "II.A.4", "II.B.1", "II.B.2"]

# Files that cannot be read, by the code that their row of `failures` has.
BAD = {
    "empty.md": (b"", "empty_file"),
    "cut-off.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "damaged"),
    "really-a-page.pdf": (b"<!DOCTYPE html><html><body><p>Not found</p></body></html>", "not_a_pdf"),
    "noise.txt": (bytes(range(256)) * 40, "not_text"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported_format"),
}


@dataclass(frozen=True)
class Desk:
    """Three folders and the command that runs over them."""

    home: Path

    def run(self, *more: str) -> subprocess.CompletedProcess[str]:
        """`pipeline run` in a process of its own, started somewhere else."""
        folders = [f"--{name}={self.home / name}" for name in ("raw", "interim", "output")]
        code = "from pipeline.cli import main; main()"
        command = [sys.executable, "-c", code, "run", *folders, *more]
        return subprocess.run(command, cwd=self.home, capture_output=True, text=True)

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.home / "output" / f"{name}.parquet")

    def digests(self) -> dict[str, str]:
        files = [p for p in (self.home / "raw").rglob("*") if p.is_file()]
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    home = tmp_path_factory.mktemp("desk")
    (home / "raw" / "2026").mkdir(parents=True)
    for name in SAMPLES:
        (home / "raw" / "2026" / name).write_bytes((ROOT / "raw" / name).read_bytes())
    for name, (content, _) in BAD.items():
        (home / "raw" / name).write_bytes(content)
    (home / "raw" / "README.md").write_text("# no report\n", encoding="utf-8")
    (home / "raw" / "half.pdf.part").write_bytes(b"%PDF")
    made = Desk(home)
    before = made.digests()
    done = made.run()
    assert done.returncode == 3, done.stderr
    assert made.digests() == before
    return made


def test_good_reports_are_read_and_bad_ones_have_a_row_each(desk: Desk) -> None:
    assert sorted(desk.table("documents")["path"]) == [f"2026/{name}" for name in SAMPLES]
    failed = desk.table("failures").set_index("path")
    assert failed["code"].to_dict() == {name: code for name, (_, code) in BAD.items()}
    assert set(failed["severity"]) == {"error"}
    assert failed["message"].str.len().min() > 20


def test_three_libraries_read_the_same(samples: Settings) -> None:
    path = Path(samples.output) / "who_what_whom.parquet"
    rows = len(pd.read_parquet(path))
    assert rows > 40
    assert len(pl.read_parquet(path)) == rows
    assert duckdb.execute(f"select count(*) from '{path}'").fetchall() == [(rows,)]


@pytest.mark.parametrize("table", TABLES)
def test_files_say_what_they_hold(samples: Settings, table: str) -> None:
    schema = pq.read_schema(next((Path(samples.output) / f"{table}.parquet").glob("*.parquet")))
    assert schema.metadata[b"contract_version"].decode() == CONTRACT_VERSION
    assert schema.names == [spec.name for spec in columns(table)]
    assert all(schema.field(name).metadata[b"description"] for name in schema.names)


def _rows(samples: Settings, table: str, report: str) -> pd.DataFrame:
    documents = pd.read_parquet(Path(samples.output) / "documents.parquet").set_index("path")
    found = pd.read_parquet(Path(samples.output) / f"{table}.parquet")
    return found[found["document_id"] == documents.loc[report, "document_id"]]


@pytest.mark.parametrize(
    ("report", "title", "issuer", "published"),
    [
        (
            "sample-lake-water.pdf",
            "Sharing the Lake: Clean Water and Fish for Kenya, Tanzania and Uganda",
            "Institute for Shared Waters",
            "2026-03-12",
        ),
        (
            "sample-night-trains.md",
            "Waking Up in Warsaw: Night Trains between Germany and Poland",
            "Centre for Rail and Region",
            "2026-05-12",
        ),
        ("sample-hospital-ransomware.txt", None, "Forum for Resilient Health", "2025-09"),
    ],
)
def test_who_put_it_out(samples: Settings, report: str, title: str | None, issuer: str, published: str) -> None:
    row = _rows(samples, "documents", report).iloc[0]
    issuers = _rows(samples, "document_issuers", report)
    assert title is None or row["title"] == title
    assert row["published"] == published
    assert issuers[issuers["role"] == "issuer"]["name"].tolist() == [issuer]


def test_numbers_are_full_paths_and_items_run_over_pages(samples: Settings) -> None:
    rows = _rows(samples, "recommendations", "sample-lake-water.pdf")
    numbered = rows[rows["kind"] == "numbered"].sort_values("ordinal")
    assert numbered["number"].tolist() == LAKE
    item = numbered[numbered["number"] == "II.A.3"].iloc[0]
    assert (item["page_first"], item["page_last"]) == (1, 2)
    assert item["heading"] == "Leave the breeding grounds in peace."
    assert "does not simply fish on the other." in item["text"]


def test_running_heads_and_page_numbers_are_left_out(samples: Settings) -> None:
    text = _rows(samples, "documents", "sample-lake-water.pdf").iloc[0]["text"]
    assert text.count("Institute for Shared Waters") == 1
    assert "on one side of the border does not simply fish on the other" in " ".join(text.split())


@pytest.mark.parametrize(
    ("report", "verb", "actors", "strength", "negated"),
    [
        ("sample-lake-water.pdf", "set", {"KEN", "TZA", "UGA"}, "should", False),
        ("sample-lake-water.pdf", "restore", {"TZA"}, "should", False),
        ("sample-lake-water.pdf", "tie", {"EU"}, "should", False),
        ("sample-night-trains.md", "treat", {"DEU", "POL"}, "should", False),
        ("sample-hospital-ransomware.txt", "let", {"USA"}, "should", False),
        ("sample-hospital-ransomware.txt", "make", {"CAN"}, "should", False),
    ],
)
def test_who_is_asked_to_do_what(
    samples: Settings, report: str, verb: str, actors: set[str], strength: str, negated: bool
) -> None:
    wide = _rows(samples, "who_what_whom", report)
    rows = wide[wide["action_verb"] == verb]
    assert set(rows["actor_id"]) == actors
    assert set(rows["strength"]) == {strength}
    assert set(rows["negated"]) == {negated}


def test_an_edited_report_renames_nothing_else(desk: Desk) -> None:
    before = desk.table("recommendations")
    path = desk.home / "raw" / "2026" / "sample-night-trains.md"
    text = path.read_text(encoding="utf-8")
    added = "Ticket offices should stay open until the last night train has left.\n\n## Key messages"
    path.write_text(text.replace("## Key messages", added, 1), encoding="utf-8")
    done = desk.run()
    assert done.returncode == 3, done.stderr
    assert "1 changed" in done.stdout
    after = desk.table("recommendations")
    assert set(before["recommendation_id"]) < set(after["recommendation_id"])
    assert len(after) == len(before) + 1


def test_a_removed_report_leaves_the_tables(desk: Desk) -> None:
    (desk.home / "raw" / "2026" / "sample-lake-water.pdf").unlink()
    done = desk.run()
    assert "1 gone" in done.stdout
    assert "2026/sample-lake-water.pdf" not in set(desk.table("documents")["path"])
    assert set(desk.table("directives")["document_id"]) <= set(desk.table("documents")["document_id"])
