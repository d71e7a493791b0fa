"""From `[[alarms]]` to the rules that hold: the catalogue's own, and what a site changes and adds."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from agents.settings.alarm_table import AlarmTable, Limit
from agents.settings.faults import all_good
from agents.settings.runtime import Settings, site_file
from agents.settings.site import read_tables
from agents.settings.values import nearest
from stream.alarms.defaults import bare_rule, default_rules, labels_of, places_of
from stream.alarms.rule import BAD, Rule
from stream.catalog import Catalogue
from stream.errors import ConfigurationError
from stream.kpi import Kpi
from stream.site import OTHER, Site

_GIVEN: Final = {
    "window": "window",
    "watches": "watches",
    "queue": "queue",
    "channel": "channel",
    "hysteresis": "hysteresis",
    "raise_after": "raise_after_ms",
    "clear_after": "clear_after_ms",
    "minimum_evidence": "minimum_evidence",
    "only_while_open": "only_while_open",
}
"""Key of an alarm to the field of `Rule` that it sets as it stands."""

_LIMITS: Final = (*BAD, "clear")
_Faults = Iterator[tuple[str, str]]


def alarms_of(settings: Settings, site: Site, catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules by which this process raises alarms; raises ConfigurationError."""
    path = site_file(settings)
    return default_rules(catalogue) if path is None else read_alarms(path, site, catalogue)


