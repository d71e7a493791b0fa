"""The image's recipe: what it copies is there, it comes from the lock, and it runs with next to no rights."""

import re
from fnmatch import fnmatch
from pathlib import Path

from agents.cli import run

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy" / "Dockerfile").read_text()
STEPS = re.sub(r"\\\n", " ", TEXT)


def instructions(name: str) -> list[str]:
    """Return what follows each instruction of this name."""
    return re.findall(rf"^{name} (.*)$", STEPS, re.MULTILINE)


def test_both_stages_are_the_same_pinned_image() -> None:
    """A virtual environment must find the very Python that it was made with."""
    images = [image.split(" AS ")[0] for image in instructions("FROM")]

    assert 2 == len(images)
    assert 1 == len(set(images))
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm@sha256:[0-9a-f]{64}", images[0])


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    """What the build needs is all that is sent to it."""
    sources = [source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]]
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().split()
    sent = {line.removeprefix("!") for line in ignored if line.startswith("!")}

    assert [] == [source for source in sources if not (ROOT / source).exists()]
    assert sent == set(sources)
    assert any(fnmatch(".venv/bin/python", pattern) for pattern in ignored if not pattern.startswith("!"))


def test_packages_come_with_hashes_or_from_no_index() -> None:
    """Every call of pip that could fetch something checks what it gets."""
    calls = re.findall(r"pip install[^&]*", STEPS)

    assert 3 == len(calls)
    assert [] == [call for call in calls if "--require-hashes" not in call and "--no-index" not in call]


def test_it_runs_without_root_and_without_a_shell() -> None:
    """The user is a number, which Kubernetes can judge; programs are started as lists."""
    assert ["10001:10001"] == instructions("USER")
    for words in (*instructions("ENTRYPOINT"), *instructions("CMD"), *instructions("HEALTHCHECK")):
        assert words.rpartition("CMD ")[2].startswith("[")
    assert STEPS.index("USER 10001") > STEPS.rindex("FROM ")


def test_its_commands_are_commands() -> None:
    """What it runs by itself, and what it is asked by, exists."""
    named = re.findall(r'\["(?:floorwatch", ")?([a-z]+)"\]', STEPS)

    assert ["health", "floorwatch", "worker"] == named
    assert [0, 0] == [run([name, "--help"]) for name in ("health", "worker")]
