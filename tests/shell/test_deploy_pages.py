"""The pages for those who run it: what they link to is there, what they name exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from pydantic import BaseModel

from agents.settings.environment import PREFIX, SecretFiles, variable
from agents.settings.runtime import Settings
from agents.settings.tables import SiteFile
from stream.codec import Wire, decode
from stream.crew.states import STATES, VANISHED
from stream.events import AGENT_TYPES, CHANNELS, KINDS, Rejected
from stream.measures import REASONS

FOLDER = Path(__file__).parents[2] / "deploy"
METRICS = "".join(path.read_text() for path in (FOLDER.parent / "agents" / "metrics").glob("*.py"))
PAGES = ("README.md", "UPGRADING.md", "FIRST_STEPS.md", "EVENTS.md")
FIELDS = Settings.model_fields
KNOWN = {
    *(field.alias or variable(name) for name, field in FIELDS.items()),
    *(f"{variable(name)}_FILE" for name in SecretFiles.names(Settings)),
}


@pytest.mark.parametrize("page", [*PAGES, "RUNBOOK.md", "../README.md", "../grafana/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Every file that a page links to stands in the checkout, every section on its page."""
    path = FOLDER / page
    links = re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", path.read_text())

    assert links or page in {"UPGRADING.md", "../grafana/README.md"}
    assert [] == [link for link, _ in links if not (path.parent / link).exists()]
    assert [] == [section for link, section in links if section and section not in _sections(path, link)]


def _sections(page: Path, link: str) -> list[str]:
    """The anchors of the page that a link leads to, or of the page itself."""
    titles = re.findall("^#+ (.*)", (page.parent / link if link else page).read_text(), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]


@pytest.mark.parametrize("page", [*PAGES, "RUNBOOK.md"])
def test_settings_and_metrics_have_these_names(page: str) -> None:
    """A misspelt variable would be copied by everybody."""
    text = (FOLDER / page).read_text()
    metrics = set(re.findall(r"(?<!:)\b(floorwatch_\w+|kpi_\w+)\b", text))  # what follows a colon is a recording

    assert set() == set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", text)) - KNOWN
    assert [] == [name for name in metrics if f'"{name}"' not in METRICS]


def test_the_runbook_names_no_key_that_no_file_has() -> None:
    """What is set by a variable is called by its name: whoever is called at night looks for it."""
    text = (FOLDER / "RUNBOOK.md").read_text()

    assert [] == re.findall(r"`(?:clock|kafka|port) = [^`]*`", text)
    assert "FLOORWATCH_CLOCK=events" in text


def test_kafkas_tools_are_told_where_kafka_is() -> None:
    """Without that they end; and of the settings they show those alone that somebody has made, without `--all`."""
    calls = re.findall(r"`(kafka-\S+\.sh --?[^`]+)`", (FOLDER / "RUNBOOK.md").read_text())

    assert calls
    assert [] == [call for call in calls if "--bootstrap-server" not in call]
    assert [] == [call for call in calls if "--describe" in call and "--all" not in call]


def test_every_setting_is_explained() -> None:
    """Of one that stands in no table nobody could know: by its own name, or beside one that begins alike."""
    text = (FOLDER.parent / "README.md").read_text() + (FOLDER / "README.md").read_text()
    settings = {field.alias or variable(name) for name, field in FIELDS.items()}
    rows = [row for row in text.splitlines() if row.startswith("| `FLOORWATCH_")]
    explained = {name for name in settings if any(f"`{name}`" in row or _shortened(name, row) for row in rows)}

    assert set() == settings - explained


def test_every_type_and_every_field_of_an_event_is_explained() -> None:
    """Whoever sends events has this page alone to go by; `data` and the like are those of CloudEvents."""
    prose = re.sub(r"^```.*?^```", "", (FOLDER / "EVENTS.md").read_text(), flags=re.MULTILINE | re.DOTALL)
    words = set(re.findall(r"`([^`]+)`", prose))
    told = {
        *KINDS,
        *AGENT_TYPES,
        *(field.encode_name for field in msgspec.structs.fields(Wire)),
        *CHANNELS,
        *REASONS,
        *(set(STATES) - {VANISHED}),
    }

    assert set() == told - words


def test_every_event_shown_is_one() -> None:
    """What is copied from the page is accepted; it shows every type that there is."""
    lines = re.findall(r"^\{.*\}$", (FOLDER / "EVENTS.md").read_text(), re.MULTILINE)
    events = [decode(line.encode()) for line in lines]

    assert [] == [line for line, event in zip(lines, events, strict=True) if isinstance(event, Rejected)]
    assert {*KINDS, *AGENT_TYPES} == {event.type for event in events if isinstance(event, Wire)}


def test_every_key_of_the_sites_file_is_explained() -> None:
    """One that stands nowhere in the sample, nobody could know."""
    text = (FOLDER / "floorwatch.toml").read_text()

    assert [] == sorted(key for key in set(_keys(SiteFile)) if not re.search(rf"\b{key}\b", text))


def _keys(of: object) -> Iterator[str]:
    """The keys of a table and of those within it; the type of a key may hide tables, as in a list of them."""
    if isinstance(of, type) and issubclass(of, BaseModel):
        for name, field in of.model_fields.items():
            yield field.alias or name
            yield from _keys(field.annotation)
    for part in get_args(of):
        yield from _keys(part)


def _shortened(name: str, row: str) -> bool:
    """Whether a row names a setting by its last word, as `…_KEY`."""
    return any(name.endswith(end) and name.removesuffix(end) in row for end in re.findall(r"…(_[A-Z_]+)", row))
