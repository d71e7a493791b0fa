"""What time alone has decided, laid over the totals of windows."""

import pytest
from msgspec.structs import replace

from stream.contact import Contact
from stream.live import Covers, Overlay
from stream.measures import Measures, Slice, coordinate
from stream.overlay import Live
from stream.site import Site
from stream.units import HOUR, Millis
from tests.core.one_contact import SALES, OneContact, at, due, entry

HELP: Slice = ("help", "chat")
LATE, LATE_BY_ENTRY = coordinate("waiting_late"), coordinate("waiting_late", by_entry=True)
PENDING = coordinate("pending", by_entry=True)
ANSWER, RESPONSE = coordinate("sla_breached.answer"), coordinate("sla_breached.first_response")


def window(first: Millis, last: Millis) -> Covers:
    """A window over these instants."""
    return lambda at_ms: first <= at_ms <= last


def seen(clock_ms: Millis, *told: OneContact, windows: tuple[Covers, ...] = ()) -> Overlay:
    """What is seen of these contacts."""
    contacts = [Contact(str(number)) for number in range(len(told))]
    for contact, one in zip(contacts, told, strict=True):
        contact.state = one.state
    return Overlay(Site(), clock_ms, windows or (window(0, clock_ms),)).of(contacts)


def shown(overlay: Overlay) -> dict[Slice, Live]:
    """Who is there, the ages of contacts and of overdue clocks left out."""
    return {where: replace(live, age_ms=0, oldest_ms=0, oldest_overdue_ms={}) for where, live in overlay.live.items()}


def caller(second: float = 0) -> OneContact:
    """One who waits for sales."""
    return OneContact().tell("queued", second, queue="sales")


def chat() -> OneContact:
    """One who waits for help since ten."""
    return OneContact("chat").tell("queued", 0, queue="help")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (0, Live(1, 0, 0, 1)),
        (14.999, Live(1, 14_999, 0, 1)),
        (15, Live(1, 15_000, 0, 1, {}, {"answer": 1})),
        (20, Live(1, 20_000, 0, 1, {}, {"answer": 1})),
        (20.001, Live(1, 20_001, 1, 1, {"answer": 1}, {})),
        (-1, Live(1, 0, 0, 1)),
    ],
)
def test_a_caller_who_waits(second: float, expected: Live) -> None:
    """At risk from a quarter before the deadline, overdue after it; a wait is never negative."""
    assert {SALES: expected} == shown(seen(at(second), caller()))


def test_callers_of_a_slice_are_counted_together() -> None:
    """The longest wait is that of whoever waits longest."""
    assert {SALES: Live(3, 30_000, 1, 3, {"answer": 1}, {"answer": 1})} == shown(
        seen(at(30), caller(0), caller(12), caller(29))
    )


def test_both_clocks_of_a_chat() -> None:
    """Each under its name."""
    assert {HELP: Live(1, 61_000, 1, 1, {"answer": 1, "first_response": 1}, {})} == shown(seen(at(61), chat()))
    assert {HELP: Live(1, 45_000, 0, 1, {}, {"answer": 1, "first_response": 1})} == shown(seen(at(45), chat()))


def test_the_clock_of_a_chat_that_overflowed_runs_where_it_began() -> None:
    """It waits nowhere, so it is not open, but overdue."""
    contact = chat().tell("diverted", 30, reason="overflow")

    assert {HELP: Live(overdue={"first_response": 1})} == shown(seen(at(61), contact))


def test_a_conversation_is_open_in_the_queue_of_its_entry() -> None:
    """Also where the contact has been diverted elsewhere since; without an entry it is open where it is."""
    talking = caller().tell("answered", 5)
    talking.state.queue = "care"
    mail = OneContact("email").tell("started", 0)

    assert {SALES: Live(open=1), ("other", "email"): Live(open=1)} == shown(seen(at(60), talking, mail))


def test_an_outbound_contact_that_waits_is_open_only() -> None:
    """Nobody waits for us there."""
    contact = OneContact().tell("queued", 0, queue="sales", direction="outbound")

    assert {SALES: Live(open=1)} == shown(seen(at(60), contact))


def test_the_age_of_who_is_open_is_that_of_the_cycle() -> None:
    """Together and the greatest; a conversation goes on being as old as its contact."""
    live = seen(at(60), caller(0), caller(50).tell("answered", 55), chat()).live

    assert [(70_000, 60_000), (60_000, 60_000)] == [(live[one].age_ms, live[one].oldest_ms) for one in (SALES, HELP)]


def test_who_is_open_is_never_younger_than_nothing_and_without_a_cycle_as_old_as_the_entry() -> None:
    """The clock stands at a whole second; an answer may be all that is known of a contact."""
    live = seen(at(60), caller(0), caller(60.5), OneContact("chat").tell("answered", 20, queue="help")).live

    assert (2, 60_000) == (live[SALES].open, live[SALES].age_ms)
    assert (1, 40_000, 40_000) == (live[HELP].open, live[HELP].age_ms, live[HELP].oldest_ms)


