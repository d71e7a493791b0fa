"""What is summed: a closed registry of measures, and the sparse vectors of whole numbers that carry them.

Every count, every sum of milliseconds and every bin of a histogram is one coordinate of the same vector, so that
merging two vectors is one loop and taking one back is that loop with the other sign:

    0 … 4095       scalars: 2 × place in the registry, plus 1 for the family by entry
    4096 × k + b   bin b of a histogram, k = 1 + 2 × number of the histogram, plus 1 for the family by entry
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from stream.crew.states import STATES

Slice: TypeAlias = tuple[str, ...]
"""The values of the site's labels, in their order: queue, channel and perhaps more."""

Measures: TypeAlias = dict[int, int]
"""A sparse vector: coordinate to whole number. A zero is never stored, so equal sums are equal dictionaries."""

Kind: TypeAlias = Literal["count", "sum_ms", "histogram", "edge"]

CLOCKS: Final = ("answer", "first_response", "next_response", "resolution", "visit")
"""The spans with a target, in the order in which they are counted and shown."""

REASONS: Final = ("overflow", "timeout", "exit_key", "full", "empty", "closed", "voicemail", "callback")
"""Why an entry leaves its queue neither answered nor abandoned, or is never let in."""

BINS: Final = 4096
"""The coordinates of one histogram, and the limit of those of all scalars."""


class Measure(NamedTuple):
    """One additive number. `overlay`: decided by time alone, so that nothing ever contributes it to a pane.

    `by_entry`: kept in the family by entry too; of the histograms one alone is worth its room there. An `edge`
    is of no use alone: it becomes the time that agents spent in a state, which is an overlay.
    """

    name: str
    kind: Kind
    title: str
    overlay: bool = False
    by_entry: bool = True


MEASURES: Final = (
    Measure("offered", "count", "Entries queued"),
    Measure("answered", "count", "Entries answered by a human"),
    Measure("waited", "count", "Entries answered whose wait is known"),
    Measure("wait_ms", "sum_ms", "Wait of the answered entries"),
    Measure("answered_within", "count", "Entries answered within the service-level threshold"),
    Measure("abandoned", "count", "Entries that the customer left before an answer"),
    Measure("abandon_wait_ms", "sum_ms", "Wait of the abandoned entries"),
    Measure("abandoned_within", "count", "Entries abandoned within the service-level threshold"),
    Measure("short_abandoned", "count", "Entries abandoned before the short-abandon limit"),
    Measure("diverted", "count", "Contacts that left the queue neither answered nor abandoned, or were never let in"),
    Measure("diverted_unqueued", "count", "Contacts that were never let in: full, empty or closed"),
    Measure("waiting_late", "count", "Entries still waiting past the service-level threshold", overlay=True),
    Measure("pending", "count", "Entries still waiting within the service-level threshold", overlay=True),
    Measure("handled", "count", "Answered entries whose conversation is over"),
    Measure("held", "count", "Handled entries with at least one hold"),
    Measure("talk_ms", "sum_ms", "Talk of the handled entries, hold left out"),
    Measure("hold_ms", "sum_ms", "Hold of the handled entries"),
    Measure("wrap_up_ms", "sum_ms", "Work after the contact"),
    Measure("first_responses", "count", "First public messages of a human agent, one a cycle"),
    Measure("first_response_ms", "sum_ms", "Time from the cycle's start to its first response"),
    Measure("first_responses_targeted", "count", "First responses that had a target"),
    Measure("first_responses_within", "count", "First responses within their target"),
    Measure("sla_met.answer", "count", "Answer clocks met"),
    Measure("sla_breached.answer", "count", "Answer clocks breached"),
    Measure("sla_met.first_response", "count", "First-response clocks met"),
    Measure("sla_breached.first_response", "count", "First-response clocks breached"),
    Measure("unmeasured", "count", "Entries answered whose queueing nobody reported"),
    Measure("implied_answers", "count", "Answers that only a message of an agent tells of"),
    Measure("closed_idle", "count", "Contacts closed because they were silent for too long"),
    Measure("impossible.response_before_start", "count", "Responses before the start of their cycle"),
    Measure("impossible.end_before_answer", "count", "Conversations that end before their answer"),
    Measure("impossible.hold_beyond_end", "count", "Holds that last longer than their conversation"),
    Measure("impossible.wrap_up_before_end", "count", "Wrap-ups that end before their conversation"),
    Measure("first_response", "histogram", "Spread of the time to the first response"),
    Measure("contacts_offered", "count", "Contacts queued, each at its first entry"),
    Measure("contacts_answered", "count", "Contacts answered by a human, each at its first answer"),
    Measure("contacts_abandoned", "count", "Contacts that left a queue before an answer, each the first time"),
    Measure("contacts_diverted", "count", "Contacts that left a queue neither answered nor abandoned, each once"),
    Measure("contacts_handled", "count", "Contacts whose last answered conversation is over"),
    Measure("legs", "count", "Conversations of one agent with a customer"),
    Measure("transferred", "count", "Handled entries that an agent passed on"),
    Measure("offers", "count", "Times that an entry rang at an agent"),
    Measure("missed_offers", "count", "Times that the agent did not take it"),
    *(Measure(f"diverted.{reason}", "count", f"Entries diverted: {reason.replace('_', ' ')}") for reason in REASONS),
    Measure("first_responses_agent", "count", "First responses after an answer"),
    Measure("first_response_agent_ms", "sum_ms", "Time from the last answer to the first response"),
    Measure("responses", "count", "Responses to something that a customer wrote"),
    Measure("response_ms", "sum_ms", "Time from the oldest unanswered message of a customer to its response"),
    Measure("next_responses", "count", "Those of them that are not the first response of a cycle"),
    Measure("next_response_ms", "sum_ms", "Time to the responses after the first"),
    Measure("cycles", "count", "Cycles begun: contacts opened or re-opened"),
    Measure("reopened", "count", "Cycles begun by a re-opening"),
    Measure("resolutions", "count", "Cycles resolved"),
    Measure("resolution_ms", "sum_ms", "Time from the cycle's start to its resolution"),
    *(
        Measure(f"sla_{outcome}.{clock}", "count", f"{clock.replace('_', '-').capitalize()} clocks {outcome}")
        for clock in CLOCKS[2:]
        for outcome in ("met", "breached")
    ),
    Measure("wait", "histogram", "Spread of the wait of the answered entries", by_entry=False),
    Measure("handle", "histogram", "Spread of talk, hold and wrap-up together", by_entry=False),
    Measure("first_response_agent", "histogram", "Spread of the time from answer to first response", by_entry=False),
    Measure("response", "histogram", "Spread of the time to a response", by_entry=False),
    Measure("next_response", "histogram", "Spread of the time to a response after the first", by_entry=False),
    Measure("resolution", "histogram", "Spread of the time to the resolution", by_entry=False),
    *(Measure(f"agents.{state}", "edge", f"Agents who came into {state} less those who left it") for state in STATES),
    *(
        Measure(f"agents_at.{state}", "edge", f"The instants at which agents came into or left {state}")
        for state in STATES
    ),
    Measure("slots", "edge", "Slots that came on offer less those that went"),
    Measure("slots_at", "edge", "The instants at which slots came on offer or went"),
    Measure("agent_arrivals", "count", "Agents who came into a paid state, or into this team, from outside"),
    *(Measure(f"state_ms.{state}", "sum_ms", f"Time that agents spent in {state}", overlay=True) for state in STATES),
    Measure("slot_ms", "sum_ms", "Time for which slots were offered to contacts", overlay=True),
    Measure(
        "presences",
        "count",
        "Stays in paid states: who was there when the window began, and each who came since",
        overlay=True,
    ),
)
"""Every measure there is. The order is part of the state's fingerprint."""

