"""A scenario: what can be asked of the simulated floor, and what is refused."""

from typing import Any

import pytest

from agents.simulate.scenario import Scenario

START = 1_760_000_000_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", 0.5),
        ("rate", 50_001),
        ("rate", float("nan")),
        ("pace", "leisurely"),
        ("duration_s", -1),
        ("history_s", -1),
        ("history_s", float("inf")),
        ("history_s", 1e11),
        ("history_s", 1e308),
        ("duration_s", 1e308),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", ""),
    ],
)
def test_a_scenario_that_cannot_be_simulated_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    """A bad value raises an error that begins with the name of the field."""
    fields: dict[str, Any] = {"start_at_ms": START, field: value}

    with pytest.raises(ValueError, match=f"^{field}: "):
        Scenario(**fields)


def test_the_history_lies_before_the_start_and_the_duration_after_it() -> None:
    """History moves the beginning only, duration the end only."""
    scenario = Scenario(start_at_ms=START, history_s=300, duration_s=60)

    assert (START - 300_000, START + 60_000) == (scenario.begins_at, scenario.ends_at)
    assert Scenario(start_at_ms=START).ends_at is None


def test_runs_that_differ_have_different_tokens_and_a_longer_run_keeps_its_token() -> None:
    """Ids of two runs into one topic must not meet; the same run cut off later is the same run."""
    runs = [
        Scenario(start_at_ms=START),
        Scenario(start_at_ms=START + 1),
        Scenario(start_at_ms=START, seed=2),
        Scenario(start_at_ms=START, rate=51),
        Scenario(start_at_ms=START, pace="floor"),
        Scenario(start_at_ms=START, history_s=1),
        Scenario(start_at_ms=START, time_zone="Asia/Seoul"),
        Scenario(start_at_ms=START, incidents=False),
    ]

    assert len(runs) == len({scenario.run for scenario in runs})
    assert runs[0].run == Scenario(start_at_ms=START, duration_s=60).run
