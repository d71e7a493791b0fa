"""The terminal report as a picture, for those who read about it before they have it."""

import io
import os
import re
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner

from agents.cli.commands import build
from agents.simulate.encoding import encode
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.units import parse_instant

FROM: Final = "2026-03-02T09:00:00Z"
WIDTH: Final = 150
KPIS: Final = "offered,answered,abandoned,service_level,asa,aht"
FOREIGN_FONTS: Final = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def test_a_report_of_an_hour_fits_into_a_terminal(tmp_path: Path) -> None:
    """A row for each queue and half hour, no line is broken; kept as a picture where somebody wants one."""
    scenario = Scenario(start_at_ms=parse_instant(FROM), seed=7, rate=20, duration_s=3600)
    recording = tmp_path / "morning.jsonl"
    recording.write_bytes(b"".join(encode(event)[1] + b"\n" for event in simulate(scenario)))
    command = ["report", str(recording), "--interval", "30m", "--by", "queue", "--totals", "--kpis", KPIS]
    told = CliRunner().invoke(build(), command)

    assert 0 == told.exit_code
    assert {"sales", "support"} <= set(told.output.replace("│", " ").split())
    assert max(map(len, told.output.splitlines())) <= WIDTH
    folder = os.environ.get("BOARD_PICTURES")
    if folder:
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        console.print(Text.from_ansi(told.output))
        drawn = console.export_svg(title="floorwatch report", unique_id="report")
        (Path(folder) / "report.svg").write_text(FOREIGN_FONTS.sub("", drawn))
