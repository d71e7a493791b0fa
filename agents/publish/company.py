"""The workers of one floor: what we tell the others, what we hear of them, and the floor that comes of both."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import structlog

from agents.alarms.log import AWAY
from agents.clock import now_ms
from agents.endings import together
from agents.kafka import Connection
from agents.publish.hearing import LISTENED_TO_MS, Hearing
from agents.publish.letter import Letter, asking
from agents.publish.log import FloorLog, KafkaFloorLog
from agents.publish.shelf import Joined, Place, Shelf, Told
from agents.publish.telling import Telling
from agents.settings.runtime import Settings
from agents.topics import Prepared
from stream.bulletin import Subject, form_of
from stream.crew.partition import CrewPart
from stream.overlay import Part
from stream.site import Site
from stream.units import SECOND, Millis, within

log = structlog.stdlib.get_logger(__name__)

ASK_EVERY_MS: Final = 5 * SECOND
WAITED_FOR_MS: Final = SECOND // 2
"""How long the floor of a second waits for the others' parts of it."""
RETRY_MS: Final = 2 * SECOND


class Company:
    """Who has all partitions and hears nobody tells nobody anything, and shows what it has: a company of one."""

    def __init__(self, shelf: Shelf, telling: Telling, floor_log: FloorLog, wall_ms: Callable[[], Millis]) -> None:
        """Begin without having heard anything."""
        self.shelf = shelf
        self._telling = telling
        self._hearing = Hearing(shelf, telling.topic_id, telling.form)
        self._log = floor_log
        self._wall_ms = wall_ms
        self._to_tell: dict[Place, Told] = {}
        self._to_ask: Collection[int] | None = None
        self._news = asyncio.Event()
        self._heard = asyncio.Event()
        self._asked_ms: Millis = 0
        self._is_deaf = False

    @property
    def me(self) -> str:
        """How this worker signs what it tells."""
        return self.shelf.me

    def is_one(self, owned: Collection[int], now_ms: Millis) -> bool:
        """Whether this worker has every partition, and there is nobody else."""
        heard_ms = self._hearing.heard_ms
        has_company = heard_ms is not None and within(LISTENED_TO_MS, heard_ms, now_ms)
        return len(owned) == self.shelf.partitions and not has_company

    def take(self, own: Mapping[Place, Told], now_ms: Millis) -> None:
        """Note our own parts."""
        for place, told in own.items():
            self.shelf.put(place, told, now_ms)

    def tell(self, own: Mapping[Place, Told], now_ms: Millis, owned: Collection[int] = ()) -> None:
        """Tell the others of our partitions; where there is nothing to tell, ask that we be told.

        Those of `owned` that cannot be told of are named then: they have somebody, who restores them or cannot say.
        """
        for place in self._hearing.retold & own.keys():
            self._telling.anew(place)
        self._hearing.retold.clear()
        self._to_tell = dict(own)
        told = {place.number for place in own} - {place.number for place in self._telling.too_long}
        untold = set(owned) - told
        if (untold or not own) and not 0 <= now_ms - self._asked_ms < ASK_EVERY_MS:
            self._asked_ms, self._to_ask = now_ms, untold
        self._news.set()

    def joined(self, owned: Collection[int], now_ms: Millis) -> Joined | None:
        """The parts of the whole floor; None while nothing is known."""
        return self.shelf.joined(now_ms, owned)

    def untold(self, joined: Joined | None, now_ms: Millis) -> Sequence[int]:
        """The partitions that nobody tells of or says to have; none while we could not hear it if somebody did."""
        read_ms = self._hearing.read_ms
        if self._is_deaf or (read_ms is not None and not within(LISTENED_TO_MS, read_ms, now_ms)):
            return ()
        silent = range(self.shelf.partitions) if joined is None else {*joined.missing, *joined.aged}
        return sorted(set(silent) - self._hearing.claimed(now_ms))

    async def caught_up(self, at_ms: Millis) -> None:
        """Wait, but not for long, until every other that is of now has told of this second."""
        try:
            async with asyncio.timeout(WAITED_FOR_MS / SECOND):
                while (led_to_ms := self.shelf.led_to_ms(self._wall_ms(), others=True)) is not None:
                    if led_to_ms >= at_ms:
                        return
                    self._heard.clear()
                    await self._heard.wait()
        except TimeoutError:
            return

    def notices(self, joined: Joined, windows: Iterable[str] = ()) -> list[str]:
        """What a person should know of a floor that is not wholly there; `windows` are our site's own."""
        found = [
            f"not told to other workers: partition {place.number}, whose {size} bytes the topic of the floor refuses"
            for place, size in self._telling.too_long.items()
        ]
        strange = self._hearing.unreadable(self._wall_ms())
        for words, numbers, nobody in (
            ("not shown", joined.missing, "of which no worker tells yet"),
            ("shown as it was", joined.aged, "of which no worker tells any more"),
        ):
            by_strangers = [number for number in numbers if number in strange]
            by_nobody = [number for number in numbers if number not in strange]
            if by_strangers:
                found.append(f"{words}: partition {_listed(by_strangers)}, told of by another version or configuration")
            if by_nobody:
                found.append(f"{words}: partition {_listed(by_nobody)}, {nobody}")
        parts: list[Part | CrewPart] = [*joined.parts, *joined.crews]
        for window in windows:
            without = _listed(sorted({part.partition for part in parts if window not in part.windows}))
            if without:
                found.append(
                    f"not shown: window {window}, not in the configuration by which partition {without} is told of"
                )
        return found

    async def run(self) -> None:
        """Tell and listen until cancelled."""
        try:
            await together(self._speak(), self._listen())
        finally:
            await self._log.close()

    async def _speak(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            own, self._to_tell = self._to_tell, {}
            asks, self._to_ask = self._to_ask, None
            self._telling.forget_but(tuple(own))
            letters = [] if asks is None else [asking(self.shelf.me, asks)]
            for place, told in own.items():
                letters += self._telling.letters(place, told, self._wall_ms())
                await asyncio.sleep(0)  # a part may take a while to write, and others have their turn
            try:
                await self._log.send(letters)
            except AWAY as fault:
                for place in own:
                    self._telling.anew(place)
                log.warning("floor_not_told", reason=repr(fault))

    async def _listen(self) -> None:
        self._hearing.read_ms = self._wall_ms()  # what we say ourselves is to be read there soon
        while True:
            try:
                await self._log.follow(self._take)
            except AWAY as fault:
                self._is_deaf = True
                log.warning("floor_not_heard", reason=repr(fault))
            await asyncio.sleep(RETRY_MS / SECOND)

    def _take(self, letter: Letter, *, live: bool) -> None:
        self._is_deaf = False
        self._hearing.take(letter, self._wall_ms(), live=live)
        self._heard.set()


def found(connection: Connection, settings: Settings, topics: Prepared, site: Site) -> Company:
    """The company of this worker, which has heard of nobody yet; the labels and days of its site never change."""
    floor = topics.topics[settings.floor_topic]
    shelf = Shelf(topics.partitions, me=secrets.token_hex(8))
    sources: dict[Subject, str] = {"contacts": settings.contact_topic, "agents": settings.agent_topic}
    ids = {subject: topics.topics[name].topic_id for subject, name in sources.items()}
    telling = Telling(shelf.me, ids, floor.partitions, floor.max_record_bytes, form_of(site))
    floor_log = KafkaFloorLog(connection, floor.name, floor.partitions, floor.max_record_bytes)
    return Company(shelf, telling, floor_log, now_ms)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
