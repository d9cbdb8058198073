"""Text as the ear and the grader see it: words with their place in the text as typed, clauses, likeness of words.

Everything here is linear in the text and looks at no more than its first `EXAMINED` characters. Nothing here knows
a subject; nothing raises, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """The phrases of a list written as text, with bars and line ends between them."""
    return tuple(part.strip() for line in text.splitlines() for part in line.split("|") if part.strip())


EXAMINED = 20_000
"""How much of a text is looked at. No reply needs more, and a paste of a megabyte must not take longer."""

GAP = "..."
"""In a phrase: up to four words of any kind."""

_GAP_WORDS = 4


class Word(NamedTuple):
    """A word, normalised and stemmed, and where it stands in the text."""

    text: str
    stem: str
    start: int
    end: int


class Span(NamedTuple):
    """A stretch of the text: a sentence or a clause."""

    start: int
    end: int
    words: tuple[Word, ...]
    opener: str
    """What the clause was cut at: the mark or the word before its first one; empty for a sentence's first clause."""
    sentence: int
    asks: bool
    """Its sentence ends in a question mark."""


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    special = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ß": "s", "–": "-", "—": "-", "−": "-", "¿": " "}
    if character in special:
        return special[character]
    lowered = character.lower()
    decomposed = unicodedata.normalize("NFKD", lowered)
    base = decomposed[:1]
    return base if len(decomposed) > 0 and not base.isspace() else lowered[:1] or character


def normalise(text: str) -> str:
    """Lower case, without accents, one apostrophe for all; character for character, so that offsets hold."""
    text = text[:EXAMINED]
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if c < "\x80" else _fold_character(c) for c in text)


_WORD = re.compile(r"[^\W_]+(?:['\u0300-\u036f]+[^\W_]+)*|[\U0001F300-\U0001FAFF✅✔✓❌✗✘☑⛔]")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_MARKS = re.compile("[\u0300-\u036f]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")

