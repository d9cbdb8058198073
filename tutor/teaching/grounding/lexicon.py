"""The words by which a claim about a level is recognised, in each of the languages that are checked.

Nothing here belongs to a subject. A word may have several roles. `*` at the end stands for any ending, a blank joins
the words of a phrase. Everything is folded as the text is, so accents and case do not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tutor.teaching.grounding.normalise import unleet, visible

LANGUAGES = (
    "English",
    "Spanish",
    "French",
    "German",
    "Portuguese",
    "Chinese",
    "Russian",
    "Arabic",
    "Hindi",
    "Japanese",
)
"""The languages in which a claim is recognised. In any other one no number is released."""

_ROLES: dict[str, str] = {
    # what a level is called
    "LEVEL": """level levels lvl lv levl lvls stage stages tier tiers rung rungs maturity
        nivel niveles niveis estadio etapa etapas estagio fase niveau niveaux stade palier
        stufe stufen ebene reifegrad reifegrads reifestufe livello livelli
        уров* ступен* стади* этап* левел* مستوي المستوي مستويات المستويات مستواك مستواكم مستوايا المرحله مرحله
        स्तर स्तरों लेवल चरण अवस्था 级 级别 等级 水平 阶段 层级 层次 阶 レベル 段階 ステージ 水準 成熟度""",
    # who is spoken to
    "YOU": """you u ya yall y'all yourself yourselves learner learners user student thou
        usted ustedes vosotros ti contigo eres sois estais tienes teneis habeis llegaste alcanzaste
        vous tu toi du dich dir ihr euch bist seid hast habt voce voces te os estas
        вы вас вам вами ты тебя тебе находитесь انت انتم انتما لديك لديكم لك لكم وصلت आप आपको आपने आपसे तुम तू तुमने
        你 您 你们 您们 贵公司 贵方 贵团队 贵组织 贵司 あなた あなた方 貴社 御社 貴チーム 皆さん みなさん 皆様 君 きみ お客様 そちら""",
    "YOUR": """your yours ur thy tu tus su vuestro vuestra vuestros vuestras votre vos ton ta tes
        dein deine deinem deinen deiner deines euer eure eurem euren eurer eures ihre ihrem ihren ihrer ihres
        seu sua seus suas teu tua teus tuas ваш* твой твоя твое твоей твоего твоем твою твои مستواك مستواكم فريقك فريقكم عمليتك
        आपका आपकी आपके तुम्हारा तुम्हारी तुम्हारे तेरा तेरी 你的 您的 你们的 您们的 あなたの 君の""",
    # numbers; the weak ones are articles or pronouns as well
    "N0": """zero nought naught nil nada cero null nullte nullten ноль нуль ноля нуля нулевой нулевом нулевого нулю нулевая
        нулевую صفر الصفر शून्य ज़ीरो जीरो 零 〇 ゼロ""",
    "N1": """eins один одна единица 壱 ワン""",
    "W1": """one uno una un une ein eine einen einem einer um uma одно واحد واحده एक 一""",
    "N2": """two twain dos deux zwei zwo dois duas два две двойка двух двум اثنان اثنين اثنتين 二 两 弐""",
    "W2": """दो""",
    "N3": """three tres trois drei три трех ثلاثه ثلاث तीन 三""",
    "N4": """four cuatro quatre vier quatro четыре اربعه चार 四""",
    "N5": """five cinco cinq funf пять خمسه पांच पाँच 五""",
    "O0": "zeroth nullte nullten",
    "O1": """first primero primer primera premier premiere erste ersten erster erstes primeiro primeira перв* الاول الاولي
        पहला पहले पहली प्रथम""",
    "O2": """second segundo segunda deuxieme seconde zweite zweiten zweiter zweites втор* الثاني الثانيه
        दूसरा दूसरे दूसरी द्वितीय""",
    "O3": """third tercero tercer tercera troisieme dritte dritten dritter drittes terceiro terceira трет* الثالث الثالثه
        तीसरा तीसरे तीसरी तृतीय""",
    "TOP": """top topmost highest final last maximum max uppermost ultimate peak maximo maxima ultimo ultima supremo maximal maximale
        dernier derniere supreme alto alta haut elevado eleve ऊँचे ऊंचे ऊँचा उच्च hochste hochsten hochster oberste obersten высш* максимальн* последн* الاعلي اعلي النهائي
        उच्चतम सर्वोच्च शीर्ष अंतिम 最高 顶级 顶 最后 最上 最上位""",
    "BOT": """lowest bottom entry beginner starting minimum bottommost minimo minima bajo baja baixo baixa bas niedrigste niedrigsten unterste untersten
        низш* начальн* минимальн* الادني ادني निचले न्यूनतम निम्नतम 最低 最初 入门""",
    "MID": """middle intermediate median intermedio intermedia intermediaire mittlere mittleren intermediario средн* промежуточн*
        المتوسط متوسط मध्य मध्यम 中间 中级""",
    "FULLY": """fully full completely entirely totally wholly plenamente totalmente completamente entierement completement
        vollstandig voll vollig полностью بالكامل पूर्णतः 完全 全""",
    "AUTO": """automat* автоматиз* مؤتمت* موتمت* स्वचालित 自动化 自動化 自动""",
    # claims
    "BE": """is are am be been being was were at in on it's ist sind es est sont esta estan estamos son estas e estao
        etes sommes находится находитесь находишься является हो है हैं 处于 在 是 位于 属于 です いる います ある あります""",
    "REACH": """reached achieved attained made hit earned meet satisfy unlocked got gotten arrived climbed risen advanced progressed moved alcanzado alcanzo alcanzaste llegado llego llegaste
        logrado atteint atteinte arrive parvenu erreicht angekommen alcancou atingiu chegou alcancado atingido достиг* достигли
        вышли добрались وصلت وصل بلغت بلغ حققت पहुंच पहुँच पहुंचे पहुँचे प्राप्त 达到 到达 升到 达成 到達 達し 達して""",
    "RATE": """put puts place places placed rank ranks ranked land lands rate rates rated score scores scored sit sits stand stands
        fall falls belong belongs qualify qualifies count counts correspond corresponds correspond* grade graded assess assessed
        estimate classify classified gets get call consider situe situez situo situa trouve trouvez trouvent coloca colocan ubica situarse
        befindet befinden befindest steht stehst stehen liegt liegst liegen stuft entspricht gehort gehoren fica encontra encontras
        соответству* относит* 对应 相当于 評価""",
    "SOUNDS": """sounds looks seems appears feels suggests indicates implies means shows sound look seem suena parece significa
        semble ressemble signifie klingt scheint bedeutet heisst bedeutet похоже значит означает يعني يبدو यानी मतलब
        意味 意味します 意味する 看来 看起来 意味着 说明""",
    "WELCOME": """welcome bienvenido bienvenidos bienvenida bienvenue willkommen bem bemvindo пожаловать
        مرحبا اهلا स्वागत 欢迎 ようこそ""",
    "CONGRATS": """congratulations congrats bravo kudos felicidades enhorabuena felicitaciones felicitations gluckwunsch gratuliere
        gratulation parabens поздравля* поздравлен* تهانينا مبروك تهاني बधाई मुबारक 恭喜 祝贺 おめでとう おめでとうございます""",
    "NOW": """now already currently today presently all way up ahora ya actualmente hoy maintenant deja actuellement aujourd'hui jetzt schon
        derzeit aktuell bereits momentan heute agora ja atualmente hoje сейчас уже сегодня الان حاليا اليوم अभी अब वर्तमान
        现在 目前 当前 已经 已 現在 今 すでに 既に もう 今は""",
    "AS": "as like being als wie como comme как باعتبارك بصفتك 作为 身为 として",
    "SINCE": "since because given porque dado puisque weil da pois لان क्योंकि 因为 既然 ので から",
    # what makes it no claim
    "GOAL": """want wants wanted goal goals target aim aims aiming toward towards until till before next need needs needed plan
        plans planned hope hopes try prepare preparing ready path route road roadmap way closer skip skipping head heading
        require requires required miss missing lack lacks away step steps journey lead leads leading jump jumping become becoming
        approach reach reaching attain attaining achieve achieving climb climbing wait waiting
        quiere quieres quieren querer objetivo meta hacia hasta antes siguiente proximo necesita necesitas necesitan falta faltan
        llegar alcanzar pasar subir camino lograr para
        voulez veux vouloir objectif vers jusqu avant prochain prochaine besoin faut manque atteindre passer arriver monter viser pour
        willst wollt wollen ziel richtung bis bevor nachste nachsten nachster braucht brauchst brauchen fehlt fehlen um erreichen
        gelangen weg
        quer querem queres objetivo rumo ate antes proximo proxima precisa precisam precisas falta chegar alcancar atingir passar caminho
        хотите хочешь хотим цель цели пока прежде следующ* нужен нужна нужно нужны чтобы достичь перейти попасть путь дойти
        تريد تريدون هدف هدفك نحو حتي قبل التالي القادم تحتاج تحتاجون للوصول الوصول لبلوغ الانتقال
        चाहते चाहिए लक्ष्य अगला अगली अगले पहुंचने पहुँचने जरूरत आवश्यकता लिए
        想 想要 要 目标 迈向 走向 之前 下一 下一步 需要 为了 才能 如何达到 通往
        目指 目標 次 まで 前に 必要 ため たい には 向け""",
    "SAY": """said say says asked ask asks wrote mentioned told tell think thinks thought know knows learned learnt see saw read
        remember guess guessed wonder wondered understand explain explained describe describes imagine compare notice heard show
        shows teach picture recall believe expected expect discuss discussed confuse mixed ask predicted predict answered
        named quote
        dijiste preguntaste mencionaste dijo escribiste sabe sabes recuerda pensaste explicar preguntas dice
        dit demande demandez savez ecrit pensez rappelle expliquer mentionne
        sagst gesagt sagtest gefragt fragst weisst wisst meinst schreibst denkst erklaren erklare geschrieben kennst
        disse perguntou mencionou sabe escreveu lembra explicar
        сказали спросили знаете писали помните упомянули думаете объясн* расска*
        قلت سالت ذكرت كتبت تعرف تذكر اشرح कहा पूछा जानते लिखा बताया समझा
        说 说过 问 提到 知道 写道 认为 解释 言い 言っ 聞き 尋ね 書き 知っ 思い 説明""",
    "THING": """goal goals target aim question questions answer guess hint hints summary explanation definition understanding
        words plan plans ambition road path way journey step steps sentence note notes colleague colleagues manager director boss
        friend idea ideas description example reading wish quote prediction objection remark
        pregunta respuesta objetivo meta paso camino explicacion definicion question reponse objectif etape explication
        frage antwort ziel schritt weg erklarung vermutung pergunta resposta objetivo passo explicacao вопрос* ответ* цел* шаг*
        سوالك هدفك اجابتك خطوتك प्रश्न सवाल उत्तर लक्ष्य 问题 目标 回答 质問 質問 目標 答え""",
    "DO": """ship ships deliver delivers hand hands deploy find finds meet meets add gain gains lose automate retrain train trains
        copy copies move""",
    "IF": """if when once whenever unless suppose supposing assuming provided si cuando cuando quand lorsque wenn falls sobald
        se caso quando assim если когда اذا لو عندما अगर यदि जब 如果 假如 要是 若 当 一旦 もし たら れば なら すれば""",
    "WHETHER": """whether either which si ob se ли هل क्या 是否 还是 かどうか""",
    "UNSURE": """can't cannot don't know unknown undecided open later find unclear depends decide determine assess question
        puedo sais weiss sei знаю اعرف पता 不知道 还不 わかりません まだ""",
    "WOULD": """would could will might may can 'd 'll brings bring takes take gets get lifts lift moves raises raise push pushes
        lands makes make leads seria estaria estarias estariais estarian serias sera estara estaras lleva llevaria subiria
        seriez serait serais serez passez passerait passeriez mene ware waret waren wurde wurdet wurden wirst bringt kommt hebt
        estaria estariam ficaria ficariam leva levaria estara
        была бы был будете будет окажетесь стала поднимет ستكون سيكون سوف ستصل होंगे होगी होगा जाएंगे जाएगी 会 将 就 就会 便 でしょう なります なる""",
    "NOT": """not no never neither nor cannot without hardly nunca ni jamais pas non ne n nicht kein keine keinen nie nao nem nunca
        не нет ни никогда ليس ليست لست لستم لا لم غير नहीं न मत 不 没 没有 未 不是 并非 ない ません ありません ではない""",
    "ONLY": "only just merely simply solo seulement nur bloss apenas только فقط केवल 仅 只 だけ",
    "ABOVE": """above higher beyond over past exceed exceeds exceeded surpass surpassed surpasses outgrown outgrew better more
        ahead left superior encima supera superado superaste arriba dessus depasse depassez uber hoher oberhalb hinaus uberschritten acima
        superior alem superou выше сверх превысил* превзошл* فوق اعلي تجاوزت تجاوز ऊपर आगे अधिक 高于 超过 超越 以上 之上 超え 上回""",
    "BELOW": """below under lower beneath short behind less debajo inferior abajo dessous sous unter unterhalb niedriger abaixo
        ниже под تحت اقل دون नीचे कम 低于 以下 之下 不到 未満 下回""",
    "NEAR": """almost nearly close halfway practically virtually casi presque beinahe quase почти تقريبا लगभग 接近 几乎 ほぼ
        approaching""",
    "FROM": "from de desde von vom depuis с от из من से 从 から",
    "TO": "to a al hacia vers au a nach auf zu para ao до к на الي तक 到 至 へ",
    "OTHER": """google microsoft model definition scale teams they them another other others such typical many some most
        anyone someone everybody somebody equipos empresa otro equipes autre andere anderes teams outra outro другая другой
        команды шкала فرق अन्य 其他 别的 他の""",
    "BREAKWORD": """but because while whereas and although though so where which since if when once after then pero porque
        aunque mientras y mais car donc et que aber weil denn und wahrend sodass mas pois enquanto e но потому и а так
        لكن لان و लेकिन क्योंकि और 但 但是 因为 而 所以 が けど ので""",
    "FILL": """the a an of this that it so which means makes hence therefore thus then still clearly simply just really actually
        exactly indeed only solid clear firmly firm probably likely maybe perhaps roughly about around somewhere comes come out to
        by as equals equal has have had definitely certainly obviously surely officially proudly squarely quite well here there up
        for like would with and overall current assessed computed calculated estimated right outcome verdict diagnosis outcomes club folks shop me i let say think myself fine very
        team teams process processes setup organisation organization company group department practice operation operations score
        result results level assessment facts fact answers maturity rating status position number no place
        workflow project system unit crew shop people guys now my friend all both what where how called known named
        el la los las un una al del en de que se ya lo le muy proceso equipo empresa madurez organizacion ha han has haber
        au aux du des le les un une equipe processus entreprise donc ainsi bien a ont avez as en ce cela c vous l
        auf dem der die das den im in ein eine einer bei team prozess firma unternehmen also somit damit sich zu zum hat haben habt hast
        o os a as no na nos nas em do da um uma ao equipe time processo empresa maturidade portanto pois
        команд* процесс* на в это ваш что значит теперь там же таким образом организаци*
        في علي هو هي ان الي فريق فريقك فريقكم العمليه انه
        पर में की का के टीम को तक से प्रक्रिया यह गए गई गया चुके चुकी चुका अभी
        的 了 到 为 团队 小组 公司 流程 组织 成熟度 这 就 那么 所以 等于 第 个
        は が に で の を も と チーム 組織 会社 プロセス 成熟度 しました して た ました つまり""",
}  # fmt: skip

_ORDINAL_CJK = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_NUMBER_ROLE = re.compile(r"[NWO]\d$")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "o": 0, "l": 1, "z": 2}

WORDS: dict[str, frozenset[str]] = {}
PREFIXES: dict[str, frozenset[str]] = {}
CJK: dict[str, frozenset[str]] = {}
_IS_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def _build() -> None:
    words: dict[str, set[str]] = {}
    prefixes: dict[str, set[str]] = {}
    cjk: dict[str, set[str]] = {}
    for role, listed in _ROLES.items():
        for word in listed.split():
            folded = visible(word.rstrip("*")).strip()
            table = cjk if _IS_CJK.search(folded) else prefixes if word.endswith("*") else words
            table.setdefault(folded, set()).add(role)
    WORDS.update((word, frozenset(roles)) for word, roles in words.items())
    PREFIXES.update((word, frozenset(roles)) for word, roles in prefixes.items())
    CJK.update((word, frozenset(roles)) for word, roles in cjk.items())


_build()
_LONGEST_CJK = max(map(len, CJK))
_NOTHING: frozenset[str] = frozenset()
_BREAKS = frozenset(',;:()[]\n/|>→=!?.…"') | {"-"}


class Token(NamedTuple):
    """A word, a number or a mark, with the roles it can play."""

    text: str
    roles: frozenset[str]
    value: int | None = None
    """The number that it states, if any."""
    glued: bool = False
    """No blank stands before it."""


@lru_cache(maxsize=16384)
def roles(word: str) -> frozenset[str]:
    """The roles of a folded word."""
    own = WORDS.get(word, _NOTHING)
    for length in range(min(len(word), 12), 2, -1):
        if word[:length] in PREFIXES:
            return own | PREFIXES[word[:length]]
    if own:
        return own
    if "\u0600" <= word[:1] <= "\u06ff" and len(word) > 3:
        for prefix in ("و", "ف", "ب", "ل", "ك"):
            if word.startswith(prefix) and word[1:] in WORDS:
                return WORDS[word[1:]]
        if word.startswith("لل") and "ال" + word[2:] in WORDS:
            return WORDS["ال" + word[2:]]
        if len(word) > 4 and word.endswith(("ك", "كم")) and not word.endswith(("ذلك", "هناك", "كذلك", "تلك", "يمكنك")):
            return frozenset(("YOUR", "FILL"))
    return _NOTHING


_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?|[\u3040-\u30ff\u3400-\u9fff]+"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff])(?:[^\W\d_]|[\u0900-\u097f]))+(?:'[^\W\d_]+)*|[^\w\s]|\n|[^\s]"
)
_CONTRACTED = re.compile(r"(?<=[a-z])(?:n't|'(?:re|ve|ll|d|m|s))\b")
_TAILS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'m": " am", "'s": " 's"}
_APOSTROPHELESS = re.compile(r"\b(?:youre|youve|youll|isnt|arent|dont|doesnt|cant|wont|wouldnt|its|thats)\b")
_EXPANDED = {
    "youre": "you are", "youve": "you have", "youll": "you will", "isnt": "is not", "arent": "are not",
    "dont": "do not", "doesnt": "does not", "cant": "can not", "wont": "will not", "wouldnt": "would not",
    "its": "its", "thats": "that is",
}  # fmt: skip
_MIXED = re.compile(r"(?<![^\W_])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{3,12}(?![^\W_])")
_ORDINAL = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?(?:st|nd|rd|th|er|ere|eme|ieme|ro|ra|do|da|o|a|\.)|-?(?:й|ый|ий|ого|ом|м|го|я|е|й))(?=[\s,.]|$)"
)
_NONDIGIT = re.compile(r"[^\d]")


def _deleet(match: re.Match[str]) -> str:
    plain = unleet(match[0])
    if not roles(plain):
        plain = match[0].replace("1", "l").replace("0", "o").replace("3", "e")
    known = roles(plain) & {"LEVEL", "YOU", "YOUR", "N0", "N2", "BE", "FILL"}
    return plain if known else match[0]


@lru_cache(maxsize=64)
def read(text: str) -> tuple[Token, ...]:
    """The tokens of a folded text."""
    text = text[:4000]
    text = _CONTRACTED.sub(lambda match: _TAILS.get(match[0], match[0]), text)
    text = _APOSTROPHELESS.sub(lambda match: _EXPANDED[match[0]], text)
    text = _MIXED.sub(_deleet, text)
    found: list[Token] = []
    end = skip = 0
    for match in _TOKEN.finditer(text):
        if match.start() < skip:
            continue
        raw = match[0]
        glued = match.start() == end and bool(found)
        end = match.end()
        if raw[0].isdigit():
            whole = _NONDIGIT.split(raw)
            number = int(raw) if len(whole) == 1 and len(raw) < 4 else -2
            ordinal = _ORDINAL.match(text, match.start()) if len(whole) == 1 else None
            is_ordinal = ordinal is not None and (ordinal[0][-1] != "." or _level_follows(text, ordinal.end()))
            found.append(Token(raw, frozenset(("ORD" if is_ordinal else "NUM",)), number, glued))
            if ordinal is not None and is_ordinal:
                skip = end = ordinal.end()
        elif _IS_CJK.match(raw):
            found.extend(_segmented(raw, glued))
        elif raw[0].isalpha():
            for number, part in enumerate(raw.split("'")):
                if part:
                    found.append(_word(part, glued or number > 0))
        elif raw == "'":
            continue
        else:
            found.append(Token(raw, frozenset(("BREAK",)) if raw in _BREAKS else _NOTHING, None, glued))
    return tuple(found)


_LEVEL_SOON = re.compile(r"\s*[a-z]{3,}")


def _level_follows(text: str, at: int) -> bool:
    match = _LEVEL_SOON.match(text, at)
    return bool(match) and "LEVEL" in roles(text[match.start() : match.end()].strip()) if match else False


def _word(part: str, glued: bool) -> Token:
    own = roles(part)
    for role in own:
        if _NUMBER_ROLE.match(role):
            kind = {"N": "NUM", "W": "WEAK", "O": "ORD"}[role[0]]
            return Token(part, own | {kind}, int(role[1]), glued)
    return Token(part, own, None, glued)


def _segmented(raw: str, glued: bool) -> list[Token]:
    """Chinese and Japanese are written without blanks: the longest known word at each place."""
    found: list[Token] = []
    at = 0
    while at < len(raw):
        if raw[at] == "第" and raw[at + 1 : at + 2] in _ORDINAL_CJK:
            found.append(Token(raw[at : at + 2], frozenset(("ORD",)), _ORDINAL_CJK[raw[at + 1]], glued))
            at += 2
            continue
        for length in range(min(_LONGEST_CJK, len(raw) - at), 0, -1):
            piece = raw[at : at + length]
            if piece in CJK:
                own = CJK[piece]
                number = next((role for role in own if _NUMBER_ROLE.match(role)), None)
                if number:
                    found.append(Token(piece, own | {"NUM" if number[0] == "N" else "WEAK"}, int(number[1]), glued))
                else:
                    found.append(Token(piece, own, None, glued))
                at += length
                break
        else:
            found.append(Token(raw[at], _NOTHING, None, glued))
            at += 1
        glued = True
    return found
