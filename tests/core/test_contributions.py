"""What each moment of an entry, a response and a clock adds, where and when; and that the other sign takes it back."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from stream import contributions
from stream.clock import FIRST_RESPONSE, Clock
from stream.compound import Amounts, spelled_out
from stream.contact import Entry
from stream.contributions import Post
from stream.histogram import bin_of
from stream.measures import Slice, bins, histogram_base
from stream.units import Millis
from tests.core.one_contact import BY_ENTRY, NAMES, SALES, at, due, entry

Posted: TypeAlias = list[tuple[Slice, float, dict[str, int]]]

_NAMES = NAMES | {place: f"{name} by entry" for place, name in BY_ENTRY.items()}
CARE: Slice = ("care", "voice")


def posted(tell: Callable[[Post], None]) -> Posted:
    """What is posted, the latest first: slice, seconds after ten, amounts by name (of a histogram nothing)."""
    sums: dict[tuple[Slice, float], dict[str, int]] = {}

    def post(where: Slice, at_ms: Millis, amounts: Amounts, sign: int) -> None:
        named = sums.setdefault((where, (at_ms - at(0)) / 1_000), {})
        for place, amount in spelled_out(dict(amounts)).items():
            if place in _NAMES:
                named[_NAMES[place]] = named.get(_NAMES[place], 0) + sign * amount

    tell(post)
    return [(where, second, named) for (where, second), named in sorted(sums.items(), key=lambda each: -each[0][1])]


def answer(second: float, **known: object) -> Entry:
    """An entry of ten o'clock that was answered so many seconds later, by then in the queue care."""
    return entry(answered_at=at(second), outcome_in=CARE, **known)


def test_an_entry_is_offered_at_its_queueing_in_both_families() -> None:
    """In the slice of that moment."""
    expected: Posted = [(SALES, 5, {"offered": 1, "offered by entry": 1})]

    assert expected == posted(lambda post: contributions.offered(entry("sales", 5), post, 1))


def test_an_answer_counts_where_it_came_and_by_entry_where_it_was_queued() -> None:
    """With its wait, and met."""
    expected: Posted = [
        (CARE, 20, {"answered": 1, "waited": 1, "wait_ms": 20_000, "answered_within": 1, "sla_met.answer": 1}),
        (
            CARE,
            0,
            {"answered by entry": 1, "waited by entry": 1, "wait_ms by entry": 20_000, "answered_within by entry": 1},
        ),
    ]

    assert expected == posted(lambda post: contributions.answered(answer(20), post, 1))


def test_a_late_answer_breaches_at_its_deadline() -> None:
    """Past the threshold, too, it counts in every wait."""
    expected: Posted = [
        (CARE, 21, {"answered": 1, "waited": 1, "wait_ms": 21_000}),
        (CARE, 20, {"sla_breached.answer": 1}),
        (CARE, 0, {"answered by entry": 1, "waited by entry": 1, "wait_ms by entry": 21_000}),
    ]

    assert expected == posted(lambda post: contributions.answered(answer(21), post, 1))


def test_the_target_of_the_clock_need_not_be_the_threshold() -> None:
    """Within the threshold and breached, or past it and met."""
    strict = posted(lambda post: contributions.answered(answer(15, clock=due(10)), post, 1))
    lenient = posted(lambda post: contributions.answered(answer(25, clock=due(30)), post, 1))

    assert (CARE, 10, {"sla_breached.answer": 1}) == strict[1]
    assert "answered_within" in strict[0][2]
    assert 1 == lenient[0][2]["sla_met.answer"]
    assert "answered_within" not in lenient[0][2]


def test_an_unknown_wait_counts_in_no_wait_and_no_clock() -> None:
    """Only as answered, and as unmeasured."""
    expected: Posted = [(CARE, 0, {"answered": 1, "answered by entry": 1, "unmeasured": 1})]

    assert expected == posted(lambda post: contributions.answered(answer(0, measured=False), post, 1))


