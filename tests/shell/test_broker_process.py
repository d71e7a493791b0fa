"""A guarded child ends with its parent, however that ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.broker.process import GuardedProcess, is_running, until

DEADLINE_MS = 20_000
ROOT = Path(__file__).parents[2]
SLEEPER = [sys.executable, "-S", "-c", "import time; print('up', flush=True); time.sleep(600)"]
DEAF_SLEEPER = [
    sys.executable,
    "-S",
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]
# Starts a sleeper under guard, tells its process id and the guard's, and never ends by itself.
PARENT = f"""
import asyncio, pathlib, sys
from agents.broker.process import GuardedProcess

async def main():
    scratch = pathlib.Path(sys.argv[1])
    process = GuardedProcess(scratch)
    scratch.mkdir()
    (scratch / "record").write_text("kept while it lives")
    await process.run({SLEEPER!r}, cwd=scratch, output=scratch / "log")
    print(process.pid, process.guard_pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[GuardedProcess]:
    """Guard nothing yet, with a scratch directory that exists and a short grace."""
    (tmp_path / "scratch").mkdir()
    guarded = GuardedProcess(tmp_path / "scratch", grace_ms=300)
    yield guarded
    await guarded.close()


async def start(process: GuardedProcess, argv: list[str], directory: Path) -> int:
    """Run a child and wait until it has said that it is up."""
    log = directory / "log"
    await process.run(argv, cwd=directory, output=log)
    assert await until(lambda: log.exists() and "up" in log.read_text(), DEADLINE_MS)
    assert process.pid is not None
    return process.pid


async def test_closing_ends_the_child_and_removes_the_scratch_directory(
    process: GuardedProcess, tmp_path: Path
) -> None:
    """An orderly end is by TERM."""
    pid = await start(process, SLEEPER, tmp_path)
    before = is_running(pid)
    await process.close()

    assert (before, is_running(pid)) == (True, False)
    assert process.exit_status == -signal.SIGTERM
    assert not is_running(process.guard_pid)
    assert not (tmp_path / "scratch").exists()


async def test_a_child_that_ignores_the_request_is_killed_after_the_grace(
    process: GuardedProcess, tmp_path: Path
) -> None:
    """Nobody outstays the grace."""
    pid = await start(process, DEAF_SLEEPER, tmp_path)
    await process.close()

    assert not is_running(pid)
    assert process.exit_status == -signal.SIGKILL


async def test_a_child_that_is_stopped_ends_too(process: GuardedProcess, tmp_path: Path) -> None:
    """A process that was paused cannot hear TERM."""
    pid = await start(process, SLEEPER, tmp_path)
    process.send_signal(signal.SIGSTOP)
    await process.close()

    assert not is_running(pid)


async def test_the_exit_status_of_a_child_is_learnt(process: GuardedProcess, tmp_path: Path) -> None:
    """One child after the other can run under the same guard, and its output is appended."""
    log = tmp_path / "log"
    statuses = []
    for status in (3, 0):
        await process.run(["/bin/sh", "-c", f"echo {status}; exit {status}"], cwd=tmp_path, output=log)
        statuses.append(await process.ended(DEADLINE_MS))

    assert statuses == [3, 0]
    assert process.pid is None
    assert log.read_text() == "3\n0\n"


async def test_a_program_that_is_not_there_counts_as_ended(process: GuardedProcess, tmp_path: Path) -> None:
    """The status is the one that a shell would give."""
    await process.run(["/nowhere/java"], cwd=tmp_path, output=tmp_path / "log")

    assert await process.ended(DEADLINE_MS) == 127


async def test_a_child_that_goes_on_has_no_status_at_the_deadline(process: GuardedProcess, tmp_path: Path) -> None:
    """Waiting has an end of its own."""
    pid = await start(process, SLEEPER, tmp_path)

    assert await process.ended(1) is None
    assert is_running(pid)


async def test_a_guard_that_was_killed_is_done_without(process: GuardedProcess, tmp_path: Path) -> None:
    """Then closing ends the child itself."""
    pid = await start(process, SLEEPER, tmp_path)
    os.kill(process.guard_pid, signal.SIGKILL)
    await process.close()

    assert not is_running(pid)
    assert not (tmp_path / "scratch").exists()


async def test_a_close_that_is_interrupted_leaves_nothing_either(tmp_path: Path) -> None:
    """A second Ctrl-C means faster, and not that the child may stay."""
    process = GuardedProcess(tmp_path / "scratch", grace_ms=60_000)
    pid = await start(process, DEAF_SLEEPER, tmp_path)
    closing = asyncio.create_task(process.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing

    assert not is_running(pid)
    assert not is_running(process.guard_pid)


def test_it_can_be_started_under_one_loop_and_closed_under_another(tmp_path: Path) -> None:
    """So one broker can serve all tests of a session, each of which has its own loop."""
    process = GuardedProcess()
    pid = asyncio.run(start(process, SLEEPER, tmp_path))
    between = is_running(pid)
    asyncio.run(process.close())

    assert (between, is_running(pid)) == (True, False)


@pytest.mark.parametrize("victim", ["parent", "guard"])
def test_nothing_is_left_when_somebody_is_killed(tmp_path: Path, victim: str) -> None:
    """After SIGKILL of the parent, or TERM of the guard, there is no child, no guard and no scratch directory."""
    scratch = tmp_path / "scratch"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(scratch)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        started = [parent.pid]
        try:
            assert parent.stdout is not None
            child, guard = map(int, parent.stdout.readline().split())
            started += [child, guard]
            before = is_running(child), scratch.exists()
            if victim == "guard":
                os.kill(guard, signal.SIGTERM)
            else:
                parent.kill()
            gone = asyncio.run(
                until(lambda: not (is_running(child) or is_running(guard) or scratch.exists()), DEADLINE_MS)
            )
        finally:
            for pid in filter(is_running, started):
                os.kill(pid, signal.SIGKILL)

    assert before == (True, True)
    assert gone
