"""How fast PDFs are read, beside what others need for less, and whether memory stays flat as reports get longer.

    python benchmarks/reading.py FOLDER [--pages 40] [--memory]

Every tool reads the same pages in this one run, in CPU seconds of its own process; ours finds columns, paragraphs, headings,
tables and boxes, the others give words or plain text.
"""

from __future__ import annotations

import argparse
import logging
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
import pypdfium2

from pipeline.errors import ReadError
from pipeline.readers.pdf import read

LENGTHS = (100, 300, 1000)


def ours(path: Path) -> None:
    """Blocks with kind, level, emphasis, pages and boxes."""
    read(path)


def plumber_words(path: Path) -> None:
    """Words with font name and size."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.close()


def pdfium_text(path: Path) -> None:
    """Plain text in the order of the content stream."""
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        document[number].get_textpage().get_text_range()
    document.close()


def pdftotext(path: Path) -> None:
    """Plain text by poppler, in a process of its own."""
    subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)


TOOLS: dict[str, Callable[[Path], None]] = {
    "pipeline.readers": ours,
    "pdfplumber extract_words": plumber_words,
    "pypdfium2 plain text": pdfium_text,
}
if shutil.which("pdftotext"):
    TOOLS["pdftotext"] = pdftotext


def seconds() -> float:
    """CPU seconds of this process and of those it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def excerpt(path: Path, pages: int, folder: Path) -> tuple[Path, int] | None:
    """The first pages of a PDF as a file of its own; None for what does not open."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    count = min(pages, len(document))
    short = pypdfium2.PdfDocument.new()
    short.import_pages(document, list(range(count)))
    target = folder / path.name
    short.save(target)
    return target, count


def timed(files: list[tuple[Path, int]]) -> Iterator[tuple[str, list[float]]]:
    """For each tool its pages per second on each file."""
    for name, tool in TOOLS.items():
        rates: list[float] = []
        for path, pages in files:
            start = seconds()
            try:
                tool(path)
            except ReadError:
                continue
            rates.append(pages / max(1e-4, seconds() - start))
        yield name, rates


def speed(folder: Path, pages: int) -> None:
    """Print pages per second, all files together and the middle file."""
    with tempfile.TemporaryDirectory() as scratch:
        found = [excerpt(path, pages, Path(scratch)) for path in sorted(folder.glob("*.pdf"))]
        files = [each for each in found if each]
        total = sum(count for _, count in files)
        print(f"{len(files)} PDFs, {total} pages")
        for name, rates in timed(files):
            together = sum(n for _, n in files[: len(rates)]) / sum(
                n / r for (_, n), r in zip(files, rates, strict=False)
            )
            print(f"{name:28}{together:8.1f} pages/s   middle file {statistics.median(rates):8.1f}")


def peak(path: Path) -> float:
    """The peak memory of a fresh process that reads one file, in MB, and its seconds."""
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.readers.pdf import read; "
        "read(Path(sys.argv[1])); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def memory(folder: Path) -> None:
    """Print the peak memory for reports of growing length, made of the folder's own pages."""
    source = pypdfium2.PdfDocument(max(folder.glob("*.pdf"), key=lambda p: p.stat().st_size))
    with tempfile.TemporaryDirectory() as scratch:
        for pages in LENGTHS:
            long = pypdfium2.PdfDocument.new()
            while len(long) < pages:
                long.import_pages(source, list(range(min(len(source), pages - len(long)))))
            path = Path(scratch) / f"{pages}.pdf"
            long.save(path)
            start = time.perf_counter()
            used = peak(path)
            print(f"{pages:6} pages   peak {used:7.0f} MB   {time.perf_counter() - start:6.1f} s")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=40, help="at most so many pages of each PDF")
    parser.add_argument("--memory", action="store_true", help="measure peak memory instead of speed")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    if chosen.memory:
        memory(chosen.folder)
    else:
        speed(chosen.folder, chosen.pages)


if __name__ == "__main__":
    main()
