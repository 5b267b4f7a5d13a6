"""One port for HTTP and HTTPS: a connection whose first byte begins a TLS handshake gets TLS.

Google's library for the Live API makes a `wss:` address of any that it is given.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_HANDSHAKE = b"\x16"
_HOST = "127.0.0.1"
_LIFETIME = timedelta(days=365)


@asynccontextmanager
async def listening(runner: web.AppRunner, port: int) -> AsyncIterator[Path]:
    """Serve on a port of the loopback address; answers the file of the certificate to trust."""
    with TemporaryDirectory() as folder, socket.create_server((_HOST, port)) as server:
        server.setblocking(False)
        certificate, tls = _make_certificate(Path(folder))
        accepting = asyncio.create_task(_accept(server, runner, tls))
        try:
            yield certificate
        finally:
            accepting.cancel()
            with suppress(asyncio.CancelledError):
                await accepting


async def _accept(server: socket.socket, runner: web.AppRunner, tls: ssl.SSLContext) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as handing_over:
        while True:
            connection, _ = await loop.sock_accept(server)
            handing_over.create_task(_hand_over(connection, runner, tls))


async def _hand_over(connection: socket.socket, runner: web.AppRunner, tls: ssl.SSLContext) -> None:
    """Wait for the first byte, which stays where it is, and let aiohttp have the connection."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await readable.wait()
    except asyncio.CancelledError:
        connection.close()
        raise
    finally:
        loop.remove_reader(connection)
    try:
        is_tls = connection.recv(1, socket.MSG_PEEK) == _HANDSHAKE
        assert runner.server is not None
        await loop.connect_accepted_socket(runner.server, connection, ssl=tls if is_tls else None)
    except OSError:
        # The client is gone, or does not trust the certificate.
        connection.close()


def _make_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine's own names, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sTvOS stand-in")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(_HOST))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem, secret)
    return pem, tls
