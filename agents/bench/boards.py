"""Wall boards by the hundred: most read what they are sent, some never do."""

import asyncio
import signal
import socket
import sys
from typing import Final

import msgspec

SMALL_BUFFER: Final = 4_096
"""What the system takes for a board that never reads, so that the worker soon has it on its hands."""
_FLOOR: Final = b"event: kpi"
_TOGETHER: Final = 50


class Crowd(msgspec.Struct, frozen=True):
    """Where to connect, and how many of each kind."""

    host: str
    port: int
    reading: int
    silent: int


class Shown(msgspec.Struct, frozen=True):
    """How many floors each reading board was sent, and how many bytes all of them."""

    floors: list[int]
    size: int


class Board(asyncio.Protocol):
    """One that reads, and only counts what it is sent."""

    def __init__(self, ask: bytes) -> None:
        """Ask for the stream once there is a connection."""
        self._ask = ask
        self._end = b""
        self.floors = 0
        self.size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        if isinstance(transport, asyncio.Transport):
            transport.write(self._ask)

    def data_received(self, data: bytes) -> None:
        """Count; the name of an event may lie on both sides of a cut."""
        self.size += len(data)
        self.floors += (self._end + data).count(_FLOOR)
        self._end = data[-len(_FLOOR) + 1 :]


async def show(crowd: Crowd) -> Shown:
    """Connect all, then read until told to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    ask = f"GET /events HTTP/1.1\r\nHost: {crowd.host}:{crowd.port}\r\nAccept: text/event-stream\r\n\r\n".encode()
    silent = [_never_reading(crowd, ask) for _ in range(crowd.silent)]
    boards: list[Board] = []
    while len(boards) < crowd.reading:
        more = min(_TOGETHER, crowd.reading - len(boards))
        made = await asyncio.gather(
            *(loop.create_connection(lambda: Board(ask), crowd.host, crowd.port) for _ in range(more))
        )
        boards.extend(board for _, board in made)
    await ended.wait()
    for one in silent:
        one.close()
    return Shown([board.floors for board in boards], sum(board.size for board in boards))


def _never_reading(crowd: Crowd, ask: bytes) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    connection.connect((crowd.host, crowd.port))
    connection.sendall(ask)
    return connection


if __name__ == "__main__":
    shown = asyncio.run(show(msgspec.json.decode(sys.argv[1], type=Crowd)))
    sys.stdout.write(f"{msgspec.json.encode(shown).decode()}\n")