_SCALARS: Final = {measure.name: place for place, measure in enumerate(MEASURES) if measure.kind != "histogram"}
_HISTOGRAMS: Final = {
    name: number for number, name in enumerate(measure.name for measure in MEASURES if measure.kind == "histogram")
}


def coordinate(name: str, by_entry: bool = False) -> int:  # noqa: FBT001, FBT002 - the family reads best as a flag
    """The coordinate of a count or a sum, by event or by entry. A KeyError means that no scalar has this name."""
    return 2 * _SCALARS[name] + by_entry


def histogram_base(name: str, by_entry: bool = False) -> int:  # noqa: FBT001, FBT002 - as in `coordinate`
    """The coordinate of bin 0 of a histogram; bin b is b further on. A KeyError: no histogram has this name."""
    return BINS * (1 + 2 * _HISTOGRAMS[name] + by_entry)


HISTOGRAMS: Final = frozenset(
    histogram_base(measure.name, by_entry)
    for measure in MEASURES
    if measure.kind == "histogram"
    for by_entry in ((False, True) if measure.by_entry else (False,))
)
"""Bin 0 of every histogram that is kept, in both families."""


def add(total: Measures, part: Mapping[int, int], sign: int = 1) -> None:
    """Add a vector to `total` in place, or take it back with `sign=-1`; what comes to zero is dropped."""
    get = total.get
    for place, amount in part.items():
        after = get(place, 0) + sign * amount
        if after:
            total[place] = after
        else:
            total.pop(place, None)


def put(total: Measures, part: Mapping[int, int]) -> None:
    """Add what panes or windows hold to `total` in place: none of it is negative, so that nothing comes to zero.

    A floor is mostly this loop, and the look for zeros in `add` costs as much again.
    """
    get = total.get
    for place, amount in part.items():
        total[place] = get(place, 0) + amount


def merged(parts: Iterable[Mapping[int, int]]) -> Measures:
    """The sum of any number of vectors, a new one; of none it is empty."""
    total: Measures = {}
    for part in parts:
        add(total, part)
    return total


def bins(measures: Mapping[int, int], base: int) -> dict[int, int]:
    """The histogram that starts at `base`: number of the bin to what it counts."""
    return {place - base: amount for place, amount in measures.items() if base <= place < base + BINS}
