"""Time from starting the server to its first answered request, against a bare server of the same SDK.

    python benchmarks/mcp_start.py [--runs 15]

Both are started in turn and asked to `initialize`. Prints medians and their ratio; the exit status is 1 when the ratio
is above 1.3.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import anyio, mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

async def nothing(context, params):
    return types.ListToolsResult(tools=[])

async def main():
    server = Server("bare", version="1", on_list_tools=nothing)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())

anyio.run(main)
"""
MOST = 1.3
FIRST = {
    "initialize": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    },
}


def seconds(command: list[str], home: str) -> float:
    """From the start of the process to the whole line of its first answer."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR", "PYTHONDONT"))}
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment | {"MLOPS_TUTOR_HOME": home}
    ) as process:
        assert process.stdin
        assert process.stdout
        [(method, params)] = FIRST.items()
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        taken = time.perf_counter() - start
        assert "result" in answer, answer
        process.stdin.close()
        process.wait()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    bare = [sys.executable, "-c", BARE]
    ours = [str(Path(sys.executable).with_name("mlops-tutor")), "mcp"]
    times: tuple[list[float], list[float]] = ([], [])
    with tempfile.TemporaryDirectory() as home:
        for run in range(-1, runs):
            for series, command in zip(times, (bare, ours), strict=True):
                taken = seconds(command, home)
                if run >= 0:  # the first round warms the caches
                    series.append(taken)
    medians = [statistics.median(series) for series in times]
    ratio = medians[1] / medians[0]
    for name, series, median in zip(("bare server", "mlops-tutor mcp"), times, medians, strict=True):
        print(f"{name:<16} {median * 1000:5.0f} ms  ({min(series) * 1000:.0f} to {max(series) * 1000:.0f})")
    print(f"{'ratio':<16} {ratio:5.2f}     (at most {MOST})")
    return ratio > MOST


if __name__ == "__main__":
    raise SystemExit(main())
