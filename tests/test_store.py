"""Folders in an object store: an S3 server that the test starts (moto's). Other stores are untested."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from pipeline import audit, published
from pipeline.errors import PublishError
from pipeline.publish import collect
from pipeline.store import LocalStore, RemoteStore, Store, local, open_store
from pipeline.tables import TABLES

pytest.importorskip("s3fs", reason="s3fs is not installed")
server = pytest.importorskip("moto.server", reason="moto is not installed")

BUCKET = "s3://reports"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """An S3 server on this machine; the environment leads there."""
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    made = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    before = dict(os.environ)
    os.environ.update(made)
    import s3fs

    s3fs.S3FileSystem(skip_instance_cache=True).mkdir("reports")
    yield BUCKET
    os.environ.clear()
    os.environ.update(before)
    running.stop()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "local":
        return open_store(str(tmp_path))
    return open_store(f"{request.getfixturevalue('s3')}/{tmp_path.name}")


def test_every_store_keeps_names_and_bytes(store: Store) -> None:
    assert not store.exists("a/b")
    with pytest.raises(FileNotFoundError):
        store.read("a/b")
    store.write("a/b", b"one")
    store.write("a/b", b"two")
    store.write("a/c ü", b"")
    assert (store.read("a/b"), store.read("a/c ü"), store.exists("a/b")) == (b"two", b"", True)
    assert sorted(store.names("a")) == ["a/b", "a/c ü"]
    store.delete("a/b")
    store.delete("a/b")
    assert list(store.names("a")) == ["a/c ü"]
    assert isinstance(store, LocalStore | RemoteStore)


def test_a_file_in_a_store_is_read_as_a_copy_of_its_own_name(s3: str) -> None:
    open_store(f"{s3}/x").write("report.pdf", b"%PDF")
    with local(f"{s3}/x/report.pdf") as path:
        assert (path.name, path.read_bytes()) == ("report.pdf", b"%PDF")
    assert not path.exists()


class Cloud:
    """The three folders in a bucket."""

    def __init__(self, desk: Desk, url: str) -> None:
        self.url, self.desk = url, desk
        self.chosen = {"raw": f"{url}/raw", "interim": f"{url}/interim", "output": f"{url}/output"}
        self.raw, self.output = RemoteStore(f"{url}/raw"), RemoteStore(f"{url}/output")

    def put(self, name: str, text: str) -> None:
        self.raw.write(name, text.encode())

    def did(self, **more: Any) -> dict[str, str]:
        return {a.path: a.what for a in self.desk.run(settings=self.chosen | more).actions}

    def table(self, name: str) -> list[dict[str, Any]]:
        with published.snapshot(self.output.url) as held:
            rows: list[dict[str, Any]] = held.arrow(name).to_pylist()
        return rows


@pytest.fixture
def cloud(desk: Desk, s3: str, tmp_path: Path) -> Cloud:
    return Cloud(desk, f"{s3}/{tmp_path.name}")


def test_all_three_folders_can_lie_in_a_store(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    twin = Desk(tmp_path / "twin")
    for name, text in [
        ("a.txt", "Japan should act.\n"),
        ("sub/b.txt", "Korea must wait with Japan.\n"),
        ("bad.txt", "BROKEN"),
        ("a.txt.toml", 'title = "A"'),
        ("README.md", "no report"),
    ]:
        cloud.put(name, text)
        twin.put(name, text)
    twin.run()
    assert cloud.did() == {"a.txt": "new", "bad.txt": "new", "sub/b.txt": "new"}
    for table in TABLES:
        assert cloud.table(table) == twin.table(table), table
    assert list(published.load("who_what_whom", output=cloud.output.url)["actor"]) == ["Japan", "Korea"]
    with published.snapshot(cloud.output.url) as held:
        assert list(audit.audit(held)) == []
    assert cloud.did() == {"a.txt": "unchanged", "bad.txt": "unchanged", "sub/b.txt": "unchanged"}
    assert json.loads(cloud.output.read("current.json"))["number"] == 1
    assert list(published.load("runs", output=cloud.output.url)["outcome"]) == ["published", "unchanged"]


def test_changes_in_a_store_are_seen_and_published_under_a_new_prefix(cloud: Cloud) -> None:
    cloud.put("a.txt", "Japan should act.\n")
    cloud.put("b.txt", "Korea should act.\n")
    cloud.did()
    before = {n: cloud.output.read(n) for n in cloud.output.names("snapshots/000001")}
    cloud.put("a.txt", "Peru should act.\n")
    cloud.raw.delete("b.txt")
    assert cloud.did() == {"a.txt": "changed", "b.txt": "gone"}
    assert [r["actor"] for r in cloud.table("who_what_whom")] == ["Peru"]
    assert {n: cloud.output.read(n) for n in cloud.output.names("snapshots/000001")} == before
    assert len(published.load("directives", output=cloud.output.url, number=1)) == 2
    assert collect(cloud.output.url, 1, 1.0) == []
    assert collect(cloud.output.url, 1, 0.0) == ["000001"]
    assert [r["actor"] for r in cloud.table("who_what_whom")] == ["Peru"]


def test_a_run_that_dies_before_the_pointer_is_replaced_leaves_the_last_tables(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud.put("a.txt", "Japan should act.\n")
    cloud.did()
    cloud.put("a.txt", "Peru should act.\n")
    real = RemoteStore.write

    def dying(self: RemoteStore, name: str, data: bytes) -> None:
        if name.startswith("snapshots/000002/mentions"):
            raise PublishError("the line is down")
        real(self, name, data)

    with monkeypatch.context() as patched:
        patched.setattr(RemoteStore, "write", dying)
        with pytest.raises(PublishError):
            cloud.did()
    assert [r["actor"] for r in cloud.table("who_what_whom")] == ["Japan"]
    cloud.did()
    assert [r["actor"] for r in cloud.table("who_what_whom")] == ["Peru"]
    assert json.loads(cloud.output.read("current.json"))["number"] == 3


def test_workers_write_to_the_store_themselves(cloud: Cloud) -> None:
    for i in range(6):
        cloud.put(f"{i}.txt", f"Board {i} should act.\n")
    cloud.did(engine="processes", workers=2)
    assert len(cloud.table("directives")) == 6


def test_a_bucket_that_is_not_there_is_said(desk: Desk, s3: str) -> None:
    desk.put("a.txt", "Japan should act.\n")
    with pytest.raises(PublishError, match="s3://nowhere"):
        desk.run(settings={"output": "s3://nowhere/output"})
