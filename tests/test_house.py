"""The rules of the house that a count can show, each beside a case that breaks it."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
ROOMS = ("stream", "agents", "tests")
PACKAGES = ("stream/", "agents/")
TOP = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "agents", "deploy"),
    *("docker-compose.yml", "grafana", "pyproject.toml", "requirements.lock", "stream", "tests"),
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Written apart, so that this file keeps the rule that it checks.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("npmjs", "org"),
        ("deb", "debian", "org"),
        ("docker", "io"),
    )
)


def files_of_the_project(root: Path) -> Iterator[Path]:
    """Yield every file below ``root`` outside git's own and the ignored folders."""
    ignored = {line.strip("/") for line in (root / ".gitignore").read_text().splitlines() if line.endswith("/")}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - ignored - {".git"})
        yield from (Path(folder, name) for name in sorted(names) if name != ".git")


def at_the_top(root: Path) -> set[str]:
    """Name what of the top level belongs to the project: what git has, or everything in a copy without git."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True)
        return {name.partition("/")[0] for name in listed.stdout.split("\0") if name}
    return {path.relative_to(root).parts[0] for path in files_of_the_project(root)}


def source_files(*suffixes: str) -> Iterator[Path]:
    """Yield the source files of the three rooms that end in one of ``suffixes``."""
    return (path for room in ROOMS for path in sorted((ROOT / room).rglob("*")) if path.suffix in suffixes)


def long_functions(text: str) -> list[str]:
    """Name the functions of more than forty lines, decorators not counted."""
    return [
        f"line {node.lineno}: {node.name} has {length} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def impure_calls(text: str) -> list[str]:
    """Name the calls to files, terminal and wall clock, which need no import that a contract could forbid."""
    banned = re.compile(r"(open|print|input|(\w+\.)*(datetime|date)\.(now|utcnow|today))")
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [f"line {call.lineno}: {name}" for call in calls if banned.fullmatch(name := ast.unparse(call.func))]


def locked_versions(lock: str) -> dict[str, str]:
    """Map each package of a lock to its version."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.MULTILINE))


def lock_faults(lock: str) -> list[str]:
    """Name what a lock must not have: a package without hash, a version left open, an address."""
    entries = [entry for entry in re.split(r"^(?=\S)", lock, flags=re.MULTILINE) if entry[:1].isalnum()]
    heads = [(entry.split()[0], entry) for entry in entries]
    without_hash = [f"{head}: no hash" for head, entry in heads if "--hash=sha256:" not in entry]
    left_open = [f"{head}: not one version" for head, _ in heads if not re.fullmatch(r"[a-z0-9-]+==[^ ]+", head)]
    addresses = re.findall(r"\S*://\S*|^-\S+.*", lock, re.MULTILINE)
    return without_hash + left_open + addresses


def requirements_of(project: str) -> list[Requirement]:
    """Read what the project needs, to run and to be developed."""
    tables = tomllib.loads(project)
    lists = [tables["project"]["dependencies"], *tables["dependency-groups"].values()]
    return [Requirement(line) for lines in lists for line in lines]


def unreasoned_requirements(project: str) -> list[str]:
    """Name the dependencies whose line does not say in a comment what they are for."""
    explained = {match[1] for match in re.finditer(r'^ *"([^"]+)", +# \w', project, re.MULTILINE)}
    return [str(need) for need in requirements_of(project) if str(need) not in {str(Requirement(e)) for e in explained}]


def unmet_requirements(project: str, versions: Mapping[str, str]) -> list[str]:
    """Name the dependencies that ``versions`` leaves out or meets with the wrong version."""
    return [
        str(need)
        for need in requirements_of(project)
        if need.name not in versions or not need.specifier.contains(versions[need.name])
    ]


def registries_named(text: str) -> list[str]:
    """Name the package registries that a text mentions by host."""
    return [host for host in REGISTRIES if host in text]


def test_the_top_level_has_nothing_but_the_project() -> None:
    """A new file there needs a reason; what a program has left behind has none."""
    assert TOP == at_the_top(ROOT)


def test_no_file_outgrows_its_noun() -> None:
    """No source file has more than 300 lines."""
    lengths = {path: len(path.read_text().splitlines()) for path in source_files(".py", ".js", ".css", ".html")}

    assert {} == {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}
    assert Path(__file__) in lengths


