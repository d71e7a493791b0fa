"""Clocks: when they start, stand, change and end; what they count for is the matter of stories."""

import pytest

from agents.settings.site import parse_site
from stream.calendar import ALWAYS, Calendar, Opening
from stream.clock import ANSWER, FIRST_RESPONSE, RESOLUTION, Clock, Terms, begun
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, Millis
from tests.core.one_contact import SALES, OneContact, at

HELP = ("help", "chat")
OFFICE = Calendar(name="office", week=((Opening(9 * HOUR, 17 * HOUR),),) * 5 + ((), ()))


def site(*terms: str, priority: str = "") -> Site:
    """A site with one policy: clock to terms, as a person writes them."""
    match = f'match = {{ priority = "{priority}" }}\n' if priority else ""
    return parse_site('[[policies]]\nname = "all"\n' + match + "\n".join(terms), "site.toml")


def chat(*terms: str) -> OneContact:
    """A chat that waits for help since ten, under such a policy."""
    return OneContact("chat", site(*terms)).tell("queued", 0, queue="help")


def test_without_a_policy_a_clock_is_due_its_target_later() -> None:
    """And warns so long before; the stamp is empty."""
    clock = begun(ANSWER, at(0), Terms(20_000, 5_000), SALES)

    assert Clock(ANSWER, at(0), at(20), 20_000, at(15), SALES) == clock
    assert (ALWAYS.name, "", 0, False) == (clock.calendar, clock.policy, clock.version, clock.pauses)


def test_a_policy_is_stamped_on_the_clock_that_it_starts() -> None:
    """With the version, the target, and the calendar in which both deadline and warning are counted."""
    friday = at(4 * DAY / 1_000 + 6.5 * 3_600)  # 2026-03-06T16:30Z, a Friday
    clock = begun(RESOLUTION, friday, Terms(HOUR, 40 * MINUTE, OFFICE, "routine", 3, pauses=True))

    assert ("routine", 3, HOUR, "office", True) == (
        *(clock.policy, clock.version, clock.target_ms, clock.calendar, clock.pauses),
    )
    assert friday + 2 * DAY + 17 * HOUR == clock.deadline
    assert friday + 20 * MINUTE == clock.warn_at


def test_a_warning_is_never_before_the_start() -> None:
    """A lead beyond the target warns at once."""
    assert at(0) == begun(ANSWER, at(0), Terms(20_000, 50_000)).warn_at


@pytest.mark.parametrize(
    ("missed", "second", "paused"),
    [(False, 20, None), (True, 20.001, None), (False, 99, 20), (True, 99, 20.001)],
)
def test_the_deadline_passes_after_it_and_never_while_the_clock_stands(
    missed: bool,  # noqa: FBT001
    second: float,
    paused: float | None,
) -> None:
    """The deadline itself is in time."""
    clock = Clock(ANSWER, at(0), at(20), 20_000, at(15), paused_at=None if paused is None else at(paused))

    assert missed == clock.missed(at(second))


def test_each_clock_of_a_cycle_starts_once_and_visits_on_their_channel_only() -> None:
    """The resolution clock survives the response that ends the other."""
    contact = chat('resolution = { target = "1h" }', 'first_response = { target = "1m" }')
    assert [FIRST_RESPONSE, RESOLUTION] == [clock.kind for clock in contact.state.clocks]

    contact.tell("answered", 5).tell("message", 9, sender="agent").tell("ended", 20).tell("queued", 30, queue="help")
    assert [] == [clock.kind for clock in contact.state.clocks]


@pytest.mark.parametrize("told", [{"direction": "outbound"}, {"direction": "internal"}])
def test_nobody_waits_for_a_response_to_our_own_contact(told: dict[str, str]) -> None:
    """Whichever policy there is."""
    contact = OneContact("chat", site('resolution = { target = "1h" }')).tell("queued", 0, queue="help", **told)

    assert () == contact.state.clocks


def test_what_is_left_when_a_contact_is_suspended_is_left_when_it_goes_on() -> None:
    """Of the target and of the time up to the warning, twice."""
    contact = chat('first_response = { target = "60s", warn_before = "20s", pauses = ["suspended"] }')
    contact.tell("suspended", 10).tell("continued", 110).tell("suspended", 120).tell("continued", 150)
    clock = contact.clock()

    assert clock is not None
    assert (at(190), at(170)) == (clock.deadline, clock.warn_at)
    assert ((at(10), at(110)), (at(120), at(150))) == contact.state.stands
    assert at(190) == contact.state.cycle_due_at


