"""Whether a sentence is in a language whose claims are recognised. In any other one no number is released."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tutor.teaching.grounding.lexicon import roles
from tutor.teaching.grounding.normalise import visible

_CHECKED = """
the of and to in is are you your that it for on with as at be this not what which have has by from or an if do does can will
would there their they them we our how when where why who let look think next first then here no yes its all one two each every
than more about into so but because only also i me my was were should could need before after good now both these those only
el los las una del que por con para es esta este se su sus lo como pero mas ya muy hay tu usted no si cuando donde todo al en y
le les des du est pour que qui dans sur avec vous votre nous notre ce cette ces pas plus ne une sont et mais ou il elle au aux
quand comme tout c'est y ont
der die das und ist sind nicht ein eine einen mit auf fur von zu im den dem des sie ihr ihre du dein wir es auch sich wird werden
wenn wie was noch nur schon aber oder als bei aus nach am zum zur damit hat haben kein keine
o os as um uma do da dos das no na nos nas em por para com que e nao mais voce seu sua ao como mas ja isso este esta ou foi ser
"""
_UNCHECKED = """
il lo gli della delle degli dei nel nella sono sei che di per con non tuo tua tuoi livello questo questa anche piu come siete
avete hai vostro vostra siamo dal alla alle
het een van zijn jij je jouw uw niet op voor met ook dat die wordt naar maar bij aan deze dit jullie heb hebt hoe wat
jest nie na do sie z w to jak ale czy masz twoj twoja twoje jestes dla ze oraz przez ten ta
och ar att det som en av pa ni du din ditt har inte med till for er eller har denna detta vi
ve bir bu da de icin ile sen siz sizin senin ekibiniz degil cok var seviye seviyede
on ei ja se olet teidan sinun tiimi tasolla joka myos mutta kun ovat han etta
og er det du din dit ikke pa har af til som med jeres vi
je ste vas vase tym jsi jste na v se je to ale nebo urovni tvuj tim smo ste vas vaa niste nije
si este sunteti echipa ta esti nu la un pentru cu din va sa care ce dvs nivelul
az es egy van nem hogy csapatod szinten ez a ti on vagy meg csak
ban la cua va cho khong co mot nhung trong duoc o cap do nhom
anda kamu tim di pada yang dan ini itu adalah tidak untuk dengan tingkat
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(visible(word) for word in words.split())


_KNOWN_WORDS = _listed(_CHECKED)
_FOREIGN_WORDS = _listed(_UNCHECKED)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d")
# numbers in letters, in languages that are not checked
_NUMBER_WORDS = _listed("""
zero uno due tre primo prima secondo seconda terzo terza een twee drie eerste tweede derde nul jeden dwa trzy pierwszy pierwszym
drugi drugim trzeci trzecim ett tva tre forsta andra tredje noll sifir bir iki uc birinci ikinci ucuncu yksi kaksi kolme
ensimmaisella toisella kolmannella nolla en to forste anden annen tredje jedna dve tri prvni druhe druhy treti nula
unu doi trei primul doilea egy ketto harom elso masodik harmadik nulla mot hai ba nol satu dua tiga pertama kedua ketiga
один два перший першому другий другому третій нуль една две първо второ трето ниво 일 이 삼 영 공 첫 두 세 첫번째 두번째 하나 둘
אחד שתיים שניים אפס ראשון ראשונה שני שנייה שלישי ένα δύο πρώτο δεύτερο μηδέν τρίτο หนึ่ง สอง สาม ศูนย์ یک دو سه اول دوم سوم صفر
ایک پہلا پہلے دوسرا دوسرے تیسرا এক দুই প্রথম দ্বিতীয় শূন্য ஒன்று இரண்டு moja mbili kwanza pili sifuri
""")
_PERSIAN = re.compile("[پچگژکیےٹڈڑہں]")
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќѕ]", re.IGNORECASE)
_RUSSIAN = _listed("и в не на что вы ваш ваша это как по с к у о но из для то так же или если уже если его ее их мы вам вас все "
                   "при от за до команда уровень уровне уровня теперь когда чтобы да нет ещё этот эта был была будет")  # fmt: skip
