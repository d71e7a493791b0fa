"""The alerts about floorwatch itself, and the one that always fires: its absence tells that nobody would be told."""

from typing import Final

from agents.outputs.alerting import Alerting
from agents.outputs.burn import MISSING
from agents.outputs.growth import ACCEPTED, GONE, LEFT_OUT, REJECTED
from agents.outputs.rule import Alert, percent
from agents.outputs.series import JOB, QUEUE, WATERMARK, WORKER, punctual
from stream.units import MINUTE, SECOND, format_duration

WATCHDOG: Final = "KpiWatchdog"
STALE: Final = "KpiDataStale"
_MOST_RESTARTS: Final = 2
_FEWEST_REJECTED: Final = 10
_CHECKPOINT_AGE_S: Final = 120
_PARTITION: Final = "partition"
_WORKER: Final = ", ".join(WORKER)


def data_stale(alerting: Alerting) -> Alert:
    """The floor that everybody sees is old."""
    return Alert(
        name=STALE,
        value=f"time() - min without ({_WORKER}, {_PARTITION}) ({punctual()})",
        above=alerting.data_age_ms / SECOND,
        severity="critical",
        scope="pipeline",
        hold_ms=30 * SECOND,
        keep_ms=MINUTE,
        team=alerting.operations,
        summary="The floor is {value:duration} old",
        description=(
            f"More than {format_duration(alerting.data_age_ms)} behind; alerts about queues are silenced meanwhile. "
            "Is Kafka there, do the workers run, have they fallen behind? Tell the supervisors that the board is old."
        ),
    )


def lag(alerting: Alerting) -> Alert:
    """The workers read more slowly than events come."""
    # Those of agents have no partition, so that the two never stand for each other; either may be all there is.
    unread = "floorwatch_lag_records or floorwatch_agent_lag_records"
    return Alert(
        name="KpiLag",
        value=f"sum without ({_WORKER}, {_PARTITION}) ({unread})",
        above=alerting.lag_records,
        severity="warning",
        scope="pipeline",
        hold_ms=2 * MINUTE,
        keep_ms=2 * MINUTE,
        team=alerting.operations,
        summary="{value:count} events have not been read",
        description=(
            f"More than {alerting.lag_records:,} for two minutes, of contacts and of agents. After an outage that is a "
            "backlog that shrinks; if it grows, start another worker, up to one for each partition."
        ),
    )


def rejects(alerting: Alerting) -> Alert:
    """Events come that cannot be read."""
    return Alert(
        name="KpiRejects",
        value=f"{REJECTED}\n* ({REJECTED} >= bool {_FEWEST_REJECTED})\n/\n({ACCEPTED} + {REJECTED})",
        above=alerting.rejects,
        severity="warning",
        scope="pipeline",
        hold_ms=2 * MINUTE,
        keep_ms=5 * MINUTE,
        team=alerting.operations,
        summary="{value:percent} of the events are rejected",
        description=(
            f"In ten minutes; up to {percent(alerting.rejects)} is expected. What is rejected is in no figure. The "
            "dead letters have the reason and the original: find the source and what has changed there."
        ),
    )


def engine_errors(alerting: Alerting) -> Alert:
    """Events were left out because floorwatch itself could not fold them."""
    return Alert(
        name="KpiEngineErrors",
        value=LEFT_OUT,
        above=0,
        severity="warning",
        scope="pipeline",
        hold_ms=0,
        keep_ms=15 * MINUTE,
        team=alerting.operations,
        summary="An error of floorwatch leaves events out",
        description=(
            "In fifteen minutes; 0 is expected. The events are in no figure, all others are. They lie in the dead "
            "letters with the reason engine_error and the traceback: report it, and send them again once it is mended."
        ),
    )


def events_lost(alerting: Alerting) -> Alert:
    """Kafka has deleted events that nobody had read."""
    return Alert(
        name="KpiEventsLost",
        value=GONE,
        above=0,
        severity="warning",
        scope="pipeline",
        hold_ms=0,
        keep_ms=15 * MINUTE,
        team=alerting.operations,
        summary="Events were deleted before they were read",
        description=(
            "In fifteen minutes; 0 is expected. The retention of the source is shorter than the workers were away or "
            "behind. The figures of that time are too low, and stay so: tell those who report them."
        ),
    )


