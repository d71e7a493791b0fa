"""Dead letters as a person goes through them: which are meant, what became of each, and how they are shown."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import replace

import pytest

from agents.cli.letter_tables import listed, print_letter, print_list
from agents.dead_letters import DeadLetter, Headers, encode
from agents.letters import REQUEUED, Fate, Pile, Place, Wanted, _put, again, document, mark, marked_by
from agents.requeue import Order, Sent, _chosen
from tests.shell.lane_doubles import PlainRecord

PLENTY = 1 << 20


def letter(reason: str = "bad_time", source: str = "pbx", headers: Headers | None = None) -> DeadLetter:
    """Return the letter of a record that names its source."""
    value = b'{"type":"contact.ended","contact":"c","time":"soon","source":"%s"}' % source.encode()
    return DeadLetter(reason, "contact.events", 1, 7, 1_000, b"c", value, tuple(headers or ()))


def stored(
    offset: int, told: DeadLetter, at_ms: int = 0, max_bytes: int = PLENTY, about: int | None = None
) -> PlainRecord:
    """Return a letter as it lies in its topic, about a record of its own unless that is said to be another's."""
    record = encode(replace(told, offset=offset if about is None else about), max_bytes)
    return PlainRecord(offset, record.key, record.value, at_ms, tuple(record.headers))


def piled(*records: PlainRecord, wanted: Wanted | None = None, sources: Mapping[str, int] | None = None) -> Pile:
    """Return the pile of partition 1."""
    pile = Pile(1, newest=deque(maxlen=2))
    for record in records:
        _put(pile, record, wanted or Wanted(), sources)
    return pile


@pytest.mark.parametrize(
    ("wanted", "offsets"),
    [
        (Wanted(), [0, 1, 2]),
        (Wanted(reasons=frozenset({"late"})), [1]),
        (Wanted(sources=frozenset({"acd"})), [2]),
        (Wanted(from_ms=10), [1, 2]),
        (Wanted(from_ms=10, to_ms=20), [1]),
        (Wanted(places=frozenset({Place(1, 2), Place(2, 0)})), [2]),
        (Wanted(reasons=frozenset({"late"}), sources=frozenset({"acd"})), []),
    ],
)
def test_letters_are_chosen_by_place_reason_source_and_time(wanted: Wanted, offsets: list[int]) -> None:
    """The time is that of the refusal, half-open; all that is asked for must hold."""
    records = [stored(0, letter()), stored(1, letter("late"), 10), stored(2, letter(source="acd"), 20)]

    assert offsets == list(piled(*records, wanted=wanted).letters)


def test_a_mark_makes_a_letter_requeued_and_its_return_is_known() -> None:
    """The record is sent with the place of its letter, and keeps it when it is refused once more."""
    place = Place(1, 0)
    sent = again(letter(headers=[("trace", b"x"), (REQUEUED, b"1@9")]), place)
    marking = PlainRecord(1, None, None, 5, tuple(mark(place)))
    back = stored(2, letter(headers=sent))
    pile = piled(stored(0, letter()), marking, back, stored(3, letter()))

    assert [("trace", b"x"), (REQUEUED, b"1@0")] == sent
    assert 0 == marked_by(marking)
    assert [Fate.REQUEUED, Fate.BACK, Fate.NEW] == [pile.fate(offset) for offset in pile.letters]
    assert Counter({("bad_time", "pbx", fate): 1 for fate in Fate}) == pile.counts()


def test_a_record_that_a_rebuild_has_refused_once_more_is_told_of_once() -> None:
    """The source was read again: 0 and 1 became 3 and 4, and only 1 is refused for another reason now."""
    mine, other = stored(0, letter()), stored(1, letter("late"))
    once_more = [stored(3, letter(), 90, about=0), stored(4, letter("engine_error"), 90, about=1)]
    pile = piled(mine, other, stored(2, letter(), 50), *once_more)
    later = piled(mine, other, *once_more, wanted=Wanted(from_ms=60))
    named = piled(mine, *once_more, wanted=Wanted(places=frozenset({Place(1, 0), Place(1, 3)})))

    assert ([0, 1, 2, 4], [3, 4], [0, 3]) == (list(pile.letters), list(later.letters), list(named.letters))


