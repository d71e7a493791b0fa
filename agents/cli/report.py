"""`floorwatch report`: a recording as a table of KPIs, interval by interval."""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from agents.cli import options
from agents.cli.failure import MisuseError, say
from agents.cli.playlist import in_time_order, naming_files
from agents.cli.progress import Steps, progress_over
from agents.cli.recording import STDIN, Recording, recordings_of
from agents.cli.refused import full_names, refused_lines
from agents.cli.setup import settings_for, site_for
from agents.cli.tables import print_rows
from stream.catalog import standard
from stream.report import Report, Row, to_csv, to_json
from stream.units import DAY, Millis, parse_duration

_ALL: Final = "all"
_NONE: Final = "none"
_WEEKS: Final = re.compile(r"(\d+)w")
_MONTHS: Final = re.compile(r"(\d+)mo")

Interval = Annotated[
    str,
    typer.Option(
        metavar="DURATION",
        help="10s, 15m, 1h, 1d, 1w from Monday, 1mo of the calendar; all is one row for the whole range.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        metavar="LABEL,…",
        help="A row for each of these: queue, channel, or a label of `slices` in the site's file; or team, site.",
        show_default=False,
    ),
]
Threshold = Annotated[
    str | None,
    typer.Option(
        metavar="DURATION,…",
        help="Service-level thresholds in place of the queues' own; several give a column each. A limit of short "
        "abandons above the greatest is cut to it, and abandonment changes.",
        show_default=False,
    ),
]
Target = Annotated[
    str | None,
    typer.Option(
        metavar="DURATION,…",
        help="First-response targets in place of the queues' own; several give a column each.",
        show_default=False,
    ),
]
Attribution = Annotated[
    Literal["event", "entry"],
    typer.Option(help="event: each moment counts when it happened. entry: all of an entry counts when it was queued."),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="INSTANT", help="Where the range begins.", show_default=False)
]
To = Annotated[
    str | None, typer.Option("--to", metavar="INSTANT", help="Where it ends, not included.", show_default=False)
]
TimeZone = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Of intervals and days. Default: the site's.", show_default=False),
]
Kpis = Annotated[
    str | None,
    typer.Option(
        metavar="NAME,…",
        help="These columns, in this order; all is every KPI. Default: every KPI, in a table the main ones.",
        show_default=False,
    ),
]
Totals = Annotated[
    bool,
    typer.Option("--totals", help="Of several intervals: a last row for each slice, merged as if they were one."),
]
Format = Annotated[
    Literal["table", "json", "csv"],
    typer.Option("--format", help="table for the eye; json and csv have every KPI with numerator and denominator."),
]


def report(
    files: options.Files,
    *,
    config: options.Config = None,
    interval: Interval = "30m",
    by: By = None,
    threshold: Threshold = None,
    target: Target = None,
    attribution: Attribution = "event",
    start: From = None,
    end: To = None,
    time_zone: TimeZone = None,
    kpis: Kpis = None,
    totals: Totals = False,
    form: Format = "table",
) -> None:
    """Report a recording's KPIs: a row for each interval and slice, with all the time in the world.

    Unlike replay it forgets no contact. The interval with the end of the data is marked: calls were still in flight.

    [dim]floorwatch report week.jsonl.gz --by queue,channel --threshold 20s,60s --attribution entry --format csv[/]

    [dim]floorwatch report month.jsonl.gz --interval 1w --by queue --kpis offered,service_level,aht --totals[/]
    """
    site = site_for(settings_for(config=config))
    asked = Report(
        site=site,
        interval_ms=_interval(interval),
        months=_months(interval),
        by=() if by == _NONE else _parts(by),
        attribution=attribution,
        thresholds=_parts(threshold),
        targets=_parts(target),
        from_ms=options.instant(start, "--from"),
        to_ms=options.instant(end, "--to"),
        time_zone=time_zone or site.time_zone,
        kpis=() if kpis == _ALL else _parts(kpis),
        totals=totals,
    )
    _tell(asked, files, form, main=kpis is None)


def _tell(asked: Report, files: Sequence[Path], form: Literal["table", "json", "csv"], *, main: bool) -> None:
    recordings, refused, full = recordings_of(files), Counter[str](), set[str]()
    with naming_files(recordings), progress_over(recordings, "folding") as step:
        read = _Read(recordings, step)
        rows = asked.rows(list(read.texts()) if STDIN in files else read.texts, standard(), refused, full)
    _print(rows, form, main=main)
    if refused:
        say(refused_lines(recordings, refused, read.count))
    if crowd := full_names(recordings, full):
        say(crowd)


class _Read:
    """The texts of all lines, as often as they are asked for, and how many of them are not blank."""

    def __init__(self, recordings: Sequence[Recording], step: Steps) -> None:
        self.recordings = recordings
        self.count = 0
        self._step = step

    def texts(self) -> Iterator[bytes]:
        """All of them once more, from the beginning."""
        self.count = 0
        self._step.again()
        for line in in_time_order(self.recordings, blank=True):
            self._step()
            self.count += bool(line.text)
            yield line.text


def _print(rows: Sequence[Row], form: Literal["table", "json", "csv"], *, main: bool) -> None:
    if form == "json":
        sys.stdout.buffer.write(to_json(rows) + b"\n")
    elif form == "csv":
        sys.stdout.buffer.write(to_csv(rows).encode())
    else:
        print_rows(rows, main=main)


def _parts(listed: str | None) -> tuple[str, ...]:
    """The words of an option that takes several with commas between."""
    return tuple(word.strip() for word in listed.split(",") if word.strip()) if listed else ()


def _interval(text: str) -> Millis | None:
    if text == _ALL or _months(text):
        return None
    weeks = _WEEKS.fullmatch(text)
    try:
        return int(weeks[1]) * 7 * DAY if weeks else parse_duration(text)
    except ValueError as fault:
        raise MisuseError("--interval", f"{fault}, nor weeks (1w), months (1mo) or {_ALL}") from None


def _months(text: str) -> int:
    months = _MONTHS.fullmatch(text)
    return int(months[1]) if months else 0
