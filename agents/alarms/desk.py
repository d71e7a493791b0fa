"""The alarms of a worker: restored before the first look, shown with each floor, their changes sent on."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from msgspec.structs import replace

from agents.alarms.log import AWAY, AlarmLog
from agents.alarms.outbox import Outbox
from agents.endings import together
from agents.metrics.facts import AlarmFacts
from stream.alarms.alarm import GRAVITY, Change
from stream.alarms.machine import Alarms, IsOpen, Snapshot, always_open
from stream.alarms.record import changed_at, encode_change, encode_key, snapshot_of
from stream.alarms.rule import Rule
from stream.floor import Floor
from stream.units import SECOND

log = structlog.stdlib.get_logger(__name__)

READ_AGAIN_MS: Final = 2 * SECOND


class AlarmDesk:
    """Looks at floors once a tick, in the one worker whose part it is: the others' alarms are none of its business."""

    def __init__(
        self,
        rules: Sequence[Rule],
        alarm_log: AlarmLog,
        is_open: IsOpen = always_open,
    ) -> None:
        """Begin without knowing how the alarms stand."""
        self._rules = rules
        self._is_open = is_open
        self._log = alarm_log
        self._outbox = Outbox(alarm_log)
        self._alarms: Alarms | None = None
        self._wanted = asyncio.Event()
        self._told_of_part = False
        self._times_off = 0

    def look(self, floor: Floor, *, whole: bool) -> Floor:
        """The floor with its alarms; `whole`: it shows every partition of the source, and is ours to look at.

        Until the alarms are restored there are none: what was raised before must not be raised again.
        """
        if not whole:
            self._stand_back()
            return floor
        if self._alarms is not None:
            for change in self._alarms.look(floor, floor.as_of_ms):
                self._outbox.put(*encode_change(change))
                _log(change)
        return self.keep(floor)

    def keep(self, floor: Floor) -> Floor:
        """The floor with the alarms as they stand; it is ours to look at, but does not show everything."""
        self._told_of_part = False
        if self._alarms is None:
            self._wanted.set()
            return floor
        return replace(floor, alarms=self._alarms.standing())

    @property
    def restored(self) -> bool:
        """Whether it is known how the alarms stand."""
        return self._alarms is not None

    def adopt(self, rules: Sequence[Rule], is_open: IsOpen) -> None:
        """Go by these rules and hours from the next look on; alarms that no rule covers any more are given up."""
        self._rules, self._is_open = rules, is_open
        if self._alarms is not None:
            self._take_over(self._alarms.export())

    def facts(self) -> AlarmFacts:
        """What the metrics tell of the alarms; without a whole floor no state is known."""
        levels = {} if self._alarms is None else self._alarms.levels()
        states = {
            (key.alarm, labels.get("queue", ""), labels.get("channel", "")): GRAVITY[level]
            for key, level in levels.items()
            for labels in [dict(key.slice)]
        }
        return AlarmFacts(states, self._outbox.sent, self._outbox.lost)

    async def run(self) -> None:
        """Restore when it is asked for and send what changes, until cancelled."""
        await together(self._outbox.run(), self._restore_when_wanted())

    async def _restore_when_wanted(self) -> None:
        while True:
            await self._wanted.wait()
            begun_in = self._times_off
            try:
                records = dict(await self._log.read())
            except AWAY as fault:
                log.warning("alarms_not_read", reason=repr(fault))
                await asyncio.sleep(READ_AGAIN_MS / SECOND)
                continue
            # The partitions may have been gone meanwhile: then another worker may have told more than was read.
            if self._wanted.is_set() and self._times_off == begun_in:
                self._wanted.clear()
                self._restore(records)

    def _restore(self, records: dict[bytes, bytes]) -> None:
        overtaken = []
        for key, value in self._outbox.unsent.items():
            if value is None:
                records.pop(key, None)
            elif key in records and _is_newer(records[key], value):
                overtaken.append(key)
            else:
                records[key] = value
        self._outbox.go_on(overtaken)
        snapshot, unreadable = snapshot_of(records.items())
        for key in unreadable:
            self._outbox.put(key, None)
        alarms, given_up = self._take_over(snapshot)
        given_up += len(unreadable)
        log.info("alarms_restored", known=len(records), not_ok=len(alarms.standing()), given_up=given_up)

    def _take_over(self, snapshot: Snapshot) -> tuple[Alarms, int]:
        """Go on from what is known; returns the alarms and how many of them were given up."""
        alarms = self._alarms = Alarms(self._rules, self._is_open)
        given_up = alarms.restore(snapshot)
        for key in given_up:
            self._outbox.put(encode_key(key), None)
        return alarms, len(given_up)

    def _stand_back(self) -> None:
        """Forget how the alarms stand: another worker may see the whole floor before this one does again."""
        self._alarms = None
        self._outbox.hold()
        self._wanted.clear()
        if not self._told_of_part:
            self._told_of_part = True
            self._times_off += 1
            log.info("alarms_off", reason="another worker looks after the alarms: the one that has partition 0")


def _is_newer(known: bytes, unsent: bytes) -> bool:
    """Whether another worker has told of an alarm since ours was to be told of."""
    known_ms, unsent_ms = changed_at(known), changed_at(unsent)
    return known_ms is not None and unsent_ms is not None and known_ms >= unsent_ms


def _log(change: Change) -> None:
    alarm = change.alarm
    known = {"alarm": alarm.key.alarm, **dict(alarm.key.slice), "was": change.was, "state": alarm.state}
    evidence = alarm.evidence
    log.info("alarm", change=change.kind, **known, why=change.why, value=evidence.value, threshold=evidence.threshold)
