"""The floor's metrics (`kpi_`). None of them is exported while the worker does not know its floor.

`kpi_window_*` are gauges of event-time windows, numerators and denominators and never a ratio; `kpi_*_total` count what
this process has seen, and `kpi_*_corrections_total` what later events took back: the difference is the truth.
"""

from typing import Final

from agents.metrics import readings
from agents.metrics.cumulative import OUTCOMES
from agents.metrics.family import Family, counter, gauge
from agents.metrics.outcomes import WINDOW_OUTCOMES, WINDOW_RESPONSES
from agents.metrics.readers import (
    SLA_LABELS,
    by_outcome,
    clock_ends,
    counted,
    in_windows,
    live,
    live_by_clock,
    quality_today,
    target,
)
from stream.units import SECOND

_QUEUE: Final = ("queue", "channel")
_CLOCK: Final = (*_QUEUE, "clock")
_WINDOW: Final = (*_QUEUE, "window")
_OUTCOMES: Final = tuple(("outcome", outcome) for outcome in OUTCOMES)
_RESPONSES: Final = tuple(("first_response", outcome) for outcome in WINDOW_RESPONSES)


def _sum(name: str, kpi: str, text: str) -> Family:
    return gauge(name, _WINDOW, in_windows(kpi, "numerator_ms", SECOND), text)


def _size(name: str, kpi: str, member: str, text: str) -> Family:
    return gauge(name, _WINDOW, in_windows(kpi, member), text)


_WINDOWS: Final = (
    _size("kpi_window_offered_contacts", "offered", "value", "Entries queued in the window."),
    gauge(
        "kpi_window_contacts",
        (*_WINDOW, "outcome"),
        by_outcome(WINDOW_OUTCOMES),
        "Entries by how they ended in the window; waiting_late: still waiting past the threshold now.",
    ),
    _size("kpi_window_waited_contacts", "asa", "denominator", "Entries answered whose wait is known."),
    _sum("kpi_window_wait_seconds", "asa", "Sum of the waits of the answered entries."),
    _size("kpi_window_handled_contacts", "handled", "value", "Answered entries whose conversation is over."),
    _sum("kpi_window_handle_seconds", "aht", "Sum of talk, hold and wrap-up of the handled entries."),
    _sum("kpi_window_talk_seconds", "talk_time", "Sum of talk, hold left out."),
    _sum("kpi_window_hold_seconds", "hold_time", "Sum of hold."),
    _sum("kpi_window_wrap_up_seconds", "wrap_up_time", "Sum of the work after the contact."),
    _size("kpi_window_first_response_contacts", "first_response_time", "denominator", "First responses of a human."),
    gauge(
        "kpi_window_first_response_seconds",
        (*_WINDOW, "stat"),
        readings.first_response_stats,
        "Time to the first response: its sum, and its quantiles within one per cent.",
    ),
    gauge(
        "kpi_window_first_responses",
        (*_WINDOW, "outcome"),
        by_outcome(WINDOW_RESPONSES),
        "First responses that had a target, by whether they met it.",
    ),
    gauge(
        "kpi_window_sla_clocks",
        (*_WINDOW, "clock", "outcome"),
        clock_ends,
        "SLA clocks by how they ended; a breach counts at its deadline.",
    ),
)

_TODAY: Final = (
    gauge("kpi_today_impossible_spans", (*_QUEUE, "reason"), readings.impossible_today, "Spans left out of the sums."),
    gauge("kpi_today_unmeasured_contacts", _QUEUE, quality_today("unmeasured"), "Entries answered without a queueing."),
    gauge("kpi_today_implied_answers", _QUEUE, quality_today("implied_answers"), "Answers told of by messages alone."),
    gauge(
        "kpi_today_closed_idle_contacts", _QUEUE, quality_today("closed_idle"), "Contacts closed after long silence."
    ),
)

_NOW: Final = (
    gauge("kpi_queue_info", _QUEUE, readings.known_queues, "One for each queue of the floor."),
    gauge("kpi_queue_waiting_contacts", _QUEUE, live("waiting"), "Entries waiting now."),
    gauge(
        "kpi_queue_waiting_past_threshold_contacts",
        _QUEUE,
        live("waiting_past_threshold"),
        "Entries waiting now for longer than the service-level threshold.",
    ),
    gauge(
        "kpi_queue_oldest_waiting_timestamp_seconds",
        _QUEUE,
        readings.oldest_waiting,
        "Since when the one who waits longest has been waiting; absent while nobody waits.",
    ),
    gauge("kpi_queue_open_contacts", _QUEUE, live("open"), "Contacts open now."),
    gauge("kpi_queue_overdue_clocks", _CLOCK, live_by_clock("overdue"), "SLA clocks breached and still open."),
    gauge("kpi_queue_at_risk_clocks", _CLOCK, live_by_clock("at_risk"), "SLA clocks close to their deadline."),
    gauge("kpi_service_level_target_ratio", _QUEUE, target("service_level"), "Share that should be answered in time."),
    gauge(
        "kpi_service_level_threshold_seconds",
        _QUEUE,
        target("threshold_ms", SECOND),
        "Longest wait that counts as in time, inclusive.",
    ),
    gauge(
        "kpi_first_response_target_seconds",
        _QUEUE,
        target("first_response_target_ms", SECOND),
        "Longest time to the first response that counts as in time; absent where there is no such target.",
    ),
    gauge(
        "kpi_alarm_state",
        ("alarm", *_QUEUE),
        readings.alarm_states,
        "0 ok, 1 warning, 2 critical; absent while this worker does not see the whole floor.",
    ),
    gauge("kpi_snapshot_timestamp_seconds", (), readings.snapshot, "The instant that the floor shows."),
)


def _counted(
    name: str, figures: tuple[tuple[str, ...], ...], text: str, *, further: tuple[str, ...] = (), scale: int = 1
) -> tuple[Family, Family]:
    """What happened, and what of it was taken back."""
    labels = (*_QUEUE, *further)
    taken_back = counted(figures, corrected=True, scale=scale)
    return (
        counter(f"{name}_total", labels, counted(figures, scale=scale), text),
        counter(f"{name}_corrections_total", labels, taken_back, f"Taken back by later events: {text}"),
    )


_COUNTERS: Final = (
    *_counted("kpi_offered_contacts", (("offered",),), "Entries queued."),
    *_counted("kpi_contacts", _OUTCOMES, "Entries by how they ended.", further=("outcome",)),
    *_counted("kpi_wait_seconds", (("wait_ms",),), "Waits of the answered entries.", scale=SECOND),
    *_counted("kpi_handled_contacts", (("handled",),), "Answered entries whose conversation is over."),
    *_counted("kpi_handle_seconds", (("handle_ms",),), "Talk, hold and wrap-up.", scale=SECOND),
    *_counted("kpi_first_responses", _RESPONSES, "First responses that had a target.", further=("outcome",)),
    *_counted("kpi_sla_clocks", SLA_LABELS, "SLA clocks by how they ended.", further=("clock", "outcome")),
)

BUSINESS: Final[tuple[Family, ...]] = (*_WINDOWS, *_TODAY, *_NOW, *_COUNTERS)
