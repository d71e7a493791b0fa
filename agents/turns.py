"""Whose turn it is: among the threads of this process at the interpreter, and on the event loop."""

import asyncio
import sys
from collections.abc import Awaitable, Iterable
from time import perf_counter
from typing import Final, Protocol, TypeVar

T = TypeVar("T")

_TURN_S: Final = 0.001
"""How soon one thread of this process lets another have its turn at the interpreter."""
_LOOP_S: Final = 0.0005
"""How soon work on the event loop lets others have their turn: what was read takes dozens of turns to be applied."""
_OTHERS: Final = 4
"""How many times as long as a turn the others may take: among those who fold a backlog it would never be done."""


class Turns(Protocol):
    """Does some work a little at a time, so that it keeps nobody waiting, and returns what comes of it."""

    def __call__(self, steps: Iterable[T | None], /) -> Awaitable[T | None]:
        """Begin it."""


def take_short_turns() -> None:
    """Let the event loop wait a fifth as long as usual for a thread that does something for it.

    The loop lets go of the interpreter at each read and each write, and every time waits for it as long as a turn.
    """
    sys.setswitchinterval(_TURN_S)


async def in_turns(steps: Iterable[T | None]) -> T | None:
    """What work comes to that pauses again and again, and has None to show then: others have their turns meanwhile.

    It is done on the loop, since a thread is no help: both need the interpreter, and whatever the loop does meanwhile
    waits for it at each read and each write. None: it comes to nothing.
    """
    until_s = perf_counter() + _LOOP_S
    for found in steps:
        if found is not None:
            return found
        now_s = perf_counter()
        if now_s >= until_s:
            await asyncio.sleep(0)
            back_s = perf_counter()
            until_s = back_s + max(_LOOP_S, (back_s - now_s) / _OTHERS)
    return None
