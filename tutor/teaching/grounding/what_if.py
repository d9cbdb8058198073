"""Which facts a condition changes, and to what: “without a pipeline”, “if you added CI/CD”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tutor.teaching.grounding.normalise import folded_set, visible
from tutor.teaching.grounding.phrases import Phrases, pattern
from tutor.teaching.grounding.reading import Token, read

_WITHOUT_BEFORE = folded_set("""skip skipping skipped omit omitting forget without no not never drop dropped dropping remove removed removing lose lost losing stop stopped stopping off disable disabled disabling lack lacked lacks
    switch turn scrap scrapped ditch kill killed break broken abandon abandoned retire take takes taking dismantle unplug shut cancel delete quit
    ohne kein keine keinen nehmt verlieren verliert sin quitar quitan quitas pierden eliminar sans retirer retirez retiriez supprimer supprimiez enlever perdez perdre sem retirar remover perder
    без убрать уберете убрав потерять потеряете отключить отключите لو-لا بدون ازال ازلتم الغاء फقد बिना 少了 缺了 丢了 砍掉 拿掉 没有 不 没 去掉 失去 取消 关掉 除去 なし なく""")
_WITHOUT_AFTER = folded_set("""xpassed off away out lost gone missing broke broken breaks broken-down failed fails fail failing stopped stops stop stayed stays manual manually hand hands removed dropped disabled decommissioned dismantled retired
    switched abandoned taken scrapped halted weg fehlt fehlen fiele wegfiele abgeschaltet entfernt manuell hand desaparece desapareciera cae falla disparait disparaissait tombe desaparecesse
    убрать отключат сломается исчезнет बिना हटा बंद 没有 消失 停 なし なく なければ ない 止まっ なしでも なしで なくなっ 無くなっ 消え 失""")
_ADDS = folded_set(
    "add adding added with have has had having automate automating automatic and but plus introduce get build con avec mit com с और 和 加 有"
)
_BY_ITSELF = re.compile(
    r"\b(?:without|with no|ohne|sin|sans|sem|без)\s+(?:a |any |einen? |un |une |um |uma )?(?:hand|hands|manual|human|person|people|anyone|anybody|hand steps|handgriffe?|menschen|intervencion|intervention|intervencao|manos|ручн\w*|участия)(?:\s+(?:steps?|work|help|intervention))?"
)
_ALL = folded_set("everything all alles todo tout tudo все всё كل सब सभी 全部 すべて 全て whole-lot")
_FOR = folded_set("for of fur des der para pour del du da do")


def topics(condition: str, known: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    """The facts that a condition changes, and to what."""
    text = _BY_ITSELF.sub(" ", visible(condition))
    spans: list[tuple[int, int, str]] = []
    for fact, phrases in known.items():
        spans += [(*match.span(), fact) for match in _named(tuple(phrases)).finditer(text)]
    # where two facts have a phrase, the longer one says which is meant
    kept = [
        one
        for one in sorted(spans)
        if not any(o[2] != one[2] and o[0] < one[1] and o[1] > one[0] and o[1] - o[0] > one[1] - one[0] for o in spans)
    ]
    found: dict[str, bool] = {}
    last_end = 0
    for number, (start, end, fact) in enumerate(kept):
        ahead = read(text[last_end:start])
        following = kept[number + 1][0] if number + 1 < len(kept) else len(text)
        behind = read(text[end:following])
        last_end = end
        # "A for the B": the second names what the first is for
        if found and fact not in found and any(token.text in _FOR for token in ahead[-3:]):
            continue
        if fact in found:
            continue
        found[fact] = _kept(ahead, behind)
    return found


@lru_cache(maxsize=64)
def _named(phrases: tuple[str, ...]) -> Phrases:
    words = []
    for phrase in phrases:
        # endings do not matter
        words.append(
            phrase if phrase.endswith("*") or not phrase[-1:].isalpha() or len(phrase) < 5 else phrase[:-1] + "*"
        )
        words.append(phrase)
    return pattern(words)


_ENDS = (
    "discontinu",
    "pierd",
    "perd",
    "verlier",
    "verlor",
    "dies",
    "died",
    "dead",
    "dying",
    "crash",
    "toss",
    "dump",
    "chuck",
    "junk",
    "nuke",
    "trash",
    "decommission",
    "remov",
    "abandon",
    "dismantl",
    "eliminat",
    "retir",
    "suspend",
    "terminat",
    "collaps",
    "disappear",
    "vanish",
    "lost",
    "loss",
    "losing",
    "absen",
    "delet",
    "break",
    "broke",
    "fail",
    "elimin",
    "quit",
    "suprim",
    "supprim",
    "desactiv",
    "desativ",
    "abschalt",
    "abgeschalt",
    "weggelass",
    "entfern",
    "wegfall",
    "отключ",
    "убер",
    "убра",
    "исчез",
    "слома",
    "потер",
)


def _gone(token: Token, words: frozenset[str]) -> bool:
    return token.text in words or token.text.startswith(_ENDS)


def _kept(ahead: Sequence[Token], behind: Sequence[Token]) -> bool:
    onto = any(token.text in ("on", "in", "onto", "into", "top") for token in behind[:2])
    for token in reversed(ahead[-5:]):
        if _gone(token, _WITHOUT_BEFORE) and not (onto and token.text in ("toss", "throw", "chuck", "dump", "drop")):
            return False
        if token.text in _ADDS or token.text in (",", ";", "."):
            break
    for token in behind[:6]:
        if _gone(token, _WITHOUT_AFTER):
            return False
        if token.text in (",", ";", ".", "then", "and", "but", "you", "your"):
            break
    return True


def takes_away(text: str) -> bool:
    """Whether a sentence speaks of something that ends, is removed or is added."""
    return any(token.text.startswith(_ENDS) or token.text in _TURNS or "IF" in token.roles for token in read(text))


_TURNS = folded_set(
    "even aunque incluso selbst sogar meme mesmo mesma даже 就算 即使 哪怕 でも ても حتي भी auch tambien aussi removing introducing introduction removal adopting stays stay remain remains seguira seguiran seguireis bleibt bleiben reste restez continuara останется останетесь 还是 仍 保て 保ち まま なくても remove drop lose stop without ohne sin sans sem без بدون बिना 没有 去掉 なし adding add once when if gone broken"
)


def names_all(condition: str) -> bool:
    """Whether a condition speaks of all facts at once."""
    return any(token.text in _ALL for token in read(condition))