_NOT_HINDI = _listed("आहे आहेत आपला तुमचा तुम्ही छ छन् तपाईं हो तपाईंको")
_HINDI = _listed("है हैं का की के में से को पर और यह वह नहीं आप था थे थी हो गया")
_SCRIPTS = {
    "LATIN": "latin", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "DEVANAGARI": "devanagari", "CJK": "han",
    "HIRAGANA": "kana", "KATAKANA": "kana", "GREEK": "greek", "DIGIT": "", "FULLWIDTH": "latin", "MATHEMATICAL": "latin",
    "HALFWIDTH": "kana", "IDEOGRAPHIC": "han", "KATAKANA-HIRAGANA": "kana",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    if character.isascii():
        return "latin" if character.isalpha() else ""
    if not unicodedata.category(character).startswith("L"):
        return ""
    first = unicodedata.name(character, "UNKNOWN").split()[0]
    return _SCRIPTS.get(first, "other")


def checked(text: str) -> bool:
    """Whether the text is, as far as can be told, in one of the checked languages."""
    counts: dict[str, int] = {}
    for character in text[:2000]:
        if script := _script(character):
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return True
    main = max(counts, key=lambda script: counts[script])
    total = sum(counts.values())
    if main in ("han", "kana"):
        return True
    if counts.get("other", 0) > 0.2 * total:
        return False
    folded = visible(text)
    words = _WORD.findall(folded)
    match main:
        case "latin":
            return _latin(words)
        case "cyrillic":
            if len(_NOT_RUSSIAN.findall(text)) >= 1 and counts.get("latin", 0) * 4 < total:
                return False
            return len(words) < 4 or any(word in _RUSSIAN for word in words)
        case "arabic":
            return not _PERSIAN.search(text)
        case "devanagari":
            return not any(word in _NOT_HINDI for word in words) or any(word in _HINDI for word in words)
    # Greek letters among Latin ones are look-alikes; the readings deal with them
    return main == "greek" and counts.get("latin", 0) * 2 > total


def _latin(words: list[str]) -> bool:
    # a single letter is a word in many languages
    words = [word for word in words if len(word) > 1]
    known = sum(word in _KNOWN_WORDS and word not in _FOREIGN_WORDS for word in words)
    both = sum(word in _KNOWN_WORDS and word in _FOREIGN_WORDS for word in words)
    foreign = sum(word in _FOREIGN_WORDS and word not in _KNOWN_WORDS for word in words)
    known += sum("LEVEL" in roles(word) and word not in _FOREIGN_WORDS for word in words)
    known += both // 2
    if foreign > known or (foreign == known and foreign > 0):
        return False
    if known or both:
        return known > 0 or both >= 2 or foreign == 0
    # headings and names have no such words
    return len(words) < 5 or sum(bool(roles(word)) for word in words) * 3 >= len(words)


_LIST_MARK = re.compile(r"^\s*\d{1,2}[.)]\s")


def number_in_unchecked(sentence: str) -> str | None:
    """Why a sentence in a language that is not checked is not released: it has a number."""
    if checked(sentence):
        return None
    folded = _LIST_MARK.sub("", visible(sentence))
    if _NUMBER.search(folded) or any(unicodedata.category(c) in ("Nl", "No") for c in sentence[:2000]):
        return "it has a number, in a language in which claims about the level are not recognised"
    if any(word in _NUMBER_WORDS for word in _WORD.findall(folded)):
        return "it has a number, in a language in which claims about the level are not recognised"
    # in scripts that write without blanks between words
    if any(ord(word[0]) > 0x7F and word in folded for word in _GLUED):
        return "it has a number, in a language in which claims about the level are not recognised"
    return None


_GLUED = tuple(word for word in map(visible, ["หนึ่ง", "สอง", "ศูนย์", "첫", "번째", "두번째", "1단계"]) if word)
