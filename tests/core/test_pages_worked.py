"""Examples, worked out: the numbers are those of the formulas."""

import pytest

from stream.catalog import standard
from stream.family import Example
from stream.pages.worked import example_lines, without_evidence
from tests.core.one_catalogue import small_catalogue

SMALL = small_catalogue()

CALLS = """\
### Two calls

They wait for 10 s and 20 s.

| given |  | by event |
| --- | --- | --- |
| `waited` | Entries answered whose wait is known | 2 |
| `wait_ms` | Wait of the answered entries | 30s |
| `wait` | Spread of the wait of the answered entries | 10s, 20s |

| KPI | worked out | value (95 % interval) |
| --- | --- | --- |
| `asa` | 30s ÷ 2 | 15 s |
| `answer_time_p90` | 90th percentile of `wait`, n = 2 | 20.1 s |
"""

OPEN = """\
### Two open

They are three minutes old together, and one is late.

| given |  | by event |
| --- | --- | --- |
| `open` | at this instant | 2 |
| `age_ms` | at this instant | 3m |
| `overdue` | at this instant, `answer` | 1 |

| KPI | worked out | value (95 % interval) |
| --- | --- | --- |
| `backlog_age` | 3m ÷ 2 | 90 s |
| `overdue`, `answer` | 1 | 1 |
"""


def worked(family: str, place: int) -> list[str]:
    """An example of a family of the small catalogue, over all KPIs of that family."""
    example = next(one for one in SMALL.families if one.name == family).example[place]
    return example_lines(example, [kpi for kpi in SMALL.kpis.values() if SMALL.definitions[kpi.base].family == family])


def test_sums_and_spreads_are_shown_with_the_formula_they_go_into() -> None:
    """Only the KPIs that the example names; a quantile lies within 1 % of the exact one."""
    assert CALLS == "\n".join(worked("waiting", 0))


def test_a_moment_is_worked_out_from_what_is_live() -> None:
    """Of a KPI with a label the values of which there is something."""
    assert OPEN == "\n".join(worked("waiting", 1))


def test_without_names_every_kpi_under_the_attribution_is_shown() -> None:
    """Two of seventeen is what the calculator says too, with the interval of that many."""
    assert [
        "| `abandonment_rate` | (4 − 2) ÷ (15 + 4 − 2 + 0) | 11.8 % (3.3 to 34.3 %) |",
        "| `sla_met`, `answer` | 12 | 12 |",
    ] == [line for line in worked("leaving", 0) if line.startswith(("| `abandonment_rate", "| `sla_met`"))]


def test_an_example_by_entry_shows_the_kpis_by_entry() -> None:
    """Over the measures of that family."""
    lines = worked("leaving", 1)

    assert "| given |  | by entry |" in lines
    assert "| `abandonment_rate_by_entry` | (0 − 0) ÷ (15 + 0 − 0 + 0) | 0.0 % (0.0 to 20.4 %) |" in lines
    assert not any("sla_met" in line for line in lines)


def test_the_queues_own_variant_is_worked_out_as_the_strict_one() -> None:
    """What a queue shows that names none."""
    kpi = standard().kpis["service_level"]
    example = Example(title="", told="", measures={"answered_within": 8, "waited": 9, "abandoned": 1})

    assert "| `service_level`, variant `strict` | 8 ÷ (9 + 1 − 0 + 0) | 80.0 % (49.0 to 94.3 %) |" in example_lines(
        example, [kpi]
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("offered", "0"),
        ("service_level", "–"),
        ("abandonment_rate", "–"),
        ("asa", "–"),
        ("answer_time_p90", "–"),
        ("waiting", "0"),
        ("longest_wait", "0 s"),
        ("backlog_age", "–"),
        ("overdue", "0"),
    ],
)
def test_what_stands_where_nothing_has_happened_is_asked_of_the_formula(name: str, expected: str) -> None:
    """Counts are 0, everything that is divided has no value."""
    assert expected == without_evidence(standard().kpis[name])
