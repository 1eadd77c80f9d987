"""The analyst's commands, as a person types them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from desk import Desk
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.run import run
from pipeline.settings import Settings


def _do(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["review"], "index.html"),
        (["export", "csv"], "who_what_whom.csv"),
        (["export", "jsonl", "--table", "directives"], "directives.jsonl"),
        (["export", "xlsx"], ""),
        (["export", "duckdb"], ""),
        (["export", "ig-script"], ""),
        (["plot", "strength"], ""),
    ],
    ids=" ".join,
)
def test_a_command_makes_what_it_says(samples: Settings, tmp_path: Path, words: list[str], made: str) -> None:
    place = tmp_path / ("x.svg" if words[0] == "plot" else "x")
    raw = ["--raw", samples.raw] if words[0] == "review" else []
    done = _do(*words, *raw, "--output", samples.output, "--to", str(place))
    assert done.exit_code == 0, done.output
    assert str(place) in done.output.replace("\n", "")
    assert (place / made if made else place).stat().st_size > 500


def test_only_the_wanted_table(samples: Settings, tmp_path: Path) -> None:
    _do("export", "csv", "--table", "entities", "--output", samples.output, "--to", str(tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["entities.csv"]
    with (tmp_path / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "KEN" in {row["entity_id"] for row in csv.DictReader(file)}


def test_changes_and_corrections_tell(samples: Settings) -> None:
    told = _do("changes", "--output", samples.output)
    assert told.exit_code == 0
    assert told.output.count("+ document") == 3
    one = _do("changes", "sample-lake-water.pdf", "--output", samples.output)
    assert one.output.count("+ document") == 1
    assert "There are no corrections." in _do("corrections", "--output", samples.output).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "pdf"], "There is no format 'pdf'"),
        (["plot", "pie"], "There is no plot 'pie'"),
        (["changes", "nowhere.pdf"], "No change of a report 'nowhere.pdf'"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_wrong_wish_is_explained(
    samples: Settings, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = _do(*words, "--output", samples.output)
    assert done.exit_code in (1, 2)
    assert said in done.output + capsys.readouterr().err


def test_links_are_told_each_pair_once(desk: Desk) -> None:
    advice = "Recommendations\n\n1. Norway should repair the northern harbours of Bodø before winter.\n"
    desk.put("ports.txt", f"Ports\n\n{advice}")
    desk.put("docks.txt", f"Docks\n\n{advice}2. Sweden should wait.\n")
    run(desk.settings())
    told = _do("links", "--output", str(desk.output))
    assert told.exit_code == 0, told.output
    assert told.output.count("word for word (1.00)") == 1
    assert told.output.endswith("1 repeats, 0 similar, 0 contradicts.\n")
    assert "in ports.txt: Norway should" in _do("links", "docks.txt", "--output", str(desk.output)).output
    assert _do("links", "--kind", "similar", "--output", str(desk.output)).output.startswith("No recommendation is")


@pytest.mark.parametrize(
    ("words", "said"), [(["nowhere.txt"], "no report 'nowhere.txt'"), (["--kind", "same"], "no link 'same'")]
)
def test_links_of_what_is_not_there(samples: Settings, words: list[str], said: str) -> None:
    done = _do("links", *words, "--output", samples.output)
    assert done.exit_code != 0
    assert said in " ".join((done.output + done.stderr).split())
