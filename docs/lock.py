"""Renew requirements.lock: the newest versions that pyproject.toml allows, for every supported Python at once.

uv resolves for Linux and macOS and for Python 3.11 to 3.13 in one pass; lines that concern only some of them carry a
marker. The file names no package index, so that it works with whichever index pip is set up for.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Pinned versions for Python 3.11 to 3.13, written by `make lock` from pyproject.toml; not edited by hand.\n"


def resolve() -> str:
    """The pinned requirements, one a line."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        options = ["--universal", "--python-version", "3.11", "--extra", "dev", "--upgrade", "--quiet"]
        plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        command = [python, "-m", "uv", "pip", "compile", *options, *plain, str(ROOT / "pyproject.toml")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    (ROOT / "requirements.lock").write_text(HEADER + resolve(), encoding="utf-8")
    print("requirements.lock renewed; now: make test", file=sys.stderr)
