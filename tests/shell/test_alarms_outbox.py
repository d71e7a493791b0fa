"""Changes of alarms on their way to Kafka: nothing is held up by it, and whatever is lost is counted."""

import pytest
from structlog.testing import capture_logs

from agents.alarms import outbox
from agents.alarms.outbox import Outbox
from tests.shell.alarm_doubles import MemoryAlarmLog, running, until


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for the next try, nor for last words."""
    monkeypatch.setattr(outbox, "RETRY_MS", 0)
    monkeypatch.setattr(outbox, "LAST_WORDS_MS", 50)


async def test_changes_are_sent_in_their_order() -> None:
    """Each once; a tombstone is a record as any other."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    async with running(box):
        box.put(b"a", b"1")
        await until(lambda: box.sent == 1)
        box.put(b"b", b"1")
        box.put(b"a", None)
        await until(lambda: box.sent == 3)

    assert [(b"a", b"1"), (b"b", b"1"), (b"a", None)] == log.records
    assert (0, {}, 1) == (box.lost, box.unsent, log.closed)


async def test_what_kafka_does_not_take_is_sent_again_and_again() -> None:
    """With what has come meanwhile; of each alarm the newest, and one that was overtaken is lost."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    log.is_away = True
    async with running(box):
        box.put(b"a", b"1")
        await until(lambda: log.tries > 2)
        box.put(b"a", b"2")
        box.put(b"b", b"1")
        await until(lambda: log.tries > 5)
        assert {b"a": b"2", b"b": b"1"} == box.unsent
        log.is_away = False
        await until(lambda: not box.unsent)

    assert {(b"a", b"2"), (b"b", b"1")} == set(log.records)
    assert (2, 1) == (box.sent, box.lost)


async def test_what_is_overtaken_while_it_is_sent_is_not_lost() -> None:
    """Kafka has both in the end."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    log.gate.clear()
    async with running(box):
        box.put(b"a", b"1")
        await until(lambda: log.tries == 1)
        box.put(b"a", b"2")
        assert {b"a": b"2"} == box.unsent
        log.gate.set()
        await until(lambda: not box.unsent)

    assert [(b"a", b"1"), (b"a", b"2")] == log.records
    assert (2, 0) == (box.sent, box.lost)


async def test_the_memory_is_bounded() -> None:
    """The oldest goes, and is counted."""
    log = MemoryAlarmLog()
    box = Outbox(log, limit=2)
    for key in (b"a", b"b", b"c"):
        box.put(key, b"1")

    assert ({b"b": b"1", b"c": b"1"}, 1) == (box.unsent, box.lost)


async def test_the_limit_holds_for_what_comes_back_too() -> None:
    """What could not be sent, and what came meanwhile, are no more than the limit together."""
    log = MemoryAlarmLog()
    box = Outbox(log, limit=2)
    log.is_away = True
    log.gate.clear()
    async with running(box):
        box.put(b"a", b"1")
        box.put(b"b", b"1")
        await until(lambda: log.tries == 1)
        box.put(b"c", b"1")
        log.gate.set()
        await until(lambda: log.tries > 1)

        assert ({b"b": b"1", b"c": b"1"}, 1) == (box.unsent, box.lost)


async def test_the_end_of_the_worker_sends_what_is_left() -> None:
    """An alarm of the last second too."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    async with running(box):
        await until(lambda: True)
        log.gate.clear()
        box.put(b"a", b"1")
        await until(lambda: log.tries == 1)
        log.gate.set()

    assert ([(b"a", b"1")], 1) == (log.records, log.closed)


async def test_the_end_does_not_wait_for_a_kafka_that_is_silent() -> None:
    """What could not be sent stays unsent, and Kafka is let go of."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    log.gate.clear()
    async with running(box):
        box.put(b"a", b"1")
        await until(lambda: log.tries == 1)

    assert ([], {b"a": b"1"}) == (log.records, dict(box.unsent))
    assert 1 == log.closed


async def test_a_kafka_that_does_not_take_them_is_complained_of() -> None:
    """With how many wait for it."""
    log = MemoryAlarmLog()
    box = Outbox(log)
    log.is_away = True
    with capture_logs() as told:
        async with running(box):
            box.put(b"a", b"1")
            await until(lambda: len(told) > 0)

    assert ("alarms_not_sent", 1) == (told[0]["event"], told[0]["waiting"])
