"""Dead letters sent again: the original bytes and key to their own partition, each with its mark in one transaction.

One at a time may do this: a second one fences the first, and finds all marks that the first has made.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiokafka import AIOKafkaProducer

from agents.audit.reading import Reader, Step, reading
from agents.dead_letters import DeadLetter, Headers, ReadRecord, decode
from agents.lane.closing import close_producer
from agents.lane.store import BATCH_BYTES, batches, send_all
from agents.letters import Fate, Pile, Place, Wanted, again, mark, piles
from agents.settings.connection import connection_of, topic_names
from agents.settings.runtime import Settings
from agents.topics import MAX_RECORD_BYTES, Prepared, prepare

_AT_ONCE: Final = 500


@dataclass(slots=True)
class Sent:
    """What became of the wanted letters: the places of those sent, oldest first, and why others were not."""

    places: list[Place] = field(default_factory=list)
    already: int = 0
    came_back: int = 0
    cut: int = 0
    elsewhere: int = 0
    beyond_limit: int = 0
    missing: int = 0
    """Of the places that were named."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which letters, at most how many, whether also those that have come back, and whether it is only a rehearsal."""

    wanted: Wanted
    limit: int
    again: bool = False
    dry_run: bool = False


async def requeue(settings: Settings, order: Order, step: Step) -> Sent:
    """Send letters again; raises TopicError or KafkaError where Kafka does not take them."""
    connection = connection_of(settings)
    names = topic_names(settings)
    prepared = await prepare(connection, names, partitions=settings.partitions, create=False)
    sent = Sent(missing=len(order.wanted.places))
    # The producer first: it ends what a former one left open, so that all of its marks are there or never will be.
    async with (
        _producer(settings, prepared, dry_run=order.dry_run) as producer,
        reading(connection, rate=0, step=step, isolation="read_committed") as reader,
    ):
        # Nothing is sent to a topic that is none of our sources, nor to a partition that is not there.
        sources = {name: prepared.topics[name].partitions for name in names.sources}
        async for pile in piles(reader, names.dead_letters, range(prepared.partitions), order.wanted, sources=sources):
            if order.wanted.places:
                sent.missing -= len(pile.letters)
            chosen = _chosen(pile, order, sent)
            if chosen:
                await _send(reader, settings.dead_letter_topic, producer, (pile.partition, chosen), sent)
    return sent


def _chosen(pile: Pile, order: Order, sent: Sent) -> Sequence[int]:
    """The offsets of the letters that may be sent, as many as there is room for."""
    already = {offset for offset in pile.letters if pile.fate(offset) is Fate.REQUEUED}
    back = set() if order.again else (pile.back & pile.letters.keys()) - already
    cut = pile.cut - already - back
    elsewhere = (pile.foreign & pile.letters.keys()) - already - back - cut
    # Of two letters about one record, the later one: what it was refused for last.
    records = {pile.first(place): place for place in sorted(pile.letters.keys() - already - back - cut - elsewhere)}
    open_ones = sorted(records.values())
    room = max(0, order.limit - len(sent.places))
    sent.already += len(already)
    sent.came_back += len(back)
    sent.cut += len(cut)
    sent.elsewhere += len(elsewhere)
    sent.beyond_limit += max(0, len(open_ones) - room)
    return open_ones[:room]


async def _send(
    reader: Reader, topic: str, producer: AIOKafkaProducer | None, chosen: tuple[int, Sequence[int]], sent: Sent
) -> None:
    """Read the chosen letters of one partition once more and send them, some hundred in a transaction."""
    number, offsets = chosen
    wanted, waiting = set(offsets), list[tuple[Place, DeadLetter]]()
    async for lot in reader.records(topic, number, offsets[0], offsets[-1] + 1):
        for record in lot:
            letter = decode(record) if record.offset in wanted else None
            if letter is None:
                continue
            waiting.append((Place(number, record.offset), letter))
            if len(waiting) >= _AT_ONCE:
                await _commit(producer, topic, waiting, sent)
    await _commit(producer, topic, waiting, sent)


async def _commit(
    producer: AIOKafkaProducer | None, topic: str, waiting: list[tuple[Place, DeadLetter]], sent: Sent
) -> None:
    """Send letters with their marks, all or none; without a producer only say which they would be."""
    if producer is not None and waiting:
        to: defaultdict[tuple[str, int], list[tuple[bytes | None, bytes | None, Headers]]] = defaultdict(list)
        for place, letter in waiting:
            to[letter.topic, letter.partition].append((letter.key, letter.value, again(letter, place)))
            to[topic, place.partition].append((None, None, mark(place)))
        async with producer.transaction():
            arrivals = [
                arrival
                for (name, number), records in to.items()
                for arrival in await send_all(producer, name, number, batches(producer, records))
            ]
            # A transaction commits although a batch of it has failed: each one must be seen to have arrived.
            await asyncio.gather(*arrivals)
    sent.places += [place for place, _ in waiting]
    waiting.clear()


@asynccontextmanager
async def _producer(settings: Settings, prepared: Prepared, *, dry_run: bool) -> AsyncIterator[AIOKafkaProducer | None]:
    """The one producer that sends letters again; none where nothing is to be sent."""
    if dry_run:
        yield None
        return
    producer = AIOKafkaProducer(
        **connection_of(settings).asyncio_arguments(),
        transactional_id=f"{settings.app_id}-requeue",
        acks="all",
        # A topic takes no batch that is longer than its longest record.
        max_batch_size=min(BATCH_BYTES, *(facts.max_record_bytes for facts in prepared.topics.values())),
        max_request_size=BATCH_BYTES + MAX_RECORD_BYTES,
    )
    try:
        await producer.start()
        yield producer
    finally:
        await close_producer(producer)


async def find(settings: Settings, place: Place) -> tuple[ReadRecord, Pile] | None:
    """One letter and the pile that knows what became of it; None where there is none at that place."""
    connection, names = connection_of(settings), topic_names(settings)
    wanted = Wanted(places=frozenset({place}))
    async with reading(connection, rate=0, step=lambda _: None, isolation="read_committed") as reader:
        prepared = await prepare(connection, names, partitions=settings.partitions, create=False)
        if place.partition >= prepared.partitions:
            return None
        async for pile in piles(reader, names.dead_letters, [place.partition], wanted, newest=1):
            if pile.newest:
                return pile.newest[0], pile
    return None


async def survey(settings: Settings, wanted: Wanted, newest: int, step: Step) -> list[Pile]:
    """All partitions, with the newest letters of each."""
    connection, names = connection_of(settings), topic_names(settings)
    async with reading(connection, rate=0, step=step, isolation="read_committed") as reader:
        prepared = await prepare(connection, names, partitions=settings.partitions, create=False)
        numbers = range(prepared.partitions)
        return [pile async for pile in piles(reader, names.dead_letters, numbers, wanted, newest=newest)]
