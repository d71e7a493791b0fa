"""Requests written by hand, for those that no client would send."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

DEADLINE_S = 60
PLAIN = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Connection:
    """One connection; what is read ends with the connection or a deadline."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, written: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(written)
        await self.writer.drain()

    async def status(self) -> int:
        """Return the status of the next answer."""
        async with asyncio.timeout(DEADLINE_S):
            return int((await self.reader.readline()).split()[1])

    async def rest(self) -> bytes:
        """Return everything until the other side closes, which it must do; a reset is a close too."""
        async with asyncio.timeout(DEADLINE_S):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[Connection]:
    """Connect to a port of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
