"""What is due comes once, in order, however far away it was and however often it was put off."""

import random

from stream.agenda import SPAN_MS, Agenda


class Diary:
    """Names with the instants at which they are due, and the agenda that reminds of them."""

    def __init__(self) -> None:
        """Begin with nothing due."""
        self.due: dict[str, int] = {}
        self.agenda = Agenda()

    def put(self, name: str, at_ms: int) -> None:
        """Put a name off until then."""
        self.due[name] = at_ms
        self.agenda.put(at_ms, name)

    def passed(self, clock_ms: int) -> list[str]:
        """Return what is due by now, if there can be anything; it is due no more then."""
        found: list[str] = []
        if clock_ms > self.agenda.next_ms:
            for name in self.agenda.passed(clock_ms, self.due.get):
                found.append(name)
                del self.due[name]
        return found


def test_what_is_due_comes_in_order_after_its_instant() -> None:
    """Not at the instant itself."""
    diary = Diary()
    for name, at_ms in (("c", 5 * SPAN_MS + 7), ("a", 3), ("b", 5 * SPAN_MS)):
        diary.put(name, at_ms)

    assert [[], ["a"], [], ["b"], ["c"], []] == [
        diary.passed(at_ms) for at_ms in (3, 4, 5 * SPAN_MS, 5 * SPAN_MS + 1, 5 * SPAN_MS + 8, 9 * SPAN_MS)
    ]


def test_the_last_word_counts() -> None:
    """Earlier or later, within the same minute or far from it."""
    diary = Diary()
    diary.put("later", 2 * SPAN_MS)
    diary.put("later", 4 * SPAN_MS)
    diary.put("sooner", 4 * SPAN_MS)
    diary.put("sooner", 2 * SPAN_MS + 1)

    assert ["sooner"] == diary.passed(3 * SPAN_MS)
    assert ["later"] == diary.passed(5 * SPAN_MS)
    assert [] == diary.passed(9 * SPAN_MS)


def test_what_is_gone_is_passed_over() -> None:
    """A name that is due no more, in the minute that runs and in a later one."""
    diary = Diary()
    diary.passed(1)
    diary.put("near", 10)
    diary.put("far", 3 * SPAN_MS)
    diary.due.clear()

    assert [] == diary.passed(9 * SPAN_MS)


def test_any_history_is_that_of_a_sorted_list() -> None:
    """Names put and put off at random, clocks that go on by anything between a millisecond and minutes."""
    choose = random.Random(7)
    diary, clock_ms, count = Diary(), 0, 0
    for _ in range(3_000):
        for _ in range(choose.randrange(3)):
            diary.put(f"n{choose.randrange(60)}", clock_ms + choose.choice((1, 900, SPAN_MS, 20 * SPAN_MS)))
        clock_ms += choose.choice((1, 40, 1_000, SPAN_MS // 2, 3 * SPAN_MS))
        wanted = sorted((at_ms, name) for name, at_ms in diary.due.items() if at_ms < clock_ms)
        assert [name for _, name in wanted] == diary.passed(clock_ms)
        count += len(wanted)

    assert count > 1_000