def test_the_oldest_of_the_overdue_clocks_is_told() -> None:
    """By clock, since its deadline; what is not overdue is not named."""
    live = seen(at(65), caller(0), caller(10), caller(60)).live

    assert {"answer": 45_000} == live[SALES].oldest_overdue_ms


@pytest.mark.parametrize(
    ("second", "expected"), [(9, {"at_risk": 0, "overdue": 0}), (21, {"at_risk": 0, "overdue": 1})]
)
def test_a_clock_that_stands_is_neither_at_risk_nor_overdue(second: float, expected: dict[str, int]) -> None:
    """Unless it stands since its deadline has passed."""
    contact = caller()
    assert contact.state.waiting is not None
    contact.state.waiting.clock = replace(due(20), paused_at=at(second))
    live = seen(at(90), contact).live[SALES]

    assert expected == {"at_risk": live.at_risk.get("answer", 0), "overdue": live.overdue.get("answer", 0)}


def test_past_the_threshold_a_caller_is_late_in_every_window() -> None:
    """By entry only where the queueing lies; the breach where the deadline lies."""
    windows = (window(at(0), at(90)), window(at(10), at(90)), window(at(30), at(90)))
    overlay = seen(at(90), caller(), windows=windows)

    assert [
        {SALES: {LATE: 1, LATE_BY_ENTRY: 1, ANSWER: 1}},
        {SALES: {LATE: 1, ANSWER: 1}},
        {SALES: {LATE: 1}},
    ] == overlay.added


def test_within_the_threshold_a_caller_is_pending_by_entry() -> None:
    """And nothing by event."""
    overlay = seen(at(20), caller(), windows=(window(at(0), at(20)), window(at(10), at(20))))

    assert [{SALES: {PENDING: 1}}, {}] == overlay.added


def test_a_window_before_the_first_response_deadline_has_no_breach() -> None:
    """Only those that hold the deadline."""
    overlay = seen(at(90), chat().tell("answered", 5), windows=(window(at(0), at(90)), window(at(61), at(90))))

    assert [{HELP: {RESPONSE: 1}}, {}] == overlay.added


def test_an_entry_of_unknown_wait_has_no_clock() -> None:
    """It can only wait where it was put together by hand; nothing is promised to it."""
    contact = OneContact()
    contact.state.last_at, contact.state.waiting = at(0), entry(measured=False, clock=None)

    assert {SALES: Live(1, 60_000, 1, 1)} == shown(seen(at(60), contact))


def test_beyond_its_idle_limit_a_contact_counts_as_closed() -> None:
    """Only the deadlines that had passed before its close stay breached, and nobody is overdue."""
    assert {SALES: Live(1, 4 * HOUR, 1, 1, {"answer": 1})} == shown(seen(at(4 * 3600), caller()))

    overlay = seen(at(4 * 3600 + 0.001), caller())
    assert ({}, [{SALES: {ANSWER: 1}}]) == (overlay.live, overlay.added)


@pytest.mark.parametrize(("target_ms", "expected"), [(4 * HOUR - 1, [{SALES: {ANSWER: 1}}]), (4 * HOUR, [{}])])
def test_a_deadline_after_the_idle_close_is_none(target_ms: int, expected: list[dict[Slice, Measures]]) -> None:
    """The close cancels the clock, also where the log does not know of it yet."""
    contact = caller()
    assert contact.state.waiting is not None
    contact.state.waiting.clock = due(target_ms / 1_000)
    overlay = seen(at(5 * 3600), contact)

    assert ({}, expected) == (overlay.live, overlay.added)


def test_laid_over_totals_it_changes_only_copies() -> None:
    """What is not touched is shared, what is stays as it was."""
    overlay = seen(at(90), caller())
    totals: dict[Slice, Measures] = {SALES: {0: 5, ANSWER: 2}, HELP: {0: 1}}
    over = overlay.over(0, totals.items())

    assert {0: 5, LATE: 1, LATE_BY_ENTRY: 1, ANSWER: 3} == over[SALES]
    assert {0: 5, ANSWER: 2} == totals[SALES]
    assert over[HELP] is totals[HELP]


def test_a_slice_without_totals_is_shown_all_the_same() -> None:
    """A caller of yesterday in a window of five minutes."""
    assert {SALES: {LATE: 1, LATE_BY_ENTRY: 1, ANSWER: 1}} == seen(at(90), caller()).over(0, ())


def test_of_nobody_nothing_is_seen() -> None:
    """No slice, no figure."""
    overlay = seen(at(0), OneContact())

    assert ({}, [{}]) == (overlay.live, overlay.added)
