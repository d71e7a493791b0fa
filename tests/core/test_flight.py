"""What time alone has decided about a contact, instant by instant."""

from collections.abc import Iterable

from stream.contact import Contact, State
from stream.flight import Decided, decided, spread
from stream.intervals import Intervals, Span
from stream.measures import coordinate
from stream.site import Site
from stream.units import HOUR, MINUTE
from tests.core.one_contact import SALES, TEN, at, entry
from tests.core.one_story import followed, line

LATE, LATE_BY_ENTRY = coordinate("waiting_late"), coordinate("waiting_late", by_entry=True)
PENDING_BY_ENTRY = coordinate("pending", by_entry=True)
BREACHED = coordinate("sla_breached.answer")


def waiting_at(second: float) -> list[Decided]:
    """A caller queued at ten, as seen so many seconds later; his threshold is 20 s."""
    return decided(Site(), at(second), Contact("c", state=State(channel="voice", last_at=TEN, waiting=entry())))


def test_a_caller_past_the_threshold_is_late_now_and_breached_at_the_deadline() -> None:
    """By entry late at the queueing."""
    assert [
        Decided(None, SALES, {LATE: 1}),
        Decided(at(0), SALES, {LATE_BY_ENTRY: 1}),
        Decided(at(20), SALES, {BREACHED: 1}),
    ] == waiting_at(25)


def test_a_caller_within_the_threshold_is_pending_by_entry() -> None:
    """And in nothing else."""
    assert [Decided(at(0), SALES, {PENDING_BY_ENTRY: 1})] == waiting_at(20)


def test_who_is_over_adds_nothing() -> None:
    """Nobody waits, no clock runs."""
    assert [] == decided(Site(), at(60), Contact("c", state=State(channel="voice", last_at=TEN)))


def shown(found: Iterable[Decided], clock_second: float, intervals: Intervals) -> list[tuple[float, list[int]]]:
    """The starts of the intervals, in seconds after ten, and the measures in them."""
    spans = spread(found, at(clock_second), intervals)
    return [((span.start_ms - TEN) / 1_000, list(one.measures)) for span, one in spans]


def test_only_breaches_are_shown_before_the_end_of_the_data() -> None:
    """Queued (q) and past the deadline (d) two minutes before the end.

    minutes   |-- 0 --|-- 1 --|-- 2 --|
               q d              end
    """
    assert [(120, [LATE]), (0, [BREACHED])] == shown(waiting_at(130), 130, Intervals(MINUTE))


def test_all_is_shown_in_the_interval_of_the_end() -> None:
    """The queueing and the deadline lie in it."""
    assert [(0, [LATE]), (0, [LATE_BY_ENTRY]), (0, [BREACHED])] == shown(waiting_at(130), 130, Intervals(HOUR))


def test_nothing_is_shown_outside_of_the_range() -> None:
    """The range ends before the data do: of what is in flight then, only the breach lies in it."""
    intervals = Intervals(MINUTE, from_ms=TEN, to_ms=at(60))

    assert [(0, [BREACHED])] == shown(waiting_at(130), 130, intervals)
    assert [] == shown(waiting_at(130), 130, Intervals(MINUTE, to_ms=TEN))


def test_what_comes_after_the_whole_second_of_the_end_is_left_out_of_an_open_range() -> None:
    """Queued within the second that the clock has not passed yet."""
    found = [Decided(at(0.5), SALES, {PENDING_BY_ENTRY: 1})]

    assert [] == list(spread(found, at(0), Intervals(None)))
    assert [(Span(TEN, TEN + MINUTE), found[0])] == list(spread(found, at(0), Intervals(MINUTE)))


def test_each_slice_has_what_is_decided_in_it() -> None:
    """A chat that was passed on waits in one queue, while its first response was due in the other."""
    lines = [
        line("queued", 0, queue="help", channel="chat"),
        line("queued", 5, queue="desk", channel="chat"),
        line("started", 100, "end"),
    ]
    following = followed(lines)
    (contact,) = (one for one in following.live() if one.id == "c")
    found = {(one.at_ms, one.where[0]): set(one.measures) for one in decided(Site(), following.clock_ms, contact)}

    assert {
        (None, "desk"): {LATE},
        (at(5), "desk"): {LATE_BY_ENTRY},
        (at(60), "help"): {coordinate("sla_breached.first_response")},
        (at(65), "desk"): {BREACHED},
    } == found
