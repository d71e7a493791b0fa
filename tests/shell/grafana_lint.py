"""The rules of Grafana's dashboard-linter, restated: what each of them finds wrong with a dashboard."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from tests.shell.promql import parsed, ranges, selectors

Board: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Board], Iterator[str]]

SOURCE = {"type": "prometheus", "uid": "${datasource}"}
UNITS = {"none", "short", "percentunit", "s", "ops", "bool", "bool_yes_no"}
"""Those of Grafana's units that the dashboards have a use for."""
ON_TIME_RANGE = 2
COUNTED_BY = {"rate", "irate", "increase"}


def panels(board: Board) -> Iterator[dict[str, Any]]:
    """Every panel that shows something, also those in a folded row."""
    for panel in board["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", ())
        else:
            yield panel


def targets(board: Board) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every query, with its panel."""
    return ((panel, target) for panel in panels(board) for target in panel.get("targets", ()))


def variables(board: Board, kind: str | None = None) -> list[dict[str, Any]]:
    """The variables, or those of one kind."""
    return [one for one in board["templating"]["list"] if kind is None or one["type"] == kind]


def template_datasource(board: Board) -> Iterator[str]:
    """There is one variable of the data source, and it is called so."""
    named = [(one["name"], one["label"], one["query"]) for one in variables(board, "datasource")]
    if named != [("datasource", "Data source", "prometheus")]:
        yield f"data source variables: {named}"


def template_job(board: Board) -> Iterator[str]:
    """The job can be chosen."""
    yield from _variable(board, "job", "Job")


def template_instance(board: Board) -> Iterator[str]:
    """The instance can be chosen."""
    yield from _variable(board, "instance", "Instance")


def template_label_promql(board: Board) -> Iterator[str]:
    """What a variable asks for is PromQL, between `label_values(` and its label."""
    for one in variables(board, "query"):
        yield from _unreadable(one["name"], asked_by(one))


def template_on_time_change_reload(board: Board) -> Iterator[str]:
    """Variables are looked up again when the time range changes."""
    yield from (one["name"] for one in variables(board, "query") if one["refresh"] != ON_TIME_RANGE)


def panel_datasource(board: Board) -> Iterator[str]:
    """Every panel, query and variable uses the data source that is chosen."""
    for part in [*panels(board), *(target for _, target in targets(board)), *variables(board, "query")]:
        if part.get("datasource") != SOURCE:
            yield f"{part.get('title') or part.get('refId') or part.get('name')}: {part.get('datasource')}"


def panel_title_description(board: Board) -> Iterator[str]:
    """Every panel says what it shows, and what it answers."""
    yield from (
        str(panel.get("title")) for panel in panels(board) if not (panel.get("title") and panel.get("description"))
    )


def panel_units(board: Board) -> Iterator[str]:
    """Every panel has a unit that Grafana knows."""
    for panel in panels(board):
        overridden = [
            one["value"]
            for override in panel["fieldConfig"]["overrides"]
            for one in override["properties"]
            if one["id"] == "unit"
        ]
        used = [panel["fieldConfig"]["defaults"].get("unit"), *overridden]
        yield from (f"{panel['title']}: {unit}" for unit in used if unit not in UNITS)


def panel_no_targets(board: Board) -> Iterator[str]:
    """Every panel asks for something."""
    yield from (panel["title"] for panel in panels(board) if not any(one["expr"] for one in panel.get("targets", ())))


def target_promql(board: Board) -> Iterator[str]:
    """Every query is PromQL."""
    for panel, target in targets(board):
        yield from _unreadable(panel["title"], target["expr"])


def target_job(board: Board) -> Iterator[str]:
    """Every selector keeps to the chosen job."""
    yield from _unmatched(board, "job")


def target_instance(board: Board) -> Iterator[str]:
    """Every selector keeps to the chosen instance."""
    yield from _unmatched(board, "instance")


def target_rate_interval(board: Board) -> Iterator[str]:
    """A rate is taken over `$__rate_interval`, which fits the step and the scrape."""
    for panel, target in targets(board):
        for function, length in ranges(target["expr"]):
            if function in {"rate", "irate"} and length != "$__rate_interval":
                yield f"{panel['title']}: {function} over {length}"


def target_counter_agg(board: Board) -> Iterator[str]:
    """A counter is only looked at by how much it grew."""
    for panel, target in targets(board):
        for asked in selectors(target["expr"]):
            if asked.metric.endswith("_total") and not COUNTED_BY & set(asked.within[:1]):
                yield f"{panel['title']}: {asked.metric}"


def uneditable(board: Board) -> Iterator[str]:
    """Nobody edits by hand what is generated."""
    if board["editable"]:
        yield "editable"


RULES: tuple[Rule, ...] = (
    template_datasource,
    template_job,
    template_label_promql,
    template_on_time_change_reload,
    panel_datasource,
    panel_title_description,
    panel_units,
    panel_no_targets,
    target_promql,
    target_job,
    target_rate_interval,
    target_counter_agg,
    uneditable,
)
RULES_OF_HEALTH: tuple[Rule, ...] = (template_instance, target_instance)
"""Those that are about the processes: a floor is looked at as a whole, whichever worker has which part of it."""


def asked_by(variable: dict[str, Any]) -> str:
    """The selector that a variable takes its values from."""
    inner: str = variable["query"].removeprefix("label_values(").removesuffix(")")
    return inner.rpartition(",")[0]


def _variable(board: Board, name: str, label: str) -> Iterator[str]:
    found = [one for one in variables(board, "query") if one["name"] == name]
    as_it_should_be = {"label": label, "multi": True, "includeAll": True, "allValue": ".+", "datasource": SOURCE}
    if len(found) != 1:
        yield f"{len(found)} variables {name}"
    for one in found:
        yield from (
            f"{name}: {key} is {one.get(key)}" for key, wanted in as_it_should_be.items() if one.get(key) != wanted
        )


def _unreadable(where: str, expr: str) -> Iterator[str]:
    try:
        parsed(expr)
    except ValueError as fault:
        yield f"{where}: {expr}: {fault}"


def _unmatched(board: Board, label: str) -> Iterator[str]:
    for panel, target in targets(board):
        if any(label not in asked.labels for asked in selectors(target["expr"])):
            yield panel["title"]
