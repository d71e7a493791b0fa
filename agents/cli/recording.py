"""Recordings: files of events as JSON, one a line, plain or gzip, `-` for the standard input."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, cast

from agents.cli.failure import CommandError, MisuseError
from stream.errors import ConfigurationError

STDIN: Final = Path("-")
_GZIP: Final = b"\x1f\x8b"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One line: where it stands (counted from 1) and what it says."""

    file: str
    number: int
    text: bytes

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return f"{self.file}:{self.number}"


def recordings_of(paths: Sequence[Path]) -> list["Recording"]:
    """The recordings of a command, in its order; raises ConfigurationError, and MisuseError for `-` named twice."""
    if list(paths).count(STDIN) > 1:
        # Each of the two would get some of the lines, and of a packed one neither could read its part.
        raise MisuseError("-", "is named twice: the standard input can be read only once")
    return [Recording(path) for path in paths]


class Recording:
    """One file, read once; `size` and `position` (bytes, as they lie there) tell how far that is."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet, but one that cannot be read is refused (ConfigurationError)."""
        self.name = "standard input" if path == STDIN else str(path)
        self._path = path
        self._raw: io.BufferedReader | None = None
        self.size = 0
        if path != STDIN:
            with self._open() as stream:
                if not stream.seekable():
                    raise self._no_file()
                self.size = stream.seek(0, io.SEEK_END)

    @property
    def is_stdin(self) -> bool:
        """Whether it can be read only once."""
        return self._path == STDIN

    @property
    def position(self) -> int:
        """The number of bytes read so far, 0 where nobody can know."""
        if self._raw is None or self._raw.closed or self._path == STDIN:
            return 0
        return self._raw.tell()

    def lines(self, *, blank: bool = False) -> Iterator[Line]:
        """Every line, the blank ones if asked for; a damaged gzip ends in CommandError, after what was readable."""
        number = 0
        with self._open() as raw:
            self._raw = raw
            text = gzip.GzipFile(fileobj=raw) if raw.peek(2).startswith(_GZIP) else raw
            try:
                for number, line in enumerate(text, 1):
                    stripped = (line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line).strip()
                    if stripped or blank:
                        yield Line(self.name, number, stripped)
            except (EOFError, gzip.BadGzipFile, zlib.error):
                raise CommandError(self.name, f"line {number + 1}", "the gzip file is damaged or cut off") from None

    @contextmanager
    def _open(self) -> Iterator[io.BufferedReader]:
        if self._path == STDIN:
            if sys.stdin is None:
                raise ConfigurationError(self.name, "", "cannot be read: it is closed")
            # Typed as any binary stream, though nothing but a test puts another one there.
            yield cast("io.BufferedReader", sys.stdin.buffer)
            return
        if self._path.is_fifo():
            # Nobody may be writing into it, and then opening it would wait for ever.
            raise self._no_file()
        try:
            stream = self._path.open("rb")
        except OSError as fault:
            raise ConfigurationError(self.name, "", f"cannot be read: {fault.strerror}") from None
        with stream:
            yield stream

    def _no_file(self) -> ConfigurationError:
        reason = "is a pipe, and is read more than once: name a file, or - for the standard input"
        return ConfigurationError(self.name, "", reason)
