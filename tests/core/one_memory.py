"""A memory of contacts with its log clock, for the tests of what silence and lateness do."""

from stream.compound import Amounts, spelled_out
from stream.contact import Contact
from stream.events import Event
from stream.measures import Slice
from stream.memory import Memory
from stream.site import Site
from stream.units import Millis
from tests.core.one_contact import NAMES, event

CLOSED = "closed_idle"


class Remembering:
    """A memory, its log clock, and the sums of what was posted."""

    def __init__(self, site: Site | None = None) -> None:
        self.memory = Memory(site or Site(), self._post)
        self.clock_ms: Millis = 0
        self.sums: dict[str, int] = {}

    def hear(self, told: Event, contact: str = "c1") -> str:
        """Apply one event as a partition does: the log clock moves first."""
        self.pass_time_to(told.at)
        return self.memory.apply(contact, told, self.clock_ms)

    def pass_time_to(self, at_ms: Millis) -> "Remembering":
        """Move the log clock, never back."""
        if at_ms > self.clock_ms:
            self.clock_ms = at_ms
            self.memory.pass_time(at_ms)
        return self

    def counted(self) -> dict[str, int]:
        """The sums by event, without what is zero."""
        return {name: amount for name, amount in self.sums.items() if amount}

    def contact(self, contact: str = "c1") -> Contact:
        """One that is remembered."""
        return self.memory.contacts[contact]

    def _post(self, _where: Slice, _at: Millis, amounts: Amounts, sign: int) -> None:
        for place, amount in spelled_out(dict(amounts)).items():
            if place in NAMES:
                self.sums[NAMES[place]] = self.sums.get(NAMES[place], 0) + sign * amount


def call() -> Remembering:
    """A caller who waits for sales since ten."""
    heard = Remembering()
    assert "applied" == heard.hear(event("queued", 0, queue="sales", channel="voice"))
    return heard


def ended() -> Remembering:
    """A call of a minute."""
    heard = call()
    heard.hear(event("answered", 5))
    heard.hear(event("ended", 65))
    return heard


def settled() -> Remembering:
    """Events at 0 s, 10 s and 20 s, settled by one an hour later."""
    heard = call()
    heard.hear(event("offered", 10))
    heard.hear(event("answered", 20))
    heard.hear(event("ended", 3_600))
    return heard
