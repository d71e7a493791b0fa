"""Classic histograms: what is counted up to each bound, exactly at the queue's own threshold, and never fewer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agents.metrics.cumulative import Cumulative
from agents.metrics.distributions import FIRST_RESPONSE, HANDLE, WAIT, Mark, Scale, scales
from stream.histogram import bin_of
from stream.measures import Measures, add
from stream.policies import ClockTerms, Policies, Policy, PolicyVersion
from stream.site import QueueRules, Site, default_version
from stream.units import DAY, HOUR, MINUTE, SECOND
from tests.shell.metric_floors import HELP, SALES, floor, measures, part, series_of, value
from tests.shell.web_floor import WebFloor

THRESHOLD = 20 * SECOND
SCALE = Scale(WAIT, (5 * SECOND, THRESHOLD, MINUTE))
OF_SALES = {"queue": "sales", "channel": "voice"}
WAITS = st.lists(st.integers(0, 90 * SECOND), max_size=40)


def answered(*waits_ms: int, threshold_ms: int = THRESHOLD) -> Measures:
    """What so many answers contribute."""
    within = sum(wait_ms <= threshold_ms for wait_ms in waits_ms)
    counts = {"waited": len(waits_ms), "answered_within": within, "wait_ms": sum(waits_ms)}
    return measures(counts, wait=waits_ms)


def segments(*waits_ms: int) -> list[int]:
    """The waits, counted by the segments of the scale."""
    of, counted = SCALE.segment_of(), [0] * SCALE.segments
    for place in measures({}, wait=waits_ms):
        counted[of[place]] += measures({}, wait=waits_ms)[place]
    return counted


def marks(cumulative: Cumulative, net: Measures, corrections: Measures | None = None) -> Mark:
    """The histogram of the sales queue's waits after this part."""
    cumulative.observe(part(net={SALES: net}, corrections={SALES: corrections or {}}))
    cumulative.settle()
    return cumulative.spreads(cumulative.counts(), {SALES: {WAIT: THRESHOLD}})[WAIT][SALES]


def upto(mark: Mark, bound_ms: int) -> int:
    """How many up to a bound."""
    return mark.upto[mark.bounds_ms.index(bound_ms)]


def test_a_wait_as_long_as_a_bound_is_within_it() -> None:
    """Whatever bin the bound is in; the last number counts them all."""
    mark = SCALE.mark(segments(0, 5 * SECOND, THRESHOLD, MINUTE, HOUR), 0)

    assert (2, 3, 4, 5) == mark.upto


@given(WAITS)
def test_a_bucket_holds_what_is_within_its_bound_and_at_most_two_per_cent_more(waits_ms: list[int]) -> None:
    """No wait is missing, and none is counted that is longer than the bin of the bound."""
    mark = SCALE.mark(segments(*waits_ms), 0)

    for bound_ms in SCALE.bounds_ms:
        least = sum(wait_ms <= bound_ms for wait_ms in waits_ms)
        most = sum(wait_ms <= bound_ms * 1.0203 for wait_ms in waits_ms)
        assert least <= upto(mark, bound_ms) <= most
    assert len(waits_ms) == mark.upto[-1]
    assert all(low <= high for low, high in pairwise(mark.upto))


@given(WAITS)
def test_at_the_queues_own_threshold_the_count_is_exact(waits_ms: list[int]) -> None:
    """The core knows who was within it: a second, a millisecond beyond it makes the difference."""
    mark = marks(Cumulative(), answered(*waits_ms, THRESHOLD, THRESHOLD + 1))

    assert bin_of(THRESHOLD) == bin_of(THRESHOLD + 1)
    assert sum(wait_ms <= THRESHOLD for wait_ms in waits_ms) + 1 == upto(mark, THRESHOLD)
    assert sum(waits_ms) + 2 * THRESHOLD + 1 == mark.sum_ms


def test_under_another_threshold_only_the_bin_of_the_bound_is_in_doubt() -> None:
    """Those who were within a minute are not within twenty seconds for that, nor those within ten all that are."""
    waits_ms = (SECOND, THRESHOLD, THRESHOLD + 100, MINUTE)
    within = [upto(marks(Cumulative(), answered(*waits_ms, threshold_ms=ms)), THRESHOLD) for ms in (SECOND, MINUTE)]

    assert [1, 3] == within


def test_two_bounds_in_one_bin_stay_in_order() -> None:
    """The shorter one holds the whole bin, so that the longer cannot hold less."""
    near = Scale(WAIT, (THRESHOLD, THRESHOLD + 1))
    counted = [0] * near.segments
    counted[near.segment_of()[next(iter(measures({}, wait=(THRESHOLD,))))]] = 3

    assert (3, 3, 3) == near.mark(counted, 0, (THRESHOLD + 1, 2)).upto


MOVES = st.lists(st.tuples(st.integers(0, 90 * SECOND), st.integers(0, 90 * SECOND)), min_size=1, max_size=20)