@pytest.mark.parametrize(
    ("second", "amounts", "breached"),
    [
        (4.999, {"abandon_wait_ms": 4_999, "abandoned_within": 1, "short_abandoned": 1}, False),
        (5, {"abandon_wait_ms": 5_000, "abandoned_within": 1}, False),
        (20, {"abandon_wait_ms": 20_000, "abandoned_within": 1}, False),
        (20.001, {"abandon_wait_ms": 20_001}, True),
    ],
)
def test_an_abandon_by_its_wait(second: float, amounts: dict[str, int], breached: bool) -> None:  # noqa: FBT001
    """Short below its limit, within up to the threshold, a breach past the deadline."""
    left = entry(outcome_in=CARE)
    expected: Posted = [
        (CARE, second, {"abandoned": 1, **amounts}),
        *([(CARE, 20.0, {"sla_breached.answer": 1})] if breached else []),
        (CARE, 0, {"abandoned by entry": 1, **{f"{name} by entry": amount for name, amount in amounts.items()}}),
    ]

    assert expected == posted(lambda post: contributions.abandoned(left, at(second), post))


@pytest.mark.parametrize(("second", "breaches"), [(20, []), (21, [(CARE, 20.0, {"sla_breached.answer": 1})])])
def test_a_diversion_cancels_the_clock_until_its_deadline(second: float, breaches: Posted) -> None:
    """After it the breach stays."""
    left = entry(outcome_in=CARE)
    expected: Posted = [(CARE, second, {"diverted": 1}), *breaches, (CARE, 0, {"diverted by entry": 1})]

    assert expected == posted(lambda post: contributions.diverted(left, at(second), "timeout", post))


def test_who_was_never_let_in_is_diverted_in_both_families() -> None:
    """And counted apart, so that offered still balances."""
    families = {"diverted": 1, "diverted_unqueued": 1, "diverted by entry": 1, "diverted_unqueued by entry": 1}

    assert [(SALES, 3, families)] == posted(
        lambda post: contributions.turned_away(SALES, at(3), "full", post, first=True)
    )


def test_a_handled_entry_counts_at_the_end_of_its_conversation() -> None:
    """Talk is what of the conversation was not hold; no hold and no wrap-up leave no trace."""
    plain = entry(ended_at=at(100), span_ms=80_000, handled_in=CARE)
    held = entry(ended_at=at(100), span_ms=80_000, hold_ms=30_000, handled_in=CARE)

    assert [
        (CARE, 100, {"handled": 1, "talk_ms": 80_000}),
        (CARE, 0, {"handled by entry": 1, "talk_ms by entry": 80_000}),
    ] == posted(lambda post: contributions.handled(plain, post, 1))
    assert (CARE, 100, {"handled": 1, "talk_ms": 50_000, "hold_ms": 30_000, "held": 1}) == posted(
        lambda post: contributions.handled(held, post, 1)
    )[0]


def test_a_wrapped_entry_counts_at_the_end_of_its_wrap_up() -> None:
    """By entry it stays where it was queued."""
    wrapped = entry(ended_at=at(100), wrapped_at=at(130), wrap_up_ms=30_000, span_ms=80_000, handled_in=SALES)

    assert [(SALES, 130), (SALES, 0)] == [
        (where, second) for where, second, _ in posted(lambda post: contributions.handled(wrapped, post, 1))
    ]
    assert 30_000 == posted(lambda post: contributions.handled(wrapped, post, 1))[0][2]["wrap_up_ms"]


@pytest.mark.parametrize(
    ("in_time", "amounts"),
    [
        (None, {}),
        (False, {"first_responses_targeted": 1}),
        (True, {"first_responses_targeted": 1, "first_responses_within": 1}),
    ],
)
def test_a_first_response_counts_at_the_response_and_by_entry_at_the_queueing(
    in_time: bool | None,  # noqa: FBT001
    amounts: dict[str, int],
) -> None:
    """Within its target or not; without one it is in no share."""
    told = posted(lambda post: contributions.first_response(SALES, (at(60), at(5)), 60_000, post, in_time=in_time))

    named = {"first_responses": 1, "first_response_ms": 60_000, **amounts}
    assert [(SALES, 60, named), (SALES, 5, {f"{name} by entry": amount for name, amount in named.items()})] == told


