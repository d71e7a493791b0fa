"""`floorwatch worker` that dies or sleeps in the midst of a checkpoint: `python sabotaged_worker.py WAY`.

The checkpoint is the first one of contacts that changes rows and neither adds nor removes any: were it kept by half,
the number of rows in the meta row would not betray it. Two of the ways break a promise of the worker on purpose.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from agents.cli import run
from agents.dead_letters import DeadLetter
from agents.lane.closing import close_producer
from agents.lane.errors import Fenced
from agents.lane.ports import Row, Rows
from agents.lane.store import KafkaStateLog, TransactionalWriter
from stream.rows import META_KEY

DIES = "dies"
"""Dies when all rows are written, before the transaction is committed."""
DIES_APART = "dies-apart"
"""The same, with the meta row in a transaction of its own that comes first."""
SLEEPS = "sleeps"
"""Is stopped by SIGSTOP before it writes anything."""
SLEEPS_STUBBORN = "sleeps-stubborn"
"""The same, and when it is fenced off then, it goes on with the memory that it has; then it dies."""
CONTACTS = b'"contact"'

Commit = Callable[[TransactionalWriter, Sequence[Row], Sequence[DeadLetter]], Awaitable[None]]

commit = TransactionalWriter.commit


async def die(writer: TransactionalWriter, rows: Sequence[Row], letters: Sequence[DeadLetter]) -> None:
    """Keep the promise, as far as one comes."""

    async def never() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    writer._producer.commit_transaction = never  # noqa: SLF001 - where a worker dies is the matter here
    await commit(writer, rows, letters)


async def die_apart(writer: TransactionalWriter, rows: Sequence[Row], _letters: Sequence[DeadLetter]) -> None:
    """Break it."""
    await commit(writer, [row for row in rows if row[0] == META_KEY], [])
    os.kill(os.getpid(), signal.SIGKILL)


async def sleep(writer: TransactionalWriter, rows: Sequence[Row], letters: Sequence[DeadLetter]) -> None:
    """Keep the promise, late."""
    os.kill(os.getpid(), signal.SIGSTOP)
    await commit(writer, rows, letters)


async def sleep_stubbornly(writer: TransactionalWriter, rows: Sequence[Row], letters: Sequence[DeadLetter]) -> None:
    """Break it: what has been written since is overwritten by a writer that fences its owner off."""

    async def overwrite() -> None:
        await close_producer(writer._producer)  # noqa: SLF001 - as above
        again = await OPENED[writer].open(writer._partition)  # noqa: SLF001 - as above
        await commit(again, rows, letters)
        os.kill(os.getpid(), signal.SIGKILL)

    try:
        await sleep(writer, rows, letters)
    except Fenced:
        # The group takes the partition away meanwhile; that ends nothing here.
        await asyncio.shield(asyncio.create_task(overwrite()))


WAYS: dict[str, Commit] = {
    DIES: die,
    DIES_APART: die_apart,
    SLEEPS: sleep,
    SLEEPS_STUBBORN: sleep_stubbornly,
}
OPENED: dict[TransactionalWriter, KafkaStateLog] = {}


def sabotage(way: Commit) -> None:
    """Let the first checkpoint that only changes rows go this way."""
    counts: dict[TransactionalWriter, int] = {}
    opened = KafkaStateLog.open
    done = False

    async def noted_open(self: KafkaStateLog, partition: int) -> TransactionalWriter:
        writer = await opened(self, partition)
        OPENED[writer] = self
        return writer

    async def watched(self: TransactionalWriter, rows: Rows, letters: Sequence[DeadLetter]) -> None:
        nonlocal done
        rows = list(rows)
        before, counts[self] = counts.get(self), _rows_told(rows)
        if done or before != counts[self] or not any(CONTACTS in key for key, _ in rows):
            await commit(self, rows, letters)
            return
        done = True
        await way(self, rows, letters)

    KafkaStateLog.open = noted_open  # type: ignore[method-assign]
    TransactionalWriter.commit = watched  # type: ignore[method-assign]


def _rows_told(rows: Sequence[Row]) -> int:
    """How many rows belong to the partition, as its meta row says."""
    told = next((value for key, value in rows if key == META_KEY), None)
    return -1 if told is None else int(msgspec.msgpack.decode(told)["rows"])


if __name__ == "__main__":
    sabotage(WAYS[sys.argv[1]])
    sys.exit(run(["worker"]))
