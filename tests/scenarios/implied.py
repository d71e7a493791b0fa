"""What a line of a story says without saying it, so that a story tells only what it is about.

    offered=1                    contacts_offered=1 cycles=1: an entry is its contact's first and begins its cycle
    answered=1                   contacts_answered=1; so abandoned, diverted, handled
    handled=1                    legs=1, and a bin of talk, hold and wrap-up together
    waited=2 wait_ms=20s         two waits of ten seconds in the histogram `wait`; so for every count with its sum
    wait=5s,10s*3                the waits one by one where they differ: five seconds once, ten seconds three times
    available=1                  slots=1: an agent who can be given a contact offers one slot; so on_contact and wrap-up

Whatever is written, be it 0, is not implied: `offered=1 contacts_offered=0 cycles=0` is a second entry of a contact.
"""

from typing import Final

from stream.crew.states import OFFERED
from stream.histogram import bin_of
from stream.measures import MEASURES, coordinate, histogram_base
from stream.units import Millis, parse_duration
from tests.scenarios.story import Figures

HISTOGRAMS: Final = {measure.name for measure in MEASURES if measure.kind == "histogram"}
_BY_ENTRY: Final = {measure.name for measure in MEASURES if measure.kind == "histogram" and measure.by_entry}
_ALONG: Final = {
    "offered": ("contacts_offered", "cycles"),
    "answered": ("contacts_answered",),
    "abandoned": ("contacts_abandoned",),
    "diverted": ("contacts_diverted",),
    "handled": ("contacts_handled", "legs"),
}
_SPREAD: Final = {
    "waited": ("wait", ("wait_ms",)),
    "handled": ("handle", ("talk_ms", "hold_ms", "wrap_up_ms")),
    "first_responses_agent": ("first_response_agent", ("first_response_agent_ms",)),
    "responses": ("response", ("response_ms",)),
    "next_responses": ("next_response", ("next_response_ms",)),
    "resolutions": ("resolution", ("resolution_ms",)),
}


def places(figures: Figures, *, by_entry: bool) -> dict[int, int]:
    """The coordinates that a line stands for, with their amounts."""
    told = {name: _amount(name, value) for name, value in figures.items() if name not in HISTOGRAMS}
    for name, companions in _ALONG.items():
        for companion in companions if name in told else ():
            told.setdefault(companion, told[name])
    found = {coordinate(name, by_entry): amount for name, amount in told.items() if amount}
    kept = _BY_ENTRY if by_entry else HISTOGRAMS
    for name in kept & figures.keys():
        for one in figures[name].split(","):
            duration, _, times = one.partition("*")
            place = histogram_base(name, by_entry) + bin_of(parse_duration(duration))
            found[place] = found.get(place, 0) + int(times or 1)
    for name, (histogram, sums) in _SPREAD.items():
        number = told.get(name, 0)
        if number and histogram in kept and histogram not in figures:
            total_ms = sum(told.get(one, 0) for one in sums)
            assert total_ms % number == 0, f"{figures}: write the durations apart, {histogram}=5s,7s"
            found[histogram_base(histogram, by_entry) + bin_of(total_ms // number)] = number
    return found


def edges(figures: Figures, at: Millis) -> dict[int, int]:
    """The coordinates that a line about agents stands for: how many more came than went, and that number × `at`."""
    moved = {name: int(value) for name, value in figures.items()}
    arrivals = moved.pop("arrivals", 0)
    moved.setdefault("slots", sum(number for state, number in moved.items() if state in OFFERED))
    found = {coordinate("agent_arrivals"): arrivals}
    for name, number in moved.items():
        counted = ("slots", "slots_at") if name == "slots" else (f"agents.{name}", f"agents_at.{name}")
        found |= {coordinate(counted[0]): number, coordinate(counted[1]): number * at}
    return {place: amount for place, amount in found.items() if amount}


def _amount(name: str, value: str) -> int:
    return parse_duration(value) if name.endswith("_ms") else int(value)
