"""A dashboard around its panels: name, variables, links, places in the grid, and the numbers that alerts name."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from grafana_foundation_sdk.builders.dashboard import (
    CustomVariable,
    Dashboard,
    DashboardLink,
    DatasourceVariable,
    QueryVariable,
    Row,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard as Built
from grafana_foundation_sdk.models.dashboard import DashboardLinkType, GridPos

from agents.outputs.grafana.panels import Panel

TAG: Final = "floorwatch"
"""Every dashboard has it, and links to all others that have it."""
_COLUMNS: Final = 24


class Cut(NamedTuple):
    """How large each panel of a section is, in the 24 columns of the grid and in its rows of 30 pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Section:
    """Panels that belong together, all of one size; under a title they can be folded away, `folded` at first."""

    panels: Sequence[Panel]
    cut: Cut
    title: str | None = None
    folded: bool = False


def framed(  # noqa: PLR0913 - a dashboard is named in full
    uid: str,
    title: str,
    about: str,
    variables: Sequence[DatasourceVariable | QueryVariable | CustomVariable],
    sections: Sequence[Section],
    *,
    refresh: str,
    since: str,
) -> Built:
    """A dashboard that nobody edits by hand."""
    board = (
        Dashboard(title)
        .uid(uid)
        .description(about)
        .tags([TAG])
        .readonly()
        .refresh(refresh)
        .time(since, "now")
        .timezone("browser")
        .link(
            DashboardLink("floorwatch")
            .type(DashboardLinkType.DASHBOARDS)
            .tags([TAG])
            .include_vars(include_vars=True)
            .keep_time(keep_time=True)
        )
    )
    for variable in variables:
        board.with_variable(variable)
    _lay_out(board, sections)
    return board.build()


def encoded(board: Built) -> str:
    """A dashboard as the text of its file."""
    return json.dumps(board, cls=JSONEncoder, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def _lay_out(board: Dashboard, sections: Sequence[Section]) -> None:
    number, top = 1, 0
    for section in sections:
        row = None
        if section.title is not None:
            row = Row(section.title).id(number).grid_pos(GridPos(h=1, w=_COLUMNS, x=0, y=top))
            number, top = number + 1, top + 1
        for place, panel in enumerate(section.panels):
            down, across = divmod(place * section.cut.width, _COLUMNS)
            panel.id(number).grid_pos(
                GridPos(h=section.cut.height, w=section.cut.width, x=across, y=top + down * section.cut.height)
            )
            number += 1
            if row is not None and section.folded:
                row.with_panel(panel)
        if row is not None:
            board.with_row(row)
        if row is None or not section.folded:
            for panel in section.panels:
                board.with_panel(panel)
            top += -(-len(section.panels) * section.cut.width // _COLUMNS) * section.cut.height
