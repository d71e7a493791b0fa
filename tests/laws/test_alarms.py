"""Laws of alarms: restoring changes nothing, and no state is entered or left before its hold is fulfilled."""

from collections import Counter
from typing import NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.alarms.alarm import Change, Level
from stream.alarms.machine import LONGEST_GAP_MS, Alarms, Snapshot
from stream.alarms.rule import Rule
from stream.floor import Floor
from stream.units import Millis
from tests.core.alarm_picture import LEVEL, NOON, figures, floor_of, nothing, share

ENOUGH, FEW = 10, 9


class Look(NamedTuple):
    """A look, so long after the one before, at so many per cent (None: no value) of enough cases or of few."""

    after_ms: Millis
    percent: int | None
    n: int

    @property
    def says(self) -> float | None:
        """The value that counts as evidence."""
        return None if self.percent is None or self.n < ENOUGH else self.percent / 100


_STEPS = [1_000, 10_000, 10_000, 29_999, LONGEST_GAP_MS, LONGEST_GAP_MS + 1, 0, -5_000, -LONGEST_GAP_MS - 1]
_LOOK = st.builds(
    Look,
    st.sampled_from(_STEPS),
    st.sampled_from([None, 30, 50, 60, 62, 63, 70, 79, 80, 83, 84, 90, 90]),
    st.sampled_from([ENOUGH, ENOUGH, ENOUGH, FEW]),
)
LOOKS = st.lists(st.tuples(_LOOK, st.integers(1, 6)), min_size=1, max_size=20).map(
    lambda runs: [look for look, times in runs for _ in range(times)]
)
"""Figures stay for a while, as they do in life: else nothing would ever be held."""
HOLDS = st.sampled_from([0, 1_000, 20_000, 45_000])
RULES = st.builds(
    lambda limits, hold, clear: replace(
        LEVEL, warning=limits[0], critical=limits[1], raise_after_ms=hold, clear_after_ms=clear
    ),
    st.sampled_from([*((0.80, 0.60),) * 4, (0.80, None), (None, 0.60)]),
    HOLDS,
    HOLDS,
)


def floor_at(look: Look, at_ms: Millis) -> Floor:
    """The floor of a look."""
    figure = nothing() if look.percent is None else share(look.percent, look.n)
    return floor_of(figures({"service_level": figure}), at_ms=at_ms)


def told(looks: list[Look]) -> list[tuple[Look, Millis]]:
    """Each look with its instant, those that a machine must pass over left out."""
    at_ms, last_ms, found = NOON, -1, []
    for look in looks:
        at_ms += look.after_ms
        if at_ms > last_ms or last_ms - at_ms > LONGEST_GAP_MS:
            found.append((look, at_ms))
            last_ms = at_ms
    return found


def test_restoring_changes_nothing() -> None:
    """At any look, by way of JSON: the same changes, the same alarms, the same snapshot."""
    seen: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(RULES, LOOKS, st.integers(0, 2**60))
    def law(rule: Rule, looks: list[Look], restores: int) -> None:
        whole, torn, at_ms = Alarms([rule]), Alarms([rule]), NOON
        for number, look in enumerate(looks):
            at_ms += look.after_ms
            if restores >> number & 1:
                snapshot = msgspec.json.decode(msgspec.json.encode(torn.export()), type=Snapshot)
                torn = Alarms([rule])
                seen["running holds"] += any(standing.turning for _, standing in snapshot.standings)
                assert [] == torn.restore(snapshot)
            floor = floor_at(look, at_ms)
            changes = whole.look(floor, at_ms)
            seen.update(change.kind for change in changes)
            assert changes == torn.look(floor, at_ms)
            assert (whole.standing(), whole.export()) == (torn.standing(), torn.export())

    law()

    assert min(seen[kind] for kind in ("running holds", "raised", "changed", "cleared")) > 20


def stretch_ms(looks: list[tuple[Look, Millis]], rule: Rule, level: Level, *, worse: bool) -> Millis | None:
    """For how long until the last look every look without a gap has said that this level holds (or is left)."""
    found: Millis | None = None
    later_ms = looks[-1][1]
    for look, at_ms in reversed(looks):
        limit = rule.limit(level) if worse else rule.back(level)
        assert limit is not None
        if look.says is None or abs(later_ms - at_ms) > LONGEST_GAP_MS or rule.beyond(look.says, limit) != worse:
            break
        found, later_ms = looks[-1][1] - at_ms, at_ms
    return found


def test_a_state_is_entered_and_left_when_its_hold_is_fulfilled() -> None:
    """Computed anew from all looks so far: not a look earlier, and not a look later."""
    seen: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(RULES, LOOKS)
    def law(rule: Rule, looks: list[Look]) -> None:
        alarms, on = Alarms([rule]), dict[Level, tuple[bool, int]]()
        past: list[tuple[Look, Millis]] = []
        for look, at_ms in told(looks):
            past.append((look, at_ms))
            changes: list[Change] = alarms.look(floor_at(look, at_ms), at_ms)
            for level in ("warning", "critical"):
                on[level] = _switched(rule, level, past, on.get(level, (False, 0)))
            expected = next((level for level in ("critical", "warning") if on[level][0]), "ok")
            assert [expected] == list(alarms.levels().values())
            seen.update(change.kind for change in changes)

    law()

    assert min(seen[kind] for kind in ("raised", "changed", "cleared")) > 20


def _switched(rule: Rule, level: Level, past: list[tuple[Look, Millis]], was: tuple[bool, int]) -> tuple[bool, int]:
    """Whether a level's switch is on after the last look, and how many looks there were when it last turned."""
    is_on, turned = was
    if rule.limit(level) is None:
        return False, 0
    stretch = stretch_ms(past[turned:], rule, level, worse=not is_on)
    hold_ms = rule.clear_after_ms if is_on else rule.raise_after_ms
    if stretch is not None and stretch >= hold_ms:
        return not is_on, len(past)
    return was
