"""Entries: how they begin, each way in which they end, and that each ends once."""

import pytest

from stream import queueing
from stream.contact import State
from stream.fold import close_idle
from stream.site import OTHER, QueueRules, Site, default_version
from tests.core.one_contact import ALONG, BY_ENTRY, SALES, OneContact, at

CARE = ("care", "voice")
LETTERS = ("letters", "email")
TWO_CHANNELS = Site(
    queues=tuple(QueueRules(name, of, "UTC", (default_version(of),)) for name, of in (SALES, LETTERS)),
)


def queued() -> OneContact:
    """A caller who waits for sales since ten."""
    return OneContact().tell("queued", 0, queue="sales")


def test_queueing_begins_an_entry_by_the_promises_of_its_queue() -> None:
    """Threshold, short-abandon limit, target and warning are stamped on it."""
    contact = queued()
    entry = contact.state.waiting

    assert {"offered": 1} == contact.counted()
    assert entry is not None
    assert entry.clock is not None
    assert ("sales", at(0), SALES, 20_000, 5_000, 20_000, at(15), True, True) == (
        entry.queue,
        entry.queued_at,
        entry.offered_in,
        entry.threshold_ms,
        entry.short_ms,
        entry.clock.target_ms,
        entry.clock.warn_at,
        entry.measured,
        entry.counted,
    )


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ({"queue": "sales"}, {"queue": "sales"}, {"offered": 1}),
        ({"queue": "sales", "entry": "a"}, {"queue": "sales"}, {"offered": 1}),
        ({"queue": "sales", "entry": "a"}, {"queue": "sales", "entry": "a"}, {"offered": 1}),
        ({"queue": "sales", "entry": "a"}, {"queue": "sales", "entry": "b"}, {"offered": 2, "diverted": 1}),
        ({"queue": "sales"}, {"queue": "care"}, {"offered": 2, "diverted": 1}),
    ],
)
def test_queued_while_an_entry_waits(first: dict[str, str], then: dict[str, str], expected: dict[str, int]) -> None:
    """The same queue and no other entry id is nothing new; else the old entry is diverted."""
    contact = OneContact().tell("queued", 0, **first).tell("queued", 5, **then)

    assert expected == contact.counted()


@pytest.mark.parametrize(
    ("expected", "kind", "fields"),
    [
        ({"answered": 1, "waited": 1, "wait_ms": 8_000, "answered_within": 1, "sla_met.answer": 1}, "answered", {}),
        ({"abandoned": 1, "abandon_wait_ms": 8_000, "abandoned_within": 1}, "abandoned", {}),
        ({"diverted": 1}, "diverted", {"reason": "timeout"}),
    ],
)
def test_an_entry_ends_once(expected: dict[str, int], kind: str, fields: dict[str, str]) -> None:
    """Once it has ended, abandoning and diverting are nothing new, by event and by entry."""
    contact = queued().forget_posts().tell(kind, 8, **fields)
    contact.tell("abandoned", 9).tell("diverted", 10, reason="voicemail")

    assert expected == contact.counted()
    assert {name: n for name, n in expected.items() if not name.startswith("sla")} == contact.counted(BY_ENTRY)
    assert contact.state.waiting is None


@pytest.mark.parametrize("reason", ["full", "empty", "closed"])
def test_turned_away_without_an_entry(reason: str) -> None:
    """Counted in the queue that it names, and that is the contact's queue now."""
    contact = OneContact().tell("diverted", 5, reason=reason, queue="care")

    assert {"diverted": 1, "diverted_unqueued": 1} == contact.counted()
    assert {(CARE, 5)} == contact.where("diverted_unqueued")


@pytest.mark.parametrize(
    ("reason", "direction"), [("timeout", None), ("callback", "inbound"), ("full", "outbound"), ("closed", "internal")]
)
def test_other_diversions_without_an_entry_are_nothing(reason: str, direction: str | None) -> None:
    """One cannot leave where one never was; outbound contacts are never turned away."""
    assert {} == OneContact().tell("diverted", 5, reason=reason, queue="care", direction=direction).counted()


def test_turned_away_without_a_queue_counts_where_the_contact_is() -> None:
    """Known nowhere, in the queue `other`."""
    assert {((OTHER, "voice"), 5)} == OneContact().tell("diverted", 5, reason="full").where("diverted")


def test_a_contact_counts_once_however_often_it_comes_back() -> None:
    """Each entry counts; the contact counts with its first offer, answer, abandoning and diversion."""
    contact = OneContact()
    for second in (0, 100):
        contact.tell("queued", second, queue="sales").tell("abandoned", second + 10)
        contact.tell("queued", second + 20, queue="sales").tell("diverted", second + 30)
        contact.tell("diverted", second + 35, reason="full")
        contact.tell("queued", second + 40, queue="sales").tell("answered", second + 50).tell("ended", second + 60)
    counted = contact.counted(ALONG)

    assert {"offered": 6, "answered": 2, "abandoned": 2, "diverted": 4}.items() <= contact.counted().items()
    assert {f"contacts_{what}": 1 for what in ("offered", "answered", "abandoned", "diverted", "handled")} == {
        name: number for name, number in counted.items() if name.startswith("contacts_")
    }
    assert (2, 2) == (counted["diverted.timeout"], counted["diverted.full"])


