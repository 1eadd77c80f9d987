"""Snapshots: whole, switched at once, linked where nothing changed, read by everybody, cleared away in time."""

from __future__ import annotations

import os
import random
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from desk import Desk

from pipeline import published
from pipeline.errors import PublishError
from pipeline.publish import bucket_count, bucket_of, collect
from pipeline.tables import CONTRACT_VERSION, TABLES, arrow_schema


def _fill(desk: Desk, count: int) -> None:
    for i in range(count):
        desk.put(f"{i:03d}.txt", f"Board {i} should act with Japan.\n")


def test_everybody_reads_the_tables_by_their_names(desk: Desk) -> None:
    _fill(desk, 3)
    desk.run(settings={"buckets": 4})
    place = desk.output / "who_what_whom.parquet"
    frames = [
        pd.read_parquet(place),
        pl.read_parquet(place).to_pandas(),
        published.load("who_what_whom", output=desk.output),
    ]
    assert [sorted(f["actor"]) for f in frames] == [["Board 0", "Board 1", "Board 2"]] * 3
    counted = duckdb.connect().execute(f"select count(*) from '{place}'")
    assert counted.fetchall() == [(3,)]


@pytest.mark.parametrize("table", list(TABLES))
def test_files_have_the_schema_the_descriptions_and_the_contract(desk: Desk, table: str) -> None:
    _fill(desk, 1)
    desk.run()
    [part] = (desk.output / f"{table}.parquet").glob("*.parquet")
    schema = pq.read_schema(part)
    wanted = arrow_schema(table)
    assert schema.equals(wanted)
    assert [f.metadata[b"description"] for f in schema] == [f.metadata[b"description"] for f in wanted]
    assert schema.metadata[b"contract_version"] == CONTRACT_VERSION.encode()


def test_an_empty_raw_folder_gives_empty_tables(desk: Desk) -> None:
    assert desk.run().rows == dict.fromkeys(TABLES, 0)
    assert all(len(pd.read_parquet(desk.output / f"{t}.parquet")) == 0 for t in TABLES)


def test_without_a_change_nothing_is_published(desk: Desk) -> None:
    _fill(desk, 3)
    first, second = desk.run(), desk.run()
    assert (first.is_new, second.is_new) == (True, False)
    assert (first.snapshot, second.snapshot, first.rows) == (1, 1, second.rows)


def test_only_the_parts_of_what_changed_are_written(desk: Desk) -> None:
    _fill(desk, 40)
    desk.run(settings={"buckets": 8})
    changed = desk.put("007.txt", "Board 7 must rest.\n")
    desk.run(settings={"buckets": 8})
    folder = desk.output / ".snapshots"
    parts = {p.name for p in (folder / "000002").rglob("part-*") if p.stat().st_nlink == 1}
    document = dict(desk.table("documents", "path", "document_id"))[changed.name]
    assert parts == {f"part-{bucket_of(document, 8):04d}.parquet", "part-0000.parquet"}
    zeros = {p.parent.name for p in (folder / "000002").rglob("part-0000*") if p.stat().st_nlink == 1}
    assert zeros <= {"entities.parquet"} or bucket_of(document, 8) == 0


def test_an_older_snapshot_stays_as_it_was(desk: Desk) -> None:
    _fill(desk, 10)
    desk.run(settings={"buckets": 2})
    before = desk.files()
    with published.snapshot(desk.output) as held:
        for i in range(10):
            desk.put("001.txt", f"Board {i} must rest.\n")
            desk.run(settings={"buckets": 2})
        after = {
            p.relative_to(held.path).as_posix(): p.read_bytes() for p in held.path.rglob("*.parquet") if p.is_file()
        }
    assert after == before
    assert held.number == 1
    assert published.load("directives", output=desk.output, number=1).shape[0] == 10


def test_the_way_there_does_not_show_in_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports added, changed and removed one after the other end in the same files as all of them at once."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    chance = random.Random(5)
    slow, fast = Desk(tmp_path / "slow", buckets=4), Desk(tmp_path / "fast", buckets=4)
    names = ["Board", "BOARD", "board", "The Board"]
    texts: dict[str, str] = {}
    for _ in range(25):
        name = f"{chance.randrange(12)}.txt"
        if name in texts and chance.random() < 0.3:
            del texts[name]
            (slow.raw / name).unlink()
        else:
            texts[name] = (
                f"{chance.choice(names)} should act with {chance.choice(names)}.\nUnit {name[0]} must {chance.randrange(9)}x.\n"
            )
            slow.put(name, texts[name])
        slow.run()
    for name, text in texts.items():
        fast.put(name, text)
    fast.run()
    assert slow.files() == fast.files()


