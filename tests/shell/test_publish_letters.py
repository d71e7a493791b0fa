"""From one worker to another: whole parts and changes, what is lost on the way, and what is not for us to read."""

import random
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from agents.publish.hearing import LISTENED_TO_MS, PAST_MS, Hearing
from agents.publish.letter import SENDER, Letter, key_of, packed, place_of
from agents.publish.log import letter_of
from agents.publish.shelf import Place, Shelf, Told
from agents.publish.telling import WHOLE_EVERY_MS, Telling
from stream.bulletin import form_of
from stream.site import Site
from stream.units import MINUTE, SECOND
from tests.shell.floor_doubles import MAX_BYTES, PLAIN, TOPICS
from tests.shell.one_told import agents, contacts, told
from tests.shell.standing_lanes import NOW

CHANCE = random.Random(4)
SPREAD = {4096 + place: CHANCE.randrange(1, 1_000_000) for place in range(2_000)}
"""So many numbers that telling all of them each second would be too much."""


def teller(me: str = "other", max_bytes: int = MAX_BYTES, site: Site = PLAIN, **topics: str) -> Telling:
    """Return a worker that has told nothing yet."""
    ids: Any = TOPICS | topics
    return Telling(me, ids, 1, max_bytes, form_of(site))


def hearer() -> Hearing:
    """Return a worker that has heard nothing yet."""
    ids: Any = TOPICS
    return Hearing(Shelf(2, "me"), ids, form_of(PLAIN))


def hear(hearing: Hearing, letters: list[Letter], now_ms: int = NOW, *, live: bool = True) -> None:
    """Let a worker hear these."""
    for letter in letters:
        hearing.take(letter, now_ms, live=live)


def kinds(letters: list[Letter]) -> list[str]:
    """Return what kind of part each tells."""
    return [place[1] for letter in letters if (place := place_of(letter.key)) is not None]


def second(telling: Telling, n: int, place: Place | None = None, **facts: Any) -> list[Letter]:  # noqa: ANN401 - members of very different kinds
    """Return what is told in the n-th second: ever more offered, the spread as it was."""
    at_ms = NOW + n * SECOND
    where = place or contacts(0)
    spread = facts.pop("spread", SPREAD)
    part = told(where, n + 1, clock_ms=at_ms, spread=spread, **facts)
    return list(telling.letters(where, part, at_ms))


def heard(hearing: Hearing, place: Place | None = None) -> Told | None:
    """Return what is shown of a partition, without what only the sender knows."""
    return hearing.shelf.latest(place or contacts(0))


def offered(hearing: Hearing) -> int | None:
    """Return how many are offered in the partition, with all of the spread."""
    found = heard(hearing)
    if found is None:
        return None
    (measures,) = found.part.totals["today"].values()
    assert {place: amount for place, amount in measures.items() if place >= 4096} == SPREAD
    return measures[0]


def test_after_a_whole_part_only_what_has_changed_is_told() -> None:
    """And everything is known all the same."""
    telling, hearing = teller(), hearer()
    sent = [second(telling, n) for n in range(3)]
    shown = []
    for letters in sent:
        hear(hearing, letters)
        shown.append(offered(hearing))

    assert [["whole"], ["change"], ["change"]] == [kinds(letters) for letters in sent]
    assert [1, 2, 3] == shown
    assert len(sent[1][0].value) < len(sent[0][0].value) / 20


