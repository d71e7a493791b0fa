"""What a change of labels does to clocks: the terms that match then, and the slice in which they count."""

import pytest

from agents.settings.site import parse_site
from stream.clocks import MOST_STANDS
from stream.units import HOUR, Millis
from tests.core.one_contact import OneContact, at
from tests.core.test_clocks import due_second, site

TWO = """
    [[policies]]
    name = "low"
    match = { priority = "low" }
    resolution = { target = "8h", on_priority_change = "retarget" }
    [[policies]]
    name = "high"
    match = { priority = "high" }
    resolution = { target = "4h" }
    [[policies]]
    name = "gold"
    match = { priority = "high", tier = "gold" }
    resolution = { target = "1h" }
    [[policies]]
    name = "help"
    match = { priority = "high", queue = "help" }
    resolution = { target = "2h" }
"""


@pytest.mark.parametrize(
    ("told", "policy"),
    [({}, "high"), ({"tier": "gold"}, "gold"), ({"queue": "help"}, "help"), ({"queue": "sales"}, "high")],
)
def test_an_event_that_names_several_labels_is_judged_by_all_of_them(told: dict[str, str], policy: str) -> None:
    """The policy that matches then, whatever stands first in the event."""
    contact = OneContact("task", parse_site(TWO, "site.toml")).tell("queued", 0, queue="sales", priority="low")
    clock = contact.tell("updated", 60, priority="high", **told).clock("resolution")

    assert clock is not None
    assert policy == clock.policy


@pytest.mark.parametrize("moved", [False, True])
def test_the_first_priority_gives_a_clock_the_terms_of_the_queue_of_its_start(*, moved: bool) -> None:
    """It would have had them had the priority been named then; a new queue changes nothing of it."""
    usual = '[[policies]]\nname = "usual"\nresolution = { target = "9h" }\n'
    contact = OneContact("task", parse_site(TWO + usual, "site.toml")).tell("queued", 0, queue="help")
    if moved:
        contact.tell("queued", 30, queue="sales")
    before, after = contact.clock("resolution"), contact.tell("updated", 60, priority="high").clock("resolution")

    assert before is not None
    assert after is not None
    assert ("usual", "help") == (before.policy, after.policy)


@pytest.mark.parametrize(
    ("between", "due"),
    [((), HOUR), (("answered", "ended"), None), (("abandoned",), None), (("resolved",), None)],
)
def test_the_first_priority_starts_the_clocks_that_it_would_have_started(
    between: tuple[str, ...], due: Millis | None
) -> None:
    """From the cycle's start, in its queue; unless they would have ended since."""
    contact = OneContact("email", site('resolution = { target = "1h" }', priority="routine"))
    contact.tell("queued", 0, queue="help")
    for second, kind in enumerate(between, 1):
        contact.tell(kind, second)
    clock = contact.tell("updated", 10, priority="routine").clock("resolution")

    assert due == (None if clock is None else clock.deadline - at(0))
    assert clock is None or clock.counted_in == ("help", "email")


def test_the_first_priority_starts_the_clocks_of_a_cycle_that_a_reopening_began() -> None:
    """Although the entry of the cycle before left its queue: it was resolved while it waited."""
    contact = OneContact("email", site('resolution = { target = "1h" }', priority="high"))
    contact.tell("queued", 0, queue="help").tell("resolved", 60).tell("reopened", 100)
    contact.tell("updated", 300, priority="high")

    assert at(100 + 3_600) == due_second(contact, "resolution")


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (("abandoned", {}), None),
        (("diverted", {"reason": "voicemail"}), None),
        (("ended", {"by": "system"}), None),
        (("diverted", {"reason": "overflow"}), 3_600),
    ],
)
def test_the_first_priority_starts_no_clock_that_would_have_ended(
    left: tuple[str, dict[str, object]], due: float | None
) -> None:
    """Who left and came back has none any more; one that the floor sent on has it, queued again or not yet."""
    for queued_at in (200, 400):
        contact = OneContact("email", site('resolution = { target = "1h" }', priority="high"))
        contact.tell("queued", 0, queue="help").tell(left[0], 60, **left[1])
        told = sorted([(queued_at, "queued", {"queue": "care"}), (300, "updated", {"priority": "high"})])
        for second, kind, fields in told:
            contact.tell(kind, second, **fields)

        assert (None if due is None else at(due)) == due_second(contact, "resolution")


def test_the_first_priority_starts_no_clock_of_a_turn_whose_customer_has_left() -> None:
    """Nobody waits for the response while the chat is over."""
    contact = OneContact("chat", site('next_response = { target = "3m" }', priority="routine"))
    contact.tell("queued", 0, queue="help").tell("message", 9, sender="agent").tell("message", 20, sender="customer")
    contact.tell("queued", 25, queue="help").tell("abandoned", 30).tell("updated", 40, priority="routine")

    assert None is due_second(contact, "next_response")


def test_the_first_priority_starts_the_clock_of_a_turn_that_runs() -> None:
    """From the message that waits."""
    contact = OneContact("chat", site('next_response = { target = "3m" }', priority="routine"))
    contact.tell("queued", 0, queue="help").tell("answered", 5).tell("message", 9, sender="agent")
    contact.tell("message", 20, sender="customer").tell("updated", 30, priority="routine")

    assert at(200) == due_second(contact, "next_response")


