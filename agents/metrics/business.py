"""The floor's metrics (`kpi_`). None of them is exported while the worker does not know its floor.

`kpi_window_*` are gauges of event-time windows, numerators and denominators and never a ratio; `kpi_*_total` count what
this process has seen, and `kpi_*_corrections_total` what later events took back: the difference is the truth.
"""

from itertools import product
from typing import Final

from agents.metrics import readings
from agents.metrics.distributions import FIRST_RESPONSE, HANDLE, WAIT
from agents.metrics.family import Family, Histogram, Metric, counter, gauge
from agents.metrics.figures import OUTCOMES, Figure
from agents.metrics.measured import window_families
from agents.metrics.outcomes import window_outcomes
from agents.metrics.people import people_families
from agents.metrics.readers import Allowed, counted, live, live_by_clock, per_queue, seconds, since, spread
from agents.metrics.scrape import Queue
from stream.catalog import Catalogue
from stream.measures import CLOCKS
from stream.units import SECOND

_QUEUE: Final = ("queue", "channel")
_CLOCK: Final = (*_QUEUE, "clock")
_ENDS: Final[tuple[Figure, ...]] = tuple(("outcome", outcome) for outcome in OUTCOMES)
_RESPONSES: Final[tuple[Figure, ...]] = (("first_response", "in_target"), ("first_response", "late"))
_SLA: Final[tuple[Figure, ...]] = tuple(("sla", *of) for of in product(CLOCKS, ("met", "breached")))

_OUTCOMES: Final = gauge(
    "kpi_window_contacts",
    (*_QUEUE, "window", "outcome"),
    window_outcomes,
    "Entries by how they ended in the window; waiting_late: still waiting past the threshold now.",
)

_TODAY: Final = (
    gauge("kpi_today_impossible_spans", (*_QUEUE, "reason"), readings.impossible_today, "Spans left out of the sums."),
    gauge(
        "kpi_today_unmeasured_contacts",
        _QUEUE,
        per_queue(lambda queue: queue.figures.quality.unmeasured),
        "Entries answered without a queueing.",
    ),
    gauge(
        "kpi_today_implied_answers",
        _QUEUE,
        per_queue(lambda queue: queue.figures.quality.implied_answers),
        "Answers told of by messages alone.",
    ),
    gauge(
        "kpi_today_closed_idle_contacts",
        _QUEUE,
        per_queue(lambda queue: queue.figures.quality.closed_idle),
        "Contacts closed after long silence.",
    ),
)

_NOW: Final = (
    gauge("kpi_queue_waiting_contacts", _QUEUE, live(lambda now: now.waiting), "Entries waiting now."),
    gauge(
        "kpi_queue_waiting_past_threshold_contacts",
        _QUEUE,
        live(lambda now: now.waiting_past_threshold),
        "Entries waiting now for longer than the service-level threshold.",
    ),
    gauge(
        "kpi_queue_oldest_waiting_timestamp_seconds",
        _QUEUE,
        since(lambda now: now.longest_wait_ms if now.waiting else None),
        "Since when the one who waits longest has been waiting; absent while nobody waits.",
    ),
    gauge("kpi_queue_open_contacts", _QUEUE, live(lambda now: now.open), "Contacts open now."),
    gauge(
        "kpi_queue_backlog_age_seconds",
        _QUEUE,
        live(lambda now: now.age_ms / SECOND),
        "Ages of the open contacts, summed: over their number it is the mean.",
    ),
    gauge(
        "kpi_queue_oldest_open_timestamp_seconds",
        _QUEUE,
        since(lambda now: now.oldest_ms if now.open else None),
        "Since when the oldest of the open contacts has been open; absent while there is none.",
    ),
    gauge(
        "kpi_queue_overdue_clocks",
        _CLOCK,
        live_by_clock(lambda now: now.overdue),
        "SLA clocks breached and still open.",
    ),
    gauge(
        "kpi_queue_at_risk_clocks",
        _CLOCK,
        live_by_clock(lambda now: now.at_risk),
        "SLA clocks close to their deadline.",
    ),
    gauge(
        "kpi_queue_oldest_overdue_timestamp_seconds",
        _CLOCK,
        readings.oldest_overdue,
        "The deadline of the clock that has been overdue longest; absent while none is.",
    ),
    gauge(
        "kpi_alarm_state",
        ("alarm", *_QUEUE),
        readings.alarm_states,
        "0 ok, 1 warning, 2 critical, as of the last whole floor; only of the worker that has partition 0.",
    ),
    gauge("kpi_snapshot_timestamp_seconds", (), readings.snapshot, "The instant that the floor shows."),
)

