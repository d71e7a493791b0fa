"""A board as it is configured: which big numbers, which queues, how it looks and from how far it is read."""

from dataclasses import dataclass, replace
from math import inf
from typing import Final, Literal, TypeAlias

from stream.catalog import NOW, Catalogue
from stream.kpi import Kpi
from stream.totals import TODAY
from stream.units import parse_duration

Theme: TypeAlias = Literal["dark", "light", "auto"]
Order: TypeAlias = Literal["worst", "listed", "name"]

THEMES: Final[tuple[Theme, ...]] = ("dark", "light", "auto")
ORDERS: Final[tuple[Order, ...]] = ("worst", "listed", "name")
LANGUAGES: Final = ("en", "ko", "ja", "de", "ro")
MAIN: Final = "main"
"""The board that `/` shows."""

DEFAULT_TILES: Final = (
    "waiting",
    "longest_wait",
    "service_level",
    "first_response_within_target",
    "abandonment_rate",
    "overdue",
)
DEFAULT_COLUMNS: Final = ("waiting", "longest_wait", "service_level")


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI in one window; `label` is the value of the KPI's label, None: all of its values together."""

    kpi: str
    window: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A big number. Limits are in the KPI's unit; what is None is the alarm's or the catalogue's."""

    figure: Figure
    title: str | None = None
    queue: str | None = None
    channel: str | None = None
    warning: float | None = None
    critical: float | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """One board. `queues` empty: all of them; `distance_m` and `screen_in` (the diagonal) say how large to write."""

    name: str
    tiles: tuple[Tile, ...]
    columns: tuple[Figure, ...]
    title: str | None = None
    language: str = "en"
    theme: Theme = "dark"
    order: Order = "worst"
    hours: int = 24
    window: str = "15m"
    queues: tuple[str, ...] = ()
    distance_m: float = 8.0
    screen_in: float = 55.0


def window_of(kpi: Kpi, wanted: str) -> str:
    """The window in which a KPI is shown where `wanted` is the board's: that, the next longer one it has, or now."""
    if kpi.kind == "live":
        return NOW
    if wanted in kpi.windows:
        return wanted
    longer = [window for window in kpi.windows if _length(window) >= _length(wanted)]
    return min(longer, key=_length, default=kpi.windows[-1])


def _length(window: str) -> float:
    """In ms; the day is longer than any other window."""
    return inf if window == TODAY else parse_duration(window)


def default_board(catalogue: Catalogue, name: str = MAIN, window: str = "15m") -> Board:
    """The board that there is without configuration; what the catalogue does not know is left out."""
    kpis = catalogue.kpis
    tiles = tuple(Tile(Figure(kpi, window_of(kpis[kpi], window))) for kpi in DEFAULT_TILES if kpi in kpis)
    columns = tuple(Figure(kpi, window_of(kpis[kpi], window)) for kpi in DEFAULT_COLUMNS if kpi in kpis)
    return Board(name, tiles, columns, window=window)


def through(board: Board, window: str, catalogue: Catalogue) -> Board:
    """The same board with another window wherever it shows its own."""

    def moved(figure: Figure) -> Figure:
        kpi = catalogue.kpis[figure.kpi]
        own = figure.window == window_of(kpi, board.window)
        return replace(figure, window=window_of(kpi, window)) if own else figure

    tiles = tuple(replace(tile, figure=moved(tile.figure)) for tile in board.tiles)
    return replace(board, window=window, tiles=tiles, columns=tuple(map(moved, board.columns)))
