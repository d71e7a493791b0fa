"""Workers that tell each other of their partitions through a log in memory, at the pace of the test."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence

from aiokafka.errors import KafkaConnectionError

from agents.publish.company import Company
from agents.publish.letter import Letter
from agents.publish.log import Take
from agents.publish.shelf import Shelf
from agents.publish.telling import Telling
from agents.web.board_state import Published, Writing
from stream.bulletin import Subject, form_of
from stream.site import Site
from stream.units import Millis

TOPICS = {"contacts": "topic-c", "agents": "topic-a"}
MAX_BYTES = 1_000_000
PLAIN = Site()


class MemoryFloorLog:
    """A compacted topic of one partition: keeps the letters, hands them to who follows, is away when told to be."""

    def __init__(self, *letters: Letter) -> None:
        """Begin with these letters."""
        self.letters = list(letters)
        self.is_away = False
        self.closed = 0
        self.follows = 0
        self.followers: list[Take] = []

    async def send(self, letters: Sequence[Letter]) -> None:
        """Keep them and hand them on."""
        if self.is_away:
            raise KafkaConnectionError("away")
        self.letters += letters
        for letter in letters:
            for take in self.followers:
                take(letter, live=True)

    async def follow(self, take: Take) -> None:
        """Hand over what is there, and what comes."""
        self.follows += 1
        if self.is_away:
            raise KafkaConnectionError("away")
        for letter in {letter.key: letter for letter in self.letters}.values():
            take(letter, live=False)
        self.followers.append(take)
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Take note of it."""
        self.closed += 1


class Alone(Company):
    """The company of a worker that is the only one, however many partitions it has."""

    def is_one(self, owned: Collection[int], now_ms: Millis) -> bool:
        """Nobody else is there."""
        del owned, now_ms
        return True


def company(
    wall_ms: Callable[[], Millis],
    floor_log: MemoryFloorLog | None = None,
    *,
    me: str = "me",
    partitions: int = 4,
    max_bytes: int = MAX_BYTES,
    of: type[Company] = Company,
    site: Site = PLAIN,
) -> Company:
    """Return a company that has heard of nobody yet."""
    ids: Mapping[Subject, str] = {"contacts": TOPICS["contacts"], "agents": TOPICS["agents"]}
    telling = Telling(me, ids, 1, max_bytes, form_of(site))
    return of(Shelf(partitions, me), telling, floor_log or MemoryFloorLog(), wall_ms)


def written(text: bytes) -> Writing:
    """What writes a floor down in one step."""
    return lambda: iter([None, text])


def read(published: Published) -> bytes:
    """A floor as it is served."""
    return b"".join(filter(None, published.writing()))
