"""Laws of panes and windows: after each step of a random history they equal a sum over all that was ever posted."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from stream.compound import compound, spelled_out
from stream.measures import Measures, Slice, merged
from stream.panes import COARSE, PaneLevel, Panes
from stream.units import DAY, HOUR, MINUTE, Millis
from stream.windows import DayWindow, SlidingWindow

SALES: Slice = ("sales", "voice")
HELP: Slice = ("help", "chat")
FINE_MS, COARSE_MS = 10, 30
KEEP = {FINE_MS: 100, COARSE_MS: 400}
LEVELS = tuple(PaneLevel(length_ms, keep_ms) for length_ms, keep_ms in KEEP.items())
SPANS = {"short": (40, FINE_MS), "as kept": (100, FINE_MS), "beyond": (200, FINE_MS), "coarse": (90, COARSE_MS)}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Post(NamedTuple):
    """A delta, so many ms after the window's clock."""

    where: Slice
    after_ms: Millis
    amounts: tuple[tuple[int, int], ...]
    sign: int


class Flush(NamedTuple):
    """The log clock goes on by so much and what is pending is flushed."""

    by_ms: Millis


class Advance(NamedTuple):
    """The windows' clock goes on by so much."""

    by_ms: Millis


class Posted(NamedTuple):
    """What the naive model remembers of a post, for ever."""

    where: Slice
    at_ms: Millis
    vector: Measures


COMPOUNDS = [compound(parts) for parts in ((0, 1), (1, 2, 3), (0,))]
places = st.integers(0, 3) | st.sampled_from(COMPOUNDS)
amounts = st.lists(st.tuples(places, st.integers(1, 3)), min_size=1, max_size=3).map(tuple)
instants = st.integers(-60, 30) | st.integers(-500, 100)
signs = st.sampled_from([1, -1])
posts = st.builds(Post, st.sampled_from([SALES, HELP]), instants, amounts, signs)
# The same number, written once as a compound and once not: two of opposite signs come to nothing.
halves = st.builds(Post, st.just(SALES), st.just(-5), st.sampled_from([((0, 1),), ((COMPOUNDS[-1], 1),)]), signs)
forward = st.integers(-20, 60) | st.sampled_from([-20, 0, 150, 600])
steps = posts | posts | halves | st.builds(Flush, forward) | st.builds(Advance, forward)
# Whatever comes between: first some panes are filled and kept, at the end the log clock retires the most of them.
histories = st.builds(
    lambda filled, between: [*filled, Flush(0), *between, Flush(150)],
    st.lists(posts | halves, min_size=4, max_size=8),
    st.lists(steps, max_size=14),
)
Sums = dict[Slice, Measures]


def floor(at_ms: Millis, length_ms: Millis) -> Millis:
    """The start of the pane of an instant."""
    return at_ms - at_ms % length_ms


def summed(posted: Sequence[Posted]) -> Sums:
    """The sum of these posts by slice, nothing where it comes to nothing."""
    sums = {where: merged(post.vector for post in posted if post.where == where) for where in (SALES, HELP)}
    return {where: measures for where, measures in sums.items() if measures}


