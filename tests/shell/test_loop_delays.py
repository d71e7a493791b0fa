"""How late the event loop is: what is counted, and that a block is seen."""

import asyncio
import contextlib
import time

from agents.loop_delays import BOUNDS_MS, EVERY_MS, LoopDelays
from agents.metrics.facts import Delays


def test_a_block_counts_at_each_instant_within_it() -> None:
    """50 ms late: the one after it would have been 30 ms late, and the next 10 ms.

    due      |0     |20    |40    |60
    met                        |50
    """
    delays = LoopDelays()
    delays.note(50.0)
    delays.note(0.2)
    upto = dict(zip(BOUNDS_MS, delays.so_far.upto, strict=False))

    assert (upto[5], upto[10], upto[20], upto[30], upto[40], upto[50]) == (1, 2, 2, 3, 3, 4)
    assert delays.so_far.upto[-1] == 4
    assert delays.so_far.sum_ms == 90


def test_the_longest_block_is_beyond_every_bound() -> None:
    """It is counted all the same."""
    delays = LoopDelays()
    delays.note(BOUNDS_MS[-1] + EVERY_MS / 2)

    assert delays.so_far.upto[-1] - delays.so_far.upto[-2] == 1


def test_nothing_seen_is_nothing_counted() -> None:
    """All noughts, and as many as there are bounds and one."""
    assert LoopDelays().so_far == Delays(BOUNDS_MS, (0,) * (len(BOUNDS_MS) + 1), 0)


async def test_what_blocks_the_loop_is_seen() -> None:
    """A loop held up for a tenth of a second was late by most of it, once it is let go."""
    delays = LoopDelays()
    looking = asyncio.create_task(delays.run())
    await asyncio.sleep(0)
    before = delays.so_far.upto[-1]
    time.sleep(0.1)  # noqa: ASYNC251 - the block
    async with asyncio.timeout(60):
        while delays.so_far.upto[-1] == before:  # noqa: ASYNC110 - it sets no event
            await asyncio.sleep(0)
    looking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await looking
    beyond = delays.so_far.upto[-1] - delays.so_far.upto[BOUNDS_MS.index(50)]

    assert beyond >= 1
