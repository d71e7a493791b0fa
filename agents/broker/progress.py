"""How a person learns that something takes a while."""

import sys
from collections.abc import Callable

Progress = Callable[[str], None]
"""Called with one line of text each time there is something new to say, and with an empty one when it is over."""


def stderr_line(text: str) -> None:
    """Show the text on the standard error: in place on a terminal, and erased when it is over; else line by line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
    elif text:
        sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def silent(_text: str) -> None:
    """Say nothing."""
