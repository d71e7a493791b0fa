"""From the tables of policies to the policies of a site: versions in order, calendars and queues that there are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from agents.settings.calendars import check_calendar
from agents.settings.policy_tables import ClockTable, MatchTable, PolicyTable
from agents.settings.values import LONGEST_MS, nearest
from agents.settings.versions import in_order
from stream.calendar import Calendar
from stream.errors import ConfigurationError
from stream.measures import CLOCKS
from stream.policies import ClockTerms, Match, Policies, Policy, PolicyVersion
from stream.site import OTHER
from stream.units import DAY, Millis, format_duration

VISIT: Final = "visit"
"""The channel, and the clock that runs on it alone."""


def policies_of(
    tables: Sequence[PolicyTable], calendars: Mapping[str, Calendar], queues: Collection[str], file: str
) -> Policies:
    """The policies of a file, in its order; `queues` are those listed, none: learned. Raises ConfigurationError."""
    versions: dict[str, list[tuple[int, PolicyTable]]] = {}
    for number, table in enumerate(tables):
        _check_queues(table.match, queues, file, f"policies[{number}].match.queue")
        versions.setdefault(table.name, []).append((number, table))
    return Policies(
        tuple(
            Policy(name, tuple(_versions(in_order(numbered, f"policy {name!r}", "policies", file), calendars, file)))
            for name, numbered in versions.items()
        )
    )


def _check_queues(match: MatchTable, queues: Collection[str], file: str, key: str) -> None:
    for name in match.queue:
        if queues and name not in queues and name != OTHER:
            reason = f"{name!r} is not listed under [[queues]]{nearest(name, queues)}"
            raise ConfigurationError(file, key, reason)


def _versions(
    ordered: Sequence[tuple[int, PolicyTable]], calendars: Mapping[str, Calendar], file: str
) -> Iterator[PolicyVersion]:
    """Each version in turn: what a table leaves out stays as the tables before it say."""
    given: dict[str, Any] = {"match": MatchTable()}
    for number, table in ordered:
        key = f"policies[{number}]"
        given |= {name: getattr(table, name) for name in table.model_fields_set}
        if table.starts_at is None and not any(given.get(clock) for clock in CLOCKS):
            raise ConfigurationError(file, key, f"promises nothing: it has none of {', '.join(CLOCKS)}")
        match: MatchTable = given["match"]
        if given.get(VISIT) and match.channel and VISIT not in match.channel:
            raise ConfigurationError(file, f"{key}.{VISIT}", "this clock runs on the channel visit only")
        terms = {clock: _terms(given[clock], calendars, file, f"{key}.{clock}") for clock in CLOCKS if given.get(clock)}
        yield PolicyVersion(match=_match(match), terms=terms, from_ms=table.starts_at)


def _match(table: MatchTable) -> Match:
    return Match(**{label: tuple(getattr(table, label)) for label in MatchTable.model_fields})


def _terms(table: ClockTable, calendars: Mapping[str, Calendar], file: str, key: str) -> ClockTerms:
    check_calendar(table.calendar, calendars, file, f"{key}.calendar")
    target_ms = _target_ms(table, calendars[table.calendar], file, f"{key}.target")
    lead_ms = table.warn_before.lead_ms
    if lead_ms is not None and lead_ms > target_ms:
        reason = f"{format_duration(lead_ms)} is longer than the target ({format_duration(target_ms)})"
        raise ConfigurationError(file, f"{key}.warn_before", reason)
    return ClockTerms(
        target_ms=target_ms,
        objective=table.objective,
        calendar=table.calendar,
        warn_ms=lead_ms,
        warn_share=table.warn_before.share,
        pauses=tuple(table.pauses),
        on_priority_change=table.on_priority_change,
    )


def _target_ms(table: ClockTable, calendar: Calendar, file: str, key: str) -> Millis:
    """The target in working time; one that no ten years of the calendar hold is a slip of the pen."""
    target_ms = table.target.working_ms + table.target.days * calendar.day_ms
    if target_ms * 7 * DAY > LONGEST_MS * calendar.week_ms:
        raise ConfigurationError(file, key, f"takes longer than ten years in the calendar {calendar.name!r}")
    return target_ms
