"""The command line: `floorwatch` and its commands, one module each.

Exit status: 0 done, 1 a check failed or Kafka is away, 2 bad usage or configuration, 130 stopped by Ctrl-C; one line
says why.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from agents.cli.failure import CommandError, say
from stream.errors import FloorwatchError

_DONE, _FAILED, _MISUSED, _STOPPED = 0, 1, 2, 130


def main() -> None:
    """Run the command that the process was started with, and end the process with its status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Closed by whoever started us, and wants to see nothing: nor may the next file or socket take its number.
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the process ends
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A sign that the terminal does not have is no reason to show nothing; the standard error has its own way.
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; nothing that a person can mend ends in a traceback."""
    try:
        status = _status(arguments)
        _flush()
    except KeyboardInterrupt:
        # Also while the libraries are still loaded, which takes half a second: they are imported within.
        return _STOPPED
    except BrokenPipeError:
        # Whoever read it has had enough.
        _give_up_output()
        return _FAILED
    except OSError as fault:
        reason = fault.strerror or repr(fault)
        say(f"{fault.filename}: {reason}" if fault.filename else reason)
        _give_up_output()
        return _FAILED
    return status


def _status(arguments: Sequence[str]) -> int:
    import typer

    from agents.cli.commands import build

    try:
        status = typer.main.get_command(build())(list(arguments), prog_name="floorwatch", standalone_mode=False)
    except typer.TyperException as misuse:
        say(misuse.format_message())
        return misuse.exit_code
    except typer.Abort:
        return _STOPPED
    except FloorwatchError as failure:
        say(failure)
        return _FAILED if isinstance(failure, CommandError) else _MISUSED
    except _kafka_errors() as failure:
        say(_worded(failure))
        return _status_of(failure)
    return status if isinstance(status, int) else _DONE


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _give_up_output() -> None:
    """What cannot be written is not tried again at the end of the process, which would complain once more."""
    try:
        _flush()
    except OSError:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _kafka_errors() -> tuple[type[Exception], ...]:
    """What is wrong around Kafka; these modules are loaded only once something has been raised."""
    from aiokafka.errors import KafkaError

    from agents.broker.errors import BrokerError
    from agents.lane.errors import LaneError
    from agents.topics import TopicError

    return KafkaError, BrokerError, LaneError, TopicError


def _worded(failure: Exception) -> Exception | str:
    """The client library gives some of its errors no words but their own names, which alone tell nobody of Kafka."""
    from aiokafka.errors import KafkaTimeoutError

    name = type(failure).__name__
    if str(failure) != name:
        return failure
    return f"Kafka: {'has not answered in time' if isinstance(failure, KafkaTimeoutError) else name}"


def _status_of(failure: Exception) -> int:
    """A topic that is not as it must be is a matter of configuration; Kafka being away is not."""
    from agents.topics import KafkaAwayError, TopicError

    return _MISUSED if isinstance(failure, TopicError) and not isinstance(failure, KafkaAwayError) else _FAILED