def test_no_function_outgrows_a_screen() -> None:
    """No function has more than 40 lines."""
    found = {str(path): long_functions(path.read_text()) for path in source_files(".py")}

    assert {} == {path: functions for path, functions in found.items() if functions}


@pytest.mark.parametrize(("lines", "expected"), [(40, []), (41, ["line 1: told has 41 lines"])])
def test_a_function_of_forty_lines_is_the_longest(lines: int, expected: list[str]) -> None:
    """Forty lines from `def` to the last line pass, forty-one do not."""
    assert expected == long_functions("async def told():\n" + "    pass\n" * (lines - 1))


def test_the_core_opens_nothing_and_asks_no_clock() -> None:
    """What needs no import is kept out of the core as well."""
    found = {str(path): impure_calls(path.read_text()) for path in sorted((ROOT / "stream").rglob("*.py"))}

    assert {} == {path: calls for path, calls in found.items() if calls}


def test_impure_calls_are_found() -> None:
    """A file, the terminal and the wall clock are seen; a method of the same name is not."""
    text = "open('a')\nprint()\nwindows.today()\ndatetime.datetime.now(UTC)\ncontact.open()\n"

    assert ["line 1: open", "line 2: print", "line 4: datetime.datetime.now"] == impure_calls(text)


def test_the_lock_has_hashes_and_no_addresses() -> None:
    """Every locked package is one version with hashes, from no address in particular."""
    lock = (ROOT / "requirements.lock").read_text()

    assert [] == lock_faults(lock)
    assert locked_versions(lock)["faust-streaming"] == version("faust-streaming")


def test_faults_of_a_lock_are_found() -> None:
    """A missing hash, an open version and each kind of address are named."""
    lock = "--index-url https://index.example\na==1 \\\n    --hash=sha256:00\nb==2\nc>=3 --hash=sha256:00\n"

    expected = ["b==2: no hash", "c>=3: not one version", "--index-url https://index.example"]

    assert expected == lock_faults(lock)


def test_every_dependency_says_what_it_is_for() -> None:
    """Each dependency stands on a line of its own with a reason."""
    assert [] == unreasoned_requirements((ROOT / "pyproject.toml").read_text())


def test_a_dependency_without_reason_is_found() -> None:
    """Of two dependencies the one without comment is named."""
    project = '[project]\ndependencies = [\n  "told>=1", # needed\n  "untold<2",\n]\n[dependency-groups]\n'

    assert ["untold<2"] == unreasoned_requirements(project)


def test_lock_and_environment_meet_the_requirements() -> None:
    """What is locked meets what is asked for, and what is installed is what is locked."""
    project, locked = (ROOT / "pyproject.toml").read_text(), locked_versions((ROOT / "requirements.lock").read_text())
    asked = [need.name for need in requirements_of(project)]

    assert [] == unmet_requirements(project, locked)
    assert {name: Version(locked[name]) for name in asked} == {name: Version(version(name)) for name in asked}


def test_an_unmet_requirement_is_found() -> None:
    """A version outside the bounds and a package that is not there are named."""
    project = '[project]\ndependencies = ["met>=1", "old>=2", "absent"]\n[dependency-groups]\n'

    assert ["old>=2", "absent"] == unmet_requirements(project, {"met": "1.0", "old": "1.9"})


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the machine's matter, not the project's."""
    texts = {path: path.read_text(errors="replace") for path in files_of_the_project(ROOT)}

    assert {} == {str(path): hosts for path, text in texts.items() if (hosts := registries_named(text))}
    assert ROOT / "requirements.lock" in texts


def test_a_named_registry_is_found_outside_ignored_folders(tmp_path: Path) -> None:
    """A host name in a file of the project counts, one in an ignored folder does not."""
    (tmp_path / ".gitignore").write_text("cache/\n")
    (tmp_path / "cache").mkdir()
    for name in ("Dockerfile", "cache/Dockerfile"):
        (tmp_path / name).write_text(f"RUN fetch https://{REGISTRIES[0]}/simple\n")

    named = [path.name for path in files_of_the_project(tmp_path) if registries_named(path.read_text())]

    assert ["Dockerfile"] == named


def test_the_wheel_carries_every_file_of_the_packages(tmp_path: Path) -> None:
    """The catalogue, the board and the like travel with the code."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    present = {str(path.relative_to(ROOT)) for path in files_of_the_project(ROOT)}

    assert {name for name in present if name.startswith(PACKAGES)} == packed
