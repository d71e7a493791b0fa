"""A company of workers: who tells and who need not, who is waited for, what Kafka's absence changes."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

import structlog

from agents.publish.company import ASK_EVERY_MS, Company
from agents.publish.hearing import LISTENED_TO_MS
from agents.publish.letter import ASKS, Letter, key_of, named, place_of
from agents.publish.shelf import Place, Told
from stream.units import HOUR, SECOND
from tests.shell.alarm_doubles import until
from tests.shell.floor_doubles import MemoryFloorLog, company
from tests.shell.one_told import agents, contacts, told
from tests.shell.standing_lanes import NOW


class Clock:
    """A wall clock in the hand of the test."""

    now_ms = NOW

    def __call__(self) -> int:
        """The time."""
        return self.now_ms


@asynccontextmanager
async def running(*companies: Company) -> AsyncIterator[None]:
    """Let them speak and listen."""
    tasks = [asyncio.create_task(each.run()) for each in companies]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def parts(*numbers: int, sender: str, offered: int = 1, clock_ms: int = NOW) -> Mapping[Place, Told]:
    """Return the parts of these partitions, of contacts and of agents."""
    places = [of(number) for number in numbers for of in (contacts, agents)]
    return {place: told(place, offered, sender=sender, clock_ms=clock_ms, heard_ms=clock_ms) for place in places}


async def test_two_workers_show_the_same_floor() -> None:
    """Each its own part, and what the other tells of the rest."""
    clock, log = Clock(), MemoryFloorLog()
    one, other = (company(clock, log, me=me, partitions=2) for me in ("one", "other"))
    async with running(one, other):
        for each, number in ((one, 0), (other, 1)):
            own = parts(number, sender=each.me, offered=number + 3)
            each.take(own, NOW)
            each.tell(own, NOW)
        await until(lambda: all(each.shelf.latest(agents(n)) is not None for each in (one, other) for n in (0, 1)))
        shown = [each.joined({number}, NOW) for each, number in ((one, 0), (other, 1))]

    assert shown[0] is not None
    assert shown[1] is not None
    assert [part.totals for part in shown[0].parts] == [part.totals for part in shown[1].parts]
    assert [] == one.notices(shown[0])
    assert 2 == log.closed


async def test_who_has_everything_and_hears_nobody_is_a_company_of_one() -> None:
    """Until somebody is heard, and then again when nobody has been for a while."""
    clock, log = Clock(), MemoryFloorLog()
    one, idle = (company(clock, log, me=me, partitions=2) for me in ("one", "idle"))
    before = one.is_one({0, 1}, NOW), one.is_one({0}, NOW)
    async with running(one, idle):
        idle.tell({}, NOW)
        await until(lambda: not one.is_one({0, 1}, NOW))

    assert (True, False) == before
    assert not one.is_one({0, 1}, NOW + LISTENED_TO_MS)
    assert one.is_one({0, 1}, NOW + LISTENED_TO_MS + 1)


async def test_who_has_nothing_asks_now_and_then() -> None:
    """So that who has everything knows that somebody is there; our own voice is no company."""
    clock, log = Clock(), MemoryFloorLog()
    idle = company(clock, log, me="idle")
    async with running(idle):
        for after_ms in (0, SECOND, ASK_EVERY_MS):
            idle.tell({}, NOW + after_ms)
            await until(lambda: not idle._news.is_set())  # noqa: SLF001 - what is waited for is that nothing is sent
            await asyncio.sleep(0)
        await until(lambda: len(log.letters) == 2)

    assert [ASKS, ASKS] == [letter.key for letter in log.letters]
    assert idle.is_one(range(4), NOW + ASK_EVERY_MS)


async def test_who_hears_another_tell_of_its_partition_tells_all_of_it_anew() -> None:
    """A reader who comes then finds in the topic what the other has left."""
    clock, log = Clock(), MemoryFloorLog()
    owner, frozen = (company(clock, log, me=me, partitions=1) for me in ("owner", "frozen"))
    spread = {4096 + place: place * 977 for place in range(1, 2_000)}

    def own(n: int, sender: str) -> dict[Place, Told]:
        return {contacts(0): told(contacts(0), n, sender=sender, spread=spread, clock_ms=NOW + n * SECOND)}

    async with running(owner, frozen):
        await until(lambda: len(log.followers) == 2)
        for n in (1, 2):
            owner.tell(own(n, "owner"), NOW)
            await until(lambda n=n: len(log.letters) == n)  # type: ignore[misc]
        frozen.tell(own(0, "frozen"), NOW)
        await until(lambda: len(log.letters) == 3)
        for n in (3, 4):
            owner.tell(own(n, "owner"), NOW)
            await until(lambda n=n: len(log.letters) == n + 1)  # type: ignore[misc]

    found = [(letter.sender, place[1]) for letter in log.letters if (place := place_of(letter.key)) is not None]
    assert [("owner", "whole"), ("owner", "change"), ("frozen", "whole")] == found[:3]
    assert [("owner", "whole"), ("owner", "change")] == found[3:]


async def test_the_others_are_waited_for_until_they_have_told_of_the_second() -> None:
    """Who is silent, or behind, is not."""
    clock, log = Clock(), MemoryFloorLog()
    one, other = (company(clock, log, me=me, partitions=2) for me in ("one", "other"))
    one.shelf.put(contacts(0), told(contacts(0), sender="silent", heard_ms=NOW - 10 * SECOND), NOW)
    await one.caught_up(NOW + SECOND)
    async with running(one, other):
        await until(lambda: len(log.followers) == 2)
        other.tell(parts(1, sender="other"), NOW)
        await until(lambda: one.shelf.led_to_ms(NOW, others=True) == NOW)
        waiting = asyncio.create_task(one.caught_up(NOW + SECOND))
        await asyncio.sleep(0)
        was_waiting = not waiting.done()
        other.tell(parts(1, sender="other", offered=2, clock_ms=NOW + SECOND), NOW)
        await waiting

    assert was_waiting
    assert NOW + SECOND == one.shelf.led_to_ms(NOW, others=True)


async def test_nobody_is_waited_for_for_long() -> None:
    """The floor of the second before is better than none."""
    one = company(Clock(), partitions=2)
    one.shelf.put(contacts(1), told(contacts(1)), NOW)
    await one.caught_up(NOW + SECOND)

    assert NOW == one.shelf.led_to_ms(NOW)


async def test_while_kafka_is_away_what_was_heard_stays() -> None:
    """It is said in the log, and what could not be told is told whole afterwards."""
    clock, log = Clock(), MemoryFloorLog()
    one = company(clock, log, me="one", partitions=2)
    one.shelf.put(contacts(1), told(contacts(1), 5), NOW)
    log.is_away = True
    with structlog.testing.capture_logs() as said:
        async with running(one):
            one.tell(parts(0, sender="one"), NOW)
            await until(lambda: log.follows > 0 and not one._news.is_set())  # noqa: SLF001 - as above
            await asyncio.sleep(0)
    shown = one.joined({0}, NOW + 10 * SECOND)

    assert shown is not None
    assert [5] == [next(iter(part.totals["5m"].values()))[0] for part in shown.parts]
    assert {"floor_not_told", "floor_not_heard"} & {entry["event"] for entry in said}


def test_a_person_hears_what_is_not_shown_and_why() -> None:
    """Which partition, and whether another version, nobody, or nobody any more tells of it."""
    clock = Clock()
    one = company(clock, partitions=5, max_bytes=10)
    for place, part in parts(0, 1, 4, sender="other").items():
        one.shelf.put(place, part, NOW)
    clock.now_ms = late = NOW + 6 * SECOND
    for place, part in parts(1, sender="other", clock_ms=late).items():
        one.shelf.put(place, part, late)
    for number in (2, 4):
        one._take(Letter(0, key_of(contacts(number), "whole"), b"another form", "stranger"), live=True)  # noqa: SLF001 - as the log hands it over
    list(one._telling.letters(contacts(1), told(contacts(1)), NOW))  # noqa: SLF001 - as above
    shown = one.joined({1}, late)

    assert shown is not None
    assert [
        "not shown: partition 2, told of by another version or configuration",
        "not shown: partition 3, of which no worker tells yet",
        "shown as it was: partition 4, told of by another version or configuration",
        "shown as it was: partition 0, of which no worker tells any more",
    ] == one.notices(shown)[1:]
    assert one.notices(shown)[0].startswith("not told to other workers: partition 1, whose ")


async def test_who_has_partitions_and_cannot_tell_of_them_names_them() -> None:
    """All of them while one is restored, and later those alone that the topic refuses."""
    clock, log = Clock(), MemoryFloorLog()
    restoring, spare = company(clock, log, me="restoring", max_bytes=600), company(clock, log, me="spare")
    spread = {4096 + place: place * 977 for place in range(1, 2_000)}
    own = dict(parts(2, sender="restoring")) | {contacts(1): told(contacts(1), sender="restoring", spread=spread)}
    untold = []
    async with running(restoring, spare):
        await until(lambda: len(log.followers) == 2)
        for n, parts_told in enumerate([{}, own, own]):
            clock.now_ms = NOW + n * ASK_EVERY_MS
            restoring.tell(parts_told, clock.now_ms, (1, 2))
            await until(lambda: not restoring._news.is_set())  # noqa: SLF001 - as above
            await asyncio.sleep(0.01)
            joined = spare.joined((), clock.now_ms)
            untold.append(spare.untold(joined, clock.now_ms))

    asked = [named(letter.value) for letter in log.letters if letter.key == ASKS]
    assert [[1, 2], [1]] == asked
    assert [[0, 3]] * 3 == untold


async def test_while_it_cannot_be_heard_who_has_a_partition_none_is_without_somebody() -> None:
    """The topic refuses to be read; once anything is read there again, silence tells something."""
    clock, log = Clock(), MemoryFloorLog()
    spare = company(clock, log, me="spare", partitions=2)
    before = spare.untold(None, NOW)
    log.is_away = True
    async with running(spare):
        await until(lambda: log.follows == 1)
        meanwhile = spare.untold(None, NOW)
    log.is_away = False
    async with running(spare):
        await until(lambda: len(log.followers) == 1)
        spare.tell({}, NOW)
        await until(lambda: spare.untold(None, NOW) != ())
        after = spare.untold(None, NOW)

    assert ([0, 1], (), [0, 1]) == (before, meanwhile, after)


async def test_who_does_not_even_hear_itself_hears_nobody() -> None:
    """A topic whose leader is gone answers with nothing at all, and it asks there every few seconds."""
    clock, log = Clock(), MemoryFloorLog()
    spare = company(clock, log, me="spare", partitions=1)
    async with running(spare):
        await until(lambda: len(log.followers) == 1)
        told_apart = [spare.untold(None, NOW + after_ms) for after_ms in (LISTENED_TO_MS, LISTENED_TO_MS + 1)]
        clock.now_ms = NOW + LISTENED_TO_MS + 1
        spare.tell({}, clock.now_ms)
        await until(lambda: spare.untold(None, clock.now_ms) == [0])

    assert [[0], ()] == told_apart


async def test_who_has_nothing_asks_on_after_the_wall_clock_was_put_back() -> None:
    """And not only once it is again what it was: who has everything would take itself for the only one."""
    clock, log = Clock(), MemoryFloorLog()
    one, idle = (company(clock, log, me=me, partitions=1) for me in ("one", "idle"))
    alone = []
    async with running(one, idle):
        await until(lambda: len(log.followers) == 2)
        for at_ms in (NOW, NOW - HOUR, NOW - HOUR + SECOND, NOW - HOUR + ASK_EVERY_MS):
            clock.now_ms = at_ms
            idle.tell({}, at_ms)
            await until(lambda: not idle._news.is_set())  # noqa: SLF001 - as above
            await asyncio.sleep(0)
            alone.append(one.is_one({0}, at_ms))

    assert 3 == len(log.letters)
    assert [False] * 4 == alone


async def test_company_that_was_heard_before_the_wall_clock_was_put_back_may_be_gone() -> None:
    """It is company again as soon as it is heard; until then what it was an hour ahead does not count for an hour."""
    clock, log = Clock(), MemoryFloorLog()
    one, idle = (company(clock, log, me=me, partitions=1) for me in ("one", "idle"))
    async with running(one, idle):
        await until(lambda: len(log.followers) == 2)
        idle.tell({}, NOW)
        await until(lambda: not one.is_one({0}, NOW))
        alone = [one.is_one({0}, NOW - back_ms) for back_ms in (SECOND, HOUR)]

    assert [False, True] == alone
