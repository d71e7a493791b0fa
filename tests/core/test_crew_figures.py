"""What a floor and a report say of people."""

import json
from typing import Any

import jsonschema
import pytest

from stream import catalog, floor
from stream.crew.states import STATES
from stream.kpi import KpiValue
from stream.replay import Replay
from stream.report import Report, to_csv
from stream.site import Site
from stream.units import DAY, HOUR, MINUTE, format_instant, parse_instant
from tests.core.one_crew import NOON, state
from tests.core.one_report import call

CATALOGUE = catalog.standard()


def document(*lines: bytes, partitions: int = 1) -> dict[str, Any]:
    """The floor document after these lines; it keeps to its schema."""
    replay = Replay(Site(), partitions)
    replay.feed(lines)
    shown = json.loads(floor.encode(replay.floor(CATALOGUE)))
    jsonschema.validate(shown, floor.schema())
    assert isinstance(shown, dict)
    return shown


def kpis(shown: dict[str, Any], **labels: str) -> dict[str, Any]:
    """The KPIs of one slice of a document."""
    [figures] = [figures for figures in shown["slices"] if figures["slice"] == labels]
    found: dict[str, Any] = figures["kpis"]
    return found


def now(figures: dict[str, Any]) -> dict[str, int]:
    """Who is there, by state, those in which nobody is left out."""
    return {state: of["now"]["value"] for state, of in figures["agents"].items() if of["now"]["value"]}


TEN_MINUTES = (
    *(state(name, NOON, "available", team="red", queues=["sales", "help"], slots=2) for name in ("ann", "bob")),
    state("eve", NOON, "break", team="blue", site="seoul"),
    *call("c1", NOON + MINUTE, 0, 2 * MINUTE),
    state("ann", NOON + MINUTE, "on_contact"),
    state("ann", NOON + 3 * MINUTE, "after_contact_work"),
    state("ann", NOON + 5 * MINUTE, "available"),
    state("eve", NOON + 10 * MINUTE, "break"),
)
"""Ann: 6 min available, 2 on contact, 2 in after-contact work; Bob available and Eve on a break for all of 10 min."""


@pytest.mark.parametrize("partitions", [1, 5])
def test_the_floor_tells_of_people_by_everything_team_site_and_queue(partitions: int) -> None:
    """Each person once; per queue who lists it, which is no sum to be added up."""
    shown = document(*TEN_MINUTES, partitions=partitions)

    assert {"available": 2, "break": 1} == now(kpis(shown))
    assert {"available": 2} == now(kpis(shown, team="red")) == now(kpis(shown, queue="sales", channel="voice"))
    assert {"break": 1} == now(kpis(shown, team="blue")) == now(kpis(shown, site="seoul"))
    assert [{}, {"channel": "voice"}, {"site": "seoul"}, {"team": "blue"}, {"team": "red"}] == [
        figures["slice"] for figures in shown["slices"][:-1]
    ]


def test_occupancy_and_its_like_are_ratios_of_times_with_their_evidence() -> None:
    """4 of 20 min, 4 of 30 min; one conversation in half an hour; 2 min of talk in 40 slot minutes."""
    everything = kpis(document(*TEN_MINUTES))

    def figure(name: str) -> tuple[float, int, int, int]:
        of = everything[name]["1h"]
        return of["value"], of["numerator"], of["denominator"], of["n"]

    assert (0.2, 4 * MINUTE, 20 * MINUTE, 3) == figure("occupancy")
    assert (4 / 30, 4 * MINUTE, 30 * MINUTE, 3) == figure("utilisation")
    assert (2.0, 1, 30 * MINUTE, 3) == figure("handled_per_hour")
    assert (0.05, 2 * MINUTE, 40 * MINUTE, 3) == figure("occupancy_slots")
    assert 960.0 == everything["time_in_state"]["available"]["1h"]["value"]


def test_a_team_has_nothing_that_only_contacts_tell() -> None:
    """Contacts are of queues: neither waiting nor handled per hour is a team's."""
    red = kpis(document(*TEN_MINUTES), team="red")

    assert {"agents", "time_in_state", "occupancy", "utilisation"} == set(red)
    assert 0.2 == red["occupancy"]["today"]["value"]


def test_without_any_agent_there_are_no_numbers_rather_than_noughts() -> None:
    """Nothing is known of people where nothing was told of them."""
    everything = kpis(document(*call("c1", NOON, 0, MINUTE)))
    values = [
        *(everything["agents"][state]["now"]["value"] for state in STATES),
        *(everything["time_in_state"][state]["1h"]["value"] for state in STATES),
        *(everything[name]["1h"]["value"] for name in ("occupancy", "utilisation", "handled_per_hour")),
    ]

    assert [None] * (2 * len(STATES) + 3) == values


