"""The section of one KPI: what is said of it, and what is not said because it has none."""

from stream.catalog import standard
from stream.pages.entry import entry_lines, formula
from tests.core.one_catalogue import small_catalogue

SMALL = small_catalogue()

RATE = """\
### `abandonment_rate`

**Abandonment.** Who gave up?

- formula: (`abandoned` − `short_abandoned`) ÷ (`answered` + `abandoned` − `short_abandoned` + `waiting_late`)
- definition: (B - s) / (A + B - s)
- unit: ratio, shown in per cent
- better: lower is better
- attribution: by event as `abandonment_rate`; by entry as `abandonment_rate_by_entry`, \
with the number of entries still waiting in time as `pending`
- windows: `5m`, `15m`, `30m`, `1h`, `today`
- without evidence: –
- minimum evidence: 10, with less the value is marked as thin
- limits: warning above 5 %, critical above 10 %
- depends on: the service-level threshold
"""

CLOCK = """\
### `sla_met`

**SLA met.** How many in time?

- formula: `sla_met.{clock}`
- definition: counted at the fulfilment
- unit: number
- better: neither way
- label: a figure for each `clock`: `answer`, `first_response`, `next_response`, `resolution`, `visit`
- attribution: by event as `sla_met`
- windows: `5m`, `15m`, `30m`, `1h`, `today`
- without evidence: 0
- depends on: `answer` on the service-level threshold, `first_response` on the target of the first response
"""

MEAN = """\
### `asa`

**Speed.** How long?

- formula: `wait_ms` ÷ `waited`
- definition: wait / answered
- unit: seconds
- better: lower is better
- attribution: by event as `asa`
- windows: `5m`, `today`
- without evidence: –
- minimum evidence: none
"""

LIVE = """\
### `overdue`

**Overdue.** How many past their deadline?

- formula: `overdue`, as of now
- definition: breached and open
- unit: number
- better: lower is better
- label: a figure for each `clock`: `answer`, `first_response`, `next_response`, `resolution`, `visit`
- windows: `now`
- without evidence: 0
- limits: warning above 0; none for `answer`
"""


def section(name: str) -> str:
    """The section of a KPI of the small catalogue."""
    return "\n".join(entry_lines(SMALL.definitions[name], SMALL))


def test_a_ratio_has_two_parts_a_minimum_and_limits() -> None:
    """By entry it is a KPI of its own, and tells of those who are in neither part yet."""
    assert RATE == section("abandonment_rate")


def test_a_count_by_label_names_the_values_of_the_label() -> None:
    """Nothing is 0, and a count needs no evidence."""
    assert CLOCK == section("sla_met")


def test_a_mean_without_evidence_is_no_number() -> None:
    """The windows are those that it has, and no limits are none."""
    assert MEAN == section("asa")


def test_a_live_figure_has_no_attribution() -> None:
    """It is as of now."""
    assert LIVE == section("overdue")


def test_quantiles_and_shared_live_figures_have_formulas_of_their_own() -> None:
    """One is a place in a spread, the other a sum over those who are there."""
    assert "90th percentile of `wait`" == formula(SMALL.definitions["answer_time_p90"])
    assert "`age_ms` ÷ `open`, as of now" == formula(SMALL.definitions["backlog_age"])
    assert "- without evidence: –" in section("backlog_age").splitlines()


def test_limits_are_those_of_the_alarms() -> None:
    """Of the longest wait as well, which are multiples of what each queue promises, and in no catalogue."""
    standard_one = standard()
    lines = entry_lines(standard_one.definitions["longest_wait"], standard_one)

    assert "- limits: warning above 3, critical above 6 times the service-level threshold" in lines


def test_the_variants_stand_side_by_side() -> None:
    """Each with its formula and with who uses it, as the catalogue has it; better high means limits below."""
    standard_one = standard()
    lines = entry_lines(standard_one.definitions["service_level"], standard_one)

    assert "- formula: that of the variant that the queue's configuration names" in lines
    assert "- limits: warning below 80 %, critical below 60 %" in lines
    assert (
        "| `answered_only` | `answered_within` ÷ (`waited` + `waiting_late`) "
        "| a / A (Asterisk SL); wait <= threshold is met |"
    ) in lines
    assert 7 == sum(line.startswith("| `") for line in lines)
