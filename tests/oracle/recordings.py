"""The recordings that both sides read: the day on which everything happens, and two of real customer service.

`FLOORWATCH_RECORDINGS` names the folder of the real ones; the default lies beside the project.
"""

import gzip
import os
from pathlib import Path
from typing import Final

import pytest

from stream.site import Site
from tests.oracle import day
from tests.oracle.comparison import reported
from tests.oracle.second_opinion import Figures, SecondOpinion

FOLDER: Final = Path(os.environ.get("FLOORWATCH_RECORDINGS") or Path(__file__).parents[3] / "shared" / "data")
DAY, BANK, CARE = "day", "bank-week", "care-150"


class Recording:
    """A recording and what SQL makes of it; the report is asked once for each length of interval."""

    def __init__(self, name: str, folder: Path) -> None:
        self._lines = lines_of(name)
        path = folder / f"{name}.jsonl"
        path.write_bytes(b"\n".join(line.rstrip(b"\n") for line in self._lines) + b"\n")
        self.sql = SecondOpinion(path)
        self._reports: dict[int | None, dict[str, Figures]] = {}

    def report(self, interval_ms: int | None) -> dict[str, Figures]:
        """The report's figures by attribution."""
        if interval_ms not in self._reports:
            self._reports[interval_ms] = reported(self._lines, interval_ms, Site())
        return self._reports[interval_ms]


def lines_of(name: str) -> list[bytes]:
    """The lines of the simulated day or of a real recording; without it the test is skipped, in CI it fails."""
    if name == DAY:
        return day.lines()
    path = FOLDER / f"{name}.jsonl.gz"
    if not path.exists():
        message = f"no recording at {path}; FLOORWATCH_RECORDINGS names the folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with gzip.open(path) as lines:
        return lines.readlines()