def test_suspended_twice_it_stands_since_the_first() -> None:
    """And goes on once."""
    contact = chat('first_response = { target = "60s", pauses = ["suspended"] }')
    contact.tell("suspended", 10).tell("suspended", 40).tell("continued", 110).tell("continued", 120)
    clock = contact.clock()

    assert clock is not None
    assert at(160) == clock.deadline


def test_a_clock_that_does_not_pause_runs_on() -> None:
    """The default."""
    contact = chat('first_response = { target = "60s" }').tell("suspended", 10).tell("continued", 110)
    clock = contact.clock()

    assert clock is not None
    assert at(60) == clock.deadline


def test_a_clock_that_starts_while_the_contact_is_suspended_stands_at_once() -> None:
    """The answer clock too."""
    terms = (f'{name} = {{ target = "60s", pauses = ["suspended"] }}' for name in ("first_response", "answer"))
    contact = OneContact("chat", site(*terms)).tell("suspended", 0).tell("queued", 10, queue="help")
    waiting = contact.state.waiting

    assert waiting is not None
    assert waiting.clock is not None
    assert [at(10), at(10)] == [waiting.clock.paused_at, *(clock.paused_at for clock in contact.state.clocks)]

    contact.tell("continued", 100)
    assert [at(160), at(160)] == [waiting.clock.deadline, *(clock.deadline for clock in contact.state.clocks)]


@pytest.mark.parametrize(
    ("how", "deadline"),
    [("keep", 3_600), ("retarget", 1_200 + 100), ("restart", 300 + 1_200)],
)
def test_a_change_of_priority_after_a_pause(how: str, deadline: float) -> None:
    """A new target from the old start keeps the time that the clock stood; one from now on has stood for none."""
    text = f"""
        [[policies]]
        name = "normal"
        match = {{ priority = "normal" }}
        first_response = {{ target = "1h", pauses = ["suspended"], on_priority_change = "{how}" }}
        [[policies]]
        name = "urgent"
        match = {{ priority = "urgent" }}
        first_response = {{ target = "20m", pauses = ["suspended"] }}
    """
    contact = OneContact("chat", parse_site(text, "site.toml")).tell("queued", 0, queue="help", priority="normal")
    contact.tell("suspended", 100).tell("continued", 200).tell("updated", 300, priority="urgent")
    clock = contact.clock()

    assert clock is not None
    assert at(deadline + (100 if how == "keep" else 0)) == clock.deadline == contact.state.cycle_due_at


def test_a_change_of_priority_while_the_clock_stands() -> None:
    """It goes on standing since it stood, by the new terms."""
    text = """
        [[policies]]
        name = "normal"
        match = { priority = "normal" }
        answer = { target = "1h", pauses = ["suspended"], on_priority_change = "retarget" }
        [[policies]]
        name = "urgent"
        match = { priority = "urgent" }
        answer = { target = "20m", pauses = ["suspended"] }
    """
    contact = OneContact("chat", parse_site(text, "site.toml")).tell("queued", 0, queue="help", priority="normal")
    contact.tell("suspended", 60).tell("updated", 300, priority="urgent").tell("continued", 600)
    waiting = contact.state.waiting

    assert waiting is not None
    assert waiting.clock is not None
    assert (at(1_200 + 540), "urgent") == (waiting.clock.deadline, waiting.clock.policy)


def due_second(contact: OneContact, name: str) -> Millis | None:
    """The deadline of a running clock."""
    clock = contact.clock(name)
    return None if clock is None else clock.deadline


def test_a_turn_has_a_clock_of_its_own_after_the_first_response() -> None:
    """From the oldest message that waits; the response ends it, the next turn starts another."""
    contact = chat('next_response = { target = "3m" }').tell("message", 1, sender="customer")
    assert due_second(contact, "next_response") is None

    contact.tell("answered", 5).tell("message", 9, sender="agent")
    contact.tell("message", 20, sender="customer").tell("message", 30, sender="customer")
    assert at(200) == due_second(contact, "next_response")

    contact.tell("message", 60, sender="agent").tell("message", 70, sender="customer")
    assert at(250) == due_second(contact, "next_response")


@pytest.mark.parametrize(("target", "expected"), [(None, HOUR), (7_000, 7_000)])
def test_the_target_of_a_report_holds_before_any_policy(target: int | None, expected: int) -> None:
    """`--target 7s` asks what would have been."""
    of = site('first_response = { target = "1h" }')
    contact = OneContact("chat", of if target is None else of.with_first_response_target(target))
    clock = contact.tell("queued", 0, queue="help").clock()

    assert clock is not None
    assert expected == clock.target_ms
