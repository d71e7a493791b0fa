"""Laws of what time alone decides: the overlay shows what the panes hold once the event comes, and never both."""

from collections import Counter
from itertools import count

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from stream.measures import Measures, Slice, coordinate, merged
from stream.overlay import Part
from stream.partition import Partition
from stream.units import SECOND, Millis
from tests.laws.histories import CONFIGURED, NOON, History, Told, histories
from tests.laws.naive import RARE, Naive
from tests.laws.twins import now_of

WINDOWS = ("5m", "15m", "30m", "1h", "today", "today@floor")
BREACHES = {clock: coordinate(f"sla_breached.{clock}") for clock in ("answer", "first_response")}
MET = {clock: coordinate(f"sla_met.{clock}") for clock in BREACHES}
FULFILMENTS = ("contact.answered", "contact.message")
LATE = [coordinate("waiting_late", by_entry=by_entry) for by_entry in (False, True)]
PENDING = coordinate("pending", by_entry=True)


def breaches(part: Part) -> dict[str, dict[Slice, list[int]]]:
    """The breaches of both clocks by window and slice, where there are any."""
    return {window: _only(part.totals[window], list(BREACHES.values())) for window in WINDOWS}


def _only(totals: dict[Slice, Measures], places: list[int]) -> dict[Slice, list[int]]:
    found = {where: [measures.get(place, 0) for place in places] for where, measures in totals.items()}
    return {where: numbers for where, numbers in found.items() if any(numbers)}


def answers(partition: Partition, at: Millis) -> list[Told]:
    """At one instant an agent takes whoever waits, and says something to everybody."""
    offsets = count(partition.applied_offset + 1)
    told: list[Told] = []
    for contact in sorted(partition.memory.contacts):
        for fields in ({"type": "contact.answered"}, {"type": "contact.message", "from": "agent"}):
            value = msgspec.json.encode(
                {"contact": contact, "time": at, "id": fields["type"], "source": "end", **fields}
            )
            told.append(Told(next(offsets), at, contact.encode(), value))
    return told


def test_the_panes_take_over_what_the_overlay_showed() -> None:
    """When everybody is answered at the instant shown, no breach comes or goes, and nobody waits any more."""
    seen: Counter[str] = Counter()

    @given(histories, st.integers(0, 100) | st.integers(0, 20_000) | st.just(11_000))
    def law(history: History, after_s: int) -> None:
        partition, naive = Partition(history.site, 0), Naive(history.site)
        for record in history.records:
            partition.fold([record])
            naive.take(record)
        clock_ms = now_of(partition, after_s)
        before = partition.part(clock_ms)
        assert [] == partition.fold(answers(partition, clock_ms))
        after = partition.part(clock_ms)

        assert breaches(before) == breaches(after)
        assert all({} == _only(after.totals[window], [*LATE, PENDING]) for window in WINDOWS)
        assert all(live.waiting == 0 and not live.overdue and not live.at_risk for live in after.live.values())
        seen.update(naive.seen())
        seen["late"] += sum(live.waiting_past_threshold for live in before.live.values())
        for clock in BREACHES:
            seen[f"overdue {clock}"] += sum(live.overdue.get(clock, 0) for live in before.live.values())

    law()

    assert [] == [what for what in (*RARE, "late", "overdue answer", "overdue first_response") if not seen[what]], seen


CASES = [
    ("sales", "voice", "answer", 20 * SECOND, {"type": "contact.answered"}),
    ("sales", "voice", "answer", 20 * SECOND, {"type": "contact.abandoned"}),
    ("sales", "voice", "answer", 20 * SECOND, {"type": "contact.diverted", "reason": "timeout"}),
    ("sales", "voice", "answer", 20 * SECOND, {"type": "contact.ended", "by": "agent"}),
    ("help", "chat", "answer", 60 * SECOND, {"type": "contact.message", "from": "agent"}),
    ("help", "chat", "first_response", 21 * SECOND, {"type": "contact.message", "from": "agent"}),
    ("help", "chat", "first_response", 21 * SECOND, {"type": "contact.abandoned"}),
]


def told(offset: int, at: Millis, arrives_at: Millis, fields: dict[str, str]) -> Told:
    """A record about the one caller."""
    return Told(offset, arrives_at, b"c", msgspec.json.encode({"contact": "c", "time": at, **fields}))


def test_a_breach_is_shown_from_its_deadline_on_and_only_for_as_long_as_it_is_one() -> None:
    """None up to the deadline, one after it whenever one looks; it stays where it is one, else it is taken back."""
    seen: Counter[str] = Counter()
    near = st.sampled_from(CASES).flatmap(
        lambda case: st.tuples(st.just(case), st.integers(-1, 1).map(case[3].__add__))
    )
    far = st.tuples(st.sampled_from(CASES), st.integers(0, 600_000))

    @given(near | far, st.lists(st.integers(0, 600), max_size=5).map(sorted), st.integers(0, 300_000))
    def law(
        case: tuple[tuple[str, str, str, Millis, dict[str, str]], Millis], looks_s: list[int], by_ms: Millis
    ) -> None:
        (queue, channel, clock, target_ms, fields), took_ms = case
        partition = Partition(CONFIGURED, 0)
        partition.fold([told(0, NOON, NOON, {"type": "contact.queued", "queue": queue, "channel": channel})])
        for look_ms in (NOON + look_s * SECOND for look_s in looks_s):
            assert breached(partition.part(look_ms), clock) == int(look_ms > NOON + target_ms)
        looked_ms = SECOND * max([0, *looks_s])
        partition.fold([told(1, NOON + took_ms, NOON + max(looked_ms, took_ms) + by_ms, fields)])

        late = took_ms > target_ms
        assert breached(partition.part(now_of(partition, looked_ms // SECOND)), clock) == int(late)
        panes = [measures for slices in partition.panes.kept(10 * SECOND).values() for measures in slices.values()]
        assert merged(panes).get(BREACHES[clock], 0) == int(late)
        assert merged(panes).get(MET[clock], 0) == int(not late and fields["type"] in FULFILMENTS)
        seen["taken back"] += not late and looked_ms > target_ms
        seen["stays"] += late and looked_ms > target_ms
        seen["never looked at"] += late and looked_ms <= target_ms

    law()

    assert [] == [what for what in ("taken back", "stays", "never looked at") if not seen[what]], seen


@given(st.lists(st.integers(0, 5 * 3_600), min_size=1, max_size=6).map(sorted))
def test_a_deadline_behind_the_idle_close_is_never_a_breach(looks_s: list[int]) -> None:
    """The wait is over two hours after its only event, the clocks run for three: nobody waits, nothing is overdue."""
    partition = Partition(CONFIGURED, 0)
    partition.fold([told(0, NOON, NOON, {"type": "contact.queued", "queue": "slow", "channel": "voice"})])
    for look_s in looks_s:
        part = partition.part(NOON + look_s * SECOND)

        assert [0, 0] == [breached(part, clock) for clock in BREACHES]
        assert int(look_s <= 2 * 3_600) == sum(live.waiting for live in part.live.values())
        assert not any(live.overdue for live in part.live.values())


def breached(part: Part, clock: str) -> int:
    """The breaches of a clock in all slices, the same in every window that is long enough."""
    (number,) = {merged(part.totals[window].values()).get(BREACHES[clock], 0) for window in ("30m", "1h", "today")}
    return number
