"""One contact for the tests of the fold: tell it events, ask what it counted for."""

from collections import Counter

from stream import events
from stream.clock import ANSWER, Clock
from stream.compound import Amounts, spelled_out
from stream.contact import Entry, State
from stream.events import Event
from stream.fold import advance
from stream.ledger import Ledger
from stream.measures import CLOCKS, MEASURES, Measures, Slice, coordinate
from stream.site import Site
from stream.units import SECOND, Millis, parse_instant

TEN: Millis = parse_instant("2026-03-02T10:00:00Z")
SALES: Slice = ("sales", "voice")
_ALONG = ("contacts_", "diverted.", "legs", "cycles")
"""What is counted along with entries and conversations: asked for with `ALONG`, left out of `NAMES` and `BY_ENTRY`."""


def _names(*, along: bool, by_entry: bool = False) -> dict[int, str]:
    scalars = (measure.name for measure in MEASURES if measure.kind != "histogram")
    return {coordinate(name, by_entry): name for name in scalars if name.startswith(_ALONG) == along}


NAMES = _names(along=False)
BY_ENTRY = _names(along=False, by_entry=True)
ALONG = _names(along=True)


def at(second: float) -> Millis:
    """So many seconds after ten o'clock."""
    return TEN + round(second * SECOND)


def event(kind: str, second: float = 0, /, **fields: object) -> Event:
    """An event of the type `contact.<kind>`, so many seconds after ten."""
    told = Event(events.KINDS[f"contact.{kind}"], at(second), f"{kind}@{second}")
    for name, value in fields.items():
        assert hasattr(told, name)
        setattr(told, name, value)
    return told


def entry(queue: str = "sales", second: float = 0, /, **known: object) -> Entry:
    """An entry of a voice queue with a threshold of 20 s and a short-abandon limit of 5 s."""
    made = Entry(queue, at(second), (queue, "voice"), 20_000, 5_000, due(second + 20, second))
    for name, value in known.items():
        assert hasattr(made, name)
        setattr(made, name, value)
    return made


def due(second: float, since: float = 0) -> Clock:
    """An answer clock that is due so many seconds after ten, and warns five seconds before."""
    return Clock(ANSWER, at(since), at(second), at(second) - at(since), at(second - 5))


class OneContact:
    """A contact on a channel, and everything that it posted."""

    def __init__(self, channel: str | None = "voice", site: Site | None = None) -> None:
        self.state = State(channel=channel)
        self.posts: list[tuple[Slice, float, Measures, int]] = []
        self.ledger = Ledger(site or Site(), self._post)

    def tell(self, kind: str, second: float = 0, **fields: object) -> "OneContact":
        """Fold one event that is newer than those before it."""
        advance(self.state, event(kind, second, **fields), self.ledger)
        return self

    def counted(self, names: dict[int, str] = NAMES) -> dict[str, int]:
        """What the posts come to by event (or, with `BY_ENTRY`, by entry), summed over instants and slices."""
        total: Counter[str] = Counter()
        for _, _, amounts, sign in self.posts:
            for place, amount in amounts.items():
                if place in names:
                    total[names[place]] += sign * amount
        return {name: amount for name, amount in total.items() if amount}

    def where(self, name: str) -> set[tuple[Slice, float]]:
        """The slices and seconds at which a measure is counted, by event."""
        total: Counter[tuple[Slice, float]] = Counter()
        for where, second, amounts, sign in self.posts:
            for place, amount in amounts.items():
                if NAMES.get(place) == name:
                    total[where, second] += sign * amount
        return {place for place, amount in total.items() if amount}

    def clock(self, name: str = "first_response") -> Clock | None:
        """The clock of the cycle that runs under this name."""
        return next((clock for clock in self.state.clocks if CLOCKS[clock.kind] == name), None)

    def forget_posts(self) -> "OneContact":
        """Look only at what comes from now on."""
        self.posts.clear()
        return self

    def _post(self, where: Slice, at_ms: Millis, amounts: Amounts, sign: int) -> None:
        self.posts.append((where, (at_ms - TEN) / SECOND, spelled_out(dict(amounts)), sign))
