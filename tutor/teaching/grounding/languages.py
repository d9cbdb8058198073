"""Whether a sentence is in a language whose claims are recognised. In any other one no number is released."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tutor.teaching.grounding.lexicon import roles
from tutor.teaching.grounding.normalise import visible

# common words, a language a line: the languages whose claims are recognised, and others that are written alike
_CHECKED = """
the of and to in is are you your that it for on with as at be this not what which have has by from or an if do does can will would there their they them we our how when where why who let look think next first then here no yes its all one two each every than more about into so but because only also me my was were should could need before after good now both these those just still been had did get got go going make made take put run runs time team level step week weeks day days right up out over very way work some any many much most other her his him she he us i am may might must too well even back down
el la los las un una unos unas del que por con para es esta este estos estas se su sus lo como pero mas ya muy hay tu tus usted ustedes no si cuando donde todo todos toda al en y o de sin sobre entre desde hasta puede puedes pueden tener tiene tienen tienes ser son era fue han ha hacer hace antes despues ahora cada otro otra nivel equipo semana semanas dia dias mes paso pasos primero solo tambien nada algo bien porque cual quien estan esta estoy sigue siguen eso esto ese esa aqui alli vuestro vuestra les le nos te me mi falta faltan aun todavia
les des du est pour que qui dans sur avec vous votre vos nous notre ce cette ces pas plus ne une un sont et mais ou il elle au aux quand comme tout tous c'est y ont le la de se sa son ses leur leurs sans sous entre depuis avant apres maintenant deja encore tres bien fait faire etre avoir etes avez peut peuvent pouvez faut doit devez niveau equipe semaine semaines jour jours mois etape reste lui me te tu ton ta tes on rien aussi donc alors si non oui allez voici voila il
der die das und ist sind nicht ein eine einen einem einer mit auf fur von zu im den dem des sie ihr ihre ihren ihrem du dein deine wir es auch sich wird werden wenn wie was noch nur schon aber oder als bei aus nach am zum zur damit hat haben habt hast kein keine in an um uber unter vor ohne bis durch gegen so dann jetzt hier da dort immer sehr mehr man kann konnt konnen muss musst mussen soll sollt sollte stufe woche wochen tag tage monat schritt erst zuerst alle alles jede jeder euer eure eurem euch dich dir ich er bleibt bleiben seid bist war waren
o os a as um uma uns umas do da dos das no na nos nas em por para com que e nao mais voce voces seu sua seus suas ao aos como mas ja isso este esta estes ou foi ser de se sem sobre entre desde ate pode podem ter tem sao era fazer faz antes depois agora cada outro outra nivel equipe time semana semanas dia dias mes passo passos primeiro so tambem nada algo bem porque qual quem estao esta eles ela ele lhe me te falta faltam ainda aqui muito tudo todos toda
"""
_UNCHECKED = """
il lo gli i la le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle dal nel nella nei nelle sul sulla sono sei siamo siete e che chi non tuo tua tuoi tue vostro vostra vostri vostre livello questo questa questi anche piu come avete hai ha ho hanno gia ancora molto ora adesso prima dopo poi se ma o perche quando dove tutto squadra essere stato fa fare puo deve vi
het een de van zijn jij je jouw uw u niet op voor met ook dat die wordt naar maar bij aan deze dit jullie heb hebt hoe wat en in is te er als om dan nog nu al zit staat hij zij wij ze onze hun geen wel moet kan zal door over uit tot alles nog steeds
jest nie na do sie z w to jak ale czy masz twoj twoja twoje jestes dla ze oraz przez ten ta i a o u od po za pod nad przy juz jeszcze tylko bardzo tak co kto gdzie kiedy zespol zespolu was wasz wasza jestescie ma moze trzeba teraz jego jej ich sa byl
och ar att det som en ett i av pa ni du din ditt er era ert har inte med till for eller har denna detta vi jag den de om fran nu an redan annu ligger kan ska maste sa men var vad nar nivå laget
ve bir bu da de icin ile sen siz sizin senin ekibiniz degil cok var yok seviye seviyede su anda ne nasil ama veya gibi daha her olan olarak kadar sonra once artik hala henuz
on ei ja se olet olette teidan sinun tiimi tiiminne tasolla joka myos mutta kun ovat han etta nyt jo viela ole voi pitaa ennen jalkeen kaikki mita miten tama
og er det du din dit jeres ikke pa har af til som med vi en et i at de den for om fra nu allerede endnu kan skal men hvad hvor niveau holdet
je ste vas vase tym jsi jste na v se to ale nebo urovni tvuj tim smo vaas niste nije i a za po od do u s z jako ze co uz jeste jen velmi kdyz ktery sada su da ili vec jos samo kao
si este sunteti echipa ta esti nu la un o pentru cu din va sa care ce dvs nivelul ati ai are am in pe de mai deja inca acum dar sau cand unde voastra dumneavoastra
az es egy van nem hogy csapatod csapatotok szinten ez a ti on vagy meg csak mar most de ha mint minden kell lehet utan elott
ban la cua va cho khong co mot nhung trong duoc o cap do nhom dang da se voi tu day nay cac
anda kamu kalian tim di pada yang dan ini itu adalah tidak untuk dengan tingkat sudah belum masih akan dari ke bisa harus sekarang jika atau
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(visible(word) for word in words.split())


