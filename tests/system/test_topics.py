"""Topics on a real Kafka: made as they must be, found again, refused with a reason."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from agents.broker.ports import LOOPBACK, free_ports
from agents.kafka import Connection
from agents.topics import KafkaAwayError, TopicError, prepare
from tests.system.lane_harness import names_of
from tests.system.worker_process import eventually

pytestmark = pytest.mark.system


async def make(connection: Connection, *topics: NewTopic) -> None:
    """Make topics as somebody else would."""
    admin = AIOKafkaAdminClient(**connection.asyncio_arguments())
    await admin.start()
    try:
        await admin.create_topics(list(topics))
    finally:
        await admin.close()


async def test_missing_topics_are_made_and_found_again(connection: Connection, prefix: str) -> None:
    """The second start sees what the first has made, under the same ids, and asks for nothing."""
    names = names_of(prefix)
    made = await prepare(connection, names, partitions=3)
    found = await prepare(connection, names, partitions=8, create=False)
    state = made.topics[names.contact_state]

    assert made == found
    assert (3, ()) == (made.partitions, made.warnings)
    assert len({topic.topic_id for topic in made.topics.values()}) == 7
    assert state.settings["cleanup.policy"] == "compact"
    assert made.topics[names.alarms].settings["cleanup.policy"] == "compact"
    assert state.max_record_bytes > 8_000_000
    assert made.topics[names.contacts].settings["message.timestamp.type"] == "LogAppendTime"


async def test_new_topics_follow_the_source_that_is_there(connection: Connection, prefix: str) -> None:
    """Its number of partitions counts, not the one asked for; its clock is warned of."""
    names = names_of(prefix)
    await make(connection, NewTopic(names.contacts, 2, 1))
    prepared = await prepare(connection, names, partitions=8)

    assert {2} == {topic.partitions for topic in prepared.topics.values()}
    assert ["keeps the time of its producers" in warning for warning in prepared.warnings] == [True]


async def test_topics_that_do_not_fit_together_are_refused(connection: Connection, prefix: str) -> None:
    """Before anything is read."""
    names = names_of(prefix)
    await make(connection, NewTopic(names.contacts, 2, 1), NewTopic(names.contact_state, 4, 1))
    with pytest.raises(TopicError) as error:
        await prepare(connection, names, partitions=2)

    assert f"{names.contact_state} has 4 partitions and {names.contacts} 2" in str(error.value)
    assert f"{names.contact_state} has cleanup.policy=delete" in str(error.value)


async def test_a_topic_that_was_deleted_and_made_again_has_another_id(connection: Connection, prefix: str) -> None:
    """Offsets begin anew then, and the state must too."""
    names = names_of(prefix)
    before = (await prepare(connection, names, partitions=1)).topics[names.contacts].topic_id
    admin = AIOKafkaAdminClient(**connection.asyncio_arguments())
    await admin.start()
    try:
        await admin.delete_topics([names.contacts])

        async def gone() -> bool | None:
            return True if names.contacts not in await admin.list_topics() else None

        # A deletion is answered before the brokers have heard of it.
        await eventually(gone, "the topic is gone")
    finally:
        await admin.close()
    after = (await prepare(connection, names, partitions=1)).topics[names.contacts].topic_id

    assert before != after


async def test_a_missing_topic_that_may_not_be_made_is_named(connection: Connection, prefix: str) -> None:
    """All of them at once."""
    names = names_of(prefix)
    with pytest.raises(TopicError) as error:
        await prepare(connection, names, partitions=1, create=False)

    assert all(name in str(error.value) for name in names.all)


async def test_nobody_there_is_an_error_of_its_own(prefix: str) -> None:
    """Whoever starts us may try again."""
    (port,) = free_ports(1)
    with pytest.raises(KafkaAwayError, match=f"Kafka at {LOOPBACK}:{port} does not answer"):
        await prepare(Connection(f"{LOOPBACK}:{port}"), names_of(prefix), partitions=1, answer_within_s=1)
