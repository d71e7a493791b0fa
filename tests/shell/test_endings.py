"""Tasks are ended, also one that has not heard that it should end."""

import asyncio

from agents.endings import cancelled


async def test_a_task_that_has_lost_its_cancellation_is_cancelled_again() -> None:
    """One that has failed before is no reason to stop."""
    deaf = asyncio.Event()

    async def lose_one() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            deaf.set()
        await asyncio.Event().wait()

    async def fail() -> None:
        raise ValueError

    tasks = [asyncio.create_task(lose_one()), asyncio.create_task(fail())]
    await asyncio.sleep(0)
    await cancelled(tasks, heard_within_s=0.01)

    assert deaf.is_set()
    assert [True, False] == [task.cancelled() for task in tasks]
