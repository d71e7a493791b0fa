"""Tasks are ended, also one that has not heard that it should end."""

import asyncio
from contextlib import suppress

import pytest

from agents.endings import cancellations_heard, cancelled, together


async def lose_one(lost: list[str]) -> None:
    """Go on after the first cancellation."""
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    lost.append("one")
    await asyncio.Event().wait()


async def fail() -> None:
    """Fail at once."""
    raise ValueError("a part")


async def test_a_task_that_has_lost_its_cancellation_is_cancelled_again() -> None:
    """One that has failed before is no reason to stop."""
    lost: list[str] = []
    tasks = [asyncio.create_task(lose_one(lost)), asyncio.create_task(fail())]
    await asyncio.sleep(0)
    await cancelled(tasks, heard_within_s=0.01)

    assert ["one"] == lost
    assert [True, False] == [task.cancelled() for task in tasks]


async def test_what_is_done_together_ends_though_a_cancellation_is_lost_in_one_part() -> None:
    """A group of tasks would cancel each part once, and then wait for ever for the one that has not heard it."""
    lost: list[str] = []
    ended: list[str] = []

    async def hear() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("hears")

    both = asyncio.create_task(together(lose_one(lost), hear()))
    await asyncio.sleep(0.01)
    await cancelled([both], heard_within_s=0.01)

    assert (["one"], ["hears"]) == (lost, ended)
    assert both.cancelled()


async def test_a_fault_of_one_part_ends_the_others_and_is_raised() -> None:
    """Also where another one does not hear the first time that it should end."""
    lost: list[str] = []
    with pytest.raises(ValueError, match="a part"):
        await together(lose_one(lost), fail(), heard_within_s=0.01)

    assert ["one"] == lost


async def test_a_cancellation_that_is_kept_back_is_raised_afterwards() -> None:
    """Else whoever is told to end goes on, and has not heard of it."""

    async def keep_back() -> None:
        with cancellations_heard(), suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    task = asyncio.create_task(keep_back())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_one_that_came_before_is_not_raised_again() -> None:
    """Who has been told to end already puts his things in order."""
    in_order: list[str] = []

    async def end() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            with cancellations_heard():
                await asyncio.sleep(0)
            in_order.append("all")

    task = asyncio.create_task(end())
    await asyncio.sleep(0)
    task.cancel()
    await task

    assert ["all"] == in_order
