"""How the entries of a window left their queue: each in one outcome, so that any ratio is made of sums."""

from collections.abc import Iterator
from typing import Final

from agents.metrics.figures import OUTCOMES, signed
from agents.metrics.scrape import Sample, Scrape

WINDOW_OUTCOMES: Final = {
    outcome: signed(measures) for outcome, measures in {**OUTCOMES, "waiting_late": ("waiting_late",)}.items()
}
"""The strict service level is answered_in_target over the sum of all but abandoned_short, diverted and unmeasured."""


def window_outcomes(scrape: Scrape) -> Iterator[Sample]:
    """Entries by how they ended; who still waits past the threshold counts in every window that ends now."""
    for queue in scrape.queues:
        for labels, measures in queue.windows:
            for outcome, terms in WINDOW_OUTCOMES.items():
                yield (*labels, outcome), sum(sign * measures.get(place, 0) for place, sign in terms)
