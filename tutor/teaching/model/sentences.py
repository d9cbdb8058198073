"""Cuts a stream of Markdown into sentences, as they become complete. Joined, they are the stream again."""

from __future__ import annotations

import re

# an end of sentence and the blanks after it, or the end of a line; not inside "e.g. x", "1. item", "v1.2"
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\b\d)[.!?。！？…؟।]+[\"'”’»)\]*_`]*(?=\s)\s+|[。！？।]+|\n+",
    re.IGNORECASE,
)


class SentenceStream:
    """Holds back what is not yet a whole sentence. Linear in the length of the stream."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> list[str]:
        """The sentences that are complete now, each with the blanks that follow it."""
        self._held += text
        sentences, start = [], 0
        for end in _END.finditer(self._held):
            # what stands at the very end may go on: "level 1" + ".5", or more closing marks
            if end.end() == len(self._held) and not end[0].endswith("\n"):
                break
            sentences.append(self._held[start : end.end()])
            start = end.end()
        self._held = self._held[start:]
        return sentences

    def end(self) -> list[str]:
        """What is left when the stream has ended."""
        held, self._held = self._held, ""
        return [held] if held else []


def sentences_of(text: str) -> list[str]:
    """A whole text in sentences."""
    stream = SentenceStream()
    return [*stream.feed(text), *stream.end()]
