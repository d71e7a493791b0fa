"""The unit of systemd, judged by systemd itself."""

import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.settings.runtime import read_settings
from agents.settings.serving import web_options
from tests.shell.own_process import own_process

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "floorwatch@.service"
PROGRAM = "/opt/floorwatch/bin/floorwatch"
MOST_EXPOSED = 15
"""Of a hundred, by `systemd-analyze security`; a service without any restraint has 96."""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit with the program of this environment: systemd looks whether it is there."""
    copied = tmp_path / UNIT.name
    copied.write_text(UNIT.read_text().replace(PROGRAM, str(Path(sys.executable).with_name("floorwatch"))))
    return copied


def analyze(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Ask systemd."""
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def test_systemd_understands_every_line(unit: Path) -> None:
    """Not a word is said against it."""
    verdict = analyze("verify", "--man=no", unit)

    assert (0, "") == (verdict.returncode, verdict.stderr)


def test_a_misspelt_setting_is_found(unit: Path) -> None:
    """The check is one."""
    unit.write_text(unit.read_text().replace("ProtectHome=", "ProtectHouse="))

    assert "ProtectHouse" in analyze("verify", "--man=no", unit).stderr


def test_the_service_may_do_little(unit: Path) -> None:
    """Systemd's own measure; without what restrains it the service would be far above."""
    threshold = ("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    assert 0 == analyze(*threshold, unit).returncode

    unit.write_text(re.sub(r"^(Protect|Private|Restrict|System).*$", "", unit.read_text(), flags=re.MULTILINE))
    assert 0 != analyze(*threshold, unit).returncode


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nobody had set anything before."""
    with own_process(monkeypatch):
        yield


@pytest.mark.usefixtures("_alone")
def test_its_variables_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The instance is the port, the token comes from a credential."""
    (tmp_path / "token").write_text("x" * 64)
    for name, value in re.findall(r"^Environment=(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE):
        monkeypatch.setenv(name, value.replace("%i", "8091").replace("%d", str(tmp_path)))
    settings = read_settings()

    assert (8091, "json") == (settings.port, settings.log_format)
    assert web_options(settings).guard.token is not None


def test_it_is_started_again_unless_that_cannot_help() -> None:
    """Exit status 2 says that the configuration is bad; 70 asks for a restart."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read_string(UNIT.read_text())
    service = parser["Service"]

    assert ("on-failure", "2") == (service["Restart"], service["RestartPreventExitStatus"])
    assert f"{PROGRAM} worker" == service["ExecStart"]
    assert "-HUP" in service["ExecReload"]


def test_the_page_for_those_without_docker_makes_all_that_the_unit_needs() -> None:
    """Program, files and the unit itself, out of what there is in a checkout."""
    page = (UNIT.parents[1] / "README.md").read_text()
    (block,) = re.findall(r"## Without Docker.*?```sh\n(.*?)```", page, re.DOTALL)
    needed = set(re.findall(r"/etc/floorwatch/[\w.]+", re.sub(r"^#.*$", "", UNIT.read_text(), flags=re.MULTILINE)))
    taken = re.findall(r"\bdeploy/\S+", block)

    assert {"/etc/floorwatch/floorwatch.toml", "/etc/floorwatch/environment", "/etc/floorwatch/token"} == needed
    assert set() == {path for path in needed if not re.search(rf"(touch |>){re.escape(path)}$", block, re.MULTILINE)}
    assert block.index("install -d /etc/floorwatch") < min(block.index(path) for path in needed)
    assert f"deploy/systemd/{UNIT.name}" in taken
    assert [] == [path for path in taken if not (UNIT.parents[2] / path).exists()]
    assert "*" not in block