@given(MOVES)
def test_buckets_never_fall_and_end_where_the_truth_does(moves: list[tuple[int, int]]) -> None:
    """A later event makes waits longer or shorter: what is shown only grows, and is the truth once that is past it."""
    cumulative, net, taken = Cumulative(), Measures(), Measures()
    seen: list[tuple[int, ...]] = []
    for before_ms, after_ms in moves:
        add(net, answered(before_ms))
        seen.append(marks(cumulative, net, taken).upto)
        gain = answered(after_ms)
        add(gain, answered(before_ms), -1)
        add(net, {place: amount for place, amount in gain.items() if amount > 0})
        add(taken, {place: -amount for place, amount in gain.items() if amount < 0})
        seen.append(marks(cumulative, net, taken).upto)
    for shown, later in pairwise(seen):
        assert all(low <= high for low, high in zip(shown, later, strict=False))
        assert all(low <= high for low, high in pairwise(later))

    assert len(moves) == seen[-1][-1]
    add(net, answered(*[0] * len(moves)))
    last = marks(cumulative, net, taken)

    truth = [after_ms for _, after_ms in moves] + [0] * len(moves)
    assert sum(wait_ms <= THRESHOLD for wait_ms in truth) == upto(last, THRESHOLD)
    assert 2 * len(moves) == last.upto[-1]


def test_a_wrap_up_that_comes_later_moves_a_call_and_counts_it_once() -> None:
    """The same call with its work after it: one call of three minutes, not one of two and one of three."""
    cumulative = Cumulative()
    talk = measures({"handled": 1, "talk_ms": 2 * MINUTE}, handle=(2 * MINUTE,))
    whole = measures({"handled": 1, "talk_ms": 2 * MINUTE, "wrap_up_ms": MINUTE}, handle=(2 * MINUTE, 3 * MINUTE))
    for net, taken in ((talk, {}), (whole, measures({}, handle=(2 * MINUTE,)))):
        cumulative.observe(part(net={SALES: net}, corrections={SALES: taken}))
        cumulative.settle()
        mark = cumulative.spreads(cumulative.counts(), {SALES: {}})[HANDLE][SALES]

    assert (1, 3 * MINUTE) == (mark.upto[-1], mark.sum_ms)


def test_bounds_are_what_the_site_promises_and_a_ladder() -> None:
    """Every version's threshold and target, those of policies in plain time, the defaults of the channels."""
    later = replace(default_version("voice"), service_level_threshold_ms=17 * SECOND, from_ms=DAY)
    chat = replace(default_version("chat"), first_response_target_ms=90 * SECOND)
    rules = (QueueRules(*SALES, "UTC", (default_version("voice"), later)), QueueRules(*HELP, "UTC", (chat,)))
    plain, working = ClockTerms(target_ms=7 * MINUTE), ClockTerms(target_ms=8 * MINUTE, calendar="office")
    versions = (PolicyVersion(terms={"first_response": plain, "answer": working}),)
    found = scales(Site(queues=rules, policies=Policies((Policy("all", versions),))))
    usual = scales(Site())

    assert {17 * SECOND} == set(found[WAIT].bounds_ms) - set(usual[WAIT].bounds_ms)
    assert {90 * SECOND, 7 * MINUTE} == set(found[FIRST_RESPONSE].bounds_ms) - set(usual[FIRST_RESPONSE].bounds_ms)
    assert {20 * SECOND, MINUTE, 4 * HOUR} < set(usual[WAIT].bounds_ms)
    assert found[HANDLE] == usual[HANDLE]
    assert all(sorted(set(scale.bounds_ms)) == list(scale.bounds_ms) for scale in found.values())


@pytest.mark.parametrize("histogram", [WAIT, FIRST_RESPONSE, HANDLE])
def test_every_bin_is_in_a_segment(histogram: str) -> None:
    """From no time at all to longer than anything that is kept."""
    scale = scales(Site())[histogram]
    segments_of = list(scale.segment_of().values())

    assert sorted(segments_of) == segments_of
    assert set(range(scale.segments)) == set(segments_of)


def test_the_histogram_is_written_with_buckets_count_and_sum() -> None:
    """In seconds; a partition that leaves takes nothing of it along."""
    web = WebFloor()
    web.show(floor({SALES: {}}))
    web.cumulative.observe(part())
    web.cumulative.observe(part(net={SALES: answered(4 * SECOND, 19 * SECOND, 21 * SECOND)}))
    before = series_of(web)
    web.cumulative.forget(0)

    assert before == series_of(web)
    assert [1, 2, 3, 3] == [
        value(before, "kpi_answer_wait_seconds_bucket", **OF_SALES, le=le) for le in ("5.0", "20.0", "60.0", "+Inf")
    ]
    assert (3, 44) == tuple(value(before, f"kpi_answer_wait_seconds_{end}", **OF_SALES) for end in ("count", "sum"))
