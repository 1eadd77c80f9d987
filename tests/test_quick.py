"""A run needs no pandas, and whoever needs it afterwards has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from desk import Desk

CODE = """
import sys
from desk import Desk
from pathlib import Path
from pipeline import load
desk = Desk(Path({home!r}), engine={engine!r}, workers=1)
for text in ("Japan should act.", "Korea should act."):
    desk.put("a.txt", text)
    desk.put("b.txt", "BROKEN")
    desk.run()
assert "pandas" not in sys.modules, "a run has imported pandas"
frame = load("who_what_whom", output=desk.output)
assert frame["actor"].tolist() == ["Korea"], frame
import pandas, pyarrow
assert pyarrow.array(pandas.Series([1, None])).null_count == 1
assert pyarrow.Table.from_pandas(frame).num_rows == 1
assert pyarrow.table({{"a": [1]}}).to_pandas()["a"].tolist() == [1]
"""


def test_a_run_imports_no_pandas_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    code = CODE.format(home=str(tmp_path), engine="inline")
    path = f"import sys; sys.path[:0] = {sys.path!r}\n"
    done = subprocess.run([sys.executable, "-c", path + code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_pandas_that_is_there_already_stays(desk: Desk) -> None:
    import pandas as pd

    desk.put("a.txt", "Japan should act.")
    desk.run()
    assert pd.read_parquet(desk.output / "who_what_whom.parquet")["actor"].tolist() == ["Japan"]
