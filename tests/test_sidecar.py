"""Sidecars: what they say, and what is told about those that are not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.sidecar import Sidecar, find, parse, path_of


def test_all_keys() -> None:
    text = """
title = "Harbours  of the Future"
issuers = ["Port Institute", "Sea Board"]
authors = []
published = 2025-03-27
language = "en"
"""
    assert parse(text, "a.toml") == Sidecar(
        title="Harbours of the Future",
        issuers=("Port Institute", "Sea Board"),
        authors=(),
        published="2025-03-27",
        language="en",
    )


@pytest.mark.parametrize(
    ("value", "published"),
    [('"2025"', "2025"), ("2025", "2025"), ('"2025-05"', "2025-05"), ("2025-03-27T10:00:00Z", "2025-03-27")],
)
def test_dates(value: str, published: str) -> None:
    assert parse(f"published = {value}", "a.toml").published == published


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'x'", "'titel'; known are title"),
        ("title = 3", "title is 3"),
        ("title = ' '", "title is"),
        ("issuers = 'Port Institute'", "issuers is 'Port Institute'; expected a list"),
        ("authors = ['A', 2]", "authors is"),
        ("published = '2025-13'", "published is '2025-13'; expected a date"),
        ("published = 'May 2025'", "expected a date"),
        ("published = true", "expected a date"),
        ("language = 'English'", "ISO 639-1"),
        ("title = ", "not valid TOML"),
    ],
)
def test_not_understood(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=r"^report\.pdf\.toml: ") as caught:
        parse(text, "report.pdf.toml")
    assert said in str(caught.value)


def test_beside_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.v2.pdf"
    assert find(report) is None
    path_of(report).write_text('\ufefftitle = "T"', encoding="utf-8")
    assert path_of(report).name == "report.v2.pdf.toml"
    assert find(report) == Sidecar(title="T")


def test_not_text(tmp_path: Path) -> None:
    report = tmp_path / "a.md"
    path_of(report).write_bytes(b"title = '\xff'")
    with pytest.raises(SettingsError, match=r"a\.md\.toml: cannot be read"):
        find(report)
