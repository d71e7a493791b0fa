"""The instants at which a recording is looked at."""

from stream import catalog
from stream.alarms.machine import Alarms
from stream.alarms.rounds import EVERY_MS, LONGEST_SILENCE_MS, Rounds
from stream.units import SECOND
from tests.core.alarm_picture import LEVEL, NOON


def rounds() -> Rounds:
    """Rounds before the first event."""
    return Rounds(Alarms([LEVEL]), catalog.standard())


def passed(of: Rounds, *seconds: float) -> list[list[int]]:
    """The looks before each event, in seconds after noon."""
    return [[(at_ms - NOON) // SECOND for at_ms in of.passed_by(NOON + int(s * SECOND))] for s in seconds]


def test_every_tenth_second_is_looked_at_once_events_have_passed_it() -> None:
    """An event exactly on it belongs to it, so that the look comes with the next one.

    events  3    10   10.001      31   29   45
    looks                   10    20 30        40
    """
    assert [[], [], [10], [20, 30], [], [40]] == passed(rounds(), 3, 10, 10.001, 31, 29, 45)


def test_the_first_look_is_not_before_the_first_event() -> None:
    """Whatever the recording begins with."""
    assert [[], [20]] == passed(rounds(), 10.5, 21)


def test_a_long_silence_is_looked_at_for_a_day() -> None:
    """Then the next look is at the next event: one of the year 2099 is not waited for."""
    of = rounds()
    silence_s = 100 * LONGEST_SILENCE_MS // SECOND
    first, second, third = passed(of, 0, silence_s, silence_s + 11)

    assert ([], LONGEST_SILENCE_MS // EVERY_MS) == (first, len(second))
    assert [0, 10] == second[:2]
    assert [silence_s, silence_s + 10] == third


def test_the_floor_of_a_look_has_no_more_than_the_rules_look_at() -> None:
    """So that it is quickly made."""
    assert ["service_level"] == list(rounds().watched.kpis)
