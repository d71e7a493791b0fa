"""A KPI over measures that there are already: one entry in a catalogue, and every command knows it."""

import importlib.resources
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest

from agents.cli import run
from stream import catalog
from stream.floor import schema
from stream.pages.book import book
from tests.scenarios.thousand_calls import QUEUE, calls
from tests.shell.own_process import own_process

ENTRY = """
[[kpi]]
name = "lost_rate"
family = "abandonment"
title = "Lost"
question = "Which share of the entries did nobody answer?"
kind = "ratio"
unit = "ratio"
better = "lower"
numerator = ["abandoned", "diverted"]
denominator = ["offered"]
attribution = ["event", "entry"]
source = "(B + D) / Q"
"""
LOST = 85
OFFERED = 1_085
SUFFIXES = {"event": "", "entry": "_by_entry"}


def extended() -> catalog.Catalogue:
    """The standard catalogue with the entry besides."""
    text = importlib.resources.files("stream").joinpath("kpis.toml").read_text(encoding="utf-8")
    return catalog.load(text + ENTRY, "kpis.toml")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set or logged anything before, with a catalogue that has the entry besides."""
    monkeypatch.chdir(tmp_path)
    catalogue = extended()
    for command in ("explain", "replay", "report"):
        monkeypatch.setattr(f"agents.cli.{command}.standard", lambda: catalogue)
    with own_process(monkeypatch):
        yield


@pytest.fixture(name="recording")
def _recording(tmp_path: Path) -> str:
    """An hour of calls as a file."""
    path = tmp_path / "thousand.jsonl"
    path.write_bytes(b"".join(calls()))
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *command: str) -> Any:  # noqa: ANN401 - a document
    """What a command prints as JSON."""
    assert run(list(command)) == 0
    return orjson.loads(capsys.readouterr().out)


def test_no_kpi_of_that_name_is_there_without_it() -> None:
    """The entry is all that there is of it."""
    assert "lost_rate" not in catalog.standard().kpis


@pytest.mark.parametrize("attribution", SUFFIXES)
def test_a_report_has_its_column(attribution: str, recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of everything and of the queue, in every form."""
    name = "lost_rate" + SUFFIXES[attribution]
    asked = ["report", recording, "--interval", "all", "--by", "queue", "--attribution", attribution]
    rows = printed(capsys, *asked, "--format", "json")
    assert [(LOST, OFFERED)] * 2 == [(row["kpis"][name]["numerator"], row["kpis"][name]["denominator"]) for row in rows]

    assert run([*asked, "--format", "csv"]) == 0
    assert {name, f"{name}.numerator"} <= set(capsys.readouterr().out.splitlines()[0].split(","))

    assert run([*asked, "--kpis", "lost_rate"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["From", "To", "Queue", name] in lines
    assert [["7.8", "%"]] * 2 == [line[-2:] for line in lines if line[-1:] == ["%"]]


def test_the_floor_has_its_value(recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By event and by entry in every window, in a document that the schema admits."""
    floor = printed(capsys, "replay", recording, "--json")
    jsonschema.validate(floor, schema())

    assert [{}, {"channel": "voice"}, {"queue": QUEUE, "channel": "voice"}] == [one["slice"] for one in floor["slices"]]
    for one in floor["slices"]:
        for suffix in SUFFIXES.values():
            windows = one["kpis"]["lost_rate" + suffix]
            assert set(catalog.WINDOWS) == windows.keys()
            assert [(LOST, OFFERED)] * 2 == [
                (windows[w]["numerator"], windows[w]["denominator"]) for w in ("1h", "today")
            ]


@pytest.mark.parametrize("attribution", SUFFIXES)
def test_explain_knows_the_contacts_behind_it(
    attribution: str, recording: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All that was offered, and among them those who were lost."""
    found = printed(capsys, "explain", "lost_rate", recording, "--attribution", attribution, "--json")
    (answer,) = found if isinstance(found, list) else [found]
    parts = [part["part"] for contact in answer["contacts"] for part in contact["counts"]]

    assert "Which share of the entries did nobody answer?" == answer["question"]
    assert (LOST, OFFERED) == (answer["value"]["numerator"], answer["value"]["denominator"])
    assert (LOST, OFFERED) == (parts.count("numerator"), parts.count("denominator"))


def test_explaining_a_contact_tells_that_it_moved_it(recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a caller who gave up: by event and by entry."""
    assert run(["explain", "call-1010", recording, "--json"]) == 0

    told = capsys.readouterr().out
    assert '"lost_rate"' in told
    assert '"lost_rate_by_entry"' in told


def test_the_page_of_its_family_documents_it() -> None:
    """With its question; the pages of the other families stay as they are."""
    before, after = book(catalog.standard()), book(extended())
    changed = {name for name, text in after.items() if before.get(name) != text}

    assert {"abandonment.md"} == changed - {"README.md"}
    assert "Which share of the entries did nobody answer?" in after["abandonment.md"]
