"""Whether the figures can be trusted: how old they are, what is not yet read, what was refused, what the workers do."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from grafana_foundation_sdk.builders import stat
from grafana_foundation_sdk.models.dashboard import Dashboard

from agents.metrics.pipeline import PIPELINE
from agents.outputs.grafana import variables
from agents.outputs.grafana.alarmed import alert_trend
from agents.outputs.grafana.frame import Cut, Section, framed
from agents.outputs.grafana.panels import Query, number, trend
from agents.outputs.grafana.variables import OF_JOB
from agents.outputs.rule import Alert

UID: Final = "kpi-pipeline"
_CHOSEN: Final = 'job=~"$job", instance=~"$instance"'
_FIRING: Final = 'ALERTS{job=~"$job", alertstate="firing", severity!="none"}'
_HELP: Final = {family.name: family.help for family in PIPELINE}
_SOURCE: Final = "{{source}}"
_PARTITION: Final = "{{instance}} {{partition}}"
_INSTANCE: Final = "{{instance}}"


class Gauge(NamedTuple):
    """A figure of the pipeline over time: `{}` in the PromQL stands for the matchers; the metric explains itself."""

    title: str
    metric: str
    unit: str
    promql: str
    legend: str


_FRESH: Final = (
    Gauge(
        "Age of the data",
        "kpi_watermark_timestamp_seconds",
        "s",
        "time() - kpi_watermark_timestamp_seconds{}",
        _PARTITION,
    ),
    Gauge("Not yet read", "floorwatch_lag_records", "short", "floorwatch_lag_records{}", _PARTITION),
    Gauge(
        "Not yet read, of agents", "floorwatch_agent_lag_records", "short", "floorwatch_agent_lag_records{}", _INSTANCE
    ),
    Gauge(
        "Read to the end",
        "floorwatch_partition_caught_up",
        "bool_yes_no",
        "floorwatch_partition_caught_up{}",
        _PARTITION,
    ),
    Gauge("Cannot be read", "floorwatch_partition_stale", "bool_yes_no", "floorwatch_partition_stale{}", _PARTITION),
    Gauge(
        "Floor published",
        "floorwatch_floor_published_timestamp_seconds",
        "s",
        "time() - floorwatch_floor_published_timestamp_seconds{}",
        _INSTANCE,
    ),
)
_EVENTS: Final = (
    Gauge(
        "Applied",
        "floorwatch_events_applied_total",
        "ops",
        "sum by (source) (rate(floorwatch_events_applied_total{}[$__rate_interval]))",
        _SOURCE,
    ),
    Gauge(
        "Rejected",
        "floorwatch_events_rejected_total",
        "ops",
        "sum by (source, reason) (rate(floorwatch_events_rejected_total{}[$__rate_interval]))",
        "{{source}} {{reason}}",
    ),
    Gauge(
        "Late",
        "floorwatch_events_late_total",
        "ops",
        "sum by (source) (rate(floorwatch_events_late_total{}[$__rate_interval]))",
        _SOURCE,
    ),
    Gauge(
        "Duplicates",
        "floorwatch_events_duplicate_total",
        "ops",
        "sum by (source) (rate(floorwatch_events_duplicate_total{}[$__rate_interval]))",
        _SOURCE,
    ),
    Gauge("Skew", "floorwatch_source_skew_seconds", "s", "max by (source) (floorwatch_source_skew_seconds{})", _SOURCE),
    Gauge(
        "Changes too old for their panes",
        "floorwatch_dropped_deltas_total",
        "ops",
        "rate(floorwatch_dropped_deltas_total{}[$__rate_interval])",
        _INSTANCE,
    ),
)
_STATE: Final = (
    Gauge(
        "Age of the last checkpoint",
        "floorwatch_checkpoint_timestamp_seconds",
        "s",
        "time() - floorwatch_checkpoint_timestamp_seconds{}",
        _PARTITION,
    ),
    Gauge("Rows of a checkpoint", "floorwatch_checkpoint_rows", "short", "floorwatch_checkpoint_rows{}", _PARTITION),
    Gauge("Rows to be written", "floorwatch_dirty_rows", "short", "floorwatch_dirty_rows{}", _PARTITION),
    Gauge(
        "Checkpoints",
        "floorwatch_checkpoints_total",
        "ops",
        "rate(floorwatch_checkpoints_total{}[$__rate_interval])",
        _INSTANCE,
    ),
    Gauge(
        "Failed checkpoints",
        "floorwatch_checkpoint_failures_total",
        "short",
        "increase(floorwatch_checkpoint_failures_total{}[$__range])",
        _INSTANCE,
    ),
    Gauge("Recovered", "floorwatch_recovered_ratio", "percentunit", "floorwatch_recovered_ratio{}", _PARTITION),
    Gauge("Contacts in memory", "floorwatch_contacts", "short", "floorwatch_contacts{}", _PARTITION),
    Gauge("Open contacts", "floorwatch_open_contacts", "short", "floorwatch_open_contacts{}", _PARTITION),
    Gauge("Panes in memory", "floorwatch_panes", "short", "floorwatch_panes{}", _PARTITION),
    Gauge("Agents in memory", "floorwatch_agents", "short", "floorwatch_agents{}", _INSTANCE),
)
_WORKERS: Final = (
    Gauge("State", "floorwatch_worker_state", "short", "floorwatch_worker_state{} == 1", "{{instance}} {{state}}"),
    Gauge("Version", "floorwatch_build_info", "short", "count by (version) (floorwatch_build_info{})", "{{version}}"),
    Gauge(
        "Partitions owned",
        "floorwatch_owned_partitions",
        "short",
        "floorwatch_owned_partitions{}",
        _INSTANCE,
    ),
    Gauge(
        "Partitions that nobody has",
        "floorwatch_source_partitions",
        "short",
        # Of all workers, whichever are chosen: what one does not have another may.
        f"max by (job) (floorwatch_source_partitions{OF_JOB}) - sum by (job) (floorwatch_owned_partitions{OF_JOB})",
        "{{job}}",
    ),
    Gauge(
        "Rebalances",
        "floorwatch_rebalances_total",
        "short",
        "increase(floorwatch_rebalances_total{}[$__range])",
        _INSTANCE,
    ),
    Gauge("Durable", "floorwatch_durable", "bool_yes_no", "floorwatch_durable{}", _INSTANCE),
    Gauge(
        "More queues than may be learned",
        "floorwatch_queues_full",
        "bool_yes_no",
        "floorwatch_queues_full{}",
        _INSTANCE,
    ),
    Gauge(
        "More names than are kept apart",
        "floorwatch_names_full",
        "bool_yes_no",
        "floorwatch_names_full{} > 0",
        "{{names}} {{instance}}",
    ),
    Gauge("Wall boards connected", "floorwatch_boards", "short", "floorwatch_boards{}", _INSTANCE),
    Gauge(
        "Changes of alarms lost",
        "floorwatch_alarm_changes_lost_total",
        "short",
        "increase(floorwatch_alarm_changes_lost_total{}[$__range])",
        _INSTANCE,
    ),
    Gauge(
        "TLS connections that failed",
        "floorwatch_failed_handshakes_total",
        "short",
        "increase(floorwatch_failed_handshakes_total{}[$__range])",
        _INSTANCE,
    ),
    Gauge(
        "Errors that a library went on after",
        "floorwatch_library_errors_total",
        "short",
        "increase(floorwatch_library_errors_total{}[$__range])",
        _INSTANCE,
    ),
)


def pipeline(alerts: Iterable[Alert]) -> Dashboard:
    """The dashboard of the workers."""
    watched = [alert_trend(alert) for alert in alerts if alert.scope != "queue"]
    return framed(
        UID,
        "floorwatch: pipeline",
        "From Kafka to the figures: freshness, events, state and workers. When this is bad no KPI is to be trusted.",
        [variables.datasource(), variables.job(), variables.instance()],
        [
            _section("Freshness", _FRESH),
            _section("Events", _EVENTS),
            _section("State", _STATE),
            _section("Workers", _WORKERS),
            Section(watched, Cut(8, 7), "Alerts: value and limit"),
            Section([_called()], Cut(24, 7), "Alerts: how often"),
        ],
        refresh="30s",
        since="now-3h",
    )


def _called() -> stat.Panel:
    """An alert that comes more than twice in a shift is one that nobody looks at for long."""
    began = f"({_FIRING} unless {_FIRING} offset 1m)[1d:1m]"
    return number(
        "Alerts of the last day",
        "How often has each of Prometheus' alerts begun to fire within a day, about queues and about floorwatch? One "
        "that comes more than twice in a shift wants another limit, or something done about its cause.",
        "short",
        Query(f"sum by (alertname, queue, channel) (count_over_time({began}))", "{{alertname}} {{queue}} {{channel}}"),
    )


def _section(title: str, gauges: Iterable[Gauge]) -> Section:
    panels = [
        trend(
            gauge.title,
            _HELP[gauge.metric],
            gauge.unit,
            [Query(gauge.promql.replace("{}", f"{{{_CHOSEN}}}"), gauge.legend)],
        )
        for gauge in gauges
    ]
    return Section(panels, Cut(8, 7), title)
