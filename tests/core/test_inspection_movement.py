"""What moved a service level: every cause, what it does to the fraction, and the contacts behind it."""

import pytest
from msgspec import UNSET

from stream.inspection.movement import CAUSES, MOST_NAMED, Movement, MovementFigures, Movers
from stream.kpi import KpiValue
from stream.measures import Measures, add, coordinate
from stream.site import OTHER, VARIANTS
from stream.units import MINUTE, SECOND, format_instant
from tests.core.one_queue import CATALOGUE, CHANNEL, QUEUE, every_cause, folded, inspected
from tests.core.one_report import NOON, call, line

FORMULAS = CATALOGUE.kpis["service_level"].variants


def moved(*, named: bool = False) -> MovementFigures:
    """What has moved the number of sales at noon."""
    return inspected(folded(every_cause()), NOON, named=named).movement


def test_there_is_one_of_each_cause() -> None:
    """A contact that was never let in is diverted as well; who waits in time is nothing yet."""
    assert {cause.name: 2 if cause.name == "diverted" else 1 for cause in CAUSES} == {
        one.cause: one.count for one in moved().causes
    }


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_causes_sum_up_to_the_fraction(variant: str) -> None:
    """By the formula of every variant: nothing is left out and nothing counts twice."""
    movement = Movement(NOON)
    for _ in movement.read(folded(every_cause()).panes, [(QUEUE, CHANNEL)]):
        pass
    movement.add_now({coordinate("waiting_late"): 1})
    found = movement.figures(variant, FORMULAS[variant], None)

    assert (found.value.numerator, found.value.denominator) == (
        sum(one.numerator for one in found.causes),
        sum(one.denominator for one in found.causes),
    )
    assert 0 < (found.value.denominator or 0) < 9


def test_no_two_causes_add_the_same() -> None:
    """Counted back from the measures of one of them, each finds itself and no other."""
    for cause in CAUSES:
        assert [int(other is cause) for other in CAUSES] == [other.number(cause.one()) for other in CAUSES]


def test_the_window_is_that_of_the_floor() -> None:
    """The number is the one that the floor shows for the last 15 minutes."""
    partition = folded(every_cause())
    found = inspected(partition, NOON).movement
    (measures,) = (partition.part(NOON).totals["15m"][QUEUE, CHANNEL],)
    strict: Measures = {}
    add(strict, {place: measures[place] for place in (coordinate("waited"), coordinate("abandoned"))})

    assert (format_instant(NOON - 15 * MINUTE), format_instant(NOON)) == (found.from_at, found.to_at)
    assert (
        measures[coordinate("answered_within")],
        sum(strict.values()) - 1 + measures[coordinate("waiting_late")],
    ) == (
        found.value.numerator,
        found.value.denominator,
    )


def test_the_quarter_before_is_told_beside_it() -> None:
    """Who waited too long then is not known; a quarter later all of it lies in the one before."""
    now, later = moved(), inspected(folded(every_cause()), NOON + 12 * MINUTE).movement
    ended = [one for one in later.causes if one.cause != "waiting_late"]

    assert {None, 0} == {one.before for one in now.causes}
    assert [0] * 6 == [one.count for one in ended]
    assert [1, 1, 1, 1, 1, 2] == [one.before for one in ended]
    assert (now.value.denominator or 0) - 1 == later.before.denominator


def test_without_anybody_there_is_no_number() -> None:
    """Neither nought nor a hundred per cent."""
    found = inspected(folded([]), NOON).movement

    assert KpiValue(None, 0, 0, "ratio", 0) == found.value == found.before


