"""The line on which the learner types: history, completion, keys, and the toolbar with the place in the lesson."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.application.current import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, is_searching
from prompt_toolkit.formatted_text import AnyFormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.teaching.commands import COMMANDS
from tutor.teaching.plan import itinerary

_STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse", "dim": "dim"})
_NAMES = {"why": "why", "demo": "demo", "diagnosis": "you", "quiz": "try it"}


class InputLine:
    """Reads one reply at a time. Enter sends; Alt-Enter, or a paste, makes more lines of one reply."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._loaded = False
        history = InMemoryHistory([])
        for recorded in opened.history:
            if isinstance(recorded.event, ev.LearnerSaid) and recorded.event.text.strip():
                history.append_string(recorded.event.text)
        self._prompt: PromptSession[str] = PromptSession(
            message="› ",
            multiline=True,
            prompt_continuation="  ",
            key_bindings=_keys(),
            completer=CommandCompleter(opened),
            # the menu takes room below the line: only where there is something to complete
            complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
            history=history,
            bottom_toolbar=self._toolbar,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
            reserve_space_for_menu=4,
        )

    def read(self, when_idle: Callable[[], None]) -> str | None:
        """The next reply; None when the learner leaves (Ctrl-D, or Ctrl-C twice at an empty prompt).

        `when_idle` runs once, in the background, when the first prompt stands.
        """
        interrupted = False
        while True:
            try:
                print()
                return self._prompt.prompt(pre_run=lambda: self._load(when_idle))
            except KeyboardInterrupt:
                if interrupted:
                    return None
                interrupted = True
                print("  Ctrl-C again leaves; your place is saved.")
            except EOFError:
                return None

    def _load(self, when_idle: Callable[[], None]) -> None:
        if not self._loaded:
            self._loaded = True
            # not a daemon: one that is inside a library when the interpreter ends takes the process down with it
            threading.Timer(0.05, when_idle).start()

    def _toolbar(self) -> AnyFormattedText:
        width = get_app().output.get_size().columns
        place = progress(self._opened)
        keys = "/help   Ctrl-C stop  Ctrl-D leave"
        gap = width - len(place) - len(keys) - 2
        return [("class:dim", f" {place}{' ' * gap}{keys}" if gap >= 2 else f" {place}"[:width])]


def progress(opened: Opened) -> str:
    """Where the learner is: named stages, a dot for each prompt; filled as far as they have come."""
    state, parts = opened.session.state, []
    for stage in itinerary(opened.lesson, state):
        if stage == "wrap-up":
            continue
        reached = stage in state.finished_stages or stage == state.stage
        if stage.startswith("prompt-"):
            parts.append("●" if reached else "○")
        else:
            name = _NAMES[stage]
            parts.append(f"[{name}]" if stage == state.stage else name)
    return "─".join(parts)


class CommandCompleter(Completer):
    """Completes commands after a slash, and facts after those that take them."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        if not text.startswith("/") or "\n" in text:
            return
        command, blank, rest = text[1:].partition(" ")
        if not blank:
            for known in COMMANDS:
                if known.name.startswith(command.lower()):
                    yield Completion(known.name, -len(command), display=known.usage, display_meta=known.does)
        elif command in ("level", "what-if"):
            words = rest.split(" ")
            facts = [fact.id for fact in self._opened.lesson.facts]
            for choice in ("yes", "no") if len(words) % 2 == 0 else facts:
                if choice.startswith(words[-1]):
                    yield Completion(choice, -len(words[-1]))


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=~is_searching)  # while searching, Enter takes what was found
    def send(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c")
    def stop(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt(), style="class:aborting")

    return keys
