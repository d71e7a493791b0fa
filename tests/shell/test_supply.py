"""What is shipped and from whom: the lock cut to size, the list of parts, and the question for weaknesses."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
KNOWN_WEAK = "jinja2"
GOOD: dict[str, Any] = {"vulns": []}
WEAK = {"vulns": [{"id": "CVE-1", "fix_versions": ["2.0"]}]}
SKIPPED = {"skip_reason": "Dependency not found"}
ALL_WELL = {"a": GOOD, "b-c": GOOD, KNOWN_WEAK: WEAK}
AUDITOR = """
import json, pathlib, sys
answers = json.loads(pathlib.Path(sys.argv[1]).read_text())
asked = pathlib.Path(sys.argv[sys.argv.index("--requirement") + 1]).read_text()
names = [line.split("==")[0] for line in asked.split()]
said = [{"name": name, "version": "1", **answers[name]} for name in names if name in answers]
print(json.dumps({"dependencies": said}))
"""


def program(name: str, *arguments: str | Path, told: str = "") -> "subprocess.CompletedProcess[str]":
    """Run one of the programs in `deploy/`."""
    command = [sys.executable, ROOT / "deploy" / name, *arguments]
    return subprocess.run(command, input=told, capture_output=True, text=True, check=False)


def names_in(lock: str) -> set[str]:
    """Return the packages of a lock."""
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def needed(name: str) -> Iterator[str]:
    """Yield an installed package and all that it needs here, as their own metadata say."""
    seen, waiting = set(), [Requirement(name)]
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *wanted.extras):
            if (key := (canonicalize_name(wanted.name), extra)) in seen:
                continue
            seen.add(key)
            requirements = map(Requirement, distribution(wanted.name).requires or ())
            waiting += [one for one in requirements if one.marker is None or one.marker.evaluate({"extra": extra})]
    yield from {name for name, _ in seen}


def test_the_cut_lock_has_what_runs_and_nothing_else() -> None:
    """The same packages as the installed ones say, with their hashes; those of other systems besides."""
    cut = program("cut_lock.py", told=LOCK).stdout
    elsewhere = {name for name in names_in(cut) if not installed(name)}

    assert set(needed("floorwatch")) - {"floorwatch"} == names_in(cut) - elsewhere
    assert not names_in(cut) & {"pytest", "ruff", "mypy", "duckdb", "playwright", "uv"}
    assert {entry in LOCK for entry in re.split(r"^(?=\S)", cut, flags=re.MULTILINE)} == {True}


def installed(name: str) -> bool:
    """Whether a package is there."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def test_a_package_is_cut_out_with_what_it_needs() -> None:
    """As the image's build does for the tool that builds the wheel."""
    assert set(needed("hatchling")) == names_in(program("cut_lock.py", "hatchling", told=LOCK).stdout)


def test_a_package_that_is_not_locked_is_an_error() -> None:
    """A misspelt name would else install nothing."""
    found = program("cut_lock.py", "hatchlign", told=LOCK)

    assert (1, "") == (found.returncode, found.stdout)
    assert "not in the lock: hatchlign" in found.stderr


def listed(*edges: tuple[str, list[str]]) -> dict[str, Any]:
    """Return a list of parts."""
    return {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"bom-ref": name, "name": name} for name, _ in edges if name != "root"],
        "dependencies": [{"ref": name, "dependsOn": needs} for name, needs in edges],
    }


def test_the_list_of_parts_keeps_what_the_root_needs() -> None:
    """And what that needs, also in circles; a tool that stands beside it is no part."""
    whole = listed(("root", ["a"]), ("a", ["b"]), ("b", ["a"]), ("tool", ["b", "c"]), ("c", []))
    kept = json.loads(program("sbom.py", told=json.dumps(whole)).stdout)

    assert ["a", "b"] == [component["name"] for component in kept["components"]]
    assert ["root", "a", "b"] == [entry["ref"] for entry in kept["dependencies"]]
    assert "CycloneDX" == kept["bomFormat"]


def test_a_list_without_parts_is_an_error() -> None:
    """It would look as if nothing were shipped."""
    assert 1 == program("sbom.py", told=json.dumps(listed(("root", []), ("tool", [])))).returncode


@pytest.fixture
def auditor(tmp_path: Path) -> Path:
    """Return a folder with a lock and a program that answers as pip-audit does."""
    (tmp_path / "lock").write_text("a==1 \\\n    --hash=sha256:00\nb-c==1 ; sys_platform == 'win32' \\\n")
    (tmp_path / "auditor.py").write_text(AUDITOR)
    return tmp_path


def audited(auditor: Path, answers: dict[str, Any]) -> tuple[int, str]:
    """Ask, and return the exit status with all that was said."""
    (auditor / "answers").write_text(json.dumps(answers))
    command = (sys.executable, auditor / "auditor.py", auditor / "answers")
    found = program("audit.py", auditor / "lock", "--", *command)
    return found.returncode, found.stdout + found.stderr


def test_asked_and_nothing_known_is_well(auditor: Path) -> None:
    """Of every package, by a service that knows a weak one when it sees it."""
    assert (0, "2 packages asked about, no known weakness\n") == audited(auditor, ALL_WELL)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"a": WEAK}, "a 1: CVE-1, mended in 2.0"),
        ({"a": SKIPPED}, "1 of 2 packages were not asked about: Dependency not found; a"),
        ({"a": SKIPPED, "b-c": SKIPPED}, "2 of 2 packages were not asked about: Dependency not found; a, b-c"),
        ({KNOWN_WEAK: GOOD}, "does not know the weaknesses of jinja2==2.4.1"),
        ({KNOWN_WEAK: SKIPPED}, "does not know the weaknesses of jinja2==2.4.1"),
        ({"a": {}}, "nobody could be asked: KeyError"),
    ],
)
def test_a_weakness_and_no_answer_are_failures(auditor: Path, changed: dict[str, Any], said: str) -> None:
    """What was not asked is not well."""
    status, text = audited(auditor, ALL_WELL | changed)

    assert 1 == status
    assert said in text


def test_a_package_without_a_word_was_not_asked_about(auditor: Path) -> None:
    """Be it left out or unreadable."""
    assert (1, "1 of 2 packages were not asked about: no word about it; a\n") == audited(
        auditor, {name: answer for name, answer in ALL_WELL.items() if name != "a"}
    )


@pytest.mark.parametrize("program_named", [[sys.executable, "-c", "raise SystemExit(3)"], ["/nowhere/pip-audit"]])
def test_an_auditor_that_fails_is_a_failure(auditor: Path, program_named: list[str]) -> None:
    """Whatever keeps it from answering."""
    found = program("audit.py", auditor / "lock", "--", *program_named)

    assert (1, "") == (found.returncode, found.stdout)
    assert found.stderr.startswith("nobody could be asked: ")
