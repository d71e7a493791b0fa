"""Random histories of agents, how they arrive, and the naive way to the time that each spends in each state."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from hypothesis import strategies as st

from stream.crew.states import OFFERED, STATES, UNPAID, VANISHED
from stream.site import Site
from stream.units import HOUR, MINUTE, SECOND, Millis
from tests.laws.histories import NOON, Told

TOLD_STATES = STATES[:-1]
LIMIT = 40 * MINUTE
FORGETFUL = Site(settling_horizon_ms=5 * MINUTE, agent_limit_ms=LIMIT, agent_retention_ms=2 * HOUR)
KEEPING = msgspec.structs.replace(FORGETFUL, keeps_all=True)


class Telling(NamedTuple):
    """What a source tells of an agent at an instant; None is left unsaid."""

    at: Millis
    agent: str
    number: int
    state: str
    team: str | None
    slots: int | None

    def record(self, timestamp: Millis) -> Told:
        """The record that the broker gets at `timestamp`."""
        fields = {"team": self.team, "slots": self.slots}
        said = {name: value for name, value in fields.items() if value is not None}
        event = {"type": "agent.state", "agent": self.agent, "time": self.at, "id": f"n{self.number}", **said}
        return Told(0, timestamp, self.agent.encode(), msgspec.json.encode({**event, "state": self.state}))


class Span(NamedTuple):
    """An agent is in a state from `start` up to `end`; None: still."""

    team: str
    state: str
    slots: int
    start: Millis
    end: Millis | None

    def within(self, start: Millis, end: Millis) -> Millis:
        """How much of it lies in `[start, end)`."""
        last = end if self.end is None else min(end, self.end)
        return max(0, last - max(start, self.start))


class Shift(NamedTuple):
    """Tellings in the order of arrival, each with its instant of arrival."""

    arrivals: list[tuple[Millis, Telling]]


_gaps = st.sampled_from((0, SECOND, 9_999, 10_000, MINUTE, 3 * MINUTE, 4 * MINUTE, LIMIT - 1, LIMIT, 70 * MINUTE))
_delays = st.sampled_from((0, 0, 0, 0, SECOND, 20 * SECOND, 4 * MINUTE, 6 * MINUTE, HOUR))
_states = st.sampled_from(TOLD_STATES)
_teams = st.sampled_from((None, None, "north", "south"))
_slots = st.sampled_from((None, None, 1, 3))
_steps = st.tuples(_gaps, _delays, st.sampled_from("abc"), _states, _teams, _slots, st.booleans())


def _shift(steps: Iterable[tuple[Millis, Millis, str, str, str | None, int | None, bool]]) -> Shift:
    at, arrivals = NOON, []
    for number, (gap, delay, agent, state, team, slots, twice) in enumerate(steps):
        at += gap
        telling = Telling(at, agent, number, state, team, slots)
        arrivals += [(at + delay, telling)] * (1 + twice)
    return Shift(sorted(arrivals, key=lambda arrival: arrival[0]))


shifts = st.lists(_steps, min_size=1, max_size=14).map(_shift)
"""Agents who change, repeat, go quiet and come back; told late, twice and out of order."""


def spans(tellings: Iterable[Telling], until: Millis, limit: Millis = LIMIT) -> Iterator[Span]:
    """The spans of one agent as they are known at `until`, from its tellings in any order."""
    ordered = sorted((one for one in tellings if one.at <= until), key=lambda one: (one.at, f"n{one.number}"))
    team, slots = "", 1
    for place, one in enumerate(ordered):
        team, slots = one.team or team, one.slots or slots
        following = ordered[place + 1].at if place + 1 < len(ordered) else None
        gone = one.at + limit
        if one.state not in UNPAID and gone <= (until if following is None else following):
            yield Span(team, one.state, slots, one.at, gone)
            yield Span(team, VANISHED, slots, gone, following)
        else:
            yield Span(team, one.state, slots, one.at, following)


def naive_times(known: Mapping[str, Sequence[Telling]], start: Millis, end: Millis) -> dict[str, dict[str, int]]:
    """Team to state to the time in `[start, end)`, the slot time under `slots`; nothing where there is none."""
    times: dict[str, Counter[str]] = {}
    for tellings in known.values():
        for span in spans(tellings, end):
            spent, of_team = span.within(start, end), times.setdefault(span.team, Counter())
            of_team[span.state] += spent
            of_team["slots"] += spent * span.slots * (span.state in OFFERED)
    found = {team: {name: time for name, time in of_team.items() if time} for team, of_team in times.items()}
    return {team: of_team for team, of_team in found.items() if of_team}


def naive_counts(known: Mapping[str, Sequence[Telling]], at: Millis) -> dict[str, dict[str, int]]:
    """Team to state to how many are in it at an instant: each agent once."""
    counts: dict[str, Counter[str]] = {}
    for tellings in known.values():
        last = list(spans(tellings, at))[-1:]
        for span in last:
            counts.setdefault(span.team, Counter())[span.state] += 1
    return {team: dict(of_team) for team, of_team in counts.items()}
