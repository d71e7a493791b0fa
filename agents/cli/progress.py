"""How far a long reading or sending is, for a person on a terminal."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from agents.cli.recording import Recording

_EVERY: Final = 500
"""Records between two looks: a bar for each of them would cost more than the work."""


class Bar:
    """A bar over a number of records that is known, or corrected, on the way; silent without a `progress`."""

    def __init__(self, progress: Progress | None, verb: str) -> None:
        self._progress = progress
        self._count = 0
        self._task = None if progress is None else progress.add_task(verb, total=None, records=0)

    def expect(self, records: int) -> None:
        """So many records are to be read."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, total=records or None)

    def step(self, records: int) -> None:
        """So many more have been read."""
        self._count += records
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=self._count, records=self._count)


@contextmanager
def progress_of(verb: str) -> Iterator[Bar]:
    """Show a bar over records while inside. Silent elsewhere than on a terminal."""
    if not sys.stderr.isatty():
        yield Bar(None, verb)
        return
    with Progress(*_columns(), console=Console(stderr=True), transient=True) as progress:
        yield Bar(progress, verb)


def _columns() -> tuple[ProgressColumn, ...]:
    return (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeElapsedColumn(),
    )


class Steps:
    """A bar over the bytes of recordings, moved by a call for each record; silent without a `progress`."""

    def __init__(self, progress: Progress | None, recordings: Sequence[Recording], verb: str) -> None:
        self._progress = progress
        self._recordings = recordings
        self._count = 0
        total = sum(recording.size for recording in recordings)
        self._task = None if progress is None else progress.add_task(verb, total=total or None, records=0)

    def __call__(self) -> None:
        """One more has been read."""
        self._count += 1
        if self._progress is not None and self._task is not None and (self._count % _EVERY == 0 or self._count == 1):
            read = sum(recording.position for recording in self._recordings)
            self._progress.update(self._task, completed=read, records=self._count)

    def again(self) -> None:
        """All of them are read once more, from the beginning."""
        self._count = 0


@contextmanager
def progress_over(recordings: Sequence[Recording], verb: str) -> Iterator[Steps]:
    """Show a bar over the bytes of the files while inside; call what it yields once a record. Silent elsewhere."""
    if not sys.stderr.isatty():
        yield Steps(None, recordings, verb)
        return
    with Progress(*_columns(), console=Console(stderr=True), transient=True) as progress:
        yield Steps(progress, recordings, verb)
