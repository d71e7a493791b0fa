"""Promises and how fast they are being used up: targets, burn rates, budgets, deadlines, and what wakes people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.models.dashboard import Dashboard

from agents.outputs.grafana import variables
from agents.outputs.grafana.alarmed import alert_trend
from agents.outputs.grafana.frame import Cut, Section, framed
from agents.outputs.grafana.panels import Panel, Query, number, trend
from agents.outputs.rule import Alert

UID: Final = "kpi-slo"
_CHOSEN: Final = 'job=~"$job", channel=~"$channel", queue=~"$queue"'
_TODAY: Final = f'{_CHOSEN}, window="today"'
_WINDOW: Final = f'{_CHOSEN}, window="$window"'
_QUEUE: Final = "{{queue}} {{channel}}"
_CLOCK: Final = "{{queue}} {{channel}} {{clock}}"


def slo(alerts: Iterable[Alert], windows: Sequence[str]) -> Dashboard:
    """The dashboard of objectives."""
    watched = [alert_trend(alert) for alert in alerts if alert.scope == "queue"]
    return framed(
        UID,
        "Customer service: objectives",
        "What was promised, what is kept of it, how fast the rest is being used up, and when somebody is called.",
        variables.of_queues(windows),
        [
            Section(list(_service_level()), Cut(12, 8), "Service level"),
            Section(list(_budget()), Cut(8, 8), "Budget"),
            Section(list(_deadlines()), Cut(12, 8), "Deadlines"),
            Section(watched, Cut(8, 7), "Alerts: value and limit"),
        ],
        refresh="30s",
        since="now-24h",
    )


def _service_level() -> Iterator[timeseries.Panel]:
    promised = f"max by (queue, channel) (kpi_service_level_target_ratio{{{_CHOSEN}}})"
    yield trend(
        "Service level and target",
        "What share was answered within the threshold, and what share should be?",
        "percentunit",
        [
            Query(f"queue:kpi_service_level:ratio{{{_WINDOW}}}", _QUEUE),
            Query(promised, f"target {_QUEUE}", "B"),
        ],
    )
    yield trend(
        "Burn rate",
        "How many times faster than allowed are contacts missed? At 1 a day ends exactly at its target; the most "
        "that is possible is 1 / (1 - target).",
        "short",
        [Query(f"queue:kpi_sl_burn_rate:ratio{{{_WINDOW}}}", _QUEUE)],
    )


def _budget() -> Iterator[Panel]:
    yield number(
        "Budget left today",
        "What share of today's permitted misses, of the contacts so far, is left? Below 0 the day misses its target "
        "unless it gets better than that.",
        "percentunit",
        Query(f"1 - queue:kpi_sl_burn_rate:ratio{{{_TODAY}}}", _QUEUE),
    )
    yield trend(
        "Budget left, as the day went",
        "How has today's budget been used up?",
        "percentunit",
        [Query(f"1 - queue:kpi_sl_burn_rate:ratio{{{_TODAY}}}", _QUEUE)],
        # At an objective of 80 % a day without any answer in time is at -4: a fixed end would hide the worst days.
        below_zero=True,
    ).axis_soft_min(-1)
    missed, all_told = _over_range("answered_late|abandoned"), _over_range("answered_in_target|answered_late|abandoned")
    promised = f"max by (queue, channel) (kpi_service_level_target_ratio{{{_CHOSEN}}})"
    yield number(
        "Budget left over the chosen time",
        "Of the time chosen at the top: what share of the permitted misses is left? From counters, less what later "
        "events took back, in the strict variant.",
        "percentunit",
        Query(f"1 - ({missed}) / (({all_told}) > 0) / on (queue, channel) (1 - {promised})", _QUEUE),
    )


def _over_range(outcomes: str) -> str:
    """How many entries ended so over the time that is looked at, less those taken back."""
    where = f'{_CHOSEN}, outcome=~"{outcomes}"'
    counted = f"sum by (queue, channel) (increase(kpi_contacts_total{{{where}}}[$__range]))"
    taken_back = f"sum by (queue, channel) (increase(kpi_contacts_corrections_total{{{where}}}[$__range]))"
    return f"{counted} - {taken_back}"


def _deadlines() -> Iterator[timeseries.Panel]:
    objective = f"max by (queue, channel, clock) (kpi_sla_objective_ratio{{{_CHOSEN}}})"
    yield trend(
        "Clocks stopped in time, and objective",
        "What share of the clocks was stopped in time, and what share should be?",
        "percentunit",
        [
            Query(f"queue:kpi_sla_attainment:ratio{{{_WINDOW}}}", _CLOCK),
            Query(objective, f"objective {_CLOCK}", "B"),
        ],
    )
    yield trend(
        "Deadlines breached",
        "How many targets passed unfulfilled in the window?",
        "short",
        [Query(f"sum by (queue, channel, clock) (kpi_window_sla_breached{{{_WINDOW}}})", _CLOCK)],
    )