def test_contacts_are_named_only_where_that_is_allowed() -> None:
    """The same causes as are counted, the newest first; whoever moves nothing is there too."""
    hidden, named = moved(), moved(named=True)
    assert named.contacts is not UNSET
    found = {one.contact: (one.cause, one.numerator, one.denominator) for one in named.contacts}

    assert hidden.contacts is UNSET
    assert {cause.name: cause.name for cause in CAUSES} | {"full": "diverted"} == {
        contact: cause for contact, (cause, _, _) in found.items()
    }
    assert (1, 1) == found["answered_in_time"][1:]
    assert (0, 0) == found["abandoned_short"][1:]
    assert [one.at for one in named.contacts] == sorted((one.at for one in named.contacts), reverse=True)
    for part in ("numerator", "denominator"):
        assert sum(getattr(one, part) for one in named.contacts) == getattr(named.value, part)


def test_of_many_contacts_the_newest_are_named() -> None:
    """Who counted before the quarter of an hour is not among them."""
    told = [text for n in range(90) for text in call(f"c{n:02}", NOON - 20 * MINUTE + n * 10 * SECOND, SECOND, SECOND)]
    found = inspected(folded(told), NOON, named=True).movement
    assert found.contacts is not UNSET

    assert [f"c{n}" for n in range(89, 89 - MOST_NAMED, -1)] == [one.contact for one in found.contacts]
    assert 60 == found.value.denominator


def test_a_contact_that_silence_has_closed_counts_when_it_did() -> None:
    """A caller who waited for four hours left by timeout then, although its last event is long ago."""
    partition = folded([*call("silent", NOON - 4 * 60 * MINUTE), *call("later", NOON + SECOND, queue="help")])
    found = inspected(partition, NOON + SECOND, named=True).movement
    assert found.contacts is not UNSET

    assert [("silent", "diverted")] == [(one.contact, one.cause) for one in found.contacts]


def test_a_contact_with_a_settled_past_is_folded_from_there() -> None:
    """An entry that was queued long ago and answered now counts now, by the events that are remembered."""
    told = [
        line("queued", NOON - 60 * MINUTE, "chat", queue=QUEUE, channel="chat"),
        line("answered", NOON - 59 * MINUTE, "chat", agent="a"),
        line("ended", NOON - 30 * MINUTE, "chat"),
        line("queued", NOON - 2 * MINUTE, "chat", queue=QUEUE),
        line("answered", NOON - MINUTE, "chat", agent="a"),
    ]
    partition = folded(told)
    movers = Movers(partition.site, QUEUE, "chat", Movement(NOON).now, NOON)
    for _ in movers.read(list(partition.memory.contacts.values()), partition.log_clock_ms):
        pass

    assert partition.memory.contacts["chat"].base is not None
    assert ["answered_in_time"] == [one.cause for one in movers.newest(FORMULAS["strict"])]


def test_who_was_queued_before_what_is_settled_and_has_gone_on_to_another_queue_is_named_here() -> None:
    """Nothing recent names the queue of its answer: the entry waited there when the rest was settled."""
    told = [
        line("queued", NOON - 30 * MINUTE, "passed_on", queue=QUEUE, channel=CHANNEL),
        line("answered", NOON - 5 * MINUTE, "passed_on", agent="a"),
        line("queued", NOON - 4 * MINUTE, "passed_on", queue="help"),
    ]
    found = inspected(folded(told), NOON, named=True).movement
    assert found.contacts is not UNSET

    assert 1 == found.value.denominator
    assert [("passed_on", "answered_late")] == [(one.contact, one.cause) for one in found.contacts]


def test_who_was_in_no_queue_is_named_under_the_one_in_which_it_counts() -> None:
    """That of what cannot be placed."""
    told = [line("diverted", NOON - MINUTE, "away", channel=CHANNEL, reason="full")]
    found = inspected(folded(told), NOON, queue=OTHER, named=True).movement
    assert found.contacts is not UNSET

    assert [("away", "diverted")] == [(one.contact, one.cause) for one in found.contacts]


def test_who_has_been_silent_beyond_the_limit_waits_no_more() -> None:
    """Nor does the number count him, before any event moves the log clock on."""
    found = inspected(folded(call("silent", NOON - 5 * 60 * MINUTE)), NOON, named=True).movement

    assert ([], 0) == (found.contacts, found.value.denominator)
