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
    """Takes vectors of measures apart: a row has a number for each measure that any of `figures` is made of."""

    def __init__(self, scales: Mapping[str, Scale]) -> None:
        terms = [signed(names) for names in _SCALARS.values()]
        places = dict.fromkeys(place for of_figure in terms for place, _ in of_figure)
        self._columns = {place: column for column, place in enumerate(places)}
        self._terms = [[(self._columns[place], sign) for place, sign in of_figure] for of_figure in terms]
        self._first_segment = self.width = len(places)
        figures = list(_SCALARS)
        self.segments: dict[str, slice] = {}
        """Where among the figures the segments of each histogram are counted."""
        for histogram, scale in scales.items():
            self._columns |= {place: self.width + segment for place, segment in scale.segment_of().items()}
            first = len(figures)
            figures += [(histogram, str(segment)) for segment in range(scale.segments)]
            self.segments[histogram] = slice(first, len(figures))
            self.width += scale.segments
        self.figures = {figure: number for number, figure in enumerate(figures)}
        """Every figure, and where it stands among them."""

    def add(self, row: list[int], measures: Measures, sign: int) -> None:
        """Add a vector to a row, or take it back with sign -1. This loop is most of what counters cost."""
        for column, amount in zip(map(self._columns.get, measures), measures.values(), strict=True):
            if column is not None:
                row[column] += sign * amount

    def reckoned(self, row: list[int]) -> list[int]:
        """The figures that a row makes."""
        scalars = [sum([sign * row[column] for column, sign in terms]) for terms in self._terms]
        return scalars + row[self._first_segment :]
