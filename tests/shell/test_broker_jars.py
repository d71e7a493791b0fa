"""Kafka's jars in the user's cache, with a stand-in for Maven."""

import asyncio
from pathlib import Path

import pytest

from agents.broker.errors import FetchFailed, MavenMissing
from agents.broker.jars import KAFKA_VERSION, cache_directory, fetch_jars, is_complete, jars_directory
from agents.broker.process import is_running, until
from agents.broker.progress import silent

# Delivers two jars into the directory that it is told, and writes down that it was called.
DELIVERS = """
for word; do case $word in -DoutputDirectory=*) out=${word#*=};; esac; done
echo called >> "$CALLS"
echo "Downloaded from central: somewhere/kafka_2.13.jar (2 B)"
printf 12 > "$out/kafka_2.13.jar"
printf 123 > "$out/scala.jar"
"""
FAILS = """
echo called >> "$CALLS"
echo "[ERROR] Could not transfer artifact: no route"
echo "[ERROR] To see the full stack trace"
exit 1
"""
HANGS = """
echo $$ > "$CALLS"
exec sleep 600
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use an empty cache; the file returned is where the stand-in for Maven leaves its trace."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "calls"


def install_maven(calls: Path, script: str) -> None:
    """Put a stand-in for Maven on the path."""
    maven = calls.parent / "bin" / "mvn"
    maven.parent.mkdir()
    maven.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}")
    maven.chmod(0o755)


def trace(calls: Path) -> str:
    """Return what the stand-in for Maven has written down."""
    return calls.read_text() if calls.exists() else ""


def cached() -> set[str]:
    """Return what lies in the cache beside the log and the lock, which stay."""
    return {path.name for path in cache_directory().iterdir()} - {
        f"kafka-{KAFKA_VERSION}.log",
        f"kafka-{KAFKA_VERSION}.lock",
    }


def test_the_cache_is_where_the_user_wants_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative XDG_CACHE_HOME is ignored, as its standard says."""
    places = []
    for stated in ("/somewhere", "relative", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", stated)
        places.append(cache_directory())

    home = Path.home() / ".cache" / "floorwatch"
    assert places == [Path("/somewhere/floorwatch"), home, home]


async def test_jars_are_fetched_once_and_then_found_without_maven(calls: Path) -> None:
    """The second time Maven is not even there."""
    install_maven(calls, DELIVERS)
    said: list[str] = []
    first = await fetch_jars(said.append)
    (calls.parent / "bin" / "mvn").unlink()

    assert await fetch_jars(said.append) == first == jars_directory()
    assert trace(calls) == "called\n"
    assert cached() == {f"kafka-{KAFKA_VERSION}"}
    assert said[0].startswith(f"fetching Apache Kafka {KAFKA_VERSION}")
    assert said[-1] == ""


@pytest.mark.parametrize("defect", ["jar missing", "jar cut short", "manifest empty", "manifest damaged"])
async def test_a_damaged_cache_is_fetched_again(calls: Path, defect: str) -> None:
    """What somebody tidied away comes back."""
    install_maven(calls, DELIVERS)
    directory = await fetch_jars(silent)
    match defect:
        case "jar missing":
            (directory / "scala.jar").unlink()
        case "jar cut short":
            (directory / "scala.jar").write_text("1")
        case "manifest empty":
            (directory / "jars.txt").write_text("")
        case _:
            (directory / "jars.txt").write_text("scala.jar\n")

    assert not is_complete(directory)
    assert is_complete(await fetch_jars(silent))
    assert trace(calls) == "called\n" * 2


async def test_two_who_start_at_once_fetch_once(calls: Path) -> None:
    """The second waits for the first and then finds everything there."""
    install_maven(calls, DELIVERS)

    directories = await asyncio.gather(*(fetch_jars(silent) for _ in range(3)))

    assert set(directories) == {jars_directory()}
    assert trace(calls) == "called\n"


@pytest.mark.usefixtures("calls")
async def test_without_maven_and_without_jars_the_error_names_both() -> None:
    """Who reads it knows what to install, or where to put the jars."""
    with pytest.raises(MavenMissing, match=rf"no mvn in PATH .* {jars_directory()} does not hold it"):
        await fetch_jars(silent)


async def test_a_failing_maven_is_quoted_and_leaves_no_half_a_cache(calls: Path) -> None:
    """The first complaint of Maven is the one that says something."""
    install_maven(calls, FAILS)

    with pytest.raises(FetchFailed, match="Could not transfer artifact: no route"):
        await fetch_jars(silent)

    assert cached() == set()


async def test_a_maven_that_delivers_no_kafka_has_failed(calls: Path) -> None:
    """An exit status of 0 alone proves nothing."""
    install_maven(calls, "exit 0")

    with pytest.raises(FetchFailed, match="no Kafka among 0 jars"):
        await fetch_jars(silent)

    assert cached() == set()


async def test_a_cache_that_cannot_be_written_is_a_failed_fetch(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the place."""
    install_maven(calls, DELIVERS)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    with pytest.raises(FetchFailed, match=f"cannot be kept in {tmp_path}/file/floorwatch"):
        await fetch_jars(silent)


async def test_who_loses_patience_ends_maven_too(calls: Path) -> None:
    """A cancelled fetch leaves neither a process nor a scratch directory."""
    install_maven(calls, HANGS)
    fetching = asyncio.create_task(fetch_jars(silent))
    assert await until(lambda: trace(calls).endswith("\n"), 10_000)
    maven = int(trace(calls))
    before = is_running(maven)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching

    assert (before, is_running(maven)) == (True, False)
    assert cached() == set()