# Apostrophes left out are as common as those typed; both become the same two words.
_NEGATED = {
    "dont": "do", "doesnt": "does", "didnt": "did", "isnt": "is", "arent": "are", "wasnt": "was", "werent": "were",
    "havent": "have", "hasnt": "has", "hadnt": "had", "wont": "will", "cant": "can", "cannot": "can",
    "couldnt": "could", "wouldnt": "would", "shouldnt": "should", "neednt": "need", "aint": "is", "doesn": "does",
}  # fmt: skip
_IS = word_set("what who where how it that there he she here everything nothing all")
_TAILS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am", "s": ""}
_SAME = {
    "u": "you", "ur": "your", "w": "with", "wo": "without", "bc": "because", "cuz": "because", "coz": "because",
    "noone": "nobody", "gonna": "going", "gotta": "must", "thx": "thanks", "ppl": "people", "smth": "something",
    "everyday": "daily", "prod": "production", "retrainig": "retraining", "automaticaly": "automatically",
    "sth": "something", "kinda": "kind", "sorta": "sort", "auto": "automatic", "alot": "lot", "teh": "the",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _pieces(raw: str) -> tuple[str, ...]:
    """The words that one typed word stands for."""
    raw = _MARKS.sub("", raw)
    if len(raw) > 3:
        raw = _REPEATED.sub(r"\1\1", raw)
    bare = raw.replace("'", "")
    if bare in _NEGATED:
        return (_NEGATED[bare], "not")
    if raw.endswith("n't") and len(raw) > 3:
        return (raw[:-3], "not")
    head, apostrophe, tail = raw.rpartition("'")
    if apostrophe and tail == "s" and head in _IS:
        return (head, "is")
    if apostrophe and tail in _TAILS:
        return tuple(part for part in (head.replace("'", ""), _TAILS[tail]) if part)
    # French elision: l'entrainement, d'abord, n'est, c'est.
    if apostrophe and head in {"l", "d", "n", "c", "j", "s", "qu", "m", "t"}:
        return (head, tail)
    return (_SAME.get(bare, bare),)


def words(text: str, *, offset: int = 0) -> list[Word]:
    """The words of `text`; their offsets are into the text as given, plus `offset`."""
    found = _words(text)
    if not offset:
        return list(found)
    return [Word(word.text, word.stem, word.start + offset, word.end + offset) for word in found]


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _WORD.finditer(normalise(text)):
        if _SKIN.fullmatch(match.group()):
            continue
        for piece in _pieces(match.group()[:60]):
            found.append(Word(piece, stem(piece), match.start(), match.end()))
    return tuple(found)


_IRREGULAR = {
    "ran": "run", "used": "use", "uses": "use", "using": "use", "built": "build", "broke": "break", "broken": "break",
    "wrote": "write", "written": "write", "went": "go", "gone": "go", "goes": "go", "going": "go", "got": "get",
    "gets": "get", "done": "do", "did": "do", "does": "do", "doing": "do", "has": "have", "had": "have",
    "having": "have", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "am": "be", "being": "be",
    "made": "make", "makes": "make", "making": "make", "kept": "keep", "sent": "send", "said": "say", "saw": "see",
    "seen": "see", "knew": "know", "known": "know", "knows": "know", "began": "begin", "begun": "begin",
    "fell": "fall", "falls": "fall", "fallen": "fall", "worse": "bad", "worst": "bad", "better": "good",
    "best": "good", "people": "person", "persons": "person", "humans": "human", "took": "take", "taken": "take",
    "data": "data", "models": "model", "steps": "step", "stages": "stage", "gave": "give",
    "given": "give", "thing": "thing", "things": "thing", "something": "something", "nothing": "nothing",
    "anything": "anything", "everything": "everything", "during": "during", "process": "process",
    "processes": "process", "always": "always", "previous": "previous", "this": "this", "its": "its",
    "string": "string", "bring": "bring", "brings": "bring", "brought": "bring", "need": "need", "needed": "need",
    "needs": "need", "speed": "speed", "feed": "feed", "fed": "feed", "freed": "free", "series": "series",
    "only": "only", "early": "early", "earlier": "early", "later": "later", "after": "after", "never": "never",
    "ever": "ever", "every": "every", "other": "other", "others": "other", "another": "another", "over": "over",
    "under": "under", "however": "however", "number": "number", "numbers": "number", "news": "news",
    "left": "leave", "lost": "lose", "led": "lead", "held": "hold", "came": "come", "ships": "ship",
    "bytes": "byte", "analyses": "analysis", "analysis": "analysis", "caught": "catch", "found": "find",
    "learnt": "learn", "froze": "freeze", "frozen": "freeze", "chose": "choose", "chosen": "choose",
    "station": "station", "order": "order", "orders": "order", "ordered": "order", "version": "version",
    "versions": "version", "versioned": "version", "versioning": "version", "engineer": "engineer",
    "engineers": "engineer", "engineering": "engineer", "scientist": "scientist", "scientists": "scientist",
}  # fmt: skip

_SUFFIXES = (
    ("ications", 4), ("ication", 4), ("ically", 4), ("ations", 4), ("ation", 4), ("ators", 4), ("ator", 4),
    ("ments", 4), ("ment", 4), ("ings", 3), ("ing", 3), ("edly", 4), ("ated", 4), ("ates", 4), ("ate", 4),
    ("ies", 3), ("ied", 3), ("ers", 4), ("er", 4), ("ors", 4), ("or", 4), ("ness", 4), ("ally", 4), ("ly", 4),
    ("ions", 4), ("ion", 4), ("ives", 4), ("ive", 4), ("able", 4), ("ible", 4), ("ity", 4), ("ics", 4), ("ic", 4),
    ("ed", 3), ("es", 3), ("al", 4), ("s", 3), ("e", 3), ("y", 3),
)  # fmt: skip
_UNDOUBLE = re.compile(r"([bdgmnprt])\1$")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The word without its ending; light and repeatable rather than linguistically right."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ss"):
        return word
    if word.startswith("automat"):
        return "automat"
    kept = word
    for _ in range(3):
        for suffix, least in _SUFFIXES:
            if kept.endswith(suffix) and len(kept) - len(suffix) >= least and not kept.endswith("ss"):
                kept = kept[: -len(suffix)]
                kept = _IRREGULAR.get(kept, _UNDOUBLE.sub(r"\1", kept) if suffix in {"ing", "ed", "er"} else kept)
                break
        else:
            break
    return kept


