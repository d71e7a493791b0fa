"""What a worker knows of itself: whether it lives, whether it is ready, and the facts that its metrics tell."""

import importlib.metadata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from agents.followed import Followed
from agents.lane.lane import LaneView
from agents.lane.lanes import Lanes
from agents.loop_delays import LoopDelays
from agents.metrics.facts import AlarmFacts, PartitionFacts, WorkerFacts, WorkerState
from agents.mishaps import Mishaps
from agents.partition_facts import facts_of
from agents.rebuilding import Rebuilding, gone, restored, told_of, unread
from agents.rejects import RejectShare
from agents.resident import resident_bytes
from agents.standstill import Standstill
from agents.unassigned import Unassigned, unassigned
from agents.web.board_state import FloorStore, Health
from stream.crew.partition import CrewPartition
from stream.partition import Partition
from stream.units import MINUTE, SECOND, Millis
from stream.watermark import PartitionClock

STUCK_AFTER_MS: Final = MINUTE
"""No progress for so long, though Kafka answers and there is something to do: live says no."""
GIVE_UP_AFTER_MS: Final = 2 * MINUTE
"""No progress for so long: the process ends, so that its supervisor starts another."""
ASLEEP_AFTER_MS: Final = 5 * SECOND
"""A process that has not looked for so long was stopped, or something has blocked it."""
_VERSION: Final = importlib.metadata.version("floorwatch")
_OF_AGENTS: Final = " of the agents' topic"
_AHEAD_MS: Final = 10 * SECOND
"""How far the clock of a partition may lie ahead of the wall clock, as it does when that is put back a little."""