def _languages(lines: str) -> tuple[frozenset[str], ...]:
    return tuple(_listed(line) for line in lines.strip().splitlines())


_KNOWN_WORDS = _languages(_CHECKED)
_FOREIGN_WORDS = _languages(_UNCHECKED)
_ONLY_FOREIGN = frozenset[str]().union(*_FOREIGN_WORDS) - frozenset[str]().union(*_KNOWN_WORDS)
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u097f])+")
_NUMBER = re.compile(r"\d")
# numbers in letters, in languages that are not checked
_NUMBER_WORDS = _listed("""
zero due tre primo prima secondo seconda terzo terza twee drie eerste tweede derde nul dwa trzy pierwszy pierwszym
drugi drugim trzeci trzecim tva tre forsta andra tredje noll sifir iki uc birinci ikinci ucuncu kaksi kolme
ensimmaisella toisella kolmannella nolla forste anden annen tredje dve tri prvni druhe druhy treti nula
doi trei primul doilea ketto harom elso masodik harmadik nulla hai ba nol satu dua tiga pertama kedua ketiga
один два перший першому другий другому третій нуль една две първо второ трето ниво 일 이 삼 영 공 첫 두 세 첫번째 두번째 하나 둘
אחד שתיים שניים אפס ראשון ראשונה שני שנייה שלישי ένα δύο πρώτο δεύτερο μηδέν τρίτο หนึ่ง สอง สาม ศูนย์ یک دو سه اول دوم سوم صفر
ایک پہلا پہلے دوسرا دوسرے تیسرا এক দুই প্রথম দ্বিতীয় শূন্য ஒன்று இரண்டு moja mbili kwanza pili sifuri
""")
# the word for one is an article in many of them: it counts beside a word for level
_ONES = _listed("uno un una een en ett et bir jedna jeden egy mot unu yksi to")
_LEVEL_WORDS = re.compile(
    r"(?:niv[eoa]|livel|poziom|sevi?ye|taso|trin|stop[nie]|stupan|urov|razin|szint|cap do|tingkat|etap|etasj|fase|faz|stadi|trede|stufe|maturi|rivn|рівн|уров|ниво|ступ|stage|level)"
)
_NUMBER_ROOTS = re.compile(
    r"(?<!\w)(?:zerow|pierwsz|drug[ia]|trzeci|prvn|druh|treti|nulov|nulev|prv[aoi]|друг|перш|трет|нульов)\w*"
)
# the ends of a scale
_EXTREMES = re.compile(
    r"(?<!\w)(?:massim|minim|maxim|hogst|hojest|hoyest|hoogst|laagst|lagst|lavest|najwyz|najniz|nejvyss|nejniz|najvis|najvyss|en ust|en yuksek|en alt|en dusuk|korkein|korkeimma|alin|alimma|legmagasabb|legalacsonyabb|cao nhat|thap nhat|tertinggi|terendah|найвищ|найнижч|най-вис|највиш)"
)
_FOREIGN_LETTERS = re.compile("[ąćęłńśźżőűřěšžůğşıățșåøæđāēīūļņķģđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
"""Letters that none of the checked languages that are written in Latin letters has."""
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
            return _latin(words, _WORD.findall(text[:2000]))
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


def _latin(words: list[str], accented: list[str]) -> bool:
    # a single letter is a word in many languages
    words = [word for word in words if len(word) > 1]
    if any(_FOREIGN_LETTERS.search(word.lower()) for word in accented) and len(words) < 12:
        return False
    known = max(sum(word in listed for word in words) for listed in _KNOWN_WORDS)
    foreign = max(sum(word in listed for word in words) for listed in _FOREIGN_WORDS)
    if known or foreign:
        of_their_own = any(word in _ONLY_FOREIGN for word in words)
        return known > foreign or (known == foreign and not of_their_own)
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
    words = _WORD.findall(folded)
    if _LEVEL_WORDS.search(folded) and _EXTREMES.search(folded):
        return "it has a level, in a language in which claims about the level are not recognised"
    if _LEVEL_WORDS.search(folded) and _NUMBER_ROOTS.search(folded):
        return "it has a number, in a language in which claims about the level are not recognised"
    if any(word in _NUMBER_WORDS for word in words) or (
        _LEVEL_WORDS.search(folded) and any(word in _ONES for word in words)
    ):
        return "it has a number, in a language in which claims about the level are not recognised"
    # in scripts that write without blanks between words
    if any(ord(word[0]) > 0x7F and word in folded for word in _GLUED):
        return "it has a number, in a language in which claims about the level are not recognised"
    return None


_GLUED = tuple(word for word in map(visible, ["หนึ่ง", "สอง", "ศูนย์", "첫", "번째", "두번째", "1단계"]) if word)
