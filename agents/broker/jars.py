"""Apache Kafka's jars: fetched once through Maven, then kept in the user's cache."""

import asyncio
import contextlib
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from agents.broker.errors import FetchFailed, MavenMissing
from agents.broker.process import POLL_SECONDS, GuardedProcess
from agents.broker.progress import Progress

KAFKA_VERSION = "4.3.1"
FETCH_WITHIN_MS = 600_000
POM = Path(__file__).with_name("pom.xml")
# Named with its version, else Maven takes whatever it knows and the same pom does something else elsewhere.
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
MANIFEST = "jars.txt"


def cache_directory() -> Path:
    """Return floorwatch's folder in the user's cache; it need not exist."""
    stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # The standard says that a relative path there is to be ignored.
    return (stated if stated.is_absolute() else Path.home() / ".cache") / "floorwatch"


def jars_directory() -> Path:
    """Return where the jars of this version are kept."""
    return cache_directory() / f"kafka-{KAFKA_VERSION}"


def is_complete(directory: Path) -> bool:
    """Tell whether every jar of the manifest is there with its size."""
    try:
        lines = (directory / MANIFEST).read_text().splitlines()
        sizes = {name: int(size) for name, size in (line.split() for line in lines)}
        return bool(sizes) and all((directory / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


async def fetch_jars(progress: Progress) -> Path:
    """Return the directory of the jars, fetching them if they are not there.

    Raises MavenMissing or FetchFailed. Several processes may ask at once: one fetches, the others wait.
    """
    directory = jars_directory()
    if is_complete(directory):
        return directory
    maven = shutil.which("mvn")
    if maven is None:
        raise MavenMissing(
            f"no mvn in PATH to fetch Apache Kafka {KAFKA_VERSION} with, and {directory} does not hold it"
        )
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        async with asyncio.timeout(FETCH_WITHIN_MS / 1000), _lock(directory, progress):
            if not is_complete(directory):
                await _fetch(maven, directory, progress)
    except TimeoutError:
        raise FetchFailed(
            f"Apache Kafka {KAFKA_VERSION} was not fetched within {FETCH_WITHIN_MS // 60_000} min"
        ) from None
    except OSError as error:
        raise FetchFailed(f"Apache Kafka {KAFKA_VERSION} cannot be kept in {directory}: {error}") from error
    return directory


@contextlib.asynccontextmanager
async def _lock(directory: Path, progress: Progress) -> AsyncIterator[None]:
    """Hold the lock of this cache directory; the system frees it when its holder dies."""
    with directory.with_name(f"{directory.name}.lock").open("w") as lock:
        waiting = False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not waiting:
                    progress(f"waiting for another process that fetches Apache Kafka {KAFKA_VERSION}")
                waiting = True
                await asyncio.sleep(POLL_SECONDS)
        yield


async def _fetch(maven: str, directory: Path, progress: Progress) -> None:
    """Let Maven copy everything into a scratch directory, then put that into its place at once."""
    scratch = directory.with_name(f".{directory.name}-{secrets.token_hex(4)}")
    log_path = directory.with_name(f"{directory.name}.log")
    log_path.unlink(missing_ok=True)
    process = GuardedProcess(scratch)
    try:
        scratch.mkdir()
        # Strict checksums: a damaged download is an error here and not a riddle later.
        command = [maven, "-B", "-C", "-f", str(POM), f"-Dkafka.version={KAFKA_VERSION}", COPY_GOAL]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={scratch}"]
        await process.run(command, cwd=directory.parent, output=log_path)
        await _watch(process, log_path, progress)
        if process.exit_status != 0:
            raise FetchFailed(_reason(log_path, process.exit_status))
        _install(scratch, directory)
    finally:
        await process.close()


async def _watch(process: GuardedProcess, log_path: Path, progress: Progress) -> None:
    """Tell how many jars there are until Maven has ended."""
    shown = None
    while True:
        count = _downloaded(log_path)
        if count != shown:
            shown = count
            progress(f"fetching Apache Kafka {KAFKA_VERSION}, needed once: {count} jars")
        if await process.ended(within_ms=500) is not None:
            break
    progress("")


def _downloaded(log_path: Path) -> int:
    """Count the jars that Maven has downloaded; those that it had already are not among them."""
    return len(re.findall(r"Downloaded from \S+ \S+\.jar", log_path.read_text(errors="replace")))


def _install(scratch: Path, directory: Path) -> None:
    """Write the manifest and move the jars into their place."""
    jars = sorted(scratch.glob("*.jar"))
    if not any(jar.name.startswith("kafka_") for jar in jars):
        raise FetchFailed(f"Maven delivered no Kafka among {len(jars)} jars")
    (scratch / MANIFEST).write_text("".join(f"{jar.name} {jar.stat().st_size}\n" for jar in jars))
    if directory.exists():
        shutil.rmtree(directory)
    scratch.rename(directory)


def _reason(log_path: Path, status: int | None) -> str:
    """Say what Maven complained of first."""
    lines = log_path.read_text(errors="replace").splitlines()
    complaint = next((line for line in lines if line.startswith("[ERROR]")), "no message").removeprefix("[ERROR] ")
    return f"Maven could not fetch Apache Kafka {KAFKA_VERSION} (status {status}, log {log_path}): {complaint}"
