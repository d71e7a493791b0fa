"""How much the counters of the workers have grown lately, what is there at the first scrape included.

`increase` starts from the first value that it sees: what a process has counted before its first scrape is never in it,
nor is what a series counts from when it comes into being. A process counts from nought, so where it or the series is
new, the whole count is new. New is a series without which its process was scraped before, and not one that has merely
not been scraped for a while: else everything would be new after Prometheus itself was away.
"""

from typing import Final

from agents.outputs.rule import Rule
from agents.outputs.series import WORKER
from agents.outputs.written import duration
from stream.units import MINUTE, SECOND, Millis

REJECTED: Final = "job:floorwatch_events_rejected:increase10m"
ACCEPTED: Final = "job:floorwatch_events_accepted:increase10m"
LEFT_OUT: Final = "job:floorwatch_quarantined_records:increase15m"
GONE: Final = "job:floorwatch_gone_offsets:increase15m"
_LATELY_MS: Final = 10 * MINUTE
_MISSING_WITHIN_MS: Final = 15 * MINUTE
_STARTED: Final = "floorwatch_started_timestamp_seconds"
_SOURCE: Final = ("source",)


def growths() -> tuple[Rule, ...]:
    """The events of the last minutes: those that are rejected, all others, and those that are missing in the figures.

    Old records that are read again, as in a rebuild, count again whatever their end: the share of the rejected is then
    one of the old records.
    """
    others = [_added(f"floorwatch_events_{end}_total", *_SOURCE) for end in ("applied", "late", "duplicate")]
    return (
        Rule(REJECTED, _added("floorwatch_events_rejected_total", *_SOURCE, "reason")),
        Rule(ACCEPTED, "\n+ ".join(others)),
        Rule(LEFT_OUT, _missing("floorwatch_quarantined_records_total")),
        Rule(GONE, _missing("floorwatch_gone_offsets_total")),
    )


def _missing(counter: str) -> str:
    # A process that has none says nothing of the one before it, which may have ended by them.
    new = f"({_of_new_processes(counter, _MISSING_WITHIN_MS)}) > 0"
    return f"sum without ({', '.join(WORKER)}) ({new} or increase({counter}[{duration(_MISSING_WITHIN_MS)}]))"


def _added(counter: str, *labels: str) -> str:
    span = duration(_LATELY_MS)
    of_new_series = (
        f"({counter} unless {counter} offset {span}) and ignoring ({', '.join(labels)}) {_STARTED} offset {span}"
    )
    either = (_of_new_processes(counter, _LATELY_MS, *labels), of_new_series, f"increase({counter}[{span}])")
    grown = "\n  or ".join(either)
    return f"sum without ({', '.join((*WORKER, *labels))}) (\n  {grown}\n)"


def _of_new_processes(counter: str, span_ms: Millis, *labels: str) -> str:
    """The counter of those processes that have begun within this span; `labels` are those that it has itself."""
    ignoring = f"ignoring ({', '.join(labels)}) " if labels else ""
    return f"{counter} and {ignoring}{_STARTED} > time() - {span_ms // SECOND}"
