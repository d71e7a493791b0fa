"""A process that was told to end and does not is ended, and says what it waited for."""

import json
import subprocess
import sys

import pytest

STATUS = 70
SCRIPT = """
import asyncio, threading, time
from agents.last_resort import end_hard_after
from agents.logs import configure_logs

async def deaf():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass

async def main(within_s):
    stop = asyncio.Event()
    watching = asyncio.create_task(end_hard_after(stop, 70, within_s))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.sleep(0)
    {how}

configure_logs(form="json")
asyncio.run(main({within_s}))
"""
FAULTY = """
import asyncio, functools, threading
from agents import worker_process
from agents.logs import configure_logs

class Worker:
    def __init__(self, settings, *, rebuild):
        self.stop = asyncio.Event()
        self.reload = self

    def ask(self):
        pass

    async def run(self):
        threading.Thread(target=threading.Event().wait).start()
        raise MemoryError

configure_logs(form="json")
worker_process.Worker = Worker
worker_process.end_hard_after = functools.partial(worker_process.end_hard_after, within_s=0.2)
worker_process.run(None)
"""
HANGS = {
    "a task that does not hear": "work = asyncio.create_task(deaf(), name='alarms')",
    "a loop that is busy for ever": "work = asyncio.create_task(deaf(), name='alarms'); time.sleep(300)",
    "a thread that is left": "threading.Thread(target=time.sleep, args=[300]).start()",
}


def ended(how: str, within_s: float) -> "subprocess.CompletedProcess[str]":
    """Let a process end that was told to and then does this."""
    script = SCRIPT.format(how=how, within_s=within_s)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("how", HANGS.values(), ids=HANGS)
def test_whatever_keeps_a_process_it_is_ended(how: str) -> None:
    """Else nobody starts it again; its line is the only way to learn of it."""
    process = ended(how, within_s=0.2)
    told = [json.loads(line) for line in process.stderr.splitlines() if line.startswith("{")]

    assert process.returncode == STATUS
    assert ["ended_hard"] == [line["event"] for line in told]
    assert ("alarms" in told[0]["tasks"]) == ("alarms" in how)


def test_one_that_ends_in_time_ends_as_it_wants() -> None:
    """The last resort keeps no process alive, nor does it change its status."""
    process = ended("raise SystemExit(3)", within_s=60)

    assert process.returncode == 3
    assert "ended_hard" not in process.stderr


def test_a_worker_that_ends_by_a_fault_has_no_longer() -> None:
    """Nobody has told it to end, as where memory is short: it would serve nothing, and nobody would start it again."""
    process = subprocess.run([sys.executable, "-c", FAULTY], capture_output=True, text=True, check=False, timeout=60)

    assert "MemoryError" in process.stderr
    assert process.returncode == STATUS
