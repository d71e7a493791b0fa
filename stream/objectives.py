"""What share of each clock should be met: by the policies that can decide about it, or by the queue's promise."""

from typing import Final

from stream.clock import ANSWER, FIRST_RESPONSE, VISIT
from stream.measures import CLOCKS
from stream.policies import ClockTerms
from stream.site import Site
from stream.units import Millis

_USUAL: Final = ClockTerms(target_ms=0).objective
_VISITS: Final = "visit"


def objectives(site: Site, queue: str, channel: str, at_ms: Millis) -> dict[str, float]:
    """The objective of every clock that a contact of the queue can start at an instant, in the order of the clocks.

    Where several policies can decide about a clock (for each priority another) it is the highest of theirs: who keeps
    to that keeps to all.
    """
    version = site.queue(queue, channel).at(at_ms)
    promised = {ANSWER: version.service_level_objective}
    if version.first_response_target_ms is not None:
        promised[FIRST_RESPONSE] = _USUAL
    found = {}
    for kind, clock in enumerate(CLOCKS):
        terms = site.policies.possible(clock, queue, channel, at_ms) if kind != VISIT or channel == _VISITS else ()
        shares = [promised.get(kind) if of is None else of.objective for of in terms]
        if any(share is not None for share in shares):
            found[clock] = max(share for share in shares if share is not None)
    return found