class Watch:
    """Looked at once a second by the tick, asked at any time by health and metrics."""

    _stuck: tuple[Millis, str] | None = None
    _forlorn_since: Millis | None = None
    _assigned_at: Millis | None = None
    _ahead_ms: Millis = 0
    """How far the clock of a partition is ahead of the wall clock."""
    _full: frozenset[str] = frozenset()
    _looked_at: Millis = 0
    _slept: bool = False
    _source_partitions: int = 0

    def __init__(
        self, store: FloorStore, *, durable: bool, started_at: Millis | None = None, by_wall: bool = True
    ) -> None:
        """Begin before Kafka has been reached; `by_wall`: the present is the wall clock's, not that of the events."""
        self._by_wall = by_wall
        self._started_at = started_at
        self.rejects = RejectShare()
        self.loop_delays = LoopDelays()
        self.reason = "starting"
        """Why there are no lanes yet."""
        self.stopping = False
        self.alarms: Callable[[], AlarmFacts] = AlarmFacts
        """What the metrics tell of the alarms."""
        self.others: Sequence[str] = ()
        """What a person should know of the partitions that other workers have."""
        self.untold: Sequence[int] = ()
        """The partitions of which neither this worker nor another tells."""
        self.is_one: Callable[[], bool] = lambda: True
        """Whether there is no other worker."""
        self.crash: Callable[[], str | None] = lambda: None
        """Why nothing can go on any more in this process; None while it can."""
        self.waits_for: Callable[[], str | None] = lambda: None
        """What keeps this process from joining the group; None where nothing does."""
        self.mishaps: Mishaps | None = None
        """What the client libraries have met and gone on after."""
        self.configuration: Callable[[], str | None] = lambda: None
        """Why the worker does not go by what the site's file says now; None: it does."""
        self.failed_handshakes: Callable[[], int] = lambda: 0
        """With how many no TLS connection came about."""
        self._store = store
        self._durable = durable
        self._lanes: Lanes[Partition] | None = None
        self._crew_lanes: Lanes[CrewPartition] | None = None
        self._views: Sequence[LaneView[Partition]] = ()
        self._clocks: Mapping[int, PartitionClock] = {}
        self._crew_views: Sequence[LaneView[CrewPartition]] = ()
        self._crew_clocks: Mapping[int, PartitionClock] = {}
        self._standstill = Standstill()
        self._unassigned = Unassigned()
        self._rebuilding = Rebuilding()

    def follow(
        self, lanes: Lanes[Partition], source_partitions: int, crew_lanes: Lanes[CrewPartition] | None = None
    ) -> None:
        """There are lanes now."""
        self._lanes, self._crew_lanes = lanes, crew_lanes
        self._source_partitions = source_partitions

    def look(
        self,
        views: Sequence[LaneView[Partition]],
        clocks: Mapping[int, PartitionClock],
        now_ms: Millis,
        crew: Followed[CrewPartition] | None = None,
    ) -> None:
        """Take note of how things stand."""
        self._notice_sleep(now_ms)
        self._views, self._clocks = views, clocks
        if crew is not None:
            self._crew_views, self._crew_clocks = crew.views, crew.clocks
        if self._by_wall:
            # Clocks and windows never go back: a start anew has right ones, since no state depends on the wall clock.
            shown = [clock.value_ms or 0 for clock in (*self._clocks.values(), *self._crew_clocks.values())]
            self._ahead_ms = max(shown, default=0) - now_ms
        memories = {key: view.partition for key, view in self._all_views()}
        self._full = frozenset[str]().union(*(memory.full for memory in memories.values() if memory is not None))
        read = {key: None if memory is None else memory.sources for key, memory in memories.items()}
        self.rejects.look(read, now_ms)
        self._rebuilding.look(self._all_views(), now_ms)
        self._look_for_stuck(now_ms)
        self._look_for_forlorn(now_ms)
        waits = self._unassigned.waits(self._lanes, now_ms)
        self._stuck = waits if waits is not None and waits[0] > STUCK_AFTER_MS else self._stuck

    def _look_for_stuck(self, now_ms: Millis) -> None:
        self._stuck = None
        still = self._standstill.longest(list(self._all_views()), now_ms)
        if still is not None and still[0] > STUCK_AFTER_MS:
            longest_ms, (of, number), view = still
            what = "restoring" if view.partition is None else f"at offset {view.position} of {view.end_offset}"
            self._stuck = (longest_ms, f"partition {number}{of} is {what}, no progress for {longest_ms // SECOND} s")

    def _look_for_forlorn(self, now_ms: Millis) -> None:
        """Partitions that nobody has although the group answers: it has gone wrong, and a start anew joins it again."""
        if self._forlorn is None or self._lanes is None or not self._lanes.held:
            self._forlorn_since = None
            return
        if self._forlorn_since is None:
            self._forlorn_since = now_ms
        longest_ms = now_ms - self._forlorn_since
        if longest_ms > STUCK_AFTER_MS:
            self._stuck = (longest_ms, f"{self._forlorn}, for {longest_ms // SECOND} s")

    @property
    def _forlorn(self) -> str | None:
        """What to say where this worker has nothing to do, and there is something that nobody does."""
        if self._lanes is None or self._lanes.assigned_at is None or self._views or not self.untold:
            return None
        numbers = ", ".join(map(str, self.untold))
        return f"no partition is assigned to this worker, and no worker tells of partition {numbers}"

    def _all_views(self) -> Iterator[tuple[tuple[str, int], LaneView[Partition] | LaneView[CrewPartition]]]:
        """The lanes of both topics, each with what tells it from the others."""
        yield from ((("", view.number), view) for view in self._views)
        yield from (((_OF_AGENTS, view.number), view) for view in self._crew_views)

    @property
    def _restores(self) -> bool:
        return any(view.partition is None for _, view in self._all_views())

    @property
    def given_up(self) -> str | None:
        """Why the process should end and be started again, or None."""
        if self._stuck is not None and self._stuck[0] > GIVE_UP_AFTER_MS:
            return self._stuck[1]
        if self._ahead_ms > _AHEAD_MS:
            return f"the wall clock was put back: what is shown is {self._ahead_ms // SECOND} s ahead of it"
        return self.crash()

    @property
    def holds(self) -> bool:
        """Whether the partitions seen last are certainly ours: nobody else can have them, and count them too.

        Who is alone goes on without an answer of the group, unless the process has slept: others may have come.
        """
        lanes = self._lanes
        if lanes is None or lanes.assigned_at is None or lanes.assigned_at != self._assigned_at:
            return False
        awake = not self._slept and lanes.clock() - self._looked_at <= ASLEEP_AFTER_MS
        return lanes.held or (self.is_one() and awake)

    def health(self) -> Health:
        """The answers of both endpoints."""
        stuck = self.crash() or (None if self._stuck is None else self._stuck[1])
        unready = stuck or self._unready()
        remarks = "; ".join(self._remarks()) or "serving"
        return Health(stuck is None, stuck or "running", unready is None, unready or remarks)

    def notices(self) -> list[str]:
        """What the board should say too, where nothing else in the floor tells it."""
        clocks = {"": self._clocks, _OF_AGENTS: self._crew_clocks}
        found = [
            *told_of(self._all_views()),
            *gone(self._all_views()),
            *unread(self._all_views(), clocks),
            *self.others,
        ]
        broken = self._quarantined()
        if broken:
            where = ", ".join(f"{count} in partition {number}{of}" for (of, number), count in broken.items())
            found.append(f"records that broke the engine are left out, and lie in the dead letters: {where}")
        return [*found, *(remark for remark in (self.rejects.remark, self.configuration()) if remark is not None)]

    def facts(self) -> WorkerFacts:
        """What the metrics tell of the program itself."""
        crews = [view.partition for view in self._crew_views if view.partition is not None]
        tallies = [lanes.tally for lanes in (self._lanes, self._crew_lanes) if lanes is not None]
        return WorkerFacts(
            state=self._state(),
            version=_VERSION,
            source_partitions=self._source_partitions,
            partitions=tuple(self._partition_facts()) if self.holds else (),
            durable=self._durable,
            queues_full="queue" in self._full,
            full=self._full,
            checkpoints=sum(tally.checkpoints for tally in tallies),
            checkpoint_failures=sum(tally.failures for tally in tallies),
            quarantined=sum(self._quarantined().values()),
            gone=sum(tally.gone for tally in tallies),
            rejected_ratio=None if self.rejects.share is None else self.rejects.share.ratio,
            library_errors=0 if self.mishaps is None else self.mishaps.count,
            rebalances=max((tally.rebalances for tally in tallies), default=0),
            agents=sum(len(crew.memory.agents) for crew in crews),
            agent_panes=sum(len(crew.panes) for crew in crews),
            resident_bytes=resident_bytes(),
            agent_lag_records=sum(max(0, (view.end_offset or 0) - view.position) for view in self._crew_views),
            boards=self._store.readers,
            failed_handshakes=self.failed_handshakes(),
            alarms=self.alarms(),
            started_at=self._started_at,
            loop_delays=self.loop_delays.so_far,
        )

    def _partition_facts(self) -> Iterator[PartitionFacts]:
        whole = not self._restores  # else parts are taken of none, and no figures are exported
        for view in self._views:
            yield facts_of(view, self._clocks.get(view.number), self._crew_clocks.get(view.number), exported=whole)

    def _quarantined(self) -> dict[tuple[str, int], int]:
        """How many records have broken the engine since the process began, by topic and partition."""
        of_topics = ((self._lanes, ""), (self._crew_lanes, _OF_AGENTS))
        return {
            (of, number): count
            for lanes, of in of_topics
            if lanes is not None
            for number, count in lanes.quarantined.items()
        }

    def _notice_sleep(self, now_ms: Millis) -> None:
        slept = self._looked_at > 0 and now_ms - self._looked_at > ASLEEP_AFTER_MS
        if slept:
            # Nor is it known for how long anything has stood still: the clock may have been put ahead.
            self._standstill.begin_anew()
            self._unassigned.begin_anew()
            self._forlorn_since = None
        if self._lanes is not None:
            self._assigned_at = self._lanes.assigned_at
            self._slept = slept or (self._slept and not self._lanes.held)
        self._looked_at = now_ms

    def _state(self) -> WorkerState:
        if self.stopping:
            return WorkerState.STOPPING
        if self._lanes is None or self._lanes.assigned_at is None or (self._views and not self.holds):
            return WorkerState.STARTING
        if self._stuck is not None:
            return WorkerState.STUCK
        if self._store.latest is None:
            return WorkerState.RECOVERING
        clocks = (*self._clocks.values(), *self._crew_clocks.values())
        stale = self._restores or any(clock.stale for clock in clocks)
        return WorkerState.STALE if stale else WorkerState.SERVING

    def _unready(self) -> str | None:
        """Why nobody should be sent here; None where there is no reason."""
        if self.stopping:
            return "stopping"
        if self._lanes is None:
            return self.reason
        if self._lanes.assigned_at is None:
            return self.waits_for() or unassigned(self._lanes)
        if self._forlorn is not None or (not self._views and self._store.latest is None):
            return self._forlorn or "no partition is assigned to this worker, and no other has told of its own yet"
        # By the events' clock there is no floor before the first event, which may be long in coming.
        first = self._by_wall and self._store.latest is None
        return restored(self._all_views()) or ("; ".join(["no floor yet", *self.notices()]) if first else None)

    def _remarks(self) -> list[str]:
        """What a person should know of a worker that is ready all the same."""
        remarks = self.notices()
        if "queue" in self._full:
            remarks.append("max_queues is reached: further queues count as other")
        if others := ", ".join(sorted(self._full - {"queue"})):
            remarks.append(f"more names than are kept apart, further ones count as other: {others}")
        if self.mishaps is not None and self.mishaps.remark is not None:
            remarks.append(self.mishaps.remark)
        if not self._durable:
            remarks.append('durability = "none": after a restart everything is read again')
        return remarks
