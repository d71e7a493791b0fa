"""Every alert there is, and the groups in which the rules are evaluated."""

from collections.abc import Callable
from typing import Final

from agents.outputs import floor_alerts, pipeline_alerts
from agents.outputs.alerting import Alerting
from agents.outputs.burn import burn_rates, states
from agents.outputs.growth import growths
from agents.outputs.recordings import recordings
from agents.outputs.rule import Alert, Group, Rule
from stream.catalog import Catalogue

_WEEKS: Final = ("1", "2", "3", "4")
_NEEDS: Final[dict[Callable[[Alerting], Alert], str]] = {
    floor_alerts.burning_fast: "service_level",
    floor_alerts.burning_slow: "service_level",
    floor_alerts.abandonment_high: "abandonment_rate",
    floor_alerts.long_wait: "longest_wait",
    floor_alerts.queue_stuck: "answered",
    floor_alerts.handle_time_drift: "aht",
    floor_alerts.deadline_breaches: "sla_attainment",
    floor_alerts.overdue_tickets: "overdue",
    pipeline_alerts.queue_series_missing: "service_level",
}
"""The KPI that an alert is about: where the catalogue has none of that name, the alert would be silent for ever."""
_ALERTS: Final = (
    floor_alerts.burning_fast,
    floor_alerts.burning_slow,
    floor_alerts.abandonment_high,
    floor_alerts.long_wait,
    floor_alerts.queue_stuck,
    floor_alerts.handle_time_drift,
    floor_alerts.deadline_breaches,
    floor_alerts.overdue_tickets,
    pipeline_alerts.data_stale,
    pipeline_alerts.lag,
    pipeline_alerts.rejects,
    pipeline_alerts.engine_errors,
    pipeline_alerts.events_lost,
    pipeline_alerts.queue_series_missing,
    pipeline_alerts.duplicate_series,
    pipeline_alerts.partition_unread,
    pipeline_alerts.checkpoint_old,
    pipeline_alerts.restart_loop,
    pipeline_alerts.metrics_absent,
    pipeline_alerts.watchdog,
)


def alerts(catalogue: Catalogue, alerting: Alerting) -> tuple[Alert, ...]:
    """The alerts that a catalogue allows, those about queues first."""
    return tuple(make(alerting) for make in _ALERTS if _NEEDS.get(make, "") in {"", *catalogue.definitions})


def recording_groups(catalogue: Catalogue) -> tuple[Group, ...]:
    """What is recorded: the KPIs, then what the alerts make of them."""
    names = catalogue.definitions
    of_kpis = (*(burn_rates() if "service_level" in names else ()), *(_earlier() if "aht" in names else ()))
    derived = (*states(), *growths(), *of_kpis)
    return Group("kpi-recordings", recordings(catalogue)), Group("kpi-alert-inputs", derived)


def alert_groups(catalogue: Catalogue, alerting: Alerting) -> tuple[Group, ...]:
    """The alerts, a group for each matter."""
    made = alerts(catalogue, alerting)
    scopes = dict.fromkeys(alert.scope for alert in made)
    return tuple(Group(f"kpi-{scope}-alerts", tuple(one for one in made if one.scope == scope)) for scope in scopes)


def _earlier() -> tuple[Rule, ...]:
    """The handle time at this hour of the weeks before; of those that Prometheus still has."""
    usual = 'queue:kpi_aht:seconds{window="1h"} offset '
    return tuple(Rule("queue:kpi_aht:earlier", f"{usual}{week}w", {"week": week}) for week in _WEEKS)
