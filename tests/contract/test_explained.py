"""A day of a real bank and a simulated floor: the contacts behind a figure sum up to what the report says.

`FLOORWATCH_RECORDINGS` names the folder of the recordings; the default lies beside the project.
"""

import json
from collections.abc import Sequence
from functools import cache

import pytest

from agents.simulate.encoding import AGENT_TOPIC, encode
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream import catalog
from stream.explain.account import Accounts
from stream.explain.question import Question
from stream.explain.why import Why, answers
from stream.kpi import Attribution, KpiValue
from stream.report import Nested, Report
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, parse_instant
from tests.contract.test_recordings import BANK, recording
from tests.core.one_story import accounts

CATALOGUE = catalog.standard()
BANK_DAY = parse_instant("1999-08-04T00:00:00Z")
START = parse_instant("2025-01-06T08:00:00Z")
KPIS = (
    "offered",
    "service_level",
    "abandonment_rate",
    "asa",
    "aht",
    "first_response_time_p90",
    "sla_breached",
    "next_response_time",
)


@cache
def simulated() -> tuple[list[bytes], Accounts]:
    """Twenty minutes of a simulated floor, incidents included, that break off with contacts in flight."""
    scenario = Scenario(start_at_ms=START, seed=3, rate=10, duration_s=1_200, history_s=300)
    encoded = map(encode, simulate(scenario))
    lines = [value for _, value, topic in encoded if topic != AGENT_TOPIC]
    return lines, accounts(lines)


@cache
def bank_day() -> tuple[list[bytes], Accounts]:
    """What happened on one day of the bank."""
    day = range(BANK_DAY, BANK_DAY + DAY)
    lines = [line for line in recording(BANK)[0] if json.loads(line)["time"] in day]
    return lines, accounts(lines)


def leaves(nested: Nested) -> list[KpiValue]:
    """The values of a column, one for each value of its label."""
    if isinstance(nested, KpiValue):
        return [nested]
    return [value for value in nested.values() if isinstance(value, KpiValue)]


def parts_of(value: KpiValue) -> tuple[float, float]:
    """Numerator (of durations in ms) and denominator as the report has them; what is not there is 0."""
    return (value.numerator_ms or value.numerator or 0, value.denominator or 0)


def sums_of(answer: Why) -> tuple[float, float]:
    """The same as the contacts make them; a quantile counts its durations."""
    durations = sum(one.part == "distribution" for of in answer.contacts for one in of.counts)
    return answer.sum("numerator"), answer.sum("denominator") or durations


def compare(lines: Sequence[bytes], found: Accounts, attribution: Attribution, span: tuple[int, int]) -> int:
    """Compare every queue of a range; returns in how many figures somebody is behind."""
    peopled = 0
    asked = Report(site=Site(), by=("queue",), attribution=attribution, from_ms=span[0], to_ms=span[1])
    for row in asked.rows(lines, CATALOGUE):
        for name in KPIS:
            known = f"{name}_by_entry" if attribution == "entry" else name
            if known not in row.kpis:
                continue
            question = Question(
                site=Site(), kpi=name, attribution=attribution, labels=row.slice, from_ms=span[0], to_ms=span[1]
            )
            for answer, value in zip(answers(question, found, CATALOGUE), leaves(row.kpis[known]), strict=True):
                assert value == answer.value, (row.slice, known)
                assert parts_of(value) == sums_of(answer), (row.slice, known)

                peopled += bool(answer.contacts)
    return peopled


@pytest.mark.parametrize("attribution", ["event", "entry"])
def test_a_simulated_floor(attribution: Attribution) -> None:
    """In the middle, and at the end, where contacts are in flight."""
    lines, found = simulated()
    middle, end = START + 10 * MINUTE, START + 20 * MINUTE

    assert 30 <= compare(lines, found, attribution, (START, middle))
    assert 30 <= compare(lines, found, attribution, (middle, end))


@pytest.mark.parametrize("attribution", ["event", "entry"])
def test_a_banks_day(attribution: Attribution) -> None:
    """An hour of the morning, and the evening, at whose end the day is cut off."""
    lines, found = bank_day()

    assert 10 <= compare(lines, found, attribution, (BANK_DAY + 8 * HOUR, BANK_DAY + 9 * HOUR))
    assert 10 <= compare(lines, found, attribution, (BANK_DAY + 18 * HOUR, BANK_DAY + DAY))
