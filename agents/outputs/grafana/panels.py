"""Panels of Grafana, each a question with its answer: a tile with a word, a trend, a table of queues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from grafana_foundation_sdk.builders import common, prometheus, stat, table, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.dashboard import (
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from agents.outputs.grafana import limits
from agents.outputs.grafana.figure import Figure, Grain, figure
from agents.outputs.grafana.variables import SOURCE
from stream.definition import Definition
from stream.kpi import Unit

NOTHING: Final = "–"
"""What stands where there is no evidence: never 0 % and never 100 %."""
UNITS: Final[dict[Unit, str]] = {
    "ratio": "percentunit",
    "s": "s",
    "contacts": "short",
    "agents": "short",
    "per_hour": "short",
}
STATE: Final = "state"
"""The query of a tile that tells its state."""

Panel: TypeAlias = stat.Panel | table.Panel | timeseries.Panel


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a panel: PromQL and the name of its series."""

    expr: str
    legend: str = ""
    name: str = "A"


def tile(entry: Definition, asked: Figure) -> stat.Panel:
    """A big figure for each series; where the catalogue has limits, coloured by them and with the word beside it."""
    built = (
        _stat(_title(entry, asked), described(entry, asked))
        .unit(UNITS[entry.unit])
        .thresholds(limits.thresholds(entry))
        .with_target(_now(Query(asked.value, asked.legend)))
    )
    if not limits.limited(entry):
        return built.color_scheme(_fixed(limits.NEUTRAL)).color_mode(BigValueColorMode.NONE)
    told = Query(limits.state(asked.value, asked.evidence, entry), asked.legend, STATE)
    return built.with_target(_now(told)).override_by_query(
        STATE,
        [
            DynamicConfigValue("unit", "none"),
            DynamicConfigValue("mappings", limits.words(limits.STATES)),
            DynamicConfigValue("thresholds", limits.state_steps().build()),
        ],
    )


def state_tile(title: str, question: str, query: Query, states: dict[int, tuple[str, str]]) -> stat.Panel:
    """A word for each series, by value."""
    return (
        _stat(title, question)
        .unit("none")
        .mappings([*limits.words(states), limits.no_value(NOTHING)])
        .thresholds(limits.steps_of({value: colour for value, (_, colour) in states.items()}))
        .with_target(_now(query))
    )


def number(title: str, question: str, unit: str, query: Query) -> stat.Panel:
    """A big figure that nothing judges."""
    return (
        _stat(title, question)
        .unit(unit)
        .color_scheme(_fixed(limits.NEUTRAL))
        .color_mode(BigValueColorMode.NONE)
        .with_target(_now(query))
    )


def kpi_trend(entry: Definition, asked: Figure) -> timeseries.Panel:
    """A KPI over time, its limits as lines."""
    built = trend(_title(entry, asked), described(entry, asked), UNITS[entry.unit], [Query(asked.value, asked.legend)])
    return with_limits(built, entry) if limits.limited(entry) else built


def trend(
    title: str, question: str, unit: str, queries: Sequence[Query], *, below_zero: bool = False
) -> timeseries.Panel:
    """Figures over time. Series differ in lightness, which every eye can tell apart, and by name in the legend.

    Nothing below 0 is drawn, unless a figure may be there.
    """
    built = (
        timeseries.Panel()
        .title(title)
        .description(question)
        .datasource(SOURCE)
        .unit(unit)
        .no_value(NOTHING)
        .line_width(2)
        .fill_opacity(0)
        .color_scheme(FieldColor().mode(FieldColorModeId.SHADES).fixed_color(limits.OK))
        .legend(
            common.VizLegendOptions()
            .display_mode(LegendDisplayMode.TABLE)
            .placement(LegendPlacement.BOTTOM)
            .show_legend(show_legend=True)
            .calcs(["lastNotNull"])
        )
        .tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
    )
    for query in queries:
        built.with_target(_target(query).range())
    return built if below_zero else built.min(0)