def test_a_whole_part_comes_again_after_a_while_or_when_much_has_changed() -> None:
    """A short one is always told whole."""
    telling = teller()
    first, early, late = (second(telling, n) for n in (0, 1, WHOLE_EVERY_MS // SECOND))
    other = second(telling, 31, spread={place: amount + 1 for place, amount in SPREAD.items()})
    short = [second(teller(), n, spread={}) for n in range(2)]

    assert [["whole"], ["change"], ["whole"], ["whole"]] == [kinds(of) for of in (first, early, late, other)]
    assert [["whole"], ["whole"]] == [kinds(letters) for letters in short]


def test_a_whole_part_comes_when_the_wall_clock_was_put_back() -> None:
    """And not only half a minute after it is again what it was."""
    telling = teller()
    kinds_told = [kinds(second(telling, n)) for n in (0, 1, -3_600, -3_599)]

    assert [["whole"], ["change"], ["whole"], ["change"]] == kinds_told


def test_the_last_of_each_key_tells_all() -> None:
    """A compacted topic keeps the last whole part and the last change."""
    telling, hearing = teller(), hearer()
    letters = [letter for n in range(5) for letter in second(telling, n)]
    kept = {letter.key: letter for letter in letters}
    hear(hearing, list(kept.values()))

    assert 2 == len(kept)
    assert 5 == offered(hearing)


def test_a_change_of_a_whole_part_that_is_not_known_is_passed_over() -> None:
    """Be it of another sender, or one that has been compacted away."""
    telling, twin, hearing = teller(), teller("twin"), hearer()
    _, change = second(telling, 0), second(telling, 1)
    hear(hearing, change)
    without = offered(hearing)
    hear(hearing, second(twin, 0))
    hear(hearing, change)

    assert without is None
    assert 1 == offered(hearing)


def test_what_was_not_told_is_told_whole() -> None:
    """Nobody knows what has become of a record that Kafka did not confirm."""
    telling = teller()
    second(telling, 0)
    telling.anew(contacts(0))
    again = second(telling, 1)
    telling.forget_but([contacts(1)])

    assert [["whole"], ["whole"]] == [kinds(letters) for letters in (again, second(telling, 2))]


def test_a_part_that_is_too_long_for_the_topic_is_named() -> None:
    """Until it is shorter, or somebody else's."""
    telling = teller(max_bytes=2_000)
    letters = second(telling, 0)
    too_long = dict(telling.too_long)
    shorter = second(telling, 1, spread={})
    second(telling, 2)
    telling.forget_but([])

    assert [] == letters
    assert [contacts(0)] == list(too_long)
    assert too_long[contacts(0)] > 2_000
    assert ["whole"] == kinds(shorter)
    assert {} == telling.too_long


def test_parts_of_agents_are_told_beside() -> None:
    """Under keys of their own."""
    hearing = hearer()
    hear(hearing, second(teller(), 0, agents(1)))

    assert heard(hearing) is None
    assert heard(hearing, agents(1)) is not None


def test_what_was_there_before_is_as_old_as_its_sender_says() -> None:
    """And what is of another time is not heard at all; a clock that is ahead makes nothing younger than now."""
    old, older, ahead = hearer(), hearer(), hearer()
    for hearing, sent_ms in ((old, NOW - 9 * SECOND), (older, NOW - PAST_MS - 1), (ahead, NOW + SECOND)):
        (letter,) = second(teller(), 0)
        hear(hearing, [Letter(0, letter.key, letter.value, letter.sender, sent_ms)], live=False)
    found = [heard(hearing) for hearing in (old, older, ahead)]

    assert [9 * SECOND, None, 0] == [of and of.age_ms(NOW) for of in found]
    assert [NOW - 9 * SECOND, None, NOW] == [hearing.heard_ms for hearing in (old, older, ahead)]


def test_our_own_voice_is_not_heard() -> None:
    """Nor is it company."""
    hearing = hearer()
    hear(hearing, second(teller("me"), 0))

    assert (None, None, set()) == (heard(hearing), hearing.heard_ms, hearing.retold)


def test_parts_about_another_topic_or_partition_are_not_shown() -> None:
    """A topic that was deleted and made again has the same name and other contacts."""
    hearing = hearer()
    hear(hearing, second(teller(contacts="former"), 0))
    (letter,) = second(teller(), 0)
    hear(hearing, [Letter(0, key_of(contacts(1), "whole"), letter.value, "other")])
    hear(hearing, [Letter(0, key_of(contacts(9), "whole"), letter.value, "other")])

    hear(hearing, [Letter(0, key_of(contacts(-1), "whole"), letter.value, "other")])

    assert [None] * 3 == [heard(hearing, contacts(number)) for number in (0, 1, -1)]
    assert {contacts(0), contacts(1)} == hearing.retold


def test_a_record_of_somebody_else_in_the_topic_stops_nobody() -> None:
    """It stays there, since the topic is compacted: every worker would end over it, again and again."""
    record = SimpleNamespace(partition=0, key=b"k", value=b"v", headers=[(SENDER, None)], timestamp=NOW)

    assert Letter(0, b"k", b"v", "", NOW) == letter_of(record)


@pytest.mark.parametrize("value", [b"", b"no zlib", *map(packed, (b"\x93", b"\x91\xa1x", b"\x91\xa1\xff"))])
def test_what_cannot_be_read_is_remembered(value: bytes) -> None:
    """Another version has the partition, for as long as it is heard; once it is read again it is forgotten."""
    hearing = hearer()
    hear(hearing, [Letter(0, key_of(contacts(0), "whole"), value, "other")])
    unreadable = [hearing.unreadable(NOW + after_ms) for after_ms in (0, LISTENED_TO_MS, LISTENED_TO_MS + 1)]
    claimed = hearing.claimed(NOW)
    hear(hearing, second(teller(), 0))

    assert [{0}, {0}, set()] == unreadable
    assert {0} == claimed
    assert set() == hearing.unreadable(NOW) | hearing.claimed(NOW)


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("site", [Site(labels=("queue", "channel", "priority")), Site(time_zone="Asia/Seoul")])
@pytest.mark.parametrize("place", [contacts(0), agents(0)])
def test_what_a_worker_of_another_configuration_tells_is_not_shown(place: Place, site: Site, *, live: bool) -> None:
    """Be it told now, or left in the topic by those who were stopped before the file was changed."""
    hearing = hearer()
    (letter,) = second(teller(site=site), 0, place)
    hear(hearing, [replace(letter, sent_ms=NOW - MINUTE)], live=live)

    assert heard(hearing, place) is None
    assert {0} == hearing.unreadable(NOW if live else NOW - MINUTE + LISTENED_TO_MS)


def test_a_bulletin_that_is_damaged_behind_its_head_is_not_read() -> None:
    """Its form is ours, and nothing else of it."""
    hearing = hearer()
    form = form_of(PLAIN).encode()
    hear(
        hearing, [Letter(0, key_of(contacts(0), "whole"), packed(b"\x91" + bytes([0xA0 + len(form)]) + form), "other")]
    )

    assert {0} == hearing.unreadable(NOW)


@pytest.mark.parametrize(
    "key",
    [b"", b"{}", b'["\xff", 1, "whole"]', b'["contacts", 1]', b'["people", 1, "whole"]', b'["agents", 1, "half"]'],
)
def test_keys_of_others_are_passed_over(key: bytes) -> None:
    """Somebody else may write here one day."""
    hearing = hearer()
    hear(hearing, [Letter(0, key, b"", "other")])

    assert set() == hearing.retold


def test_whole_parts_are_kept_of_the_last_few_senders() -> None:
    """A floor whose workers come and go for years does not grow."""
    hearing = hearer()
    for n in range(9):
        hear(hearing, second(teller(f"worker {n}"), n))

    assert 3 == len(hearing._wholes[contacts(0)])  # noqa: SLF001 - it shows nowhere else


def test_letters_say_who_sent_them_outside() -> None:
    """So that our own need not be opened."""
    (letter,) = second(teller(), 0)

    assert [("sender", b"other")] == list(letter.headers)
    assert b'["contacts",0,"whole"]' == letter.key
