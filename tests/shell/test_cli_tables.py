"""Tables on terminals that are narrow: figures are never cut."""

import io
from collections.abc import Iterable, Sequence

import pytest
from rich.console import Console

from agents.cli import tables
from agents.cli.tables import fitted, print_floor
from stream.catalog import standard
from stream.replay import Replay
from stream.site import Site
from tests.core.one_report import NOON, call, lost


def printed(monkeypatch: pytest.MonkeyPatch, width: int, events: Iterable[bytes]) -> list[str]:
    """The lines of a floor on a terminal of that width."""
    replayed = Replay(Site())
    replayed.feed(events)
    console = Console(width=width, file=io.StringIO(), highlight=False)
    monkeypatch.setattr(tables, "console_of_stdout", lambda: console)
    print_floor(replayed.floor(standard()), standard())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 40, 400])
def test_a_floor_fits_on_its_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several tables below each other, where it must be, with the queue in each; only so wide as it needs."""
    lines = printed(monkeypatch, width, [*call("a", NOON, 10_000, 754_000), *lost("b", NOON, 30_000)])
    figures = [word for line in lines if line.split()[:2] == ["sales", "voice"] for word in line.split()[2:]]

    assert " ".join(figures) == "0 0.0 s 2 1 1 ~50.0 % ~50.0 % 10.0 s 12:34 –"
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines)
    assert lines[0].startswith("The floor at 2026-03-02T12:12:44Z")


def test_a_floor_without_events_is_of_no_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happened in 1970."""
    lines = printed(monkeypatch, 80, [])

    assert lines[0] == "An empty floor"
    assert not any("1970" in line for line in lines)


def shown_beside(words: Sequence[str], heads: Sequence[str], width: int) -> tuple[int, str]:
    """In how many tables two figures stand beside words on a terminal of this width, and what it shows."""
    console = Console(width=width, file=io.StringIO(), highlight=False)
    tables = fitted((*heads, "offered", "asa"), [(*words, "1,204", "83.3 %")], left=len(words), width=width)
    for table in tables:
        console.print(table)
    assert isinstance(console.file, io.StringIO)
    return len(tables), console.file.getvalue()


@pytest.mark.parametrize("width", [40, 25])
def test_words_make_room_for_a_figure(width: int) -> None:
    """Where both do not fit, the words go on below; not a letter of them is lost."""
    words = ("2026-01-01T12:00:00Z", "2026-01-01T12:30:00Z")
    tables, told = shown_beside(words, ("From", "To"), width)

    assert "1,204" in told
    assert "83.3 %" in told
    assert "…" not in told
    assert told.count("Z") == len(words) * tables


@pytest.mark.parametrize("width", [80, 120])
def test_names_of_wide_letters_leave_room_for_the_figures(width: int) -> None:
    """A letter of Japanese or Korean takes two columns of a terminal."""
    words = ("2026-01-01T12:00:00Z *", "2026-01-01T12:30:00Z", "日本語キューの名前はながい")
    _, told = shown_beside(words, ("From", "To", "Queue"), width)

    assert "1,204" in told
    assert "83.3 %" in told
    assert "…" not in told
