"""A worker lets its threads alternate more often than Python does by itself, and on the loop whoever waits."""

import asyncio
import sys
from collections.abc import Iterator

import pytest

from agents import turns
from agents.turns import in_turns, take_short_turns


def test_turns_are_shorter_than_usual() -> None:
    """A fifth of Python's own five milliseconds; whoever comes after this test has the usual ones."""
    usual_s = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() == 0.001 < usual_s
    finally:
        sys.setswitchinterval(usual_s)


@pytest.mark.parametrize(("turn_s", "between"), [(0.0, [0, 1, 2]), (60.0, [])])
async def test_others_have_their_turn_once_work_has_had_its_own(
    turn_s: float, between: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each pause where a turn takes no time, at none where it takes a minute."""
    monkeypatch.setattr(turns, "_LOOP_S", turn_s)
    monkeypatch.setattr(turns, "perf_counter", lambda: 0.0)
    paused: list[int] = []
    seen: list[int] = []

    def steps() -> Iterator[str | None]:
        for number in range(3):
            paused.append(number)
            yield None
        yield "done"
        raise AssertionError("nobody asks for more than what it comes to")

    async def other() -> None:
        while True:
            seen.extend(paused[-1:])
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    found = await in_turns(steps())
    beside.cancel()

    assert ("done", between) == (found, seen)


async def test_work_has_a_fifth_of_the_time_where_others_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of 1 s in turns of 2 s. The others take 3 s the first time, as in a quiet hour, and then 20 s."""
    now_s = 0.0
    monkeypatch.setattr(turns, "_LOOP_S", 2.0)
    monkeypatch.setattr(turns, "perf_counter", lambda: now_s)
    steps_done = 0
    seen: list[int] = []

    def steps() -> Iterator[str | None]:
        nonlocal now_s, steps_done
        for _ in range(12):
            now_s += 1
            steps_done += 1
            yield None
        yield "done"

    async def others() -> None:
        nonlocal now_s
        while True:
            seen.append(steps_done)
            now_s += 3 if len(seen) == 1 else 20
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    found = await in_turns(steps())
    beside.cancel()

    assert ("done", [2, 4, 9]) == (found, seen)


async def test_work_that_comes_to_nothing() -> None:
    """There is nothing to show of it when it ends."""
    paused: list[int | None] = [None, None]

    assert await in_turns(paused) is None
