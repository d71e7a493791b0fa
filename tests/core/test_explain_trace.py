"""A contact step by step: what changed, which clocks ran and how they ended, conversations, cycles, entries."""

from collections.abc import Sequence

from stream.calendar import ALWAYS
from stream.contact import Entry
from stream.events import KINDS
from stream.explain.naming import named
from stream.explain.trace import Clock, Trace, trace
from stream.policies import SUSPENDED, ClockTerms, Policies, Policy, PolicyVersion
from stream.site import Site
from stream.units import HOUR, MINUTE
from tests.core.one_contact import SALES, TEN, at
from tests.core.one_story import CALLER, followed, line

CHAT = {"queue": "help", "channel": "chat"}
CALL = [
    line("started", -5, channel="voice", direction="inbound"),
    line("queued", 0, **CALLER),
    line("answered", 9, agent="a"),
    line("held", 20),
    line("resumed", 25),
    line("ended", 60),
    line("wrapped", 75, agent="a"),
]


def traced(lines: Sequence[bytes], site: Site | None = None) -> Trace:
    """The contact `c` of the lines, up to their end."""
    following = followed(lines, "c", site)
    (life,) = following.lives()
    return trace(following.site, life, following.log_clock_ms(0), following.clock_ms)


def clocks(found: Trace) -> list[tuple[str, float, float, float | None, str]]:
    """Name, start, deadline and end of each clock, in seconds after ten, and how it ended."""
    return [
        (one.name, after_ten(one.started_at), after_ten(one.deadline), _end(one), one.outcome) for one in found.clocks
    ]


def after_ten(at_ms: int) -> float:
    """Seconds after ten o'clock."""
    return (at_ms - TEN) / 1_000


def _end(clock: Clock) -> float | None:
    return None if clock.ended_at is None else after_ten(clock.ended_at)


def test_the_steps_stand_in_the_order_of_the_fold() -> None:
    """Not in that of arrival; of one instant comes next what is possible."""
    lines = [line("abandoned", 9), line("queued", 9, **CALLER), line("started", 0, channel="voice")]
    kinds = {kind: name for name, kind in KINDS.items()}

    assert ["contact.started", "contact.queued", "contact.abandoned"] == [
        kinds[step.event.kind] for step in traced(lines).steps if step.event is not None
    ]


def test_a_step_tells_what_it_changed_and_what_it_contributed() -> None:
    """Fields before and after; amounts at their instants."""
    answered = traced(CALL).steps[2]

    assert ("entry", "answered") == answered.changes["waiting"]
    assert (None, at(9)) == answered.changes["answered.answered_at"]
    assert "answered.queue" not in answered.changes
    assert {("answered", at(9), 1), ("wait_ms", at(9), 9_000)} <= {
        (named(one.place).name, one.at_ms, one.amount) for one in answered.lines
    }


def test_what_a_step_moves_is_taken_back_and_given_again() -> None:
    """The wrap-up moves what was handled."""
    wrapped = traced(CALL).steps[-1]

    assert {(at(60), -1), (at(75), 1)} == {
        (one.at_ms, one.amount)
        for one in wrapped.lines
        if (named(one.place).name, named(one.place).family) == ("handled", "event")
    }


def entries(found: Trace) -> list[tuple[list[str], int, int]]:
    """Where the state held each entry, and the first and the last step at which it did."""
    return [(part.paths, part.first, part.last) for part in found.parts if isinstance(part.value, Entry)]


def test_an_entry_is_followed_through_the_places_that_hold_it() -> None:
    """From the queueing on: it waits, it is answered, the contact counts as handled with it."""
    ((places, first, last),) = entries(traced(CALL))

    assert (["waiting", "answered"], 1, 6) == (places[:2], first, last)


def test_an_entry_that_was_abandoned_is_held_no_more() -> None:
    """The customer comes back: a second entry of the same contact."""
    found = traced([line("queued", 0, **CALLER), line("abandoned", 30), line("queued", 50, **CALLER)])

    assert [(["waiting"], 0, 0), (["waiting"], 2, 2)] == entries(found)
    assert ("entry", None) == found.steps[1].changes["waiting"]


