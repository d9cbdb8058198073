"""The words by which the parts of a published lesson, and the page around it, are told apart."""

from __future__ import annotations

import re
from typing import Literal

Section = Literal["why", "demo", "prompts", "try-it", "summary", "output"]

NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
"""How many prompts are announced."""
USE = re.compile(
    r"""\b(?:use|try|paste|copy|send|ask|run|work\ through|take)\b.{0,40}\b(?:these|this|the\ following|each|them)\b
    .{0,60}\b(?:order|one\ (?:by|after)|sequence|before|turn)\b
    | \b(?:these|the\ following|the)\ (?:\w+\ )?prompts\b.{0,60}\b(?:order|turn|sequence|one\ (?:by|after))\b""",
    re.I | re.X,
)
"""How the prompts are to be used."""
HOOK = re.compile(
    r"""\b(?:open|start|take|paste|load|use|bring|drop)\b.{0,60}\b(?:AI|assistant|chatbot|LLM|tutor|ChatGPT|Claude|Gemini|Copilot)\b
    | \b(?:AI|assistant|tutor|ChatGPT|Claude|Gemini|Copilot)\b.{0,40}\b(?:walk|guide|take)s?\ you\b""",
    re.I | re.X,
)
"""The line that sends the reader to an assistant."""
HEADS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("why", re.compile(r"(the )?why\b|why (this|it) matters|motivation|background|what (this|it) is about", re.I)),
    ("prompts", re.compile(r"(the |your |three |use the )*prompts?\b|ask (your|an) (AI|assistant)|talk to your AI", re.I)),
    ("try-it", re.compile(r"try[- ]it|try this|exercises?|practi[cs]e|your turn|check yourself|quiz|homework|now you\b|questions to", re.I)),
    ("summary", re.compile(r"summary|recap|(key )?take-?aways?|in short|tl;?dr|conclusion|key points|to sum up", re.I)),
    ("output", re.compile(r"(expected |sample |the )?output|(what )?it prints|you should see|prints|result\b", re.I)),
    ("demo", re.compile(r"(the |a |live |code )*demo\b|(the |example )?code\b|example$|see it run|hands[- ]on", re.I)),
)  # fmt: skip
"""Headings, by the section that they open; the first that fits counts."""
DEMO = re.compile(
    r"\b(?:the|this|our|a)\s+(?:\w+\s+)?demo\b|\bthe (?:code|script|example|program) (?:below|above|encodes|shows)\b",
    re.I,
)
"""A paragraph about the demo."""
PROMPT = re.compile(
    r"""["“‘']?(?:in\ (?:one|two|a|plain|simple|your)\b | (?:please\ )?(?:explain|walk|given|give|compare|help|act|write|list|show|
    describe|teach|quiz|ask|summari[sz]e|suppose|imagine|pretend|critique|review|design|propose|draft|generate|outline|take|
    tell|what|how|why|when|which|who|where|is|are|do|does|can|could|should|create|make|build|find|name|define|contrast|
    argue|play|pick|choose|sketch|turn|translate|rewrite|plan|debug|check|evaluate|assess|challenge|role-?play|think|
    break|use|for|as|with|assume|you\ are|i\ am|i'm|i\ have|my|we|our|if)\b)""",
    re.I | re.X,
)
"""How a prompt begins: people order, ask, or set a scene."""
NOISE = re.compile(
    r"""(?:copy(?:\ (?:code|prompt|link|text|to\ clipboard))?|copied!?|run(?:\ (?:it|code|this))?|▶.*|open\ in\ .{1,30}|next(?:\ (?:lesson|module|up).*|:.*)?|
    (?:←|→|‹|›|«|»|⟵|⟶).*|.*(?:←|→|»|›)|prev(?:ious)?(?:\ (?:lesson|module).*|:.*)?|back(?:\ to.*)?|home|menu|search.*|sign\ (?:in|up|out).*|log\ ?(?:in|out).*|
    share.*|edit(?:\ this\ page.*)?|table\ of\ contents|contents|on\ this\ page|skip\ to.*|mark\ (?:as\ )?(?:complete|done).*|complete\ (?:and|&)\ continue|
    (?:lesson|module|chapter|part|step|unit)\ \d+(?:\ (?:of|/)\ \d+)?|\d+\ (?:of|/)\ \d+|\d+\ min(?:ute)?s?(?:\ read)?|©.*|copyright.*|all\ rights\ reserved.*|
    privacy.*|terms.*|cookies?.*|accept(?:\ all)?.*|subscribe.*|follow\ us.*|was\ this\ (?:page\ )?helpful.*|yes|no|feedback|report.*|
    toggle.*|dark\ mode|light\ mode|download.*|print|bookmark.*|loading.*|expand(?:\ all)?|collapse(?:\ all)?|show\ (?:more|less)|read\ more|
    last\ updated.*|published.*|written\ by.*|by\ \w+(?:\ \w+)?|tags?:.*|comments?(?:\ \(\d+\))?|reply|like|\#\w+|https?://\S+|
    python|py|bash|shell|text|main\.py|[\w-]+\.(?:py|sh|txt|md))""",
    re.I | re.X,
)
"""What a page has around its text."""
RUN = re.compile(
    r"(?:\$\s*)?(?:python3?|uv|pipx?|poetry|node|npm|npx|bash|sh|make|go|cargo|docker|conda)\s+[\w./-].*|(?:\$\s*)\S.*|\./\S+.*"
)
"""A command for a shell."""
GLUED_RUN = re.compile(r"(?<=[)\]}\"'\w])((?:\$ ?)?(?:python3?|uv run|node|bash|sh)\s+[\w./-]+\.(?:py|js|sh|ts)\b.*)$")
"""The command that runs the demo, run together with the code's last line."""
GLUED_LABEL = re.compile(
    r"^(?:python|Python|copy|Copy(?: code)?|[\w-]+\.py)+(?=(?:def|class|import|from|async) |@\w|# )"
)
"""The name of a file or a language, run together with the code's first line."""
GLUED_SENTENCE = re.compile(r"(?<=[a-z0-9)”\"'’][.!?])(?=[A-Z“][a-z]|[AI] |(?:def|class|import|from) \w)")
"""The end of one paragraph and the beginning of the next, run together."""
GLUED_BUTTON = re.compile(r"^(?:Copy(?: code| prompt)?|Copied!?|Run|Share|Edit|Open in \w+|Ask AI)(?=[A-Z“][a-z])")
"""A button's label, run together with what stood beside it."""
CODE = re.compile(
    r"""(?:def|class|async\ def)\ \w+\s*\(?.*:?$ | (?:from\ [\w.]+\ )?import\ [\w.*, ]+ | @\w[\w.]*(?:\(.*\))?$
    | (?:if|elif|while|for|with|try|else|except|finally|match|case)\b.*:$ | (?:pass|break|continue|return)$
    | (?:return|yield)\s+(?:[(\["'{\d-].*|f["'].*|[\w.]+(?:\(.*\)|\[.*\])?$|\S+\s(?:[-+*/%<>=]+|and|or|if|is|in|not)\s.*)
    | raise\ \w+(?:\(.*\))?(?:\ from\ \w+)?$ | assert\ .*[=<>(].*
    | print\(.* | [\w.\[\]"', ]+\s*(?:[-+*/|&]?=)\s*\S.* | \w[\w.]*\(.*\)?,?$ | [)\]}]+[,:]?$ | \#\ ?.*""",
    re.X,
)
"""A line that may be code."""
STRONG_CODE = re.compile(
    r"(?:def|class|async def) \w+.*:$|(?:from [\w.]+ )?import [\w.]+$|print\(.+|\w+(?:, \w+)* = \S+.*"
)
"""A line that is code and nothing else."""
