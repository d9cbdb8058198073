"""Reasoning that some servers leave in the text, between <think> and </think>: never shown, never kept."""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class ThinkFilter:
    """Removes think blocks from a stream, wherever the chunks break. Linear in the length of the stream."""

    def __init__(self) -> None:
        self.found = False
        """There was a think block."""
        self._held = ""
        self._inside = False

    def feed(self, text: str) -> str:
        """The visible part of what has arrived; a beginning that may become a tag is held back."""
        self._held += text
        shown = []
        while self._held:
            tag = _CLOSE if self._inside else _OPEN
            before, found, after = self._held.partition(tag)
            if found:
                if not self._inside:
                    shown.append(before)
                self._inside = not self._inside
                self.found = True
                self._held = after
                continue
            keep = _overlap(self._held, tag)
            if not self._inside:
                shown.append(self._held[: len(self._held) - keep])
            self._held = self._held[len(self._held) - keep :]
            break
        return "".join(shown)

    def end(self) -> str:
        """What was held back and turned out to be text. An unclosed block is dropped."""
        held, self._held = self._held, ""
        return "" if self._inside else held


def _overlap(text: str, tag: str) -> int:
    """How many characters at the end of `text` may be the beginning of `tag`."""
    for length in range(min(len(text), len(tag) - 1), 0, -1):
        if tag.startswith(text[-length:]):
            return length
    return 0
