"""The worker's own metrics (`floorwatch_`, and the watermark by which every `kpi_` is to be read)."""

from typing import Final

from agents.metrics import readings
from agents.metrics.family import Histogram, Metric, counter, gauge
from agents.metrics.readers import of_worker, per_partition, per_source, seconds

_SOURCE: Final = ("source",)
_PARTITION: Final = ("partition",)

_EVENTS: Final = (
    counter("floorwatch_events_applied_total", _SOURCE, per_source("applied"), "Events that changed a contact."),
    counter(
        "floorwatch_events_late_total", _SOURCE, per_source("late"), "Events about a part of the past that is settled."
    ),
    counter("floorwatch_events_duplicate_total", _SOURCE, per_source("duplicate"), "Events that said nothing new."),
    counter(
        "floorwatch_events_rejected_total",
        (*_SOURCE, "reason"),
        readings.rejected,
        "Records that cannot be read or contradict themselves.",
    ),
    gauge(
        "floorwatch_source_skew_seconds",
        _SOURCE,
        readings.source_skews,
        "How far the source's times ran ahead of the broker's at most.",
    ),
    counter(
        "floorwatch_dropped_deltas_total",
        (),
        readings.dropped_deltas,
        "Changes to panes that are kept no longer.",
    ),
)

_PARTITIONS: Final = (
    gauge(
        "kpi_watermark_timestamp_seconds",
        _PARTITION,
        per_partition(lambda part: seconds(part.clock_at)),
        "The instant up to which the partition's events are shown.",
    ),
    gauge(
        "floorwatch_source_delay_seconds",
        _PARTITION,
        per_partition(lambda part: seconds(part.source_delay_ms)),
        "How far behind the wall clock that instant is kept, since the source tells so late.",
    ),
    gauge(
        "floorwatch_partition_stale",
        _PARTITION,
        per_partition(lambda part: int(part.stale)),
        "1 while the partition cannot be read, so that its clock stands still.",
    ),
    gauge(
        "floorwatch_partition_caught_up",
        _PARTITION,
        per_partition(lambda part: int(part.caught_up)),
        "1 while the partition is read to its end.",
    ),
    gauge("floorwatch_lag_records", _PARTITION, per_partition(lambda part: part.lag_records), "Records not yet read."),
    gauge(
        "floorwatch_checkpoint_timestamp_seconds",
        _PARTITION,
        per_partition(lambda part: seconds(part.checkpoint_at)),
        "When the partition's state was last written.",
    ),
    gauge(
        "floorwatch_checkpoint_rows",
        _PARTITION,
        per_partition(lambda part: part.checkpoint_rows),
        "Rows of the last checkpoint.",
    ),
    gauge(
        "floorwatch_dirty_rows",
        _PARTITION,
        per_partition(lambda part: part.dirty_rows),
        "Rows that the next checkpoint will write.",
    ),
    gauge("floorwatch_contacts", _PARTITION, per_partition(lambda part: part.contacts), "Contacts in memory."),
    gauge("floorwatch_open_contacts", _PARTITION, per_partition(lambda part: part.open_contacts), "Those still open."),
    gauge("floorwatch_panes", _PARTITION, per_partition(lambda part: part.panes), "Panes in memory."),
    gauge(
        "floorwatch_crowded_contacts",
        _PARTITION,
        per_partition(lambda part: part.crowded),
        "Times that a contact had more recent events than are kept, so that the older half settled early.",
    ),
    gauge(
        "floorwatch_recovered_ratio",
        _PARTITION,
        per_partition(lambda part: part.recovered_ratio),
        "How much of the state, or of the source where it is rebuilt, has been read again; absent otherwise.",
    ),
)

