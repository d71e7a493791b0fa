"""`[[boards]]`: what a site puts onto its walls."""

from dataclasses import replace
from pathlib import Path

import pytest

from agents.settings.boards import read_boards
from agents.settings.configuration import ConfigurationFile
from agents.settings.runtime import read_settings
from agents.settings.site import read_site
from agents.wall.board import Board, Figure, Tile, default_board
from stream.catalog import standard
from stream.site import Site

CATALOGUE = standard()

WRITTEN = """
[[boards]]
name = "lobby"
title = "Calls"
language = "de"
theme = "auto"
hours = 12
window = "30m"
order = "listed"
queues = ["sales", "help"]
distance = 5
screen = 43.5
columns = ["waiting", "aht"]
tiles = [
  "waiting",
  "aht",
  { kpi = "answer_time_p90", queue = "sales" },
  { kpi = "overdue", clock = "first_response", title = "Replies late", warning = 2, critical = 9 },
  { kpi = "asa", window = "today", channel = "voice", warning = "20s" },
]
"""


def written(folder: Path, text: str) -> tuple[Board, ...]:
    """The boards of a configuration."""
    file = folder / "floorwatch.toml"
    file.write_text(text)
    return read_boards(file, Site(), CATALOGUE)


def test_a_board_is_as_it_is_written(tmp_path: Path) -> None:
    """Every key, tiles by bare names and by tables, each figure in its window."""
    expected = Board(
        "lobby",
        (
            Tile(Figure("waiting", "now")),
            Tile(Figure("aht", "30m")),
            Tile(Figure("answer_time_p90", "1h"), queue="sales"),
            Tile(Figure("overdue", "now", "first_response"), "Replies late", warning=2, critical=9),
            Tile(Figure("asa", "today"), channel="voice", warning=20),
        ),
        (Figure("waiting", "now"), Figure("aht", "30m")),
        title="Calls",
        language="de",
        theme="auto",
        order="listed",
        hours=12,
        window="30m",
        queues=("sales", "help"),
        distance_m=5,
        screen_in=43.5,
    )

    assert (expected,) == written(tmp_path, WRITTEN)


def test_what_is_not_written_is_as_usual(tmp_path: Path) -> None:
    """A name is enough; a window moves every figure that is of a period."""
    assert (default_board(CATALOGUE, "lobby"),) == written(tmp_path, '[[boards]]\nname = "lobby"\n')
    (hour,) = written(tmp_path, '[[boards]]\nname = "lobby"\nwindow = "1h"\n')

    assert {"now", "1h"} == {tile.figure.window for tile in hour.tiles}


def test_the_sample_of_the_repository_has_boards() -> None:
    """What stands in deploy/floorwatch.toml is what a worker would show."""
    file = Path(__file__).parents[2] / "deploy" / "floorwatch.toml"
    running = ConfigurationFile(read_settings(config=file), CATALOGUE).read()

    assert ["main", "lobby"] == [board.name for board in running.boards]
    assert replace(running.boards[0], title=None) != default_board(CATALOGUE)


def test_a_board_can_show_what_is_in_no_listed_queue(tmp_path: Path) -> None:
    """Among its queues and as a big number."""
    file = tmp_path / "floorwatch.toml"
    file.write_text(
        '[[queues]]\nname = "sales"\nchannel = "voice"\n'
        '[[boards]]\nname = "main"\nqueues = ["other"]\n'
        'tiles = [{ kpi = "waiting", queue = "other", channel = "chat" }]\n'
    )
    (board,) = read_boards(file, read_site(file), CATALOGUE)

    assert (("other",), "other") == (board.queues, board.tiles[0].queue)


def test_a_board_may_look_through_a_window_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it shows its own; a KPI that has no shorter one than the hour has it too. So may an alarm."""
    file = tmp_path / "floorwatch.toml"
    tiles = '["asa", "answer_time_p90", { kpi = "aht", window = "8h" }]'
    board = f'[[boards]]\nname = "lobby"\nwindow = "2h"\ntiles = {tiles}\n'
    alarm = '[[alarms]]\nname = "service_level"\nwindow = "8h"\n'
    file.write_text(f'[floor]\nwindows = ["8h", "2h"]\n{board}{alarm}')
    monkeypatch.setenv("FLOORWATCH_CONFIG", str(file))
    running = ConfigurationFile(read_settings(), CATALOGUE).read()

    assert ["2h", "2h", "8h"] == [tile.figure.window for tile in running.boards[0].tiles]
    assert {"now", "2h"} == {column.window for column in running.boards[0].columns}
    assert "8h" == next(rule.window for rule in running.rules if rule.name == "service_level")
    assert ("5m", "15m", "30m", "1h", "2h", "8h", "today") == running.catalogue.windows