@pytest.mark.parametrize(
    ("kind", "fields"), [("ended", {}), ("transferred", {"agent": "bob"}), ("message", {"sender": "customer"})]
)
def test_who_is_queued_again_is_there_again(kind: str, fields: dict[str, str]) -> None:
    """Neither ended nor closed by silence any more, and no agent is to take over the entry before."""
    contact = OneContact("chat").tell("queued", 0, queue="help").tell("answered", 5).tell(kind, 65, **fields)
    if kind == "message":
        close_idle(contact.state, at(9_000), contact.ledger)
    gone = contact.state.ended, contact.state.handed_over, contact.state.idle_closed
    contact.tell("queued", 9_000, queue="help")

    assert 1 == sum(gone)
    assert (False, False, False) == (contact.state.ended, contact.state.handed_over, contact.state.idle_closed)


def test_an_offer_rings_only_while_an_entry_waits() -> None:
    """And no more once it is missed, or the entry has ended."""
    contact = OneContact().tell("offered", 0)
    assert not contact.state.offered

    contact.tell("queued", 1, queue="sales").tell("offered", 2)
    assert contact.state.offered

    assert not contact.tell("missed", 3).state.offered
    assert not contact.tell("offered", 4).tell("abandoned", 5).state.offered
    assert not contact.tell("queued", 6, queue="sales").tell("offered", 7).tell("answered", 8).state.offered


def test_each_agent_at_whom_it_rings_can_miss_it() -> None:
    """Two phones ring and are not taken: two offers are missed, a third one that nobody made is not."""
    contact = OneContact().tell("queued", 0, queue="sales").tell("offered", 1).tell("offered", 1, agent="bob")
    for second in (2, 3, 4):
        contact.tell("missed", second)

    assert {"offered": 1, "offers": 2, "missed_offers": 2} == contact.counted()


def test_answered_without_queueing_is_an_entry_of_its_own() -> None:
    """With an unknown wait, in the queue that it names, else the contact's, else `other`."""
    named = OneContact().tell("answered", 5, queue="care", agent="ann")

    assert {"offered": 1, "answered": 1, "unmeasured": 1} == named.counted()
    assert {(CARE, 5)} == named.where("answered")
    assert named.state.talking
    assert {((OTHER, "voice"), 5)} == OneContact().tell("answered", 5).where("answered")
    assert {(SALES, 9)} == queued().tell("abandoned", 3).tell("answered", 9).where("unmeasured")


def test_answered_after_the_end_is_impossible_and_no_conversation() -> None:
    """It stays counted as answered, with an unknown wait."""
    contact = queued().tell("abandoned", 3).tell("ended", 4).forget_posts().tell("answered", 9)

    assert {"offered": 1, "answered": 1, "unmeasured": 1, "impossible.end_before_answer": 1} == contact.counted()
    assert not contact.state.talking


def test_answered_while_talking_is_another_agent_of_the_same_entry() -> None:
    """It counts nothing; without a name the agent stays who it was."""
    contact = queued().tell("answered", 5, agent="ann").forget_posts()

    assert "bob" == contact.tell("answered", 6, agent="bob").state.talker
    assert "bob" == contact.tell("answered", 7).state.talker
    assert {} == contact.counted()


def test_who_is_named_only_later_is_the_one_who_talks_already() -> None:
    """Told once more with a name, the answer is no second leg; the next name is."""
    contact = queued().tell("answered", 5).tell("answered", 6, agent="ann")
    assert ("ann", ()) == (contact.state.talker, contact.state.beside)

    contact.tell("answered", 7, agent="bob").tell("ended", 65)
    assert 2 == contact.counted(ALONG)["legs"]


def test_another_leg_takes_the_handling_back_until_it_is_over() -> None:
    """Handed over to an agent, the entry is handled once, with all of its talk and wrap-up."""
    contact = queued().tell("answered", 5, agent="ann").tell("transferred", 65, agent="bob").tell("wrapped", 70)
    assert {"handled": 1, "talk_ms": 60_000, "wrap_up_ms": 5_000}.items() <= contact.counted().items()

    assert "handled" not in contact.tell("answered", 75, agent="bob").counted()
    assert ("bob", False) == (contact.state.talker, contact.state.handed_over)

    contact.tell("ended", 105)
    assert {"handled": 1, "talk_ms": 90_000, "wrap_up_ms": 5_000}.items() <= contact.counted().items()
    assert {(SALES, 105)} == contact.where("handled")


