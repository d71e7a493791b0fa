"""Rules: which slices they cover, and where each level begins and ends."""

import pytest
from msgspec.structs import replace

from tests.core.alarm_picture import LEVEL, SALES, WAITING

CARE_CHAT = {"queue": "care", "channel": "chat"}
VOICE = {"channel": "voice"}
URGENT = {**SALES, "priority": "high"}
SLICES: tuple[dict[str, str], ...] = (SALES, CARE_CHAT, VOICE, {}, URGENT)


@pytest.mark.parametrize(
    ("rule", "covered"),
    [
        (LEVEL, [SALES, CARE_CHAT]),
        (replace(LEVEL, queue="sales"), [SALES]),
        (replace(LEVEL, channel="chat"), [CARE_CHAT]),
        (replace(LEVEL, queue="sales", channel="chat"), []),
        (replace(LEVEL, watches="channels"), [VOICE]),
        (replace(LEVEL, watches="channels", channel="chat"), []),
        (replace(LEVEL, watches="floor"), [{}]),
    ],
    ids=["every_queue", "one_queue", "the_queues_of_a_channel", "neither", "every_channel", "one_channel", "the_floor"],
)
def test_a_rule_covers_the_slices_of_its_kind(rule: object, covered: list[dict[str, str]]) -> None:
    """A finer slice than a queue is nobody's."""
    assert isinstance(rule, type(LEVEL))
    assert covered == [labels for labels in SLICES if rule.covers(labels)]


@pytest.mark.parametrize(
    ("rule", "warning", "critical"),
    [
        (LEVEL, (0.80, 0.84), (0.60, 0.63)),
        (WAITING, (20, 19), (40, 38)),
        (replace(LEVEL, hysteresis=0), (0.80, 0.80), (0.60, 0.60)),
        (replace(LEVEL, warning=0.98), (0.98, 1.0), (0.60, 0.63)),
        (replace(LEVEL, clear=0.85), (0.80, 0.85), (0.60, 0.65)),
        (replace(LEVEL, warning=None, clear=0.70), (None, None), (0.60, 0.70)),
        (replace(WAITING, unit="ratio", warning=0.01, critical=0.5, clear=0.0), (0.01, 0.0), (0.5, 0.49)),
        (replace(WAITING, warning=0, critical=None), (0, 0), (None, None)),
    ],
)
def test_each_limit_has_its_way_back(
    rule: object, warning: tuple[float | None, float | None], critical: tuple[float | None, float | None]
) -> None:
    """A share of the limit, or an absolute value; never beyond all or none."""
    assert isinstance(rule, type(LEVEL))
    assert warning == (rule.limit("warning"), rule.back("warning"))
    assert critical == (rule.limit("critical"), rule.back("critical"))


def test_limits_in_thresholds_grow_with_the_threshold() -> None:
    """Three and six times 20 s; the way back as well, however it is written."""
    waits = replace(WAITING, unit="s", warning=3, critical=6, in_thresholds=True)

    assert (60, 57, 120, 114) == tuple(
        find(level, 20) for level in ("warning", "critical") for find in (waits.limit, waits.back)
    )
    assert 40 == replace(waits, clear=2).back("warning", 20)


@pytest.mark.parametrize(("value", "expected"), [(0.79, True), (0.80, False), (0.81, False)])
def test_on_the_limit_is_not_beyond_it(value: float, expected: bool) -> None:  # noqa: FBT001 - what is expected
    """A limit is the last value that is still good, whichever way is better."""
    assert expected == LEVEL.beyond(value, 0.80)
    assert expected == WAITING.beyond(-value, -0.80)
