"""The alarms of a worker: restored before the first look, shown with the floor, their changes on the topic."""

import asyncio
import json
from contextlib import suppress

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from agents.alarms import desk as desk_module
from agents.alarms import outbox
from agents.alarms.desk import AlarmDesk
from agents.endings import cancelled
from stream.alarms.alarm import Alarm
from stream.alarms.machine import Alarms, always_open
from stream.alarms.record import encode_change
from stream.floor import Floor
from stream.kpi import KpiValue
from stream.units import SECOND, format_instant
from tests.core.alarm_picture import LEVEL, NOON, figures, floor_of, share
from tests.shell.alarm_doubles import DEADLINE_S, MemoryAlarmLog, running, until

AT_ONCE = replace(LEVEL, raise_after_ms=0, clear_after_ms=0)
BAD, WELL = share(70), share(90)
KEY = b'{"alarm":"level","slice":{"channel":"voice","queue":"sales"}}'


def floor_at(second: int, figure: KpiValue = BAD) -> Floor:
    """A floor so many seconds after noon."""
    at_ms = NOON + second * SECOND
    return floor_of(figures({"service_level": figure}), at_ms=at_ms)


def raised_before() -> tuple[bytes, bytes]:
    """The record of an alarm that was raised at noon."""
    (change,) = Alarms([AT_ONCE]).look(floor_at(0), NOON)
    return encode_change(change)


def a_desk(log: MemoryAlarmLog) -> AlarmDesk:
    """A desk with one rule."""
    return AlarmDesk([AT_ONCE], log)


def look(desk: AlarmDesk, second: int, figure: KpiValue = BAD, *, whole: bool = True) -> tuple[Alarm, ...]:
    """The alarms that the floor of this second shows."""
    return desk.look(floor_at(second, figure), whole=whole).alarms


class DeafAlarmLog(MemoryAlarmLog):
    """A topic whose reader keeps a cancellation to itself."""

    has_lost_one = False

    async def read(self) -> list[tuple[bytes, bytes]]:
        """Take as long as nobody wants an end; fail after that."""
        self.reads += 1
        if self.has_lost_one:
            raise ValueError
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        self.has_lost_one = True
        return []


async def restored(desk: AlarmDesk, second: int = 0) -> None:
    """Let a desk that runs read its topic."""
    assert () == look(desk, second)
    await until(lambda: desk.restored)


async def test_an_alarm_is_shown_and_told() -> None:
    """In the floor at once, on the topic soon after."""
    log = MemoryAlarmLog()
    desk = a_desk(log)
    async with running(desk):
        await restored(desk)
        (alarm,) = look(desk, 1)
        assert (alarm,) == look(desk, 1)
        await until(lambda: desk.facts().sent == 1)
        assert () == look(desk, 2, WELL)
        await until(lambda: desk.facts().sent == 2)

    assert "warning" == alarm.state
    assert [(KEY, "raised", "warning"), (KEY, "cleared", "ok")] == [
        (key, told["change"], told["state"]) for key, value in log.records for told in [json.loads(value or b"")]
    ]


async def test_what_was_raised_before_is_not_raised_again() -> None:
    """It stands with its old instant, and is cleared when its time has come."""
    log = MemoryAlarmLog(raised_before())
    desk = a_desk(log)
    async with running(desk):
        await restored(desk, 60)
        (alarm,) = look(desk, 61)
        look(desk, 62, WELL)
        await until(lambda: desk.facts().sent == 1)

    assert NOON == alarm.since_ms
    assert ["raised", "cleared"] == [json.loads(value or b"")["change"] for _, value in log.records]


async def test_nothing_is_raised_before_the_topic_is_read() -> None:
    """However long that takes; a Kafka that is away is asked again."""
    log = MemoryAlarmLog(raised_before())
    log.is_away = True
    desk = a_desk(log)
    with capture_logs() as told, pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_module, "READ_AGAIN_MS", 0)
        async with running(desk):
            for second in range(60, 70):
                assert () == look(desk, second)
            await until(lambda: log.reads > 2)
            assert ({}, 0) == (desk.facts().states, desk.facts().sent)
            log.is_away = False
            await until(lambda: desk.restored)

    assert "alarms_not_read" in {entry["event"] for entry in told}
    assert 1 == len(log.records)


async def test_a_part_of_the_floor_has_no_alarms() -> None:
    """It is said once; when the floor is whole again, the topic is read anew, for another may have looked since."""
    log = MemoryAlarmLog()
    desk = a_desk(log)
    with capture_logs() as told:
        async with running(desk):
            await restored(desk)
            look(desk, 1)
            await until(lambda: desk.facts().sent == 1)
            for second in (2, 3):
                assert () == look(desk, second, whole=False)
            assert {} == desk.facts().states
            log.records.append((KEY, json.dumps({**json.loads(log.records[-1][1] or b""), "state": "ok"}).encode()))
            await restored(desk, 4)
            (again,) = look(desk, 5)

    assert NOON + 5 * SECOND == again.since_ms
    assert ["alarms_off"] == [entry["event"] for entry in told if entry["event"] == "alarms_off"]


async def test_what_was_read_for_a_part_is_thrown_away() -> None:
    """The partitions left while the topic was being read."""
    log = MemoryAlarmLog(raised_before())
    log.gate.clear()
    desk = a_desk(log)
    async with running(desk):
        look(desk, 60)
        await until(lambda: log.reads == 1)
        look(desk, 61, whole=False)
        log.gate.set()
        await restored(desk, 62)

        assert 2 == log.reads


