"""What the repository as a whole must keep: no machine's paths, no registry's hosts, samples present, users' reports ignored."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BINARY = {".pdf", ".png", ".parquet", ".bin", ".docx", ".xlsx", ".gz", ".xz"}
# Written in pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "deb" + r"\.debian", "registry" + r"\.npmjs"])
)
MACHINE_PATHS = re.compile(r"(?<![\w./:~])/(?:home|Users|root|work|opt|mnt)/[\w.]+")


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        pytest.skip("not a git checkout")
    return done.stdout.splitlines()


def _texts() -> list[tuple[str, str]]:
    paths = [ROOT / name for name in _git("ls-files")]
    kept = [p for p in paths if p.is_file() and p.suffix not in BINARY]
    return [(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8", errors="replace")) for p in kept]


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry hosts", "absolute paths"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    texts = _texts()
    assert texts
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_lock_is_plain_pins() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    odd = [line for line in pins if not re.fullmatch(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[\w.+]+( ; .+)?", line)]
    assert pins
    assert not odd


def test_the_lock_holds_every_package_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    names = {re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    held = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()}
    assert names <= held, f"run `make lock`: {sorted(names - held)} not pinned"


@pytest.mark.parametrize("name", ["README.md", "sample-lake-water.pdf", "sample-night-trains.md"])
def test_what_ships_in_raw(name: str) -> None:
    assert _git("ls-files", f"raw/{name}") == [f"raw/{name}"]


def test_the_sample_pdf_is_what_its_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "again.pdf"
    code = f"import sample_report, pathlib; sample_report.write(pathlib.Path({str(made)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "docs", check=True)
    assert made.read_bytes() == (ROOT / "raw" / "sample-lake-water.pdf").read_bytes(), "run `make samples`"


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("raw/secret-report.pdf", True),
        ("raw/2026/secret-report.pdf", True),
        ("raw/secret-report.pdf.toml", True),
        ("raw/corrections.csv", True),
        ("interim/rows/ab/d1.rows", True),
        ("output/who_what_whom.parquet/part-0000.parquet", True),
        ("raw/sample-night-trains.md", False),
        ("raw/README.md", False),
        ("output/.gitkeep", False),
    ],
)
def test_users_reports_and_results_stay_out_of_git(path: str, ignored: bool) -> None:
    assert bool(_git("check-ignore", "--no-index", path)) is ignored
