"""The documentation agrees with the code, and its site builds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
# How a code is given in the sources: ReadError("code", Problem(code="code", scan.odd(name, "code".
CODES = re.compile(r"""(?:ReadError\(\s*|\bcode=|\.odd\([^"]*?,\s*)"([a-z_]+)\"""")


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_examples_print_what_their_pages_show(samples: Settings) -> None:
    command = [sys.executable, str(ROOT / "docs" / "examples.py"), "--check"]
    done = subprocess.run(command, cwd=Path(samples.output).parent, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_files_that_pages_name_are_there(page: Path) -> None:
    named = re.findall(
        r"`((?:pipeline|docs|tests|training|raw/sample)[/-][\w./-]+\.\w+)`", page.read_text(encoding="utf-8")
    )
    lost = [name for name in named if not (ROOT / name).exists()]
    assert not lost


def test_every_failure_has_its_line() -> None:
    """Whoever meets a code in `failures` finds it in the documentation."""
    text = (ROOT / "docs" / "failures.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+)`", text))
    used = set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        used |= set(CODES.findall(path.read_text(encoding="utf-8")))
    assert len(used) > 10
    assert used <= told, f"docs/failures.md says nothing of {sorted(used - told)}"


@pytest.mark.slow
def test_the_site_builds_without_a_broken_link(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    outside = [
        f"{path.name}: {link}"
        for path in tmp_path.rglob("*.html")
        for link in re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(https?://[^"]+)', path.read_text("utf-8"))
    ]
    assert not outside