def test_conversations_and_cycles_have_their_ends() -> None:
    """The agent and the queue of the one, what is known of the other."""
    found = traced([*CALL, line("resolved", 80), line("reopened", 90)])

    assert [(at(9), at(60), {"queue": "sales", "agent": "a"})] == [
        (one.from_at, one.to_at, one.fields) for one in found.conversations
    ]
    assert [(at(-5), at(80)), (at(90), None)] == [(one.from_at, one.to_at) for one in found.cycles]


def test_an_answer_clock_is_met_breached_cancelled_or_overdue() -> None:
    """Answered after 9 s and after 40 s, abandoned after 5 s, and not at all."""
    queued, end = line("queued", 0, **CALLER), line("queued", 90, "other", **CALLER)

    assert [("answer", 0, 20, 9, "met")] == clocks(traced([queued, line("answered", 9)]))
    assert [("answer", 0, 20, 40, "breached")] == clocks(traced([queued, line("answered", 40)]))
    assert [("answer", 0, 20, 5, "cancelled")] == clocks(traced([queued, line("abandoned", 5)]))
    assert [("answer", 0, 20, None, "overdue")] == clocks(traced([queued, end]))
    assert [("answer", 0, 20, None, "running")] == clocks(traced([queued]))


def test_clocks_of_equal_deadlines_are_told_apart() -> None:
    """On a chat the answer and the first response are both due after a minute."""
    found = clocks(traced([line("queued", 0, **CHAT), line("answered", 9), line("message", 70, **{"from": "agent"})]))

    assert [("answer", 0, 60, 9, "met"), ("first_response", 0, 60, 70, "breached")] == sorted(found)


def test_a_clock_knows_its_terms() -> None:
    """Its target and calendar, and the slice in which it counts."""
    (clock,) = traced([line("queued", 0, **CALLER)]).clocks

    assert SALES == clock.where
    assert (20_000, ALWAYS.name) == (clock.terms["target_ms"], clock.terms["calendar"])


def promising(clock: str, terms: ClockTerms) -> Site:
    """A site whose policy `any` gives everybody a clock."""
    return Site(policies=Policies((Policy("any", (PolicyVersion(terms={clock: terms}),)),)))


def test_the_terms_are_those_of_the_clock_with_that_name() -> None:
    """A policy for the first response, none for the answer; both are due after a minute."""
    site = promising("first_response", ClockTerms(target_ms=MINUTE))
    found = traced([line("queued", 0, **CHAT)], site).clocks

    assert {("answer", ""), ("first_response", "any")} == {(one.name, one.terms["policy"]) for one in found}


def test_a_clock_is_seen_although_silence_would_end_it_before_its_deadline() -> None:
    """Ten hours for a call, which is closed after four."""
    found = traced([line("queued", 0, **CALLER)], promising("resolution", ClockTerms(target_ms=10 * HOUR)))

    assert ("resolution", 0, 36_000, None, "running") in clocks(found)


def test_a_clock_that_pauses_goes_on_with_another_deadline() -> None:
    """Suspended after one minute, for five."""
    site = promising("resolution", ClockTerms(target_ms=10 * MINUTE, pauses=(SUSPENDED,)))
    found = traced([line("queued", 0, **CALLER), line("suspended", 60), line("continued", 360)], site)

    assert [("resolution", 0, 600, 60, "paused"), ("resolution", 360, 900, None, "running")] == [
        clock for clock in clocks(found) if clock[0] == "resolution"
    ]


def test_silence_closes_a_contact_as_a_step_of_its_own() -> None:
    """Once the log is four hours further; a clock that silence cuts off is shown all the same."""
    hours = 4 * HOUR / 1_000
    found = traced([*CALL[:3], line("queued", hours + 60, "other", **CALLER)])
    last = found.steps[-1]

    assert (None, at(9) + 4 * HOUR) == (last.event, last.at_ms)
    assert (None, True) == last.changes["idle_closed"]
    assert found.state.idle_closed
    assert found.conversations[0].to_at == last.at_ms


def test_nothing_that_was_folded_is_lost_from_the_state() -> None:
    """The state after the last step is that of the engine."""
    following = followed(CALL, "c")

    assert following.contacts()["c"].state == traced(CALL).state
