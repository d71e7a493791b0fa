"""The figures of a queue that are counted for as long as the process lives, as signed measures."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from agents.metrics.distributions import Scale
from stream.measures import CLOCKS, Measures, coordinate

Figure: TypeAlias = tuple[str, ...]

OUTCOMES: Final = {
    "answered_in_target": ("answered_within",),
    "answered_late": ("waited", "-answered_within"),
    "answered_unmeasured": ("answered", "-waited"),
    "abandoned": ("abandoned", "-short_abandoned"),
    "abandoned_short": ("short_abandoned",),
    "diverted": ("diverted",),
}
"""How a contact left the queue, each once, as signed measures."""

WITHIN: Final[Mapping[str, Figure]] = {
    "wait": ("outcome", "answered_in_target"),
    "first_response": ("first_response", "in_target"),
}
"""Of a histogram the figure that counts exactly who was within the queue's own threshold or target."""
SUMS: Final[Mapping[str, Figure]] = {
    "wait": ("wait_ms",),
    "first_response": ("first_response_ms",),
    "handle": ("handle_ms",),
}
"""Of a histogram the figure that adds up its durations."""

_SCALARS: Final[dict[Figure, tuple[str, ...]]] = {
    ("offered",): ("offered",),
    ("handled",): ("handled",),
    ("wait_ms",): ("wait_ms",),
    ("first_response_ms",): ("first_response_ms",),
    ("handle_ms",): ("talk_ms", "hold_ms", "wrap_up_ms"),
    ("first_response", "in_target"): ("first_responses_within",),
    ("first_response", "late"): ("first_responses_targeted", "-first_responses_within"),
    **{("outcome", outcome): measures for outcome, measures in OUTCOMES.items()},
    **{("sla", clock, "met"): (f"sla_met.{clock}",) for clock in CLOCKS},
    **{("sla", clock, "breached"): (f"sla_breached.{clock}",) for clock in CLOCKS},
}


def signed(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The coordinates of measures, each with the sign that is written before its name."""
    return tuple((coordinate(name.removeprefix("-")), -1 if name.startswith("-") else 1) for name in names)


class Reckoner:
    """Takes a vector of measures apart in one pass; a row has one number for each of `figures`."""

    def __init__(self, scales: Mapping[str, Scale]) -> None:
        self.figures: list[Figure] = list(_SCALARS)
        self._terms: dict[int, list[tuple[int, int]]] = {}
        for number, names in enumerate(_SCALARS.values()):
            for place, sign in signed(names):
                self._terms.setdefault(place, []).append((number, sign))
        for histogram, scale in scales.items():
            first = len(self.figures)
            self.figures += segments(histogram, scale)
            self._terms |= {place: [(first + segment, 1)] for place, segment in scale.segment_of().items()}

    def add(self, row: list[int], measures: Measures, sign: int) -> None:
        """Add the figures of a vector to a row, or take them back with sign -1."""
        terms = self._terms.get
        for place, amount in measures.items():
            for number, factor in terms(place, ()):
                row[number] += sign * factor * amount


def segments(histogram: str, scale: Scale) -> list[Figure]:
    """The figures that count the segments of a histogram."""
    return [(histogram, str(segment)) for segment in range(scale.segments)]
