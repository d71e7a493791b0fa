"""How far a long reading or sending is, for a person on a terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from agents.cli.recording import Recording

_EVERY: Final = 500
"""Records between two looks: a bar for each of them would cost more than the work."""


@contextmanager
def progress_over(recordings: Sequence[Recording], verb: str) -> Iterator[Callable[[], None]]:
    """Show a bar over the bytes of the files while inside; call what it yields once a record. Silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    total = sum(recording.size for recording in recordings)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(verb, total=total or None, records=0)
        count = 0

        def step() -> None:
            nonlocal count
            count += 1
            if count % _EVERY == 0 or count == 1:
                read = sum(recording.position for recording in recordings)
                progress.update(task, completed=read, records=count)

        yield step