def test_what_was_sent_again_before_a_rebuild_is_not_sent_a_second_time() -> None:
    """Whichever of the letters about it was sent; of two that were not, the later one is."""
    marks = [
        PlainRecord(6, None, None, 5, tuple(mark(Place(1, 0)))),
        PlainRecord(7, None, None, 5, tuple(mark(Place(1, 4)))),
    ]
    letters = [stored(0, letter()), stored(1, letter("late")), stored(2, letter("late"))]
    letters += [stored(3, letter(), about=0), stored(4, letter(), about=1), stored(5, letter("engine_error"), about=2)]
    pile = piled(*letters, *marks)
    sent = Sent()
    chosen = _chosen(pile, Order(Wanted(), limit=9), sent)

    assert ([5], 3) == (chosen, sent.already)
    assert {Fate.REQUEUED} == {pile.fate(offset) for offset in (0, 1, 3, 4)}


def test_what_is_cut_off_is_noted_and_what_is_no_letter_is_passed_over() -> None:
    """A record of somebody else in the topic is neither letter nor mark."""
    pile = piled(stored(0, letter(), max_bytes=530), PlainRecord(1, b"x", b"y"))

    assert ({0}, {0: ("bad_time", "")}, set()) == (pile.cut, pile.letters, pile.requeued)


def test_the_newest_are_kept_and_all_are_counted() -> None:
    """A pile of any size takes as much memory."""
    told = listed([piled(*(stored(offset, letter(), offset) for offset in range(5)))], 1)

    assert [{"reason": "bad_time", "source": "pbx", "fate": "new", "letters": 5}] == told["counts"]
    assert ["1@4"] == [one["place"] for one in told["letters"]]


def test_letters_of_a_topic_that_is_not_there_take_no_room_from_the_others() -> None:
    """The limit counts what is sent: otherwise old letters of another topic would keep the newer ones back for ever."""
    gone, beyond = (replace(letter(), **of) for of in ({"topic": "gone"}, {"partition": 2}))
    records = [stored(0, gone), stored(1, beyond), *(stored(offset, letter()) for offset in (2, 3))]
    sent = Sent()
    pile = piled(*records, sources={"contact.events": 2, "agent.events": 2})

    assert [2] == _chosen(pile, Order(Wanted(), 1), sent)
    assert (2, 1) == (sent.elsewhere, sent.beyond_limit)


@pytest.mark.parametrize("text", ["2", "2@", "@3", "a@b", "-1@3", "2@-3"])
def test_what_is_no_place_is_refused(text: str) -> None:
    """A place is a partition and an offset: of a partition below 0 nobody would ever hear."""
    with pytest.raises(ValueError, match=r"invalid literal|below 0"):
        Place.of(text)


def test_of_letters_of_one_instant_the_newest_are_told() -> None:
    """A checkpoint writes hundreds in one millisecond; the newest comes first, the oldest is beyond the limit."""
    pile = piled(stored(4, letter(), 5), stored(5, letter(), 5))
    other = Pile(2, newest=deque([stored(0, letter(), 9)]), letters={0: ("late", "")})

    assert ["2@0", "1@5"] == [one["place"] for one in listed([pile, other], 2)["letters"]]
    assert ["2@0", "1@5", "1@4"] == [one["place"] for one in listed([pile, other], 3)["letters"]]


def test_nothing_that_a_record_carries_reaches_the_terminal_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in a list nor in full; a traceback stands line by line."""
    hostile = DeadLetter("engine_error", "t", 0, 3, 0, b"\x1b[2J[red]", b'{"a":\xff\x07\n', (("h\r", None),), "a\n  b")
    record = stored(4, hostile)
    print_list(listed([piled(record)], 5))
    print_letter(document(Place(1, 4), record, hostile, Fate.NEW))
    shown = capsys.readouterr().out

    assert {"\x1b", "\x07", "\r"}.isdisjoint(shown)
    assert "\\x1b[2J[red]" in shown
    assert "traceback:\na\n  b\n" in shown


def test_an_empty_topic_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """No table without rows."""
    print_list(listed([Pile(0), Pile(1)], 5))

    assert "no dead letters\n" == capsys.readouterr().out
