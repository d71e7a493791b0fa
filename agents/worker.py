"""One worker put together: Kafka's lanes, the core behind them, the tick that shows it, and the HTTP server."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

import structlog

from agents.alarms.desk import AlarmDesk
from agents.alarms.log import KafkaAlarmLog
from agents.app import Group, build_app
from agents.attendance import Attendance
from agents.clock import now_ms
from agents.comeback import Comeback
from agents.endings import cancelled
from agents.garbage import spare_the_collector
from agents.inspector import Inspector
from agents.kafka import Connection
from agents.lane.amended import amend_clients
from agents.lane.forgetful import ForgetfulLog
from agents.lane.lanes import Lanes
from agents.lane.policy import CheckpointPolicy
from agents.lane.ports import StateLog
from agents.lane.probe import Probe
from agents.lane.store import KafkaStateLog, StateTopics
from agents.logs import tell_left_out
from agents.metrics.cumulative import Cumulative
from agents.metrics.exposition import Exposition
from agents.mishaps import Mishaps
from agents.publish.company import Company, found
from agents.reload import Reload
from agents.settings.configuration import Configuration, ConfigurationFile
from agents.settings.connection import connection_of, prepare_topics, topics_as_they_are
from agents.settings.runtime import Settings
from agents.settings.serving import announce, cannot_serve, web_options
from agents.sources import watch_sources
from agents.tick import Ticker
from agents.topics import Prepared
from agents.turns import take_short_turns
from agents.waiting import once_kafka_is_there
from agents.wall.boards import Boards
from agents.watch import Watch
from agents.web.board_state import FloorStore
from agents.web.server import WebServer
from stream import catalog
from stream.alarms.hours import opening_hours
from stream.crew.partition import CrewPartition
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.restore import Restore, restore, restore_crew
from stream.units import parse_instant

T = TypeVar("T")
P = TypeVar("P", Partition, CrewPartition)

log = structlog.stdlib.get_logger(__name__)

STUCK_STATUS: Final = 70
"""The exit status that asks for a restart."""

PRESENT_MS: Final = 2_000
"""A floor that is no older shows the present."""


class Worker:
    """One worker from start to stop; nothing of it outlives `run`."""

    def __init__(self, settings: Settings, stop: asyncio.Event | None = None, *, rebuild: bool = False) -> None:
        """Read and check all configuration; raises ConfigurationError. `stop` ends the work when it is set.

        With `rebuild` what is kept of each partition is not used, the first time that this worker has it.
        """
        self.settings = settings
        self._rebuild = rebuild
        self.reload = Reload(ConfigurationFile(settings, catalog.standard()))
        running = self.reload.running
        self.connection: Connection = connection_of(settings)
        self._web_options = web_options(settings)
        self.stop = stop or asyncio.Event()
        self.address = ""
        """Where a browser finds the wall board; empty before it is served."""
        self.metrics_address = ""
        """Where Prometheus finds the metrics."""
        self._durable = settings.durability != "none"
        self._failure: str | None = None
        self._refusal: ConfigurationError | None = None
        self._store = FloorStore(now_ms)
        self._cumulative = Cumulative(running.site)
        self._boards = Boards(running.catalogue, running.rules, running.boards)
        self._watch = Watch(self._store, durable=self._durable, started_at=now_ms(), by_wall=settings.clock == "wall")
        self._watch.mishaps = self._mishaps = Mishaps(now_ms)
        self._watch.rejects.limit = settings.max_rejected_share
        self._watch.configuration = lambda: self.reload.remark
        self._inspector = Inspector(
            self._store, running.catalogue, now_ms, self._boards.limits, show_contacts=settings.show_contacts
        )
        self._exposition = Exposition(self._store, self._cumulative, self._watch.facts, running.catalogue)

    @property
    def shows_the_present(self) -> bool:
        """Whether there is a floor, and what it shows is hardly older than the newest that the source tells of."""
        latest, newest_ms = self._store.latest, now_ms() - self.settings.source_delay_ms
        return latest is not None and newest_ms - parse_instant(latest.document["as_of"]) <= PRESENT_MS

    async def run(self) -> int:
        """Work until `stop` is set; returns the exit status."""
        spare_the_collector()
        take_short_turns()
        amend_clients()
        server = WebServer(
            self._store,
            self._exposition,
            self._watch.health,
            now_ms,
            self._web_options,
            inspector=self._inspector,
            boards=self._boards,
        )
        self._watch.failed_handshakes = lambda: server.failed_handshakes
        try:
            await server.start()
        except OSError as fault:
            raise cannot_serve(self.settings, fault) from None
        try:
            self.address, self.metrics_address = server.address, server.metrics_address
            announce(self.settings, self.address, self.metrics_address)
            with self._mishaps.listening():
                topics = await self._until_stopped(self._topics())
                if topics is not None:
                    await self._follow(topics)
        finally:
            await server.stop()
            tell_left_out(at_once=True)
        if self._refusal is not None:
            raise self._refusal
        if self._failure is not None:
            log.error("worker_failed", reason=self._failure)
            return STUCK_STATUS
        return 0

    async def _follow(self, topics: Prepared) -> None:
        """Join the group and show what is read until told to stop."""
        lanes = self._lanes(topics)
        crew_lanes = self._lanes_of(topics, self.settings.agent_topic, self.settings.agent_state_topic, restore_crew)
        self._watch.follow(lanes, topics.partitions, crew_lanes)
        desk = self._desk(topics)
        self._watch.alarms = desk.facts
        company = found(self.connection, self.settings, topics, self.reload.running.site)
        ticker = self._ticker(lanes, crew_lanes, desk, company, topics.partitions)
        self._watch.is_one = lambda: company.is_one(lanes.numbers, now_ms())
        self._inspector.follow(lanes.partitions, lambda: ticker.site)

        def adopt(running: Configuration) -> None:
            ticker.site, ticker.catalogue = running.site, running.catalogue
            desk.adopt(running.rules, opening_hours(running.site))
            self._boards.adopt(running.boards, running.rules, running.catalogue)
            self._exposition.adopt(running.catalogue)

        attendance = self._attendance(lanes, crew_lanes, topics.partitions)
        self._watch.crash, self._watch.waits_for = attendance.crash, attendance.waits_for
        guarded = {
            "tick": ticker.run(),
            "probe": Probe(self.connection, lanes, crew_lanes).run(),
            "alarms": desk.run(),
            "company": company.run(),
            "reload": self.reload.run(lanes, crew_lanes, now_ms, adopt),
            "sources": watch_sources(self.connection, self.settings, topics, self._fail),
            "loop": self._watch.loop_delays.run(),
        }
        tasks = [asyncio.create_task(self._guarded(work), name=name) for name, work in guarded.items()]
        tasks.append(asyncio.create_task(self._give_up_when_stuck(), name="watch"))
        try:
            await self._until_stopped(attendance.join())
            await self.stop.wait()
        finally:
            self._watch.stopping = True
            self._store.withdraw()
            await cancelled(tasks)
            await attendance.leave()

    def _attendance(self, lanes: Lanes[Partition], crew_lanes: Lanes[CrewPartition], partitions: int) -> Attendance:
        group = Group(self.settings.consumer_group, instance=self.settings.instance)
        return Attendance(
            self.connection.bootstrap,
            lambda: build_app(self.connection, group, lanes, crew_lanes, partitions=partitions),
        )

    def _ticker(
        self,
        lanes: Lanes[Partition],
        crew_lanes: Lanes[CrewPartition],
        desk: AlarmDesk,
        company: Company,
        partitions: int,
    ) -> Ticker:
        return Ticker(
            lanes,
            crew_lanes,
            self.reload.running.site,
            self.reload.running.catalogue,
            store=self._store,
            cumulative=self._cumulative,
            watch=self._watch,
            wall_ms=now_ms,
            mode=self.settings.clock,
            source_delay_ms=self.settings.source_delay_ms,
            partitions=partitions,
            company=company,
            alarms=desk,
        )

    def _desk(self, topics: Prepared) -> AlarmDesk:
        name = self.settings.alarm_topic
        alarm_log = KafkaAlarmLog(self.connection, name, topics.topics[name].partitions, durable=self._durable)
        running = self.reload.running
        return AlarmDesk(running.rules, alarm_log, opening_hours(running.site))

    def _lanes(self, topics: Prepared) -> Lanes[Partition]:
        """The lanes of the contacts."""
        return self._lanes_of(topics, self.settings.contact_topic, self.settings.contact_state_topic, restore)

    def _lanes_of(self, topics: Prepared, topic: str, state_topic: str, back: Restore[P]) -> Lanes[P]:
        """The lanes of one source topic, whose partitions come back from their rows as `back` says."""
        settings = self.settings
        source = topics.topics[topic]
        places = StateTopics(
            settings.app_id,
            state_topic,
            settings.dead_letter_topic,
            max_row_bytes=topics.topics[state_topic].max_record_bytes,
            max_letter_bytes=topics.topics[settings.dead_letter_topic].max_record_bytes,
        )
        state_log: StateLog = (KafkaStateLog if self._durable else ForgetfulLog)(self.connection, places)

        def refuse(refusal: ConfigurationError) -> None:
            self._refusal = refusal

        comeback = Comeback(back, lambda: self.reload.running.site, source, refuse, anew=self._rebuild)
        policy = CheckpointPolicy(interval_ms=settings.checkpoint_interval_ms)
        return Lanes(topic, state_log, comeback, clock=now_ms, on_fatal=self._fail, policy=policy)

    async def _topics(self) -> Prepared:
        """Make and check the topics; a Kafka that is not there yet is waited for."""
        if not self._durable:
            return await topics_as_they_are(self.connection, self.settings)

        def tell(away: str) -> None:
            self._watch.reason = away

        prepared = await once_kafka_is_there(lambda: prepare_topics(self.connection, self.settings), tell)
        for warning in prepared.warnings:
            log.warning("topic", remark=warning)
        return prepared

    async def _until_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of `work`, or None where the worker is told to stop before."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for pending in (task, stopped):
                pending.cancel()
            with suppress(asyncio.CancelledError):
                await stopped

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what must never end: a fault in it ends the worker, and is not left unnoticed in a task."""
        try:
            await work
        except Exception as fault:
            log.exception("task_failed")
            self._fail(f"a task of the worker failed: {fault!r}")

    async def _give_up_when_stuck(self) -> None:
        """End the process when nothing has moved for too long, so that it is started again."""
        while True:
            await asyncio.sleep(1)
            tell_left_out()
            reason = self._watch.given_up
            if reason is not None:
                self._fail(reason)

    def _fail(self, reason: str) -> None:
        """Stop, for this reason."""
        self._failure = self._failure or reason
        self.stop.set()
