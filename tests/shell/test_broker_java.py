"""Finding a Java that is new enough."""

from pathlib import Path

import pytest

from agents.broker.errors import JavaMissing
from agents.broker.java import find_java
from agents.broker.local import LocalKafka


def install_java(directory: Path, version: str) -> Path:
    """Put a program there that introduces itself as this Java."""
    directory.mkdir(parents=True)
    java = directory / "java"
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    java.chmod(0o755)
    return java


@pytest.fixture(autouse=True)
def no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the Java of this machine."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))


@pytest.mark.parametrize("version", ["17.0.15", "21", "25-ea"])
async def test_a_java_on_the_path_that_is_new_enough_is_found(tmp_path: Path, version: str) -> None:
    """Kafka 4 runs on Java 17 and on whatever came later."""
    java = install_java(tmp_path / "path", version)

    assert await find_java() == java


@pytest.mark.parametrize(
    ("version", "said"), [("11.0.2", "is Java 11,"), ("1.8.0_392", "is Java 1,"), ("?", "unknown")]
)
async def test_an_old_java_is_as_good_as_none(tmp_path: Path, version: str, said: str) -> None:
    """The message names the version that is there."""
    install_java(tmp_path / "path", version)

    with pytest.raises(JavaMissing, match=said):
        await find_java()


async def test_the_java_of_java_home_goes_before_that_of_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sets JAVA_HOME means it."""
    install_java(tmp_path / "path", "21")
    java = install_java(tmp_path / "home" / "bin", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))

    assert await find_java() == java


async def test_a_java_that_cannot_be_run_is_as_good_as_none(tmp_path: Path) -> None:
    """A broken program counts as a Java of unknown version."""
    install_java(tmp_path / "path", "21").write_bytes(b"\x7fELF broken")

    with pytest.raises(JavaMissing, match="unknown"):
        await find_java()


async def test_without_java_a_local_kafka_does_not_start_and_leaves_nothing() -> None:
    """The error comes before any process or directory."""
    kafka = LocalKafka()

    with pytest.raises(JavaMissing, match="no java in JAVA_HOME or PATH"):
        await kafka.start()

    assert not kafka.directory.exists()
