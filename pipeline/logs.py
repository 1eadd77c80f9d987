"""Logs on standard error: plain lines for people, JSON lines for machines."""

from __future__ import annotations

import json
import logging
from typing import Any

# What every log record carries; anything else was given with `extra=` and goes into the JSON object as well.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and whatever was given with `extra=`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        about: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        about |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            about["exception"] = self.formatException(record.exc_info)
        return json.dumps(about, default=str, ensure_ascii=False)


def configure(level: int, *, as_json: bool = False) -> None:
    """Send what this package logs from `level` up to standard error."""
    import time

    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if as_json else logging.Formatter("%(levelname)s: %(message)s"))
    logging.Formatter.converter = time.gmtime
    logger = logging.getLogger("pipeline")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
