"""The one function through which every untrusted text passes before it reaches a terminal or a pipe."""

from __future__ import annotations

import re

from tutor.learner.journal import clean_unicode

# C0 but newline and tab, DEL, C1, and the controls that reorder text or hide in it
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey: escape sequences lose the byte that makes them one.

    Text from a model, a learner, a pack or the environment is untrusted. Stripping single characters, and not
    whole sequences, is safe on any split of a stream: a sequence cut in two loses its first byte all the same.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean_unicode(_UNSAFE.sub("", text))
