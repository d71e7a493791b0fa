"""What a worker says of itself at a scrape. The worker fills it in, the metrics read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from stream.units import Millis


class WorkerState(StrEnum):
    """What the worker is doing."""

    STARTING = "starting"
    RECOVERING = "recovering"
    SERVING = "serving"
    STALE = "stale"
    STUCK = "stuck"
    STOPPING = "stopping"


SHOWING: Final = frozenset({WorkerState.SERVING, WorkerState.STALE, WorkerState.STUCK})
"""States in which the floor is known; in the others no KPI is exported."""


NAMED: Final = ("source", "queue", "priority", "tier", "topic", "team", "site", "agent_queue")
"""What producers give names to; of each kind only so many are kept apart, and the rest counts as `other`."""


@dataclass(frozen=True, slots=True)
class PartitionFacts:
    """One owned partition. What is None is not known now and is not exported."""

    number: int
    clock_at: Millis | None = None
    source_delay_ms: Millis = 0
    """How far the clock is kept behind the wall clock."""
    stale: bool = False
    caught_up: bool = False
    lag_records: int | None = None
    checkpoint_at: Millis | None = None
    checkpoint_rows: int | None = None
    dirty_rows: int = 0
    contacts: int = 0
    open_contacts: int = 0
    panes: int = 0
    crowded: int = 0
    """How often a contact had more recent events than are kept, since the partition came into memory."""
    recovered_ratio: float | None = None
    """How much of its state or of its rebuild has been read, 0 to 1; None when it is not recovering."""


@dataclass(frozen=True, slots=True)
class AlarmFacts:
    """The alarms: state (0 ok, 1 warning, 2 critical) by alarm, queue and channel, and what became of the changes."""

    states: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    sent: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Delays:
    """How late the event loop came to what was due: how many times up to each bound and in all, and the sum."""

    bounds_ms: tuple[Millis, ...] = ()
    upto: tuple[int, ...] = (0,)
    sum_ms: Millis = 0


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """The whole worker; the counters begin with the process."""

    state: WorkerState
    version: str
    source_partitions: int = 0
    partitions: tuple[PartitionFacts, ...] = field(default=())
    durable: bool = True
    queues_full: bool = False
    full: frozenset[str] = frozenset()
    """The kinds of names of which no further one is kept apart (`NAMED`)."""
    checkpoints: int = 0
    checkpoint_failures: int = 0
    rebalances: int = 0
    agent_panes: int = 0
    resident_bytes: int | None = None
    quarantined: int = 0
    """Records that broke the engine and were left out."""
    gone: int = 0
    """Offsets that a source had deleted before they were read."""
    library_errors: int = 0
    """Exceptions that a client library has logged and gone on after."""
    rejected_ratio: float | None = None
    """Of the records of the last five minutes; None where they were too few."""
    boards: int = 0
    failed_handshakes: int = 0
    alarms: AlarmFacts = field(default_factory=AlarmFacts)
    agents: int = 0
    agent_lag_records: int = 0
    started_at: Millis | None = None
    loop_delays: Delays = field(default_factory=Delays)
