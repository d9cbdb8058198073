"""Words as points: near where they are used alike. Static embeddings that ship inside the package `wordllama`.

Only the package's files are read, its code is never imported (it would look for a download): the weights, a table of
32,000 pieces of words by 256 numbers, and the tokenizer that cuts text into these pieces.
"""

from __future__ import annotations

import importlib.util
import json
import math
import struct
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from tokenizers import Tokenizer

    Vector = npt.NDArray[np.float32]
    """256 numbers, of length 1 (or 0 for a text without a word)."""

_PACKAGE = "wordllama"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_LONGEST = 300
"""Pieces of a text that are looked at."""


class Embedding:
    """Vectors of texts and words. The commoner a piece is, the less it weighs: its number in the vocabulary says how
    early, and so how often, it was met when the vocabulary was made."""

    def __init__(self, table: npt.NDArray[np.float16], tokenizer: Tokenizer) -> None:
        self._table = table
        self._tokenizer = tokenizer
        self._size = len(table)

    def text(self, text: str, sharpness: float = 4.0) -> Vector:
        """The weighted mean of a text's pieces; `sharpness` is how much rare pieces count over common ones."""
        import numpy as np

        pieces = self._pieces(text)
        if not pieces:
            return np.zeros(self._table.shape[1], dtype=np.float32)
        weights = np.array([self._rarity(piece) ** sharpness for piece in pieces], dtype=np.float32)
        return _unit(weights @ self._table[pieces].astype(np.float32))

    def texts(self, texts: Sequence[str]) -> Vector:
        """A row for each text."""
        import numpy as np

        return np.stack([self.text(text) for text in texts])

    @lru_cache(maxsize=8192)  # noqa: B019 — there is one embedding in a process
    def word(self, word: str) -> Vector:
        """The plain mean of a word's pieces."""
        import numpy as np

        pieces = self._pieces(word)
        if not pieces:
            return np.zeros(self._table.shape[1], dtype=np.float32)
        return _unit(self._table[pieces].astype(np.float32).mean(axis=0))

    @lru_cache(maxsize=8192)  # noqa: B019
    def rarity(self, word: str) -> float:
        """0.3 to 1: how rare a word is, by its rarest piece."""
        pieces = self._pieces(word)
        return self._rarity(max(pieces)) if pieces else 0.0

    def _pieces(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids[:_LONGEST]

    def _rarity(self, piece: int) -> float:
        return math.log(20 + piece) / math.log(self._size)


def _unit(vector: Vector) -> Vector:
    import numpy as np

    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def installed() -> bool:
    """Whether the package is there, without loading anything of it."""
    return importlib.util.find_spec(_PACKAGE) is not None


_loading = threading.Lock()


def embedding() -> Embedding | None:
    """The one embedding of this process; None where the package is not installed or its files are not as expected."""
    with _loading:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Embedding | None:
    found = importlib.util.find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations if found else None) or ():
        try:
            return _read(Path(folder))
        except (OSError, ValueError, KeyError, ImportError):
            continue
    return None


def _read(folder: Path) -> Embedding:
    import numpy as np
    from tokenizers import Tokenizer

    path = folder / _WEIGHTS
    with path.open("rb") as file:
        # the safetensors format: the length of a JSON header, the header, then the numbers
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))["embedding.weight"]
    if header["dtype"] != "F16":
        raise ValueError("another kind of numbers")
    table = np.memmap(path, dtype=np.float16, mode="r", offset=8 + length, shape=tuple(header["shape"]))
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Embedding(table, tokenizer)