class History:
    """Panes and windows, and beside them the list of all that was flushed into them."""

    def __init__(self, start_ms: Millis) -> None:
        """All clocks stand at the start."""
        self.panes = Panes(LEVELS)
        self.windows = [SlidingWindow(name, *span) for name, span in SPANS.items()]
        for window in self.windows:
            self.panes.attach(window)
        self.log_ms = self.greatest_log_ms = self.clock_ms = start_ms
        self.flushed: list[Posted] = []
        self.waiting: list[Posted] = []
        self.seen: Counter[str] = Counter()
        self.take(Flush(0))
        self.take(Advance(0))

    def take(self, step: Post | Flush | Advance) -> None:
        """Do the same to the panes and to the list."""
        match step:
            case Post(where, after_ms, amounts, sign):
                at_ms = self.clock_ms + after_ms
                self.panes.post(where, at_ms, amounts, sign)
                vector = merged(spelled_out({place: sign * n}) for place, n in amounts)
                self.waiting.append(Posted(where, at_ms, vector))
                self.seen["future"] += at_ms > self.clock_ms
                self.seen["past"] += at_ms < self.clock_ms - FINE_MS
            case Flush(by_ms):
                self.log_ms += by_ms
                self.greatest_log_ms = max(self.log_ms, self.greatest_log_ms)
                dropped, until_ms = self.panes.dropped, self.greatest_log_ms - KEEP[FINE_MS] - FINE_MS
                retired = [slices for start_ms, slices in self.panes.kept(FINE_MS).items() if start_ms <= until_ms]
                self.panes.flush(self.log_ms)
                self.flushed, self.waiting = self.flushed + self.waiting, []
                self.seen["dropped"] += self.panes.dropped > dropped
                self.seen["retired panes"] += len(retired) > 1
                self.seen["retired slices"] += any(len(slices) > 1 for slices in retired)
            case Advance(by_ms):
                self.clock_ms = max(self.clock_ms, self.clock_ms + by_ms)
                for window in self.windows:
                    window.advance(self.clock_ms if by_ms >= 0 else self.clock_ms + by_ms)
                self.seen["back"] += by_ms < 0
                self.seen["jump"] += by_ms > 200

    def kept(self, length_ms: Millis) -> list[Posted]:
        """What was flushed into panes of a level that the log clock has never retired."""
        retired_until_ms = self.greatest_log_ms - KEEP[length_ms]
        return [post for post in self.flushed if floor(post.at_ms, length_ms) + length_ms > retired_until_ms]

    def expected_panes(self, length_ms: Millis) -> dict[Millis, Sums]:
        """The panes of a level, summed from the list."""
        starts = {floor(post.at_ms, length_ms) for post in self.kept(length_ms)}
        of_start = {at: summed([p for p in self.kept(length_ms) if floor(p.at_ms, length_ms) == at]) for at in starts}
        return {start_ms: sums for start_ms, sums in of_start.items() if sums}

    def expected_total(self, window: SlidingWindow) -> Sums:
        """A window's total, summed from the list."""
        length_ms = window.level_length_ms
        now_ms = floor(self.clock_ms, length_ms)
        covered = range(now_ms - window.length_ms, now_ms + length_ms)
        return summed([post for post in self.kept(length_ms) if post.at_ms in covered])


def test_windows_cover_each_instant_exactly_once() -> None:
    """Totals equal a sum over every post in reach, after each step, whenever panes were flushed or clocks moved."""
    seen: Counter[str] = Counter()

    @given(st.integers(-100, 1_000), histories)
    def law(start_ms: Millis, steps: list[Post | Flush | Advance]) -> None:
        history = History(start_ms)
        for step in steps:
            history.take(step)
            for window in history.windows:
                assert window.totals == history.expected_total(window), window.name
        seen.update(history.seen)

    law()

    assert all(
        seen[what] for what in ("future", "past", "dropped", "retired panes", "retired slices", "back", "jump")
    ), seen


@given(st.integers(-100, 1_000), histories)
def test_a_kept_pane_is_the_sum_of_all_that_was_posted_to_it(
    start_ms: Millis, steps: list[Post | Flush | Advance]
) -> None:
    """Also of what came before and after it was empty; no pane is kept longer than its level says."""
    history = History(start_ms)
    for step in steps:
        history.take(step)
        for length_ms in KEEP:
            assert history.panes.kept(length_ms) == history.expected_panes(length_ms)


@given(st.integers(-100, 1_000), histories)
def test_how_often_is_flushed_leaves_no_trace(start_ms: Millis, steps: list[Post | Flush | Advance]) -> None:
    """After each post or only at the end: the same panes."""
    often, once = History(start_ms), History(start_ms)
    for step in steps:
        often.take(step)
        often.take(Flush(0))
        once.take(step._replace(by_ms=0) if isinstance(step, Flush) else step)
    once.take(Flush(often.greatest_log_ms - once.log_ms))

    for length_ms in KEEP:
        assert often.panes.kept(length_ms) == once.panes.kept(length_ms)


