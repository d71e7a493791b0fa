"""What can be chosen on a dashboard: the data source, the job, the channel, the queue, the window."""

from collections.abc import Sequence
from typing import Final

from grafana_foundation_sdk.builders.dashboard import CustomVariable, DatasourceVariable, QueryVariable
from grafana_foundation_sdk.models.common import DataSourceRef
from grafana_foundation_sdk.models.dashboard import VariableOption, VariableRefresh, VariableSort

SOURCE: Final = DataSourceRef("prometheus", "${datasource}")
"""The data source of every panel: the one that is chosen, never one by its id."""
DEFAULT_WINDOW: Final = "15m"
OF_JOB: Final = '{job=~"$job"}'
"""The series of the chosen job."""
_ALL: Final = VariableOption(selected=True, text="All", value="$__all")


def of_queues(windows: Sequence[str]) -> list[CustomVariable | DatasourceVariable | QueryVariable]:
    """What is chosen where figures of queues are shown."""
    return [datasource(), job(), channel(), queue(), window(windows)]


def datasource() -> DatasourceVariable:
    """Which Prometheus."""
    return DatasourceVariable("datasource").label("Data source").type("prometheus")


def job() -> QueryVariable:
    """The workers that belong together."""
    return _of_label("job", "Job", "kpi_snapshot_timestamp_seconds", "job")


def instance() -> QueryVariable:
    """One worker of them, or several."""
    return _of_label("instance", "Instance", f"floorwatch_build_info{OF_JOB}", "instance")


def channel() -> QueryVariable:
    """The channels of the floor."""
    return _of_label("channel", "Channel", f"kpi_queue_info{OF_JOB}", "channel")


def queue() -> QueryVariable:
    """The queues of the chosen channels."""
    return _of_label("queue", "Queue", 'kpi_queue_info{job=~"$job", channel=~"$channel"}', "queue")


def window(windows: Sequence[str]) -> CustomVariable:
    """The last minutes over which figures are summed, or the queue's day."""
    return (
        CustomVariable("window")
        .label("Window")
        .values(",".join(windows))
        .options([VariableOption(selected=one == DEFAULT_WINDOW, text=one, value=one) for one in windows])
        .current(VariableOption(selected=True, text=DEFAULT_WINDOW, value=DEFAULT_WINDOW))
    )


def _of_label(name: str, title: str, series: str, label: str) -> QueryVariable:
    query = f"label_values({series}, {label})"
    return (
        QueryVariable(name)
        .label(title)
        .datasource(SOURCE)
        .query(query)
        .definition(query)
        .multi(multi=True)
        .include_all(include_all=True)
        .all_value(".+")
        .current(_ALL)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
    )