def within(a: Sequence[str], b: Sequence[str], most: int) -> bool:
    """Whether `a` becomes `b` by at most `most` insertions, deletions, changes or swaps of neighbours."""
    if abs(len(a) - len(b)) > most:
        return False
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most


@lru_cache(maxsize=65536)
def alike(typed: str, meant: str) -> bool:
    """Whether a typed word may be a misspelling of `meant`; short words have to be exact."""
    if typed == meant:
        return True
    shorter = min(len(typed), len(meant))
    # Of five letters one may be missing, but not be another ("manul", yet not "never" and "newer").
    if (
        shorter < 5
        or (shorter == 5 and len(typed) == len(meant))
        or len(typed) > 40
        or not typed.isalpha()
        or not meant.isalpha()
    ):
        return False
    # A first letter is rarely mistyped, and many words differ in nothing else ("manual", "annual").
    if typed[0] != meant[0] and (typed[1], typed[0]) != (meant[0], meant[1]):
        return False
    # What is added in front of or left out at the end is another form of the word, not a slip of the hand.
    return within(typed, meant, 2 if shorter >= 10 else 1)


_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"')\]]|$)|\n+")
_CLAUSE_CUT = re.compile(
    r"[;:()\[\]]|,|(?<=\s)-+(?=\s)|\s-{2,}\s|->|=>|→"
    r"|\b(?:but|however|although|though|whereas|while|except|instead|aber|sondern|jedoch|allerdings|obwohl|pero|aunque"
    r"|mais|cependant|sauf|then|danach|dann|luego|puis|ensuite|yet(?=\s+(?:it|we|the|i|they)\b)|so|because|since|if"
    r"|when|whenever|once|until|as soon as|before|after|and|und|which|who|sobald|wenn|bevor|cuando|quand)\b"
)


def spans(text: str, *, cut_at: re.Pattern[str] | None = _CLAUSE_CUT) -> list[Span]:
    """The clauses of `text`, or with `cut_at=None` its sentences, in order; empty ones are left out."""
    normal = normalise(text)
    all_words = words(text)
    # The cut reads a swapped dash or quote as normalised; offsets are the same.
    bounds: list[tuple[int, int, str, int, bool]] = []
    start = number = 0
    ends = [(m.start(), m.end(), m.group()) for m in _SENTENCE_END.finditer(normal)]
    for at, end, mark in [*ends, (len(normal), len(normal), "")]:
        asks = "?" in mark
        opener, here = "", start
        if cut_at is not None:
            for match in cut_at.finditer(normal, start, at):
                bounds.append((here, match.start(), opener, number, asks))
                opener, here = match.group().strip(), match.end()
                if opener.isalpha() or " " in opener:
                    here = match.start()
        bounds.append((here, at, opener, number, asks))
        start, number = end, number + 1
    found: list[Span] = []
    index = 0
    for left, right, opener, sentence, asks in bounds:
        while index < len(all_words) and all_words[index].start < left:
            index += 1
        inside: list[Word] = []
        while index < len(all_words) and all_words[index].end <= right:
            inside.append(all_words[index])
            index += 1
        if inside:
            found.append(Span(inside[0].start, inside[-1].end, tuple(inside), opener, sentence, asks))
        elif asks and found and found[-1].sentence == sentence:
            found[-1] = found[-1]._replace(asks=True)
    return found


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, in order."""
    return spans(text, cut_at=None)


class Hit(NamedTuple):
    """Where a phrase was found: the first and the last of its words."""

    first: int
    last: int
    phrase: str


class Phrases:
    """Phrases to look for, indexed by their first word; endings and small misspellings do not matter."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        self._exact = exact
        self._phrases = tuple(phrases)
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._spelt: dict[str, str] = {}
        self._long: tuple[str, ...] = ()
        self._read: dict[str, str] = {}
        self._ready = False

    def _prepare(self) -> None:
        # Not before the first look: the lists are long, and loading a module must not wait for them.
        self._ready = True
        for phrase in self._phrases:
            parts: list[str] = []
            for n, stretch in enumerate(phrase.split(GAP)):
                if n and parts:
                    parts.append(GAP)
                for word in words(stretch):
                    parts.append(word.text if self._exact else word.stem)
                    self._spelt.setdefault(word.text, word.stem)
            if parts and parts[-1] != GAP:
                self._by_first.setdefault(parts[0], []).append((phrase, tuple(parts)))
        self._long = () if self._exact else tuple(word for word in self._spelt if len(word) >= 5)

    def _keys(self, inside: Sequence[Word]) -> list[str]:
        """What each word is compared by: its stem, or that of the phrases' word that it is a misspelling of."""
        if self._exact:
            return [word.text for word in inside]
        spelt, read = self._spelt, self._read
        return [
            word.stem if len(word.text) < 5 or word.text in spelt else read.get(word.text) or self._spell(word)
            for word in inside
        ]

    def _spell(self, word: Word) -> str:
        begins = word.text[:2]  # a slip of the hand leaves one of the two in front
        meant = next((spelt for spelt in self._long if spelt[0] in begins and alike(word.text, spelt)), "")
        known = self._spelt[meant] if meant else word.stem
        # Kept for the next reply, but not without end: whoever types sets what is kept.
        if len(self._read) < 4096:
            self._read[word.text] = known
        return known

    def find(self, inside: Sequence[Word]) -> list[Hit]:
        """Every place where a phrase stands, the longest phrase at each place, in order."""
        if not self._ready:
            self._prepare()
        found: list[Hit] = []
        keys = self._keys(inside)
        for at, key in enumerate(keys):
            if key not in self._by_first:
                continue
            best: Hit | None = None
            for phrase, parts in self._by_first[key]:
                last = _rest(keys, at, parts)
                if last >= 0 and (best is None or last > best.last):
                    best = Hit(at, last, phrase)
            if best:
                found.append(best)
        return found