def test_an_entity_has_one_name_over_all_reports(desk: Desk) -> None:
    desk.put("a.txt", "BOARD should act.\n")
    desk.run(settings={"buckets": 4})
    for name in ("b", "c"):
        desk.put(f"{name}.txt", f"Board should act with Board.\nIn {name} nothing.\n")
    desk.run(settings={"buckets": 4})
    assert desk.table("entities", "name") == ["Board"]
    assert set(desk.table("who_what_whom", "actor")) == {"Board"}
    desk.put("d.txt", "Japan should act with BOARD.\n")
    desk.put("e.txt", "Korea should act with BOARD.\n")
    desk.put("f.txt", "Peru should act with BOARD.\n")
    desk.run(settings={"buckets": 4})
    assert sorted(desk.table("entities", "name")) == ["BOARD", "Japan", "Korea", "Peru"]
    assert set(desk.table("who_what_whom", "partners")) == {"", "BOARD"}
    assert desk.table("mentions", "text").count("Board") == 4


def test_a_lost_part_is_made_anew(desk: Desk) -> None:
    _fill(desk, 10)
    desk.run(settings={"buckets": 2})
    before = desk.files()
    (desk.output / ".snapshots" / "000001" / "modals.parquet" / "part-0001.parquet").unlink()
    desk.put("zzz.txt", "Japan should rest.\n")
    desk.run(settings={"buckets": 2})
    (desk.raw / "zzz.txt").unlink()
    desk.run(settings={"buckets": 2})
    assert desk.files() == before


def test_a_damaged_interim_file_is_made_anew(desk: Desk) -> None:
    _fill(desk, 4)
    desk.run()
    before = desk.files()
    victim = sorted(desk.interim.rglob("*.rows"))[1]
    victim.write_bytes(victim.read_bytes()[:-7])
    assert desk.run(force=False).is_new is False
    desk.put("new.txt", "Japan should rest.\n")
    desk.run()
    (desk.raw / "new.txt").unlink()
    desk.run()
    assert desk.files() == before


def test_without_interim_the_next_run_gives_the_same_ids_and_times(desk: Desk) -> None:
    _fill(desk, 3)
    desk.run()
    (desk.raw / "000.txt").rename(desk.raw / "moved.txt")
    desk.run()
    before = desk.files()
    for path in sorted(desk.interim.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert set(desk.did().values()) == {"new"}
    assert desk.files() == before


def test_old_snapshots_go_by_count_and_age_and_never_under_a_reader(desk: Desk) -> None:
    folder = desk.output / ".snapshots"
    for i in range(5):
        desk.put("a.txt", f"Board {i} should act.\n")
        desk.run(settings={"keep_snapshots": 9})
    assert collect(desk.output, 2, 1.0) == []
    for path in folder.glob("0*"):
        os.utime(path, (1, 1))
    with published.snapshot(desk.output, 2):
        assert sorted(collect(desk.output, 2, 1.0)) == ["000001", "000003"]
    assert collect(desk.output, 2, 1.0) == ["000002"]
    assert sorted(p.name for p in folder.glob("0*")) == ["000004", "000005"]


def test_a_clock_set_back_costs_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    desk.put("a.txt", "Japan should act.\n")
    desk.run()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    desk.put("b.txt", "Korea should act.\n")
    summary = desk.run()
    assert (summary.snapshot, summary.rows["documents"]) == (2, 2)
    assert published.snapshot(desk.output).number == 2


@pytest.mark.parametrize(
    ("table", "number", "said"),
    [("who_what", None, "no table 'who_what'"), ("documents", 9, "no snapshot 9"), ("documents", None, "No tables in")],
)
def test_what_cannot_be_loaded_is_said(desk: Desk, table: str, number: int | None, said: str) -> None:
    if "No tables" not in said:
        desk.run()
    with pytest.raises(PublishError, match=said):
        published.load(table, output=desk.output, number=number)


@pytest.mark.parametrize(
    ("documents", "count"), [(0, 1), (256, 1), (257, 8), (2048, 8), (10_300, 64), (1_000_000, 4096)]
)
def test_parts_grow_with_the_reports(documents: int, count: int) -> None:
    assert bucket_count(documents) == count
