"""The newcomer's path, walked as it is written: every command that needs no Kafka, on the files that the page shows."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.cli import run
from tests.shell.own_process import own_process

PAGE = (Path(__file__).parents[2] / "deploy" / "FIRST_STEPS.md").read_text()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    with own_process(monkeypatch):
        yield


def test_the_path_leads_where_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files are written and commands run in the order of the page; its figures are what is printed."""
    printed: dict[str, str] = {}
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        if language == "json":
            (tmp_path / "calls.jsonl").write_text(text)
        elif language == "toml":
            with (tmp_path / "floorwatch.toml").open("a") as site:
                site.write(f"{text}\n")
        for command in commands(text) if language == "sh" else ():
            assert 0 == run(command), command
            printed[f"{len(printed)} {' '.join(command)}"] = capsys.readouterr().out
    shown = list(printed.values())

    assert 7 == len(shown)
    assert "9 good, 0 refused" in shown[0]
    assert "~40.0 %" in shown[1]
    assert "c-1" in shown[2]
    assert "20.0 %" in shown[4]
    assert "crowd" in shown[5]
    assert re.search(r"critical +crowd +orders", shown[6])


def commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of the lines that ask for no Kafka and end by themselves."""
    for line in text.splitlines():
        name, *arguments = shlex.split(line)
        if name == "floorwatch" and not {"demo", "--kafka"} & set(arguments):
            yield arguments
