"""The floor store: one slot a reader, the newest wins, nobody waits for the slow."""

import asyncio

from agents.publish.own_floor import OwnFloor
from agents.web.board_state import FloorStore, Published
from tests.shell.floor_doubles import read, written

NEVER_MS = 600_000
DEADLINE_S = 30


def store_at(instants: list[int]) -> FloorStore:
    """A store whose wall clock shows these instants, one after the other."""
    return FloorStore(iter(instants).__next__)


async def test_a_published_floor_is_the_latest_with_its_instant_and_number() -> None:
    """Each floor carries when it was published and its number in this process."""
    store = store_at([10, 20])

    assert store.latest is None

    store.publish({"as_of": "a"}, written(b"a"))
    store.publish({"as_of": "b"}, b := written(b"b"), own := OwnFloor())

    assert Published({"as_of": "b"}, b, 20, 2, own) == store.latest


async def test_a_new_reader_gets_the_present_floor_at_once() -> None:
    """Who connects sees the floor without waiting for the next one."""
    store = store_at([10])
    store.publish({}, written(b"a"))

    with store.subscribe() as reader:
        floor = await reader.newer(NEVER_MS)

    assert floor is store.latest


async def test_a_slow_reader_gets_only_the_newest_of_three_floors() -> None:
    """Floors that were published in the meantime are skipped, and none comes twice."""
    store = store_at([10, 20, 30])

    with store.subscribe() as reader:
        for encoded in (b"a", b"b", b"c"):
            store.publish({}, written(encoded))
        floor = await reader.newer(NEVER_MS)
        again = await reader.newer(0)

    assert floor is not None
    assert b"c" == read(floor)
    assert again is None


async def test_every_waiting_reader_is_woken() -> None:
    """One floor goes to all who wait for it."""
    store = store_at([10])
    with store.subscribe() as one, store.subscribe() as other:
        waiting = [asyncio.create_task(reader.newer(NEVER_MS)) for reader in (one, other)]
        await asyncio.sleep(0)
        store.publish({}, written(b"a"))
        floors = await asyncio.gather(*waiting)

    assert [store.latest, store.latest] == floors


async def test_closing_ends_the_wait_of_every_reader() -> None:
    """At the end nobody hangs on a floor that will not come."""
    store = store_at([])
    with store.subscribe() as reader:
        waiting = asyncio.create_task(reader.newer(NEVER_MS))
        await asyncio.sleep(0)
        store.close()
        async with asyncio.timeout(DEADLINE_S):
            floor = await waiting

    assert floor is None


async def test_a_withdrawn_floor_is_not_shown_until_the_next() -> None:
    """While a partition moves there is no floor; the next one counts as new."""
    store = store_at([10, 20])
    store.publish({}, written(b"a"))
    with store.subscribe() as reader:
        await reader.newer(NEVER_MS)
        store.withdraw()
        gone = store.latest
        store.publish({}, written(b"b"))
        floor = await reader.newer(NEVER_MS)

    assert gone is None
    assert floor is store.latest


async def test_readers_are_counted_while_they_read() -> None:
    """A reader frees its place when it leaves."""
    store = store_at([])
    with store.subscribe(), store.subscribe():
        counted = store.readers

    assert (2, 0) == (counted, store.readers)
