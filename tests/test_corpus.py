"""What in raw/ is a report, what is odd, and what a run has to do with each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk

from pipeline import corpus

TEXT = "Japan should act.\n"
OTHER = "Korea must wait.\n"


def _put(raw: Path, *names: str) -> None:
    for name in names:
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf",
        "~$draft.docx",
        "a.pdf.part",
        "a.pdf.crdownload",
        "README.md",
        "readme",
        "corrections.csv",
        ".git/x.txt",
        "Thumbs.db",
    ],
)
def test_what_is_no_report_is_passed_over(tmp_path: Path, name: str) -> None:
    _put(tmp_path, name, "a.txt")
    found = corpus.scan(tmp_path)
    assert (list(found.reports), found.oddities) == (["a.txt"], [])


@pytest.mark.parametrize(
    "name", ["sub/README.md", "sub/corrections.csv", "-rf.txt", "two\nlines.txt", "ein Bericht ü.txt", "noextension"]
)
def test_what_is_a_report_is_found(tmp_path: Path, name: str) -> None:
    _put(tmp_path, name)
    assert list(corpus.scan(tmp_path).reports) == [name]


def test_a_name_that_is_no_text_is_shown_with_escapes(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/bad\xff.txt", "w") as file:  # noqa: PTH123
        file.write(TEXT)
    found = corpus.scan(tmp_path)
    assert list(found.reports) == ["bad\\xff.txt"]
    assert Path(found.reports["bad\\xff.txt"].place).read_text() == TEXT


def test_sidecars_belong_to_their_reports_and_orphans_are_told_of(tmp_path: Path) -> None:
    _put(tmp_path, "a.txt", "a.txt.toml", "gone.pdf.toml")
    found = corpus.scan(tmp_path)
    assert (list(found.reports), list(found.sidecars)) == (["a.txt"], ["a.txt"])
    [odd] = found.oddities
    assert (odd.name, odd.problem.code, odd.problem.severity) == ("gone.pdf.toml", "orphan_sidecar", "warning")


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _broken_link(path: Path) -> None:
    path.symlink_to("nowhere.pdf")


def _link_outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _link_to_folder(path: Path) -> None:
    (path.parent / "sub").mkdir()
    path.symlink_to("sub")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_folder, "is_a_folder"),
        (_pipe, "not_a_file"),
        (_broken_link, "vanished"),
        (_link_outside, "outside_raw"),
        (_link_to_folder, "link_to_folder"),
        (_loop, "vanished"),
    ],
)
def test_what_is_odd_is_told_and_the_rest_is_found(tmp_path: Path, make: Callable[[Path], None], code: str) -> None:
    raw = tmp_path / "raw"
    _put(raw, "a.txt")
    make(raw / "x.pdf")
    found = corpus.scan(raw)
    assert [(o.name, o.problem.code) for o in found.oddities] == [("x.pdf", code)]
    assert list(found.reports) == ["a.txt"]


def test_a_link_inside_is_a_report(tmp_path: Path) -> None:
    _put(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert sorted(corpus.scan(tmp_path).reports) == ["a.txt", "b.txt"]


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert corpus.scan(tmp_path / "none").reports == {}


# --- what is done, run by run -------------------------------------------------------------------------------------


def test_a_second_run_has_nothing_to_do(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    assert desk.did() == {"a.txt": "new"}
    assert desk.did() == {"a.txt": "unchanged"}


def test_new_changed_and_gone(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.put(name, f"{name} should act.\n")
    desk.run()
    desk.put("b.txt", OTHER)
    desk.put("d.txt", TEXT)
    (desk.raw / "c.txt").unlink()
    assert desk.did() == {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "gone", "d.txt": "new"}
    assert desk.table("documents", "path") == ["a.txt", "b.txt", "d.txt"]
    assert desk.table("who_what_whom", "path", "actor")[1] == ("b.txt", "Korea")


def test_a_touched_file_is_not_read_again(desk: Desk) -> None:
    mark = desk.home / "mark"
    path = desk.put("a.txt", f"TOUCH {mark}\n{TEXT}")
    desk.run()
    os.utime(path, (1, 1))
    assert desk.did() == {"a.txt": "unchanged"}
    assert mark.read_text().count("a.txt") == 1


def test_a_change_that_keeps_size_and_time_is_seen(desk: Desk) -> None:
    path = desk.put("a.txt", "Japan should act.\n")
    desk.run()
    before = path.stat()
    path.write_text("Korea should act.\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.did() == {"a.txt": "changed"}


def test_a_moved_report_keeps_its_id_and_is_not_read_again(desk: Desk) -> None:
    mark = desk.home / "mark"
    desk.put("a.txt", f"TOUCH {mark}\n{TEXT}")
    desk.run()
    [before] = desk.table("documents")
    (desk.raw / "sub").mkdir()
    (desk.raw / "a.txt").rename(desk.raw / "sub" / "a.txt")
    assert desk.did() == {"sub/a.txt": "moved"}
    [after] = desk.table("documents")
    assert after == before | {"path": "sub/a.txt"}
    assert desk.table("who_what_whom", "path") == ["sub/a.txt"]
    assert mark.read_text().count("a.txt") == 1


def test_a_new_report_where_a_moved_one_was_gets_another_id(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.run()
    (desk.raw / "a.txt").rename(desk.raw / "b.txt")
    desk.run()
    desk.put("a.txt", OTHER)
    assert desk.did() == {"a.txt": "new", "b.txt": "unchanged"}
    ids = desk.table("documents", "document_id")
    assert len(set(ids)) == 2
    desk.put("a.txt", OTHER + OTHER)
    desk.run()
    assert desk.table("documents", "document_id") == ids


def test_of_two_with_the_same_content_only_the_first_has_rows(desk: Desk) -> None:
    desk.put("b.txt", TEXT)
    desk.put("a.txt", TEXT)
    assert desk.did() == {"a.txt": "new", "b.txt": "duplicate"}
    first, second = desk.table("documents")
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["document_id"])
    assert second["text"] == TEXT
    assert desk.table("directives", "document_id") == [first["document_id"]]
    assert desk.did() == {"a.txt": "unchanged", "b.txt": "unchanged"}


def test_a_copy_added_later_does_not_take_over(desk: Desk) -> None:
    desk.put("b.txt", TEXT)
    desk.run()
    before = desk.table("directives")
    desk.put("a.txt", TEXT)
    assert desk.did() == {"a.txt": "duplicate", "b.txt": "unchanged"}
    assert desk.table("directives") == before


def test_a_duplicate_stands_in_when_the_first_goes(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("b.txt", TEXT)
    desk.run()
    (desk.raw / "a.txt").unlink()
    assert desk.did() == {"a.txt": "gone", "b.txt": "new"}
    [document] = desk.table("documents")
    assert (document["path"], document["duplicate_of"]) == ("b.txt", None)
    assert desk.table("directives", "document_id") == [document["document_id"]]


def test_a_duplicate_that_changes_gets_rows_of_its_own(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("b.txt", TEXT)
    desk.run()
    desk.put("b.txt", OTHER)
    assert desk.did() == {"a.txt": "unchanged", "b.txt": "changed"}
    assert desk.table("documents", "duplicate_of") == [None, None]
    assert len(desk.table("directives")) == 2


def test_a_sidecar_added_changed_and_removed_does_its_report_again(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("b.txt", OTHER)
    desk.run()
    for text, title in [('title = "One"', "One"), ('title = "Two"', "Two"), ("", None)]:
        if text:
            desk.put("a.txt.toml", text)
        else:
            (desk.raw / "a.txt.toml").unlink()
        assert desk.did() == {"a.txt": "outdated", "b.txt": "unchanged"}
        assert desk.table("documents", "title") == [title, None]


def test_a_sidecar_that_is_not_understood_is_told_of_and_the_report_read_without_it(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    desk.put("a.txt.toml", 'titel = "x"')
    desk.run()
    [failure] = desk.table("failures")
    assert (failure["path"], failure["code"], failure["severity"]) == ("a.txt", "bad_sidecar", "warning")
    assert "titel" in failure["message"]
    assert len(desk.table("directives")) == 1


@pytest.mark.parametrize("wanted", ["sub/a.txt", "a.txt", "a"])
def test_only_one_report_is_looked_at(desk: Desk, wanted: str) -> None:
    desk.put("sub/a.txt", TEXT)
    desk.put("b.txt", OTHER)
    desk.run()
    desk.put("sub/a.txt", TEXT + TEXT)
    desk.put("b.txt", OTHER + OTHER)
    desk.put("c.txt", "Peru should sing.\n")
    assert desk.did(only=[wanted]) == {"sub/a.txt": "changed"}
    assert desk.table("documents", "path") == ["b.txt", "sub/a.txt"]
    assert desk.did() == {"b.txt": "changed", "c.txt": "new", "sub/a.txt": "unchanged"}


def test_force_reads_everything_again(desk: Desk) -> None:
    mark = desk.home / "mark"
    desk.put("a.txt", f"TOUCH {mark}\n{TEXT}")
    desk.run()
    assert desk.did(force=True) == {"a.txt": "forced"}
    assert mark.read_text().count("a.txt") == 2


def test_a_dry_run_says_what_would_be_done_and_does_nothing(desk: Desk) -> None:
    desk.put("a.txt", TEXT)
    assert desk.did(dry_run=True) == {"a.txt": "new"}
    assert not desk.output.exists()
    assert not desk.interim.exists()


def test_a_report_that_is_being_written_stays_as_it_was(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.put(name, f"{name} should act.\n")
    desk.run()
    before = desk.table("directives")
    desk.put("a.txt", "Half of")
    (desk.raw / "b.txt").unlink()
    desk.put("new.txt", "Half of")
    assert desk.did(hold=lambda _: {"a.txt", "b.txt", "new.txt"}) == {"c.txt": "unchanged"}
    assert desk.table("directives") == before
    assert desk.did() == {"a.txt": "changed", "b.txt": "gone", "c.txt": "unchanged", "new.txt": "duplicate"}