def _rest(keys: Sequence[str], at: int, parts: tuple[str, ...]) -> int:
    """The index of the phrase's last word when the phrase goes on from `at`, else -1."""
    here, gap = at, False
    for part in parts[1:]:
        if part == GAP:
            gap = True
            continue
        for step in range(1, (_GAP_WORDS + 1 if gap else 1) + 1):
            if here + step < len(keys) and keys[here + step] == part:
                here += step
                break
        else:
            return -1
        gap = False
    return here


STOP = word_set(
    """
    a about above again all also am an and any are as at be because been being below between both by can could
    did do does doing down during each few for from further had has have having he her here hers him his how i
    if in into is it its just me more most my of off on once only or our ours out over own same she should so
    some such than that the their them then there these they this those through to too under until up very was
    we were what when where which while who whom why will with would you your yours get got one thing something
    us like really well much many way kind sort lot still even make want let say see know think mean go come
    take give use need must may might basically simply actually etc der die das und oder ist ein eine el la los
    las un una y o es le les une et ou est
    """
)
"""Words that carry no content of their own."""

NEGATORS = word_set(
    """
    not no zero never none nothing nobody neither nor without hardly barely rarely nowhere lack lacks lacking
    nicht kein keine keinen keiner keinem nie niemals niemand ohne nichts ni nunca nadie sin ningun ninguna
    ninguno jamais personne sans aucun aucune rien pas
    """
)
"""Words that turn what follows them in their clause."""


def negated(inside: Sequence[Word], at: int, *, reach: int = 7) -> bool:
    """Whether the word at `at` stands under an odd number of negators of its clause."""
    count = 0
    for index in range(max(0, at - reach), at):
        word = inside[index].text
        if word not in NEGATORS:
            continue
        after = inside[index + 1].text if index + 1 < len(inside) else ""
        # "not only", "not just", "no doubt", "no problem" deny nothing of what follows.
        if word in {"not", "no", "nicht"} and after in {"only", "just", "doubt", "problem", "matter", "nur"}:
            continue
        # "ne … pas", "no … nunca", "ni … ni" are one negation in their languages.
        if count and word in {"pas", "rien", "personne", "jamais", "ni", "nadie", "nor"}:
            continue
        count += 1
    return count % 2 == 1


def content(inside: Iterable[Word]) -> list[Word]:
    """The words that carry content."""
    return [word for word in inside if word.text not in STOP and word.stem not in STOP]