@given(st.integers(-100, 1_000), histories, st.sets(st.integers(0, 29)))
def test_writing_what_is_dirty_keeps_a_true_copy(
    start_ms: Millis, steps: list[Post | Flush | Advance], checkpoints: set[int]
) -> None:
    """Rows written at any checkpoints equal the panes, and panes restored from them give the same windows."""
    history = History(start_ms)
    rows: dict[tuple[int, int, Slice], Measures] = {}
    for number, step in enumerate([*steps, Flush(0)]):
        history.take(step)
        if number in checkpoints or number == len(steps):
            for row in history.panes.dirty():
                measures = history.panes.measures_at(*row)
                rows.pop(row, None) if measures is None else rows.update({row: dict(measures)})
            history.panes.clear_dirty()

    restored = Panes(LEVELS)
    for (length_ms, pane_ms, where), measures in rows.items():
        restored.put(length_ms, pane_ms, where, measures)
    for length_ms in KEEP:
        assert restored.kept(length_ms) == history.panes.kept(length_ms)
    for window in history.windows:
        before = deepcopy(window.totals)
        window.rebuild(restored)
        assert window.totals == before
    assert (restored.dirty(), len(restored)) == (set(), len(history.panes))


@given(st.integers(-100, 1_000), histories)
def test_counters_less_corrections_are_the_sum_of_all_posts(
    start_ms: Millis, steps: list[Post | Flush | Advance]
) -> None:
    """Neither ever falls, whatever was retired or dropped."""
    history = History(start_ms)
    for step in steps:
        counters = (history.panes.net, history.panes.corrections)
        before = [deepcopy(counter) for counter in counters]
        history.take(step)
        for counter, was in zip(counters, before, strict=True):
            assert all(counter[where][place] >= n for where, m in was.items() for place, n in m.items())

    panes = history.panes
    owed = [Posted(where, 0, {p: -n for p, n in measures.items()}) for where, measures in panes.corrections.items()]
    counted = [Posted(where, 0, measures) for where, measures in panes.net.items()]
    assert summed(counted + owed) == summed(history.flushed)


ZONES = [
    "UTC",
    "Asia/Seoul",
    "Europe/Berlin",
    "America/Havana",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
]
CHANGES = [
    "2024-03-10",
    "2024-03-31",
    "2024-04-07",
    "2024-04-26",
    "2024-10-06",
    "2024-10-27",
    "2024-11-01",
    "2024-11-03",
]


def midnight_before(clock_ms: Millis, zone: str) -> Millis:
    """The first pane of the local day of this instant, found by walking back until the date is another."""
    start_ms = floor(clock_ms, COARSE.length_ms)
    today = local_date(clock_ms, zone)
    while local_date(start_ms - COARSE.length_ms, zone) == today:
        start_ms -= COARSE.length_ms
    return start_ms


def local_date(at_ms: Millis, zone: str) -> str:
    """The date on the wall of this zone."""
    return (EPOCH + timedelta(milliseconds=at_ms)).astimezone(ZoneInfo(zone)).date().isoformat()


@given(
    st.sampled_from(ZONES),
    st.sampled_from(CHANGES),
    st.lists(st.integers(-2 * DAY, 3 * DAY), max_size=30),
    st.lists(st.integers(0, 3 * HOUR) | st.integers(0, 30 * HOUR), min_size=1, max_size=6),
)
def test_today_is_what_happened_since_the_local_midnight(
    zone: str, change: str, posted_ms: list[Millis], advances_ms: list[Millis]
) -> None:
    """Around days on which clocks are put forward or back, step by step."""
    clock_ms = floor((datetime.fromisoformat(change + "T00:00:00Z") - EPOCH) // timedelta(milliseconds=1), MINUTE)
    instants = [clock_ms + after_ms for after_ms in posted_ms]
    panes, window = Panes((COARSE,)), DayWindow(zone)
    panes.attach(window)
    for number, by_ms in enumerate(advances_ms):
        clock_ms += by_ms
        window.advance(clock_ms)
        for at_ms in instants[number :: len(advances_ms)]:
            panes.post(SALES, at_ms, ((0, 1),), 1)
        panes.flush(clock_ms)
        so_far = [at_ms for place in range(number + 1) for at_ms in instants[place :: len(advances_ms)]]
        today = range(midnight_before(clock_ms, zone), floor(clock_ms, COARSE.length_ms) + COARSE.length_ms)
        n = sum(at_ms in today for at_ms in so_far)
        assert window.totals == ({SALES: {0: n}} if n else {})
