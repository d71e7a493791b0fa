"""The record as people and Markdown have it."""

import io

import msgspec
from rich.console import Console

from agents.bench.figures import Figure, measured
from agents.bench.findings import Findings
from agents.bench.table import limit_of, markdown, print_findings, shown
from tests.shell.bench_records import QUIET, VISIBLE, record


def printed() -> str:
    """The record as on a terminal."""
    page = io.StringIO()
    print_findings(record(), Console(file=page, width=180, highlight=False))
    return page.getvalue()


def test_the_table_shows_machine_figures_and_warning() -> None:
    """Everything that a reader needs to judge the figures stands with them."""
    text = printed()
    durable = next(line.split() for line in text.splitlines() if "until durable " in line)

    assert "AMD EPYC, 2 cores, unknown of memory free, CPython 3.11.7; Kafka at there:9092" in text
    assert "load 1.01 before, 2.5 after; 1,000 events on 4 partitions, medians of 3" in text
    assert "lane worker, until durable 200 events/s 100 – 250 0.2 50 0.25 ≥ 0.25 of raw missed" == " ".join(durable)
    assert "Warning: the load was 1.01" in text


def test_what_misses_its_limit_is_said_once_more() -> None:
    """With what it is and what it should be, of the raw loop where that is the limit."""
    missed = [line.strip() for line in printed().splitlines() if line.startswith("Missed:")]

    assert "Missed: lane, worker, until durable: 0.2 of raw, not ≥ 0.25 of raw" in missed
    assert "Missed: latency, 1,000 events/s: event → /api/floor, p99: 1,600 ms, not ≤ 1,500 ms" in missed
    assert len(missed) == 3


def test_markdown_has_a_row_for_each_figure() -> None:
    """Under the machine and a head; what there is not is left empty."""
    lines = markdown(record()).splitlines()

    assert lines[0].startswith("AMD EPYC, 2 cores")
    assert lines[2:4] == [
        "| sub-bench | figure | value | of the raw loop | CPU µs/event | limit |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    assert "| raw | raw loop: getmany and decode | 1,000 events/s | 1 | 10 |  |" in lines
    assert "| lane | worker, until durable | 200 events/s | 0.2 | 50 | ≥ 0.25 of raw: missed |" in lines
    assert f"| latency | {VISIBLE.title} | 1,600 ms |  |  | ≤ 1,500 ms: missed |" in lines
    assert len(lines) == 4 + 5


def test_a_record_of_another_size_says_so() -> None:
    """Whoever measured a tenth must not be taken for somebody who measured all."""
    tenth = measured("sse", "dropped", "dropped", 5, "", at_least=5)

    assert "at 0.1 of the usual size" in markdown(_scaled([tenth]))
    assert "usual size" not in markdown(record([tenth], QUIET))


def _scaled(figures: list[Figure]) -> Findings:
    return msgspec.structs.replace(record(figures, QUIET), scale=0.1)


def test_limits_in_words() -> None:
    """At least or at most, with the unit of the figure; none is no word."""
    assert limit_of(measured("a", "b", "c", 1, "MiB", at_most=64.5)) == "≤ 64.5 MiB"
    assert limit_of(measured("a", "b", "c", 1, "", at_least=50)) == "≥ 50"
    assert limit_of(measured("a", "b", "c", 1, "ms")) == ""


def test_numbers_have_three_digits_that_count() -> None:
    """Whole from a thousand on, and never in powers of ten above one."""
    assert [shown(n) for n in (0, 0.00075, 0.1474, 2.2, 14.66, 999.6, 1_000, 436_309.4, -12.345)] == [
        "0",
        "0.00075",
        "0.147",
        "2.2",
        "14.7",
        "1000",
        "1,000",
        "436,309",
        "-12.3",
    ]