def read_alarms(path: Path, site: Site, catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of a file, whose site has been read; raises ConfigurationError with file, key and reason.

    Those without configuration stand in their order, changed or left out as the site says, then the site's own.
    """
    usual = {rule.name: rule for rule in default_rules(catalogue)}
    rules, names, faults = dict(usual), set[str](), []
    for number, table in enumerate(read_tables(path).alarms):
        found = [*_faults_of_name(table, names, usual), *_faults_of_kpi(table, usual.get(table.name), catalogue)]
        names.add(table.name)
        if not found and table.enabled:
            rule, found = _rule(table, usual.get(table.name), site, catalogue)
            rules[table.name] = rule
        elif not found:
            del rules[table.name]
        # The first of a table: others may be no more than what comes of it.
        faults += [ConfigurationError(str(path), f"alarms[{number}].{member}", why) for member, why in found[:1]]
    all_good(*faults)
    return tuple(rules.values())


def _rule(
    table: AlarmTable, usual: Rule | None, site: Site, catalogue: Catalogue
) -> tuple[Rule, list[tuple[str, str]]]:
    """The rule that a table writes or changes, and what is wrong with it."""
    kpi, begun = _begun(table, usual, catalogue)
    rule = _written(table, begun, kpi)
    faults = (
        _faults_of_units(table, begun, rule),
        _faults_of_limits(table, rule),
        _faults_of_place(table, rule, kpi, site),
        _faults_of_figure(rule, kpi),
    )
    return rule, list(chain.from_iterable(faults))


def _base(table: AlarmTable, usual: Rule | None) -> Rule | None:
    """The rule of this name that holds anyway, where the table is about the same KPI."""
    return usual if usual is not None and table.kpi in {None, usual.kpi} else None


def _begun(table: AlarmTable, usual: Rule | None, catalogue: Catalogue) -> tuple[Kpi, Rule]:
    """The KPI of a table, and the rule that it changes: that of its name, or the catalogue's about its KPI."""
    base = _base(table, usual)
    kpi = catalogue.kpis[base.kpi if base is not None else table.kpi or ""]
    return kpi, base or bare_rule(kpi, table.name)


def _written(table: AlarmTable, rule: Rule, kpi: Kpi) -> Rule:
    """The rule with what the table says."""
    if table.clock is not None:
        rule = replace(rule, label=(kpi.label or "", table.clock))
    given = {field: getattr(table, key) for key, field in _GIVEN.items() if key in table.model_fields_set}
    limits = {key: limit for key in _LIMITS if (limit := getattr(table, key)) is not None}
    given |= {key: limit.amount for key, limit in limits.items()}
    if limits and rule.unit == "s":
        given["in_thresholds"] = not any(limit.is_duration for limit in limits.values())
    return replace(rule, **given)


def _faults_of_name(table: AlarmTable, names: set[str], usual: Mapping[str, Rule]) -> _Faults:
    if table.name in names:
        yield "name", f"alarm {table.name!r} stands here twice"
    if not table.enabled and table.name not in usual:
        hint = nearest(table.name, usual.keys())
        yield "enabled", f"there is no alarm {table.name!r} to be switched off; there are {', '.join(usual)}{hint}"


def _faults_of_kpi(table: AlarmTable, usual: Rule | None, catalogue: Catalogue) -> _Faults:
    if _base(table, usual) is not None and table.clock is None:
        return
    name = table.kpi if table.kpi is not None else usual.kpi if usual is not None else None
    if name is None:
        yield "kpi", f"is missing: without configuration there is no alarm {table.name!r}"
        return
    kpi = catalogue.kpis.get(name)
    if kpi is None:
        yield "kpi", f"{name!r} is no KPI{nearest(name, catalogue.kpis.keys())}"
        return
    if kpi.better == "none":
        yield "kpi", f"{name!r} is neither better high nor better low: no value of it is bad"
    clocks = labels_of(kpi)
    if clocks and table.clock is None:
        yield "clock", f"is missing: {name!r} has one figure for each of {', '.join(clocks)}"
    elif table.clock is not None and table.clock not in clocks:
        known = f"is none of {', '.join(clocks)}" if clocks else f"is a clock, and {name!r} has none"
        yield "clock", f"{table.clock!r} {known}"


def _faults_of_units(table: AlarmTable, begun: Rule, rule: Rule) -> _Faults:
    for key in _LIMITS:
        limit: Limit | None = getattr(table, key)
        if limit is not None and limit.is_duration and rule.unit != "s":
            yield key, f"is a duration, and {rule.kpi!r} is no time"
        if limit is not None and rule.unit == "ratio" and limit.amount > 1:
            yield key, f"{limit.amount:g} is no share from 0 to 1"
        if limit is not None and rule.unit == "s" and limit.is_duration == rule.in_thresholds:
            yield key, f"{limit.amount:g} is a multiple of the threshold, and another limit here is a duration"
    for key in BAD:
        if begun.in_thresholds != rule.in_thresholds and getattr(table, key) is None and getattr(rule, key) is not None:
            unit = "multiple of the threshold" if begun.in_thresholds else "duration"
            yield key, f"is missing: as it stands without configuration it is a {unit}, and another limit here is none"


def _faults_of_limits(table: AlarmTable, rule: Rule) -> _Faults:
    if rule.warning is None and rule.critical is None:
        yield "warning", "is missing: an alarm has a warning or a critical limit, or both"
    elif rule.warning is not None and rule.critical is not None and not rule.beyond(rule.critical, rule.warning):
        reason = f"{rule.critical:g} is not worse than the warning ({rule.warning:g})"
        yield "critical", f"{reason}: of {rule.kpi!r} {rule.better} is better"
    milder = rule.warning if rule.warning is not None else rule.critical
    if rule.clear is not None and "hysteresis" in table.model_fields_set:
        yield "hysteresis", "and clear are two words for one matter: only one can hold"
    if rule.clear is not None and milder is not None and rule.beyond(rule.clear, milder):
        yield "clear", f"{rule.clear:g} lies beyond the limit that it is to come back from ({milder:g})"


def _faults_of_place(table: AlarmTable, rule: Rule, kpi: Kpi, site: Site) -> _Faults:
    if rule.watches not in places_of(kpi):
        places = " or ".join(places_of(kpi))
        yield "watches", f"{kpi.name!r} is not known of {rule.watches}: an alarm about it watches {places}"
    if rule.queue is not None and rule.watches != "queues":
        yield "queue", f"is not watched by an alarm that watches {rule.watches}"
    if rule.channel is not None and rule.watches == "floor":
        yield "channel", "is not watched by an alarm that watches the floor"
    if rule.in_thresholds and rule.watches != "queues":
        key = next((key for key in _LIMITS if getattr(table, key) is not None), "watches")
        yield key, f"is a multiple of a queue's threshold, and {rule.watches} have none: write durations"
    if rule.queue in {None, OTHER} or not site.queues:
        return
    channels = site.channels_of(rule.queue)
    if not channels:
        known = dict.fromkeys(queue.name for queue in site.queues)
        yield "queue", f"{rule.queue!r} is none of the queues here{nearest(rule.queue, known.keys())}"
    elif rule.channel is not None and rule.channel not in channels:
        yield "channel", f"queue {rule.queue!r} is on {', '.join(channels)}"


def _faults_of_figure(rule: Rule, kpi: Kpi) -> _Faults:
    if rule.window not in kpi.windows:
        yield "window", f"{rule.window!r} is none of {', '.join(kpi.windows)}"
    if rule.minimum_evidence > 1 and kpi.kind in {"count", "live"} and not any(formula.per for formula in kpi.formulas):
        yield "minimum_evidence", f"{kpi.name!r} has no cases behind it: it counts, and nought is a number too"