def queue_series_missing(alerting: Alerting) -> Alert:
    """A queue that there should be has no figures."""
    known = f"max by ({', '.join(QUEUE)}) (kpi_queue_info)"
    return Alert(
        name="KpiQueueSeriesMissing",
        value=f"({known} unless on ({', '.join(QUEUE)}) queue:kpi_service_level:evidence)",
        above=0,
        severity="warning",
        scope="pipeline",
        hold_ms=2 * MINUTE,
        team=alerting.operations,
        summary="{queue} ({channel}) has no figures",
        description=(
            "The queue is known and nothing is measured, so that none of its alerts can fire; expected is a series for "
            "each window. Are the recording rules loaded, are all workers scraped?"
        ),
    )


def duplicate_series(alerting: Alerting) -> Alert:
    """Two workers show the same partition."""
    return Alert(
        name="KpiDuplicateSeries",
        value=f"max without ({_PARTITION}) (count without ({_WORKER}) ({WATERMARK}))",
        above=1,
        severity="critical",
        scope="pipeline",
        hold_ms=MINUTE,
        keep_ms=MINUTE,
        team=alerting.operations,
        summary="{value:count} workers show the same partition: its contacts are counted more than once",
        description=(
            "One worker is expected for each partition. Is one scraped twice under two addresses, do two groups of "
            "workers have the same job, does a worker run on that was taken for dead?"
        ),
    )


def partition_unread(alerting: Alerting) -> Alert:
    """Nobody shows a partition: its contacts are missing in every figure."""
    return Alert(
        name="KpiPartitionUnread",
        value=MISSING,
        above=0,
        severity="critical",
        scope="pipeline",
        hold_ms=2 * MINUTE,
        team=alerting.operations,
        summary="{value:count} partitions are shown by no worker",
        description=(
            "The contacts in them are missing in every figure; expected is 0. Most alerts about queues "
            "are silent meanwhile. Is a worker gone, is one restoring its state, is one not scraped?"
        ),
    )


def checkpoint_old(alerting: Alerting) -> Alert:
    """What the workers know is not being written down."""
    age = "(time() - floorwatch_checkpoint_timestamp_seconds)"
    return Alert(
        name="KpiCheckpointOld",
        value=f"max without ({_WORKER}, {_PARTITION}) ({age} * (floorwatch_dirty_rows > bool 0))",
        above=_CHECKPOINT_AGE_S,
        severity="warning",
        scope="pipeline",
        hold_ms=MINUTE,
        keep_ms=MINUTE,
        team=alerting.operations,
        summary="The state has not been written for {value:duration}",
        description=(
            f"There is something to write, and {_CHECKPOINT_AGE_S} s is the most that is expected. Figures are right, "
            "but a restart reads more events again, and reading stops once too much waits. Is Kafka well?"
        ),
    )


def restart_loop(alerting: Alerting) -> Alert:
    """A worker ends and starts, again and again."""
    return Alert(
        name="KpiRestartLoop",
        value=f"max without ({_WORKER}) (changes(floorwatch_started_timestamp_seconds[30m]))",
        above=_MOST_RESTARTS,
        severity="warning",
        scope="pipeline",
        hold_ms=0,
        keep_ms=10 * MINUTE,
        team=alerting.operations,
        summary="A worker has been started {value:count} times in 30 minutes",
        description=(
            f"Up to {_MOST_RESTARTS} are a roll-out. Its log says why it ended: status 70 is a worker that was stuck, "
            "137 memory. One that refuses its configuration (status 2) ends before it is scraped and never shows here."
        ),
    )


def metrics_absent(alerting: Alerting) -> Alert:
    """No worker is to be seen at all."""
    return Alert(
        name="KpiMetricsAbsent",
        value=f'absent({WATERMARK}{{job="{JOB}"}})',
        above=0,
        severity="critical",
        scope="pipeline",
        hold_ms=2 * MINUTE,
        team=alerting.operations,
        summary="No worker shows any figures",
        description=(
            "At least one is expected. Either Kafka is away, so that no worker can be sure that its partitions are its "
            "own, or none runs, or Prometheus does not reach them, or they are all restoring their state. Until then "
            "nobody is told of any queue."
        ),
    )


def watchdog(alerting: Alerting) -> Alert:
    """Always."""
    return Alert(
        name=WATCHDOG,
        value="vector(1)",
        above=0,
        severity="none",
        scope="watchdog",
        hold_ms=0,
        team=alerting.operations,
        summary="The way of the alerts works",
        description=(
            "This one always fires, and is expected without end. Whoever receives it has to act when it stops: then "
            "Prometheus or Alertmanager is down, and nobody would be told of anything."
        ),
    )
