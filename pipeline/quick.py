"""Starting quickly: pyarrow looks for pandas when it makes its first array, which costs half a second and 40 MB a process."""

from __future__ import annotations

import sys
from typing import Any


class _NotNow:
    """Finds no pandas."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> None:
        """Raise for pandas, leave all else to the others."""
        if name == "pandas":
            raise ImportError("pandas is not needed here")


def without_pandas() -> None:
    """Let pyarrow look for pandas now, in vain; whoever asks it for a DataFrame later gets one all the same."""
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    sys.meta_path.insert(0, _NotNow)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(_NotNow)
