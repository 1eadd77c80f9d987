"""Pictures: what they count, and that they are drawn with the names as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import published
from pipeline.errors import SettingsError
from pipeline.plots import KINDS, counts, draw
from pipeline.settings import Settings


def _row(directive: str, actor: str | None, **other: Any) -> dict[str, Any]:
    same = {"path": "a.txt", "title": "A", "issuers": "I", "targets": "", "strength": "should"}
    return same | {"directive_id": directive, "actor": actor} | other


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([_row("1", "Kenya"), _row("1", "Kenya"), _row("2", "Kenya")], {("I", "Kenya"): 2}),
        ([_row("1", "Kenya", issuers="I; J")], {("I", "Kenya"): 1, ("J", "Kenya"): 1}),
        ([_row("1", None)], {}),
        ([_row("1", "Kenya", issuers="")], {("(no issuer found)", "Kenya"): 1}),
    ],
)
def test_issuer_actor(rows: list[dict[str, Any]], expected: dict[tuple[str, str], int]) -> None:
    assert counts.issuer_actor(rows) == expected


def test_actor_target_leaves_out_oneself() -> None:
    assert counts.actor_target([_row("1", "Kenya", targets="Uganda; Kenya")]) == {("Kenya", "Uganda"): 1}


def test_reports_of_one_title_stay_two() -> None:
    rows = [_row("1", "X"), _row("2", "X", path="b.txt", strength="may")]
    assert counts.report_strength(rows) == {("A (a.txt)", "should"): 1, ("A (b.txt)", "may"): 1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_plot_names_the_parties_and_is_the_same_each_time(samples: Settings, tmp_path: Path, kind: str) -> None:
    with published.snapshot(samples.output) as held:
        made = [draw(held, kind, tmp_path / str(i) / f"{kind}.svg").read_text(encoding="utf-8") for i in range(2)]
        rows = held.arrow("who_what_whom").to_pylist()
    named = {row["title"] if kind == "strength" else row["actor"] for row in rows} - {None}
    assert any(f">{name[:40]}" in made[0] for name in named)
    assert made[0] == made[1]


def test_png(samples: Settings, tmp_path: Path) -> None:
    with published.snapshot(samples.output) as held:
        assert draw(held, "heat", tmp_path / "heat.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("kind", "name", "said"), [("pie", "x.svg", "no plot 'pie'"), ("heat", "x.gif", ".svg or .png")]
)
def test_unknown_wishes(samples: Settings, tmp_path: Path, kind: str, name: str, said: str) -> None:
    with published.snapshot(samples.output) as held, pytest.raises(SettingsError, match=said):
        draw(held, kind, tmp_path / name)