def test_a_talk_over_three_half_hours_is_split_by_activity() -> None:
    """Talk 05:23 to 06:15 in half-hour buckets: 7, 30 and 15 min, and counted at its end 0, 0 and 52."""
    begin, end = (parse_instant(f"2026-03-02T{clock}:00Z") for clock in ("05:23", "06:15"))
    lines = [
        *call("c1", begin, 0, end - begin),
        state("ann", begin, "on_contact", team="red"),
        state("ann", end, "available"),
    ]
    rows = Report(site=Site(), interval_ms=30 * MINUTE, by=("team",)).rows(lines, CATALOGUE)

    def minutes(labels: dict[str, str], *path: str) -> list[float]:
        found = []
        for row in rows:
            if row.slice == labels:
                value: Any = row.kpis
                for name in path:
                    value = value[name]
                assert isinstance(value, KpiValue)
                found.append((value.numerator or 0) / 60)
        return found

    assert [7, 30, 15] == minutes({"team": "red"}, "time_in_state", "on_contact")
    assert [7, 30, 15] == minutes({}, "time_in_state", "on_contact")
    assert [0, 0, 52] == minutes({}, "talk_time")


def test_a_state_lasts_to_the_end_of_the_data_and_who_is_silent_vanishes_in_it() -> None:
    """The last event is a contact's, thirteen hours later: twelve of them available, one vanished."""
    lines = [state("ann", NOON, "available"), *call("c", NOON + 13 * HOUR, 0, 0)]
    [row] = Report(site=Site()).rows(lines, CATALOGUE)
    times: Any = row.kpis["time_in_state"]

    assert (12 * 3600, 3600) == (times["available"].value, times["vanished"].value)


def test_one_event_of_a_wrong_year_does_not_fill_all_the_intervals_until_then() -> None:
    """Whoever is gone is remembered for eight days; then nothing is told until somebody is heard of again."""
    later = parse_instant("9998-01-01T00:00:00Z")
    lines = [state("ann", NOON, "available"), state("bob", later, "available"), *call("c", later + HOUR, 0, 0)]
    rows = Report(site=Site(), interval_ms=DAY).rows(lines, CATALOGUE)
    days = [parse_instant(row.from_at) for row in rows]

    assert [NOON - NOON % DAY + day * DAY for day in range(9)] == days[:-1]
    assert [later] == days[-1:]


def test_before_the_first_event_of_agents_their_figures_are_not_known() -> None:
    """Calls since noon; red is heard of from one o'clock on, blue from two: until then no nought, as on a floor."""
    lines = [*call("a", NOON, 0, 1), state("ann", NOON + HOUR, "break", team="red")]
    lines += [state("bob", NOON + 2 * HOUR, "break", team="blue"), *call("b", NOON + 2 * HOUR, 0, MINUTE)]
    rows = Report(site=Site(), interval_ms=HOUR, by=("team",)).rows(lines, CATALOGUE)
    breaks: dict[str, list[float | None]] = {}
    for row in rows:
        times: Any = row.kpis["time_in_state"]
        breaks.setdefault(row.slice.get("team", ""), []).append(times["break"].value)

    assert {"": [None, 3600, 120], "red": [None, 3600, 60], "blue": [None, None, 60]} == breaks


def test_columns_of_people_can_be_chosen_and_have_a_total() -> None:
    """Two half hours with a half and no occupancy are a quarter in all; by entry there is none of it."""
    lines = [state("ann", NOON, "on_contact"), state("ann", NOON + 15 * MINUTE, "available")]
    lines.append(state("ann", NOON + HOUR, "offline"))
    asked = Report(site=Site(), interval_ms=30 * MINUTE, kpis=("occupancy", "offered"), totals=True)
    rows = asked.rows(lines, CATALOGUE)

    def occupancy(of: object) -> float | None:
        assert isinstance(of, KpiValue)
        return of.value

    assert [0.5, 0.0, 0.25] == [occupancy(row.kpis["occupancy"]) for row in rows]
    assert [False, False, True] == [row.total for row in rows]
    assert {"occupancy", "offered"} == set(rows[0].kpis)
    assert "occupancy" not in Report(site=Site(), attribution="entry").rows(lines, CATALOGUE)[0].kpis


def test_a_range_begins_with_who_was_there_before_it() -> None:
    """The hour from one o'clock, of a shift that began at noon; the last interval ends with the data."""
    lines = [state("ann", NOON, "available"), state("ann", NOON + 90 * MINUTE, "break"), *call("c", NOON, 0, 1)]
    lines.append(state("ann", NOON + 100 * MINUTE, "offline"))
    rows = Report(site=Site(), interval_ms=30 * MINUTE, from_ms=NOON + HOUR).rows(lines, CATALOGUE)
    times: list[Any] = [row.kpis["time_in_state"] for row in rows]

    assert [format_instant(NOON + HOUR), format_instant(NOON + 90 * MINUTE)] == [row.from_at for row in rows]
    assert [(1800, 0), (0, 600)] == [(of["available"].value, of["break"].value) for of in times]
    assert "time_in_state.available" in to_csv(rows).splitlines()[0]
