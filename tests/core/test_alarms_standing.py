"""Holds and hysteresis, drawn over time: a look every ten seconds, raised after 30 s, cleared after 60 s."""

import pytest
from msgspec.structs import replace

from stream.alarms.rule import Rule
from stream.alarms.standing import Standing, evidence_of, has_evidence
from stream.units import SECOND
from tests.core.alarm_picture import LEVEL, NOON, WAITING, Watched, amount, drawn, nothing, share

PICTURES = {
    "raised_after_its_hold": (
        LEVEL,
        """
        value  90 70 70 70 70 70
        state   .  .  .  .  W  W
        """,
    ),
    "on_the_limit_all_is_well": (
        LEVEL,
        """
        value  80 80 80 80 80 80
        state   .  .  .  .  .  .
        """,
    ),
    "a_dip_shorter_than_the_hold_raises_nothing": (
        LEVEL,
        """
        value  70 70 70 80 70 70 70 70
        state   .  .  .  .  .  .  .  W
        """,
    ),
    "back_within_the_margin_it_stays": (
        LEVEL,
        """
        value  70 70 70 70 83 83 83 83 83 83 83 83
        state   .  .  .  W  W  W  W  W  W  W  W  W
        """,
    ),
    "back_beyond_the_margin_for_the_hold_it_clears": (
        LEVEL,
        """
        value  70 70 70 70 84 84 84 84 84 84 84
        state   .  .  .  W  W  W  W  W  W  W  .
        """,
    ),
    "a_relapse_starts_the_hold_of_clearing_again": (
        LEVEL,
        """
        value  70 70 70 70 90 90 90 83 90 90 90 90 90 90 90
        state   .  .  .  W  W  W  W  W  W  W  W  W  W  W  .
        """,
    ),
    "critical_at_once_where_it_is_that_bad_from_the_beginning": (
        LEVEL,
        """
        value  90 50 50 50 50
        state   .  .  .  .  C
        """,
    ),
    "critical_has_a_hold_of_its_own": (
        LEVEL,
        """
        value  70 70 50 50 50 50
        state   .  .  .  W  W  C
        """,
    ),
    "between_the_limits_counts_for_the_milder_one_only": (
        LEVEL,
        """
        value  50 70 50 70 50 70
        state   .  .  .  W  W  W
        """,
    ),
    "from_critical_over_warning_to_ok": (
        LEVEL,
        """
        value  50 50 50 50 70 70 70 70 70 70 70 90 90 90 90 90 90 90
        state   .  .  .  C  C  C  C  C  C  C  W  W  W  W  W  W  W  .
        """,
    ),
    "from_critical_to_ok_where_all_is_well_at_once": (
        LEVEL,
        """
        value  50 50 50 50 90 90 90 90 90 90 90
        state   .  .  .  C  C  C  C  C  C  C  .
        """,
    ),
    "no_evidence_keeps_the_state_and_breaks_the_hold_of_raising_off": (
        LEVEL,
        """
        value  70 70 70  - 70 70 70 70
        state   .  .  .  .  .  .  .  W
        """,
    ),
    "no_evidence_clears_nothing": (
        LEVEL,
        """
        value  70 70 70 70  -  -  -  -  -  -  -  -  -
        state   .  .  .  W  W  W  W  W  W  W  W  W  W
        """,
    ),
    "no_evidence_breaks_the_hold_of_clearing_off": (
        LEVEL,
        """
        value  70 70 70 70 90 90 90 90 90 90  - 90 90 90 90 90 90 90
        state   .  .  .  W  W  W  W  W  W  W  W  W  W  W  W  W  W  .
        """,
    ),
    "few_cases_raise_nothing": (
        LEVEL,
        """
        value  20? 20? 20? 20? 20?
        state   .   .   .   .   .
        """,
    ),
    "few_cases_clear_nothing": (
        LEVEL,
        """
        value  70 70 70 70 95? 95? 95? 95? 95? 95? 95? 95?
        state   .  .  .  W   W   W   W   W   W   W   W   W
        """,
    ),
    "a_gap_fulfils_no_hold_of_raising": (
        LEVEL,
        """
        value  70 70 | 70 70 70 70
        state   .  .    .  .  .  W
        """,
    ),
    "a_gap_fulfils_no_hold_of_clearing": (
        LEVEL,
        """
        value  70 70 70 70 90 | 90 90 90 90 90 90 90
        state   .  .  .  W  W    W  W  W  W  W  W  .
        """,
    ),
    "lower_is_better": (
        WAITING,
        """
        value  20 21 21 21 21 41 41 41 41 20 20 20 20 20 20 20 19 19 19 19 19 19 19
        state   .  .  .  .  W  W  W  W  C  C  C  C  C  C  C  W  W  W  W  W  W  W  .
        """,
    ),
    "nobody_waits_is_evidence": (
        WAITING,
        """
        value  21 21 21 21  0  0  0  0  0  0  0
        state   .  .  .  W  W  W  W  W  W  W  .
        """,
    ),
    "without_holds_every_look_decides": (
        replace(LEVEL, raise_after_ms=0, clear_after_ms=0),
        """
        value  90 79 83 84 59 62 63 84
        state   .  W  W  .  C  C  W  .
        """,
    ),
    "critical_alone": (
        replace(LEVEL, warning=None, raise_after_ms=0, clear_after_ms=0),
        """
        value  70 59 62 63 59
        state   .  C  C  .  C
        """,
    ),
    "an_absolute_way_back_shifts_both_limits": (
        replace(LEVEL, clear=0.90, raise_after_ms=0, clear_after_ms=0),
        """
        value  79 89 90 59 69 70 89 90
        state   W  W  .  C  C  W  W  .
        """,
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_state_is_as_drawn(name: str) -> None:
    """After each look."""
    rule, picture = PICTURES[name]
    looks = list(drawn(rule, picture))

    assert [(number, state) for number, state, _ in looks] == [(number, found) for number, _, found in looks]


def test_a_change_is_told_once_and_in_words() -> None:
    """Raised from ok, changed in between, cleared at the end; never twice."""
    watched = Watched(replace(LEVEL, raise_after_ms=0, clear_after_ms=0))
    for percent in (90, 70, 70, 50, 50, 70, 90, 90):
        watched.look(share(percent))

    assert watched.told() == [
        "raised ok to warning",
        "changed warning to critical",
        "changed critical to warning",
        "cleared warning to ok",
    ]


def test_since_is_of_the_state_and_raised_of_the_alarm() -> None:
    """Critical for ten seconds of an alarm that has stood for twenty; ok again, it was never raised."""
    watched = Watched(replace(LEVEL, raise_after_ms=0, clear_after_ms=0))
    for percent in (70, 70, 50, 50):
        watched.look(share(percent))
    (alarm,) = watched.alarms.standing()

    assert (NOON + 20 * SECOND, NOON) == (alarm.since_ms, alarm.raised_ms)

    (cleared,) = watched.look(share(90))

    assert (NOON + 40 * SECOND, None) == (cleared.alarm.since_ms, cleared.alarm.raised_ms)


@pytest.mark.parametrize(
    ("state", "threshold"), [("ok", 0.84), ("warning", 0.80), ("critical", 0.60)], ids=["ok", "warning", "critical"]
)
def test_evidence_names_the_limit_of_its_state(state: str, threshold: float) -> None:
    """Of ok it is the value that is far enough back."""
    evidence = evidence_of(LEVEL, share(70), "ok" if state == "ok" else "warning", 1.0, NOON)
    if state == "critical":
        evidence = evidence_of(LEVEL, share(70), "critical", 1.0, NOON)

    assert threshold == evidence.threshold
    assert (NOON, 0.7, 70, 100, 100) == (
        evidence.at_ms,
        evidence.value,
        evidence.numerator,
        evidence.denominator,
        evidence.n,
    )


def test_a_figure_that_is_not_there_is_evidence_of_nothing() -> None:
    """Neither is one without value; a count always says something."""
    missing = evidence_of(LEVEL, None, "ok", 1.0, NOON)

    assert (None, None, None, None, 0.84) == (
        missing.value,
        missing.numerator,
        missing.denominator,
        missing.n,
        missing.threshold,
    )
    assert [False, False, False, True, True] == [
        has_evidence(LEVEL, None),
        has_evidence(LEVEL, nothing()),
        has_evidence(LEVEL, share(70, 9)),
        has_evidence(LEVEL, share(70, 10)),
        has_evidence(WAITING, amount(0)),
    ]


def test_a_limit_that_the_rule_has_no_more_is_off() -> None:
    """A warning of former days, judged by a rule that knows critical only, is over at the first look."""
    bare: Rule = replace(LEVEL, warning=None)
    standing = Standing("warning", NOON, evidence_of(LEVEL, share(70), "warning", 1.0, NOON))

    assert "ok" == standing.judge(bare, 0.7, 1.0, NOON)
    assert 0.63 == evidence_of(bare, share(70), "ok", 1.0, NOON).threshold