_PROMISED: Final = (
    gauge(
        "kpi_queue_info",
        (*_QUEUE, "team", "service_level"),
        readings.known_queues,
        "One for each queue of the floor, with its team and its variant of the service level.",
    ),
    gauge(
        "kpi_queue_open", _QUEUE, per_queue(lambda queue: int(queue.is_open)), "1 while the queue's calendar is open."
    ),
    gauge(
        "kpi_service_level_target_ratio",
        _QUEUE,
        per_queue(lambda queue: queue.version.service_level_objective),
        "Share that should be answered in time.",
    ),
    gauge(
        "kpi_service_level_threshold_seconds",
        _QUEUE,
        per_queue(lambda queue: seconds(queue.version.service_level_threshold_ms)),
        "Longest wait that counts as in time, inclusive.",
    ),
    gauge(
        "kpi_first_response_target_seconds",
        _QUEUE,
        per_queue(lambda queue: seconds(queue.version.first_response_target_ms)),
        "Longest time to the first response that counts as in time; absent where there is no such target.",
    ),
    gauge(
        "kpi_sla_objective_ratio",
        _CLOCK,
        readings.objectives,
        "Share of the SLA clocks that should be met; of several policies the highest.",
    ),
)


def _responds(queue: Queue, _figure: Figure = ()) -> bool:
    return queue.responds


def _has_clock(queue: Queue, figure: Figure) -> bool:
    return figure[1] in queue.clocks


def _counted(
    name: str, figures: tuple[Figure, ...], text: str, *further: str, allowed: Allowed | None = None
) -> tuple[Family, Family]:
    """What happened, and what of it was taken back."""
    labels = (*_QUEUE, *further)
    made, taken_back = (counted(figures, corrected=of, allowed=allowed) for of in (False, True))
    return (
        counter(f"{name}_total", labels, made, text),
        counter(f"{name}_corrections_total", labels, taken_back, f"Taken back by later events: {text}"),
    )


_COUNTERS: Final = (
    *_counted("kpi_offered_contacts", (("offered",),), "Entries queued."),
    *_counted("kpi_contacts", _ENDS, "Entries by how they ended.", "outcome"),
    *_counted("kpi_wait_seconds", (("wait_ms",),), "Waits of the answered entries."),
    *_counted("kpi_handled_contacts", (("handled",),), "Answered entries whose conversation is over."),
    *_counted(
        "kpi_first_responses",
        _RESPONSES,
        "First responses that had a target.",
        "outcome",
        allowed=_responds,
    ),
    *_counted("kpi_sla_clocks", _SLA, "SLA clocks by how they ended.", "clock", "outcome", allowed=_has_clock),
    counter(
        "kpi_label_overflow_total",
        (),
        readings.label_overflow,
        "Events of contacts in queues that are not listed, or one too many to be learned: they count as other.",
    ),
)

_HISTOGRAMS: Final = (
    Histogram("kpi_answer_wait_seconds", "Waits of the answered entries.", _QUEUE, spread(WAIT)),
    Histogram("kpi_first_response_seconds", "Time to the first response.", _QUEUE, spread(FIRST_RESPONSE, _responds)),
    Histogram("kpi_handle_seconds", "Talk, hold and wrap-up of the handled entries.", _QUEUE, spread(HANDLE)),
)


def business(catalogue: Catalogue) -> tuple[Metric, ...]:
    """Every metric about the floor, in the order in which they are written."""
    of_catalogue = (*window_families(catalogue), *people_families(catalogue))
    return (*of_catalogue, _OUTCOMES, *_TODAY, *_NOW, *_PROMISED, *_COUNTERS, *_HISTOGRAMS)
