"""What every state log promises, the one in memory that other tests use and the one on Kafka."""

import secrets
from collections.abc import Awaitable, Callable

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

from agents.broker.local import LocalKafka
from agents.dead_letters import DeadLetter, decode
from agents.kafka import Connection
from agents.lane.errors import Fenced
from agents.lane.ports import StateLog
from agents.lane.store import KafkaStateLog, StateTopics
from agents.topics import TopicNames, prepare
from tests.shell.lane_doubles import MemoryLog
from tests.system.lane_harness import read_all

LETTER = DeadLetter("bad_time", "contact.events", 0, 7, 1_234, b"k", b"\xff", (("h", b"1"),))
Letters = Callable[[], Awaitable[list[DeadLetter]]]


async def on_kafka(kafka: LocalKafka) -> tuple[StateLog, Letters]:
    """Return a log on topics of its own, and how to read the letters of its first partition."""
    prefix = f"test-{secrets.token_hex(4)}"
    names = TopicNames(
        *(f"{prefix}.{name}" for name in ("contacts", "agents", "state", "agent-state", "dead", "alarms"))
    )
    connection = Connection(kafka.bootstrap)
    await prepare(connection, names, partitions=2)

    async def letters() -> list[DeadLetter]:
        records = (await read_all(connection, names.dead_letters, 2))[0]
        return [letter for record in records if (letter := decode(record)) is not None]

    return KafkaStateLog(connection, StateTopics(prefix, names.contact_state, names.dead_letters)), letters


async def in_memory() -> tuple[StateLog, Letters]:
    """Return a log in memory, and how to read the letters of its first partition."""
    log = MemoryLog()

    async def letters() -> list[DeadLetter]:
        return log.letters.get(0, [])

    return log, letters


@pytest.fixture(params=["memory", pytest.param("kafka", marks=pytest.mark.system)])
async def state(request: pytest.FixtureRequest) -> tuple[StateLog, Letters]:
    """Return each log in turn."""
    return await (in_memory() if request.param == "memory" else on_kafka(request.getfixturevalue("shared_kafka")))


async def rows_of(log: StateLog, partition: int = 0) -> dict[bytes, bytes]:
    """Read a partition as its next owner does: what the last one has committed is there, and nothing else."""
    writer = await log.open(partition)
    try:
        return dict(await log.read(partition, lambda _done, _total: None))
    finally:
        await writer.close()


async def test_an_empty_log_has_no_rows(state: tuple[StateLog, Letters]) -> None:
    """Before the first checkpoint."""
    log, letters = state

    assert ({}, [], True) == (await rows_of(log), await letters(), log.durable)


async def test_the_last_row_of_a_key_holds_and_none_deletes_it(state: tuple[StateLog, Letters]) -> None:
    """Over several checkpoints, and within one."""
    log, _ = state
    writer = await log.open(0)
    await writer.commit([(b"a", b"1"), (b"b", b"1"), (b"c", b"1"), (b"c", b"2"), (b"gone", None)], [])
    await writer.commit([(b"a", b"2"), (b"b", None)], [])
    await writer.close()

    assert await rows_of(log) == {b"a": b"2", b"c": b"2"}


async def test_partitions_know_nothing_of_each_other(state: tuple[StateLog, Letters]) -> None:
    """The same key may stand in both, and opening one does not fence the other."""
    log, _ = state
    one, two = await log.open(0), await log.open(1)
    await one.commit([(b"a", b"one")], [])
    await two.commit([(b"a", b"two")], [])
    await one.close()
    await two.close()

    assert [await rows_of(log, 0), await rows_of(log, 1)] == [{b"a": b"one"}, {b"a": b"two"}]


async def test_dead_letters_are_kept_with_the_rows(state: tuple[StateLog, Letters]) -> None:
    """Once, with all that they are."""
    log, letters = state
    writer = await log.open(0)
    await writer.commit([(b"meta", b"7")], [LETTER])
    await writer.commit([(b"meta", b"8")], [])
    await writer.close()

    assert await rows_of(log) == {b"meta": b"8"}
    assert await letters() == [LETTER]


async def test_many_rows_are_kept_together(state: tuple[StateLog, Letters]) -> None:
    """More than one batch holds."""
    log, _ = state
    writer = await log.open(0)
    wanted = {b"row %d" % number: b"x" * 100 for number in range(20_000)}
    await writer.commit(list(wanted.items()), [])
    await writer.close()
    reader = await log.open(0)
    seen: list[tuple[int, int]] = []
    rows = await log.read(0, lambda done, total: seen.append((done, total)))
    await reader.close()

    assert rows == wanted
    assert seen[-1][0] == seen[-1][1] >= 20_000


async def test_who_opens_a_partition_fences_its_former_writer(state: tuple[StateLog, Letters]) -> None:
    """Nothing that the former one still commits becomes visible: neither rows nor letters."""
    log, letters = state
    former = await log.open(0)
    await former.commit([(b"a", b"former")], [])
    latter = await log.open(0)
    with pytest.raises(Fenced):
        await former.commit([(b"a", b"zombie"), (b"z", b"zombie")], [LETTER])
    await latter.commit([(b"b", b"latter")], [])
    await former.close()
    await latter.close()

    assert await rows_of(log) == {b"a": b"former", b"b": b"latter"}
    assert await letters() == []


async def test_a_partition_can_be_opened_again_after_its_writer_was_closed(state: tuple[StateLog, Letters]) -> None:
    """As at each restart."""
    log, _ = state
    for number in range(3):
        writer = await log.open(0)
        await writer.commit([(b"n", b"%d" % number)], [])
        await writer.close()

    assert await rows_of(log) == {b"n": b"2"}


@pytest.mark.system
async def test_topics_that_take_short_records_only_are_given_short_batches(shared_kafka: LocalKafka) -> None:
    """Each row and each letter fits, all of them together do not: they are kept all the same."""
    prefix = f"test-{secrets.token_hex(4)}"
    names = f"{prefix}.state", f"{prefix}.dead"
    admin = AdminClient({"bootstrap.servers": shared_kafka.bootstrap})
    short = {"max.message.bytes": "50000"}
    for made in admin.create_topics([NewTopic(name, 1, 1, config=short) for name in names]).values():
        made.result()
    log = KafkaStateLog(
        Connection(shared_kafka.bootstrap), StateTopics(prefix, *names, max_row_bytes=48_000, max_letter_bytes=48_000)
    )
    rows = {b"row %d" % number: secrets.token_bytes(1_000) for number in range(300)}
    writer = await log.open(0)
    await writer.commit(list(rows.items()), [LETTER] * 300)
    await writer.close()

    assert rows == await rows_of(log)
