"""How the contacts of a window left their queue: each contact in one outcome, so that any ratio is made of sums."""

from typing import Final

from agents.metrics.readers import Figures
from agents.metrics.scrape import Queue


def _count(kpi: str) -> Figures:
    return lambda queue, window: queue.kpi(kpi, window).get("value")


def _minus(whole: Figures, *parts: Figures) -> Figures:
    """`whole` less `parts`; not known where any of them is not."""

    def difference(queue: Queue, window: str) -> float | None:
        rest = whole(queue, window)
        for part in parts:
            share = part(queue, window)
            if rest is None or share is None:
                return None
            rest -= share
        return rest

    return difference


def _member(kpi: str, member: str) -> Figures:
    return lambda queue, window: queue.kpi(kpi, window).get(member)


def _waiting_late(queue: Queue, _window: str) -> float | None:
    # Who waits past the threshold now counts as missed in every window that ends now.
    late: float | None = queue.live.get("waiting_past_threshold")
    return late


_IN_TARGET: Final = _member("service_level_answered_only", "numerator")
_WAITED: Final = _member("asa", "denominator")
_RESPONSES_IN_TARGET: Final = _member("first_response_within_target", "numerator")

WINDOW_OUTCOMES: Final = {
    "answered_in_target": _IN_TARGET,
    "answered_late": _minus(_WAITED, _IN_TARGET),
    "answered_unmeasured": _minus(_count("answered"), _WAITED),
    "abandoned": _minus(_count("abandoned"), _count("short_abandoned")),
    "abandoned_short": _count("short_abandoned"),
    "diverted": _count("diverted"),
    "waiting_late": _waiting_late,
}
"""The strict service level is answered_in_target over the sum of all but abandoned_short, diverted and unmeasured."""

WINDOW_RESPONSES: Final = {
    "in_target": _RESPONSES_IN_TARGET,
    "late": _minus(_member("first_response_within_target", "denominator"), _RESPONSES_IN_TARGET),
}
