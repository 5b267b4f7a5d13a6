"""A connection that a test can break: what passes through it ends without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class BreakingLine:
    """All connections that lead through one port to another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: set[asyncio.StreamWriter] = set()

    def breaks(self) -> None:
        """Those that there are end now; later ones pass."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers |= {writer, far_writer}
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))


@asynccontextmanager
async def breaking_line(port: int) -> AsyncIterator[tuple[BreakingLine, int]]:
    """A line to a port of this machine, and its own port."""
    line = BreakingLine(port)
    server = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    [address] = [socket.getsockname() for socket in server.sockets]
    try:
        yield line, address[1]
    finally:
        server.close()
        line.breaks()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