_WORKER: Final = (
    gauge("floorwatch_build_info", ("version",), readings.build, "One, with the version."),
    gauge(
        "floorwatch_started_timestamp_seconds",
        (),
        of_worker(lambda facts: seconds(facts.started_at)),
        "When the process was started.",
    ),
    gauge("floorwatch_worker_state", ("state",), readings.states, "One for the state that the worker is in."),
    gauge(
        "floorwatch_durable",
        (),
        of_worker(lambda facts: int(facts.durable)),
        "0 where a restart forgets, because the broker has no transactions.",
    ),
    gauge(
        "floorwatch_source_partitions",
        (),
        of_worker(lambda facts: facts.source_partitions),
        "Partitions of the source.",
    ),
    gauge(
        "floorwatch_owned_partitions", (), of_worker(lambda facts: len(facts.partitions)), "Those that this worker has."
    ),
    gauge(
        "floorwatch_queues_full",
        (),
        of_worker(lambda facts: int(facts.queues_full)),
        "1 when there are more queues than may be learned; the rest is counted as other.",
    ),
    gauge(
        "floorwatch_names_full",
        ("names",),
        readings.full,
        "1 for a kind of names of which there are more than are kept apart; further ones count as other.",
    ),
    gauge(
        "floorwatch_rejected_ratio",
        (),
        of_worker(lambda facts: facts.rejected_ratio),
        "Share of the records of the last five minutes that were rejected; absent where they are too few.",
    ),
    counter(
        "floorwatch_quarantined_records_total",
        (),
        of_worker(lambda facts: facts.quarantined),
        "Records that broke the engine and were left out; their tracebacks lie in the dead letters.",
    ),
    counter(
        "floorwatch_gone_offsets_total",
        (),
        of_worker(lambda facts: facts.gone),
        "Offsets that a source had deleted before they were read: the figures of that time are too low.",
    ),
    counter(
        "floorwatch_library_errors_total",
        (),
        of_worker(lambda facts: facts.library_errors),
        "Exceptions that Faust, mode, aiokafka or the event loop has logged, and gone on after; they stand in the log.",
    ),
    gauge("floorwatch_agents", (), of_worker(lambda facts: facts.agents), "Agents in memory."),
    gauge(
        "floorwatch_agent_lag_records",
        (),
        of_worker(lambda facts: facts.agent_lag_records),
        "Records about agents not yet read.",
    ),
    gauge("floorwatch_agent_panes", (), of_worker(lambda facts: facts.agent_panes), "Panes of agents in memory."),
    gauge(
        "floorwatch_resident_bytes",
        (),
        of_worker(lambda facts: facts.resident_bytes),
        "Memory that the process takes; absent where the system does not tell.",
    ),
    gauge("floorwatch_boards", (), of_worker(lambda facts: facts.boards), "Wall boards that are connected."),
    counter(
        "floorwatch_failed_handshakes_total",
        (),
        of_worker(lambda facts: facts.failed_handshakes),
        "TLS connections that did not come about, for a reason that stands in the log; 0 where none is served.",
    ),
    gauge("floorwatch_floor_published_timestamp_seconds", (), readings.published, "When the floor was last published."),
    counter("floorwatch_checkpoints_total", (), of_worker(lambda facts: facts.checkpoints), "Checkpoints written."),
    counter(
        "floorwatch_checkpoint_failures_total",
        (),
        of_worker(lambda facts: facts.checkpoint_failures),
        "Checkpoints that failed, after which the state was restored.",
    ),
    counter(
        "floorwatch_alarm_changes_sent_total",
        (),
        of_worker(lambda facts: facts.alarms.sent),
        "Changes of alarms that Kafka has taken.",
    ),
    counter(
        "floorwatch_alarm_changes_lost_total",
        (),
        of_worker(lambda facts: facts.alarms.lost),
        "Changes of alarms that were overtaken or dropped while Kafka did not take them.",
    ),
    counter(
        "floorwatch_rebalances_total", (), of_worker(lambda facts: facts.rebalances), "Times that partitions moved."
    ),
    Histogram(
        "floorwatch_loop_delay_seconds",
        "How late the event loop came to what was due, looked at fifty times a second; what blocks it holds up all.",
        (),
        readings.loop_delays,
    ),
)

PIPELINE: Final[tuple[Metric, ...]] = (*_EVENTS, *_PARTITIONS, *_WORKER)
