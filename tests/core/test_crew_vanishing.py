"""People of whom nothing is heard: they vanish, come back, are forgotten, and late news about them counts."""

from stream.intake import Refused
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, SECOND
from tests.core.one_crew import NOON, crew, spent, told

NOWHERE = ("", "")


def test_whoever_is_silent_for_the_limit_vanishes_and_is_counted() -> None:
    """Twelve hours after the last word; another agent moves the log clock."""
    site = Site()
    partition = crew(told(0, "ann", NOON, "break"), told(1, "bob", NOON + 12 * HOUR - 1, "offline"), site=site)
    before = partition.part(NOON + 12 * HOUR - SECOND)
    partition.fold([told(2, "bob", NOON + 12 * HOUR + 30 * MINUTE, "offline")])
    later = partition.part(NOON + 12 * HOUR + 30 * MINUTE)

    assert {"break": 1} == before.now[NOWHERE]
    assert {"vanished": 1, "offline": 1} == later.now[NOWHERE]
    assert (30 * MINUTE, 30 * MINUTE) == (spent(later, "1h", "break"), spent(later, "1h", "vanished"))


def test_who_comes_back_has_been_away_since_the_limit() -> None:
    """Also where the same state is told again, and no other record has shown the time between."""
    back = NOON + 12 * HOUR + 20 * MINUTE
    part = crew(told(0, "ann", NOON, "available"), told(1, "ann", back, "available")).part(back + 10 * MINUTE)

    assert (40 * MINUTE, 20 * MINUTE) == (spent(part, "1h", "available"), spent(part, "1h", "vanished"))
    assert {NOWHERE: {"available": 1}} == part.now


def test_on_a_silent_log_the_clock_alone_shows_who_has_vanished() -> None:
    """No record comes any more; the panes have nothing of it, what is shown has."""
    partition = crew(told(0, "ann", NOON, "available"))
    part = partition.part(NOON + 12 * HOUR + MINUTE)

    assert {NOWHERE: {"vanished": 1}} == part.now
    assert MINUTE == spent(part, "5m", "vanished")
    assert not partition.memory.agents["ann"].vanished


def test_news_of_the_time_before_brings_a_vanished_agent_back() -> None:
    """An event that was late to come, but is of a time before the limit, takes the vanishing back."""
    partition = crew(told(0, "ann", NOON, "available"), told(1, "bob", NOON + 13 * HOUR, "offline"))
    vanished = partition.memory.agents["ann"].vanished
    partition.fold([told(2, "ann", NOON + 11 * HOUR, "on_contact", timestamp=NOON + 13 * HOUR)])
    part = partition.part(NOON + 13 * HOUR)

    assert vanished
    assert {NOWHERE: {"on_contact": 1, "offline": 1}} == part.now
    assert (HOUR, 0) == (spent(part, "1h", "on_contact"), spent(part, "1h", "vanished"))


def test_late_news_of_who_has_vanished_leaves_the_vanishing_where_it_is() -> None:
    """It counts once, after the last word."""
    now = NOON + 12 * HOUR + 30 * MINUTE
    ann = (told(0, "ann", NOON, "available"), told(1, "ann", NOON + 10 * MINUTE, "available"))
    partition = crew(*ann, told(2, "bob", now, "offline"))
    partition.fold([told(3, "ann", NOON + 5 * MINUTE, "break", timestamp=now)])
    part = partition.part(now)

    assert partition.memory.agents["ann"].vanished
    assert {NOWHERE: {"vanished": 1, "offline": 1}} == part.now
    assert (40 * MINUTE, 20 * MINUTE) == (spent(part, "1h", "available"), spent(part, "1h", "vanished"))


def test_who_is_offline_does_not_vanish_and_is_forgotten_in_the_end() -> None:
    """After eight days nothing is kept, and the time offline ends there."""
    partition = crew(told(0, "ann", NOON, "offline"), told(1, "bob", NOON + 8 * DAY - 1, "available"))
    known = set(partition.memory.agents)
    partition.fold([told(2, "bob", NOON + 8 * DAY + 30 * MINUTE, "available")])
    part = partition.part(NOON + 8 * DAY + 30 * MINUTE)

    assert ({"ann", "bob"}, {"bob"}) == (known, set(partition.memory.agents))
    assert {NOWHERE: {"available": 1}} == part.now
    assert 30 * MINUTE == spent(part, "1h", "offline")


def test_old_news_about_an_unknown_agent_are_late() -> None:
    """A copy resent after days must not raise a ghost."""
    partition = crew(told(0, "bob", NOON + 9 * DAY, "available"))

    assert [Refused(1, "late", "")] == partition.fold([told(1, "ann", NOON, "available", timestamp=NOON + 9 * DAY)])
    assert {"bob"} == set(partition.memory.agents)


def test_a_copy_of_the_last_word_raises_no_ghost_at_the_instant_of_forgetting() -> None:
    """Ann is forgotten when the log clock is eight days after her last event; at that very instant it comes again."""
    partition = crew(told(0, "ann", NOON, "offline", id="1"), told(1, "bob", NOON + 8 * DAY, "available"))
    panes = {start: dict(slices) for start, slices in partition.panes.kept(5 * MINUTE).items()}
    refused = partition.fold([told(2, "ann", NOON, "offline", id="1", timestamp=NOON + 8 * DAY)])

    assert [Refused(2, "late", "")] == refused
    assert panes == partition.panes.kept(5 * MINUTE)
