"""The site: an overview and a page for each report, put in place whole."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PublishError
from pipeline.published import Snapshot
from pipeline.review.digest import Digest
from pipeline.review.gather import Report, reports
from pipeline.review.overview import overview_page
from pipeline.review.report import report_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written: where the overview is, how many reports it leads to, and the bytes of all pages."""

    index: Path
    reports: int
    size: int


def build(snapshot: Snapshot, folder: Path, raw: Path | None) -> Site:
    """Write the review pages of a snapshot; pages that were there before are replaced.

    Args:
        folder: where they go; a folder that holds anything else is refused.
        raw: the reports' folder, for links to the source; None where it is no local folder.

    Raises:
        PublishError: the folder cannot be written, or is not one of review pages.
    """
    if _is_strange(folder):
        raise PublishError(f"{folder} holds something else than review pages. Name another folder: --to DIR.")
    work = folder.with_name(f".{folder.name}.new")
    try:
        shutil.rmtree(work, ignore_errors=True)
        (work / "reports").mkdir(parents=True)
        digest = Digest()
        for report in reports(snapshot):
            _write_report(report, digest, work, folder, raw)
        failures = snapshot.arrow("failures").sort_by([("severity", "ascending"), ("path", "ascending")]).to_pylist()
        _write(work / "index.html", overview_page(digest, failures, snapshot.about["published_at"]))
        size = sum(p.stat().st_size for p in work.rglob("*.html"))
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    except OSError as error:
        raise PublishError(f"{folder} cannot be written ({error.strerror}).") from error
    return Site(index=folder / "index.html", reports=len(digest.reports), size=size)


def _is_strange(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir()) and not (folder / "reports").is_dir()


def _write_report(report: Report, digest: Digest, work: Path, folder: Path, raw: Path | None) -> None:
    file = f"reports/{report.document_id}.html"
    place = None
    if raw is not None:
        target = raw.resolve() / report.document["path"]
        place = (
            os.path.relpath(target, (folder / "reports").resolve()).replace(os.sep, "/") if target.exists() else None
        )
    _write(work / file, report_page(report, place))
    digest.add(report, file)


def _write(path: Path, text: str) -> None:
    # A lone surrogate cannot be in the tables; newline="" keeps the bytes that the policy's hashes were made of.
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