def test_answering_the_next_entry_ends_the_conversation_that_still_runs() -> None:
    """Nobody told of the transfer."""
    contact = queued().tell("answered", 5).tell("queued", 60, queue="care").tell("answered", 65)

    assert {(SALES, 65)} == contact.where("handled")
    assert {(CARE, 65)} == contact.where("answered") - {(SALES, 5)}


def test_relabelling_moves_all_that_the_current_entry_counted() -> None:
    """Waiting, answered or handled; nothing stays behind."""
    contact = queued().tell("updated", 2, queue="care")
    assert {(CARE, 0)} == contact.where("offered")

    contact.tell("answered", 5).tell("ended", 65).tell("wrapped", 70).tell("updated", 80, queue="sales")
    assert {(SALES, 0)} == contact.where("offered")
    assert {(SALES, 5)} == contact.where("answered") == contact.where("sla_met.answer")
    assert {(SALES, 70)} == contact.where("handled")


@pytest.mark.parametrize("kind", ["queued", "answered"])
def test_who_comes_back_after_leaving_the_queue_has_a_current_entry(kind: str) -> None:
    """That one moves; the one that was left stays where it was."""
    contact = queued().tell("abandoned", 5).tell(kind, 20, queue="sales").tell("updated", 25, queue="care")

    assert {(SALES, 0), (CARE, 20)} == contact.where("offered")


def test_relabelling_without_a_current_entry_names_the_queue_only() -> None:
    """Of a contact without entries, or of which the last entry was left in a later queue."""
    fresh = OneContact().tell("updated", 0, queue="care")
    assert ("care", {}) == (fresh.state.queue, fresh.counted())

    contact = queued().tell("answered", 5).tell("transferred", 9, queue="care").tell("queued", 9.5, queue="care")
    contact.tell("abandoned", 30).tell("updated", 40, queue="billing")
    assert ("billing", {(SALES, 5)}) == (contact.state.queue, contact.where("answered"))

    contact = queued().tell("answered", 5).tell("ended", 9).tell("diverted", 20, reason="full", queue="care")
    contact.tell("updated", 40, queue="billing")
    assert ("billing", {(SALES, 5)}) == (contact.state.queue, contact.where("answered"))


def test_an_entry_of_a_contact_without_a_channel_stays_on_that_of_its_queue() -> None:
    """Whichever queue comes after it; moved to another queue as a whole, it is on the channel of that."""
    contact = OneContact(channel=None, site=TWO_CHANNELS).tell("queued", 0, queue="sales").tell("answered", 5)
    contact.tell("queued", 20, queue="letters").tell("ended", 30, by="agent").tell("wrapped", 40)
    assert {(SALES, 40)} == contact.where("handled")

    contact = OneContact(channel=None, site=TWO_CHANNELS).tell("queued", 0, queue="sales").tell("answered", 5)
    contact.tell("ended", 9).tell("updated", 10, queue="letters").tell("wrapped", 12)
    counted = [contact.where(name) for name in ("offered", "answered", "handled")]
    assert [{(LETTERS, second)} for second in (0, 5, 12)] == counted


@pytest.mark.parametrize(("reason", "runs"), [("overflow", True), ("callback", False), ("full", False)])
def test_only_an_overflow_lets_the_response_clock_run(reason: str, runs: bool) -> None:  # noqa: FBT001
    """Anywhere else the customer is not waiting for a first word any more."""
    contact = OneContact("chat").tell("queued", 0, queue="help").tell("diverted", 9, reason=reason)

    assert runs == (contact.clock() is not None)
    assert {"offered": 1, "diverted": 1} == contact.counted()


def test_what_does_not_wait_cannot_end() -> None:
    """Answer, abandon and divert find nothing to end."""
    contact = OneContact()
    queueing.answer(contact.state, at(0), "ann", contact.ledger)
    queueing.abandon(contact.state, at(0), contact.ledger)
    queueing.divert(contact.state, at(0), "timeout", contact.ledger)

    assert (State(channel="voice"), {}) == (contact.state, contact.counted())


def test_without_a_named_channel_the_rules_are_those_of_other() -> None:
    """Four hours, as for mail."""
    contact = OneContact(channel=None, site=Site()).tell("queued", 0, queue="sales")

    assert contact.state.waiting is not None
    assert (("sales", OTHER), 4 * 3_600_000) == (contact.state.waiting.offered_in, contact.state.waiting.threshold_ms)


def test_a_hand_over_that_is_pending_ends_with_the_resolution() -> None:
    """Who answers after the re-opening takes an entry of its own, and the one before stays handled."""
    contact = OneContact("email").tell("queued", 0, queue="help").tell("answered", 60, agent="ann")
    contact.tell("transferred", 120, agent="bob").tell("resolved", 240)
    assert 1 == contact.counted()["handled"]

    contact.tell("reopened", 3_600).tell("answered", 3_660, agent="carl")
    counted = contact.counted()
    assert (2, 2, 1) == (counted["offered"], counted["answered"], counted["handled"])
