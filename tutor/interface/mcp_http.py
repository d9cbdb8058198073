"""The same server over streamable HTTP, for assistants that cannot start a process.

It listens on loopback. Whoever calls needs the bearer token, and is answered only under a name that is this server's
own: a web page that has its own name point at this machine (DNS rebinding) gets nothing.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

from tutor.errors import UsageError
from tutor.interface.mcp_desk import Desk

LOOPBACK = "127.0.0.1"
PORT = 8642
PATH = "/mcp"
TOKEN = "MLOPS_TUTOR_MCP_TOKEN"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def serve_http(
    desk: Desk, *, host: str | None, port: int | None, token: str | None, allow_hosts: Iterable[str] = ()
) -> None:
    """Serve until the system ends it. The address, and a token that was made here, go to standard error.

    Raises:
        UsageError: another address than loopback without a token, or an address or port that cannot be had.
    """
    address = host or LOOPBACK
    given = given_token(address, token)
    made = given or secrets.token_urlsafe(32)
    listening = listen(address, PORT if port is None else port)
    with listening:
        taken = listening.getsockname()[1]
        import uvicorn
        from mcp.server.transport_security import TransportSecuritySettings

        from tutor.interface.mcp_server import build

        names = [in_url(address), *allow_hosts]
        app = build(desk).streamable_http_app(
            streamable_http_path=PATH,
            transport_security=TransportSecuritySettings(
                allowed_hosts=allowed_hosts(names, taken), allowed_origins=allowed_origins(names)
            ),
        )
        config = uvicorn.Config(
            bearer_only(app, made), log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=1
        )
        print(f"mlops-tutor: serving at http://{in_url(address)}:{taken}{PATH}", file=sys.stderr)
        if not given:
            print(f"mlops-tutor: send the header  Authorization: Bearer {made}", file=sys.stderr)
        sys.stderr.flush()
        uvicorn.Server(config).run(sockets=[listening])


def given_token(address: str, token: str | None, environ: Mapping[str, str] = os.environ) -> str | None:
    """The token of the option or the environment; an empty one counts as none.

    Raises:
        UsageError: there is none and `address` can be reached from elsewhere, or it cannot stand in a header.
    """
    given = (token or environ.get(TOKEN) or "").strip() or None
    if given is None and not is_loopback(address):
        raise UsageError(
            f"{address} can be reached from other machines; set {TOKEN} to a secret of your own, or leave --host away"
        )
    if given is not None and not (given.isascii() and given.isprintable() and " " not in given):
        raise UsageError(f"a token is printable ASCII without blanks; make one, and set it in {TOKEN}")
    return given


def is_loopback(address: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def in_url(address: str) -> str:
    """An address as it stands in a URL."""
    bare = address.strip("[]")
    return f"[{bare}]" if ":" in bare else bare


def listen(address: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: the address is not this machine's, or the port is taken.
    """
    bare = address.strip("[]")
    try:
        family = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((bare, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or "no such address").partition(" (")[0]
        raise UsageError(
            f"cannot listen on {in_url(address)}:{port} ({reason}); give another with --port or --host"
        ) from error


def allowed_hosts(names: Iterable[str], port: int) -> list[str]:
    """What a request may call this server: its names, with its port."""
    return list(dict.fromkeys(f"{name}:{port}" for name in (*_LOOPBACK_NAMES, *names)))


def allowed_origins(names: Iterable[str]) -> list[str]:
    """From which pages a browser may call: those that this machine serves itself, on any port."""
    return list(dict.fromkeys(f"{scheme}://{name}:*" for name in (*_LOOPBACK_NAMES, *names) for scheme in _SCHEMES))


_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
_SCHEMES = ("http", "https")


def bearer_only(app: App, token: str) -> App:
    """`app`, for requests with this bearer token only; the comparison takes as long for any other token."""
    wanted = f"Bearer {token}".encode()

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            sent = [value for name, value in scope["headers"] if name == b"authorization"]
            given = sent[0] if len(sent) == 1 else b""
            scheme, _, rest = given.partition(b" ")
            normal = b"Bearer " + rest.strip() if scheme.lower() == b"bearer" else given
            if not hmac.compare_digest(normal, wanted):
                await _unauthorized(send)
                return
        await app(scope, receive, send)

    return guarded


async def _unauthorized(send: Send) -> None:
    body = b'{"error": "unauthorized; send the header Authorization: Bearer TOKEN"}'
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"www-authenticate", b'Bearer realm="mlops-tutor"'),
    ]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