def with_limits(panel: timeseries.Panel, entry: Definition) -> timeseries.Panel:
    """The limits of a KPI as dashed lines over its trend."""
    dashed = common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED)
    return panel.thresholds(limits.thresholds(entry)).thresholds_style(dashed)


def kpi_table(title: str, question: str, entries: Iterable[Definition], grain: Grain) -> table.Panel:
    """One row a queue, one column a KPI; the worst of the first column on top, limits as the colour of a cell."""
    asked = [(entry, found) for entry in entries if (found := figure(entry, grain)) and entry.label is None]
    built = _table(title, question)
    named = {}
    for place, (entry, found) in enumerate(asked):
        name = chr(ord("A") + place)
        column = f"Value #{name}"
        named[column] = _title(entry, found)
        built.with_target(_row(Query(f"max by (queue, channel) ({found.value})", name=name)))
        built.override_by_name(named[column], _cell(entry))
    first = asked[0][0]
    return (
        built.with_transformation(DataTransformerConfig("merge", options={}))
        .with_transformation(
            DataTransformerConfig("organize", options={"excludeByName": {"Time": True}, "renameByName": named})
        )
        .with_transformation(
            DataTransformerConfig(
                "sortBy", options={"sort": [{"field": _title(*asked[0]), "desc": first.better == "lower"}]}
            )
        )
    )


def state_table(title: str, question: str, query: Query, states: dict[int, tuple[str, str]]) -> table.Panel:
    """One row a series, with a word for its value."""
    return (
        _table(title, question)
        .with_target(_row(query))
        .override_by_name(
            "Value",
            [
                DynamicConfigValue("displayName", "State"),
                DynamicConfigValue("mappings", limits.words(states)),
                DynamicConfigValue("custom.cellOptions", {"type": "color-background"}),
            ],
        )
        .with_transformation(
            DataTransformerConfig("organize", options={"excludeByName": {"Time": True}, "renameByName": {}})
        )
    )


def described(entry: Definition, asked: Figure) -> str:
    """The question that a KPI answers, its definition, and the window where it has its own."""
    window = f" Window: {asked.window}." if asked.window else ""
    return f"{entry.question} {entry.source}.{window}"


def _title(entry: Definition, asked: Figure) -> str:
    return f"{entry.title} ({asked.window})" if asked.window else entry.title


def _stat(title: str, question: str) -> stat.Panel:
    return (
        stat.Panel()
        .title(title)
        .description(question)
        .datasource(SOURCE)
        .no_value(NOTHING)
        .mappings([limits.no_value(NOTHING)])
        .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]).values(values=False))
        .color_mode(BigValueColorMode.BACKGROUND_SOLID)
        .graph_mode(BigValueGraphMode.NONE)
        .text_mode(BigValueTextMode.VALUE_AND_NAME)
    )


def _table(title: str, question: str) -> table.Panel:
    return table.Panel().title(title).description(question).datasource(SOURCE).no_value(NOTHING).unit("short")


def _cell(entry: Definition) -> list[DynamicConfigValue]:
    shown = [DynamicConfigValue("unit", UNITS[entry.unit]), DynamicConfigValue("noValue", NOTHING)]
    if not limits.limited(entry):
        return shown
    return [
        *shown,
        DynamicConfigValue("thresholds", limits.thresholds(entry).build()),
        DynamicConfigValue("custom.cellOptions", {"type": "color-background"}),
    ]


def _fixed(colour: str) -> FieldColor:
    return FieldColor().mode(FieldColorModeId.FIXED).fixed_color(colour)


def _now(query: Query) -> prometheus.Dataquery:
    """A value for each series that there is now: over a range the last would be shown long after its series ended."""
    return _target(query).instant()


def _row(query: Query) -> prometheus.Dataquery:
    """A row for each series that there is now."""
    return _target(query).format(PromQueryFormat.TABLE).instant()


def _target(query: Query) -> prometheus.Dataquery:
    return (
        prometheus.Dataquery()
        .datasource(SOURCE)
        .ref_id(query.name)
        .expr(query.expr)
        .legend_format(query.legend)
        .format(PromQueryFormat.TIME_SERIES)
    )