async def test_a_change_that_is_still_to_be_sent_is_newer_than_the_topic() -> None:
    """Reading the topic anew does not bring the former state back."""
    log = MemoryAlarmLog(raised_before())
    desk = a_desk(log)
    async with running(desk):
        await restored(desk, 60)
        log.is_away = True
        look(desk, 61, WELL)
        await until(lambda: log.tries == 1)
        look(desk, 62, whole=False)
        look(desk, 63)
        log.is_away = False
        await until(lambda: desk.restored)

        assert {("level", "sales", "voice"): 0} == desk.facts().states


async def test_what_is_still_to_be_sent_waits_while_another_looks_after_the_alarms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would come after the words of that one, which are newer: those hold when the alarms are ours again."""
    monkeypatch.setattr(outbox, "RETRY_MS", 0)
    log = MemoryAlarmLog()
    desk = a_desk(log)
    async with running(desk):
        await restored(desk)
        log.is_away = True
        (raised,) = look(desk, 1)
        await until(lambda: log.tries == 1)
        look(desk, 2, whole=False)
        log.is_away = False
        told = {"state": "ok", "raised": None, "since": format_instant(NOON + 9 * SECOND)}
        said = json.loads(raised_before()[1]) | told | {"at": format_instant(NOON + 9 * SECOND)}
        log.records.append((KEY, json.dumps(said).encode()))
        for _ in range(50):
            await asyncio.sleep(0)
        tries = log.tries
        look(desk, 10, WELL)
        await until(lambda: desk.restored)

        assert () == look(desk, 11, WELL)

    assert (raised.state, 1, 1) == ("warning", tries, len(log.records))
    assert 1 == desk.facts().lost


@pytest.mark.parametrize("key", [KEY.replace(b"level", b"former"), b"not ours"])
async def test_what_nobody_watches_any_more_gets_a_tombstone(key: bytes) -> None:
    """An alarm that the configuration has no more, and a record that cannot be read."""
    log = MemoryAlarmLog((key, raised_before()[1]), raised_before())
    desk = a_desk(log)
    async with running(desk):
        await restored(desk, 60)
        await until(lambda: desk.facts().sent == 1)

    assert (key, None) == log.records[-1]


async def test_states_are_told_by_alarm_queue_and_channel() -> None:
    """Each slice that is watched has one, whether anything is wrong or not."""
    rules = [AT_ONCE, replace(AT_ONCE, name="all", watches="floor"), replace(AT_ONCE, name="some", watches="channels")]
    desk = AlarmDesk(rules, MemoryAlarmLog())
    level = {"service_level": BAD}
    well = {"service_level": WELL}
    slices = [figures(level, {}), figures(well, {"channel": "voice"}), figures(level)]
    async with running(desk):
        await restored(desk)
        desk.look(floor_of(*slices, at_ms=NOON + SECOND), whole=True)

    assert {
        ("level", "sales", "voice"): 1,
        ("all", "", ""): 1,
        ("some", "", "voice"): 0,
    } == desk.facts().states


async def test_rules_that_are_taken_over_hold_from_the_next_look_on() -> None:
    """An alarm goes on with its instants under its new limit, and one that nobody watches any more is given up."""
    log = MemoryAlarmLog()
    former = replace(AT_ONCE, name="former")
    desk = AlarmDesk([AT_ONCE, former], log)
    desk.adopt([AT_ONCE, former], always_open)
    async with running(desk):
        await restored(desk)
        assert {"level", "former"} == {alarm.key.alarm for alarm in look(desk, 1)}
        await until(lambda: desk.facts().sent == 2)
        desk.adopt([replace(AT_ONCE, warning=0.6)], always_open)
        assert () == look(desk, 2, share(69))
        await until(lambda: desk.facts().sent == 4)

    assert {KEY: "cleared", KEY.replace(b"level", b"former"): None} == {
        key: value and json.loads(value)["change"] for key, value in log.records[2:]
    }


async def test_hours_that_are_taken_over_hold_from_the_next_look_on() -> None:
    """A queue that is closed by them has no alarm."""
    rule = replace(AT_ONCE, only_while_open=True)
    desk = AlarmDesk([rule], MemoryAlarmLog())
    async with running(desk):
        await restored(desk)
        (alarm,) = look(desk, 1)
        desk.adopt([rule], lambda _labels, _at_ms: False)

        assert ("warning", ()) == (alarm.state, look(desk, 2))


async def test_a_cancellation_that_is_lost_while_the_topic_is_read_comes_again() -> None:
    """The client that reads may keep it to itself; a worker would wait for its desk for ever, and never end."""
    log = DeafAlarmLog()
    desk = a_desk(log)
    task = asyncio.create_task(desk.run())
    look(desk, 60)
    await until(lambda: log.reads > 0)
    ending = asyncio.create_task(cancelled([task], heard_within_s=0.01))
    ended, _ = await asyncio.wait([ending], timeout=DEADLINE_S)
    look(desk, 61, whole=False)
    look(desk, 62)  # one that still runs reads again, and fails
    await ending

    assert log.has_lost_one
    assert {ending} == ended
    assert 1 == log.closed