PAUSING = """
    [floor]
    time_zone = "UTC"
    [calendars.office]
    hours = { mon-fri = ["09:00-11:00", "13:00-15:00"] }
    [[policies]]
    name = "low"
    match = { priority = "low" }
    resolution = { target = "8h", pauses = ["suspended"], on_priority_change = "retarget" }
    [[policies]]
    name = "high"
    match = { priority = "high" }
    resolution = { target = "2h", calendar = "office", pauses = ["suspended"] }
    [[policies]]
    name = "stiff"
    match = { priority = "stiff" }
    resolution = { target = "2h", calendar = "office" }
"""


@pytest.mark.parametrize(
    ("priority", "stood", "due"),
    [
        ("high", (3_600, 3 * 3_600), 4 * HOUR),  # out of office: nothing is left of it
        ("high", (1_800, 5_400), 4.5 * HOUR),  # half an hour of it within
        ("stiff", (1_800, 5_400), 4 * HOUR),
    ],
)
def test_by_other_terms_a_pause_is_the_working_time_of_theirs(
    priority: str, stood: tuple[float, float], due: float
) -> None:
    """And none where they know no pauses. From ten on: an hour, two hours of noon, two hours."""
    contact = OneContact("task", parse_site(PAUSING, "site.toml")).tell("queued", 0, queue="help", priority="low")
    contact.tell("suspended", stood[0]).tell("continued", stood[1])
    clock = contact.tell("updated", 3 * 3_600 + 60, priority=priority).clock("resolution")

    assert clock is not None
    assert at(due / 1_000) == clock.deadline


@pytest.mark.parametrize("named", [0, 50, 150, 250, 350, 450, 550])
def test_it_does_not_matter_when_the_first_priority_is_named(named: float) -> None:
    """Whatever was suspended before it, or still is, counts for the clocks that it starts or gives other terms."""
    terms = (f'{name} = {{ target = "20m", pauses = ["suspended"] }}' for name in ("first_response", "resolution"))
    contact = OneContact("email", site(*terms, priority="high"))
    told = [("queued", 0, {"queue": "help"}), ("updated", named, {"priority": "high"}), ("suspended", 100, {})]
    told += [("continued", 200, {}), ("suspended", 300, {}), ("suspended", 400, {}), ("continued", 500, {})]
    for kind, second, fields in sorted(told, key=lambda one: one[1]):
        contact.tell(kind, second, **fields)

    assert at(1_200 + 300) == due_second(contact, "first_response") == due_second(contact, "resolution")
    assert at(1_200 + 300) == contact.state.cycle_due_at


def test_a_clock_that_starts_with_its_queue_stood_since_the_cycle_began() -> None:
    """It runs from the start of the cycle, which was there before the queue."""
    contact = OneContact("email", site('resolution = { target = "20m", pauses = ["suspended"] }'))
    contact.tell("started", 100).tell("suspended", 200).tell("continued", 300).tell("suspended", 400)
    contact.tell("queued", 500, queue="help").tell("continued", 600)

    assert at(100 + 1_200 + 300) == due_second(contact, "resolution")


def test_only_the_last_suspensions_of_a_contact_are_remembered() -> None:
    """For clocks that are yet to start; those that run have stood for all of them."""
    terms = ('resolution = { target = "2h", pauses = ["suspended"] }',)
    contact = OneContact("email", site(*terms, priority="high")).tell("queued", 0, queue="help")
    for second in range(1, 80, 2):
        contact.tell("suspended", second).tell("continued", second + 1)
    contact.tell("updated", 100, priority="high")

    assert MOST_STANDS == len(contact.state.stands)
    assert at(7_200 + MOST_STANDS) == due_second(contact, "resolution")


def test_the_visit_has_begun_when_it_is_answered_without_a_queueing() -> None:
    """Events may be left out."""
    contact = OneContact("visit", site('visit = { target = "2h" }')).tell("started", 0)
    contact.tell("answered", 3_600, queue="help").tell("ended", 9_000)

    assert {"sla_met.visit": 1} == {name: n for name, n in contact.counted().items() if name.startswith("sla_")}


def test_a_contact_that_never_names_its_channel_is_visited_on_that_of_its_queue() -> None:
    """As wherever its channel matters."""
    text = '[[queues]]\nname = "field"\nchannel = "visit"\n[[policies]]\nname = "p"\nvisit = { target = "2h" }'
    contact = OneContact(None, parse_site(text, "site.toml")).tell("queued", 0, queue="field")

    assert contact.clock("visit") is not None
    assert {"sla_met.visit": 1, "sla_met.answer": 1} == {
        name: n for name, n in contact.tell("answered", 3_600).counted().items() if name.startswith("sla_")
    }


def test_a_clock_counts_under_the_labels_that_decide() -> None:
    """A breach under those at its deadline, what is met under those at its end; the queue is that of its start."""
    of = parse_site('[floor]\nslices = ["priority"]', "site.toml")
    late = OneContact("voice", of).tell("queued", 0, queue="help", priority="low").tell("updated", 30, priority="high")
    late.tell("answered", 40)
    kept = OneContact("chat", of).tell("queued", 0, queue="help", priority="low").tell("updated", 5, priority="high")
    kept.tell("answered", 10).tell("message", 20, sender="agent")

    assert {(("help", "voice", "low"), 20)} == late.where("sla_breached.answer")
    assert {(("help", "voice", "high"), 40)} == late.where("answered")
    assert {(("help", "chat", "high"), 10)} == kept.where("sla_met.answer")
    assert {(("help", "chat", "high"), 20)} == kept.where("sla_met.first_response")
