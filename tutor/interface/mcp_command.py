"""`mlops-tutor mcp`: the lesson as a server for assistants, on standard input and output or on loopback."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, Literal

from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.interface.mcp_desk import Desk

EXTRA = "the Model Context Protocol needs one more package; install it with `pip install 'mlops-tutor[mcp]'`"


def serve(
    *,
    lesson: str | None,
    config: str | None,
    http: bool,
    host: str | None,
    port: int | None,
    token: str | None,
    allow_host: tuple[str, ...],
) -> None:
    """Serve until the client or the system ends it; with `config`, print a configuration instead.

    Raises:
        UsageError: the extra is not installed, or options do not go together.
    """
    if not installed():
        raise UsageError(EXTRA)
    if config is not None:
        from tutor.interface.clean import clean
        from tutor.interface.mcp_config import configuration

        if http:
            raise UsageError("--config is for a server that the assistant starts; with --http give it the printed URL")
        print(clean(configuration(config, lesson)))
        return
    if not http and (host or port is not None or token or allow_host):
        raise UsageError("--host, --port, --token and --allow-host belong to --http; add it")
    import logging

    from tutor.interface.mcp_desk import Desk
    from tutor.interface.opening import load
    from tutor.interface.settings import read_settings
    from tutor.learner.journal import Journal

    logging.getLogger("mcp").setLevel(logging.ERROR)  # what a client sends wrongly is told to the client
    loaded, assessment = load(lesson)
    journal = Journal(read_settings().home)
    try:
        desk = Desk(loaded, assessment, journal)
        if http:
            from tutor.interface.mcp_http import serve_http

            serve_http(desk, host=host, port=port, token=token, allow_hosts=allow_host)
        else:
            with _ending_at_once():
                _serve_stdio(desk)
    finally:
        journal.close()


def installed() -> bool:
    """Whether the extra is there; it is not imported for that."""
    return importlib.util.find_spec("mcp") is not None and importlib.util.find_spec("mcp_types") is not None


def _serve_stdio(desk: Desk) -> None:
    import anyio
    from mcp.server.stdio import stdio_server

    from tutor.interface.mcp_server import build

    server = build(desk)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    try:
        anyio.run(run)
    except* (BrokenPipeError, ConnectionResetError):
        pass  # the client is gone while something was written to it; all that it was told of is in the record


@contextlib.contextmanager
def _ending_at_once() -> Iterator[None]:
    """A signal ends the process where it stands.

    A thread waits for a line of standard input and cannot be woken, so an orderly end would wait for the client.
    Nothing is lost by it: every result was stored before it was sent.
    """

    def end(status: Literal[0, 130]) -> object:
        def handle(number: int, frame: FrameType | None) -> None:
            os._exit(status)

        return handle

    statuses: dict[str, Literal[0, 130]] = {"SIGTERM": 0, "SIGHUP": 0, "SIGINT": 130}
    before = {
        name: signal.signal(getattr(signal, name), end(status))  # type: ignore[arg-type]
        for name, status in statuses.items()
        if hasattr(signal, name)
    }
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