@pytest.mark.parametrize("by_entry", [False, True])
def test_a_first_response_falls_into_the_histogram_of_each_family(by_entry: bool) -> None:  # noqa: FBT001
    """Once each."""
    vector: dict[int, int] = {}
    contributions.first_response(
        SALES,
        (at(60), at(5)),
        60_000,
        lambda _where, _at, amounts, _sign: vector.update(dict(amounts)),
        in_time=None,
    )

    assert {bin_of(60_000): 1} == bins(vector, histogram_base("first_response", by_entry))


@pytest.mark.parametrize(
    ("second", "met", "expected"),
    [
        (9, True, [(SALES, 9, {"sla_met.first_response": 1})]),
        (9, False, []),
        (9.001, True, [(SALES, 9, {"sla_breached.first_response": 1})]),
        (9.001, False, [(SALES, 9, {"sla_breached.first_response": 1})]),
    ],
)
def test_a_clock_is_met_at_its_end_and_breached_at_its_deadline(second: float, met: bool, expected: Posted) -> None:  # noqa: FBT001
    """In the slice that it was started in; without its fulfilment it is cancelled up to the deadline."""
    clock = Clock(FIRST_RESPONSE, at(0), at(9), 9_000, 0, SALES)

    assert expected == posted(lambda post: contributions.clock_ended(clock, at(second), post, met=met))


@pytest.mark.parametrize(
    "tell",
    [
        lambda of, post: contributions.offered(of, post, 1),
        lambda of, post: contributions.answered(of, post, 1),
        lambda of, post: contributions.abandoned(of, at(30), post),
        lambda of, post: contributions.diverted(of, at(30), "timeout", post),
    ],
)
def test_outbound_contacts_are_neither_offered_nor_anything_else_of_a_queue(
    tell: Callable[[Entry, Post], None],
) -> None:
    """They count as handled only."""
    assert [] == posted(lambda post: tell(answer(30, counted=False), post))
    assert [] != posted(lambda post: contributions.handled(answer(30, counted=False, ended_at=at(40)), post, 1))


def test_what_has_not_come_counts_nothing() -> None:
    """Neither the answer of an entry that waits, nor the handling of one that talks."""
    assert [] == posted(lambda post: contributions.answered(entry(), post, 1))
    assert [] == posted(lambda post: contributions.handled(answer(5, talking_from=at(5)), post, 1))


@pytest.mark.parametrize(
    "tell", [contributions.offered, contributions.answered, contributions.handled], ids=lambda tell: tell.__name__
)
def test_the_other_sign_takes_everything_back(tell: Callable[[Entry, Post, int], None]) -> None:
    """The same places, the same instants, the opposite amounts."""
    over = answer(30, ended_at=at(90), span_ms=60_000, hold_ms=5_000, wrap_up_ms=1_000, wrapped_at=at(91))
    given = posted(lambda post: tell(over, post, 1))
    taken = posted(lambda post: tell(over, post, -1))

    assert given != []
    assert given == [(where, second, {n: -amount for n, amount in named.items()}) for where, second, named in taken]


@pytest.mark.parametrize("where", [SALES, CARE])
def test_a_wrap_up_moves_what_was_handled_and_adds_to_it(where: Slice) -> None:
    """As taking all of it back and giving it again would."""
    moved = entry(ended_at=at(100), span_ms=80_000, hold_ms=10_000, wrap_up_ms=1_000, handled_in=SALES)
    again = entry(ended_at=at(100), span_ms=80_000, hold_ms=10_000, wrap_up_ms=1_000, handled_in=SALES)

    def tell(post: Post) -> None:
        contributions.handled(again, post, -1)
        again.wrap_up_ms, again.wrapped_at, again.handled_in = 31_000, at(130), where
        contributions.handled(again, post, 1)

    expected = [(*place, {n: a for n, a in named.items() if a}) for *place, named in posted(tell)]
    told = posted(lambda post: contributions.wrapped(moved, at(130), 30_000, where, post))

    assert expected == [(*place, {n: a for n, a in named.items() if a}) for *place, named in told]
    assert moved == again
