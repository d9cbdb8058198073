"""The words by which it is told whose level a sentence names, and what it says of it, in each checked language.

Nothing here belongs to a subject. `lexicon` gives a word its roles; here are the words of one rule each.
"""

from __future__ import annotations

from tutor.teaching.grounding.normalise import folded_set, visible, word_set

# a sentence with one of these may speak of somebody in a story
EXAMPLE = word_set(
    "example demo story case book study prompt text chapter paragraph colleague competitor neighbour neighbor beispiel ejemplo exemple exemplo"
)
# verbs beside which German “sie” is a polite “you”
POLITE = word_set(
    "durften konnten mussten sollten scheinen gelten rangieren erfullen entsprechen wurden hatten verfugen betreiben bewegen sind haben befinden stehen liegen erreichen waren werden wurden kommen arbeiten gehoren bleiben fallen bisher noch schon bereits"
)
# articles: “the team” is the learner's, “a team” is not
DEFINITE = folded_set("da do del du des zu the el la los las l le les das die der dem den des a o as os")
INDEFINITE = folded_set(
    "a an another any some every each such one no that this un una une uno ein eine einen einem einer um uma otro autre outro andere anderes"
)
# what stands after these is no subject: “you, like most teams, …”
PREPOSED = folded_set(
    "like unlike as than with of among amongst from to compared vs versus como wie comme que von entre de unter"
)
# “the team in …” is another one
MODIFIES = folded_set(
    "in of from with that who which whose described down next across we you they i from where working at dem der aus del de qui dans du da que"
)
# people who can have a level
CREWS = folded_set(
    "team crew organisation organization company squad group department unit equipo organizacion empresa grupo equipe entreprise organisation firma unternehmen organisationseinheit gruppe mannschaft organizacao time команда команды команде компания организация группа فريق الفريق المنظمه टीम संगठन 团队 小组 公司 组织 チーム 組織 会社"
)
ENGLISH_CREWS = word_set(
    "team teams crew organisation organization company firm shop squad unit group department setup process processes workflow operation people folks guys"
)
# what links a learner and the name of a level
HAS = word_set("have has at in : with as had is hat habt haben tiene tienen avez ont a tem temos 's = |")
# what may stand right before a bare number
JOINTS = frozenset(
    (
        "at",
        "=",
        ":",
        "a",
        "as",
        "is",
        "out",
        "exactly",
        "level",
        ">",
        "on",
        "auf",
        "?",
        "an",
        "to",
        "the",
        "solid",
        "clear",
        "|",
        ")",
        "are",
        "be",
        "по",
        "equals",
        "be",
        "by",
        "na",
        "em",
        "en",
        "au",
        "в",
        "на",
        "は",
        "为",
        "是",
    )
)
# the idioms that say how the learner stands to a level
PLACED = frozenset(("xpassed", "xahead", "xbelow", "xnear", "xatleast", "xatmost", "xnolonger", "xnot"))
# “what level 2 is”, “about level 2”: the level is a topic
CONTENT = folded_set(
    "about what how why which regarding concerning sobre acerca concernant о об про 关于 what's whether"
)
# verbs that take a level as a topic
TREATS = word_set("find expect read compare see discuss cover study picture")
ADVERBS = word_set(
    "now currently today also still therefore thus simply just really clearly exactly indeed actually basically , - probably definitely certainly already"
)
# verbs by which a sentence says what a level is
DEFINES = (
    folded_set("""means mean adds add asks ask presupposes presuppose requires require needs need brings bring gives give takes take lets let saves save would will can could may might should must includes include contains contain
    builds build comes come starts start begins begin differs differ demands demand expects expect frees free helps help allows allow makes make changes change leaves leave costs cost tells tell
    automates automate replaces replace removes remove shows show answers answer protects protect teaches teach looks look works work seems deals covers lies rests goes go gets get turns turn covers cover
    is are consists refers stands involves assumes depends becomes does do supposes implies relies hands puts put keeps keep tests test deploys
    significa anade agrega requiere exige pide necesita incluye quita permite ajoute signifie exige demande necessite comprend permet enleve bedeutet fugt verlangt braucht erfordert enthalt nimmt erlaubt setzt wird werden
    significa adiciona exige requer inclui permite означает требует добавляет включает предполагает это يعني يتطلب يضيف يشمل का मतलब मांगता में 意味 需要 要求 包括 意味着 包含 では で は に には が を""")
    - {
        "is",
        "are",
        "puts",
        "put",
        "stands",
        "makes",
        "make",
        "gets",
        "get",
        "goes",
        "looks",
        "seems",
        "は",
        "が",
        "で",
        "это",
        "works",
        "hands",
    }
)
# “you left level 0”
QUITS = word_set(
    "left leave leaving leaved quit quitted quits exited exit exiting escape escaped departed abandoned vacated shed outgrown outgrew"
)
# what sets a claim against a report
CONTRASTS = folded_set(
    "but however yet whereas actually pero sino mais cependant aber sondern jedoch mas porem но однако لكن लेकिन मगर 但 但是 其实 でも しかし"
)
INTERJECTIONS = word_set("yes no yeah yep ok okay hm hmm so right well indeed true that")
# verbs that begin what follows from a condition
ARRIVES = word_set(
    "do does did get jump go arrive reach stay become land make climb fall drop rise come keep move lose gain still remain end leap advance hit have"
)
# “would do for level 1”
ENOUGH = folded_set(
    "enough suffice suffices suffiraient suffit suffirait suffisent basta bastaria bastan bastariam bastam alcanza genugt genugen genugte reicht reichen reichte ausreicht ausreichen ausreichend хватит хватает хватило достаточно يكفي تكفي ستكفي काफी काफ़ी पर्याप्त 足够 够 就够 十分 足り"
)
# “level 1 does not apply to your team”
APPLIES = word_set(
    "apply applies applicable applied fit fits suit suits match matches describe describes correspond corresponds belong belongs pertain pertains"
)
DISPLAYS = word_set("says shows reads displays states reports screams spells")
COMPLETED = word_set("completed done finished accomplished mastered made behind")
# what a number rates
SCORES = folded_set(
    "score scores rating ratings grade grades mark marks rank ranking status standing value result maturity puntuacion calificacion note wertung bewertung nota pontuacao оценка балл الدرجه अंक 得分 分数 評価"
)
# “compared with level 0, your team does better”
COMPARING = word_set(
    "compared relative versus against unlike comparado comparada compare verglichen gegenuber comparativamente"
)
BETTER = word_set("xpassed better further ahead higher above worse behind lower below xbelow")
THAT_IS = frozenset(("that", "there", "this", "da", "dort", "ahi", "la"))
# imperatives that have a level as their object
COMMANDS = word_set(
    "get make keep reach do finish read see take let put give look start begin write add try go think consider"
)
# “Auf Stufe 2 seid ihr”: pronoun and verb in one word, or verb first
YOU_ARE = word_set("bist seid eres sois estas estais es estan etes est e estao esta вы находитесь")
# what a tutor does with a level
TEACHES = word_set(
    "explain show describe cover look compare discuss talk tell ask turn go move mention list define summarise summarize walk mean call read use see learn take start begin"
)
# “of the three”: a count
THESE = word_set("los las les die these those all os as")
# “you do everything by hand”
WORKS = folded_set(
    "doing do does did done things everything all stuff work works working todo alles tout tudo все делает делаете делают faz fazem hace hacen fait faites macht tut arbeitet arbeiten работает работаете everything's يعمل تعملون 都 全部 すべて 全て 做 して 行って करते करती करता"
)
AUXILIARIES = word_set("make turn mean imply has have had did do does ha han hat haben a ont tem")
# “would fall to 0”
FALLS = word_set(
    "fall falls drop drops rise rises go goes move moves change changes climb climbs sink sinks slide slides slip slips return returns jump jumps went moved came dropped fell climbed rose"
)
# “to level 2 you lack …”
LACKS = folded_set(
    "lack lacks lacking missing misses manque manquent falta faltan fehlt fehlen ينقص ينقصكم تنقصكم 缺 欠缺 足り 不足"
)
# “the label "manual"”
TERMS = folded_set(
    "classification categorisation categorization verdict diagnosis result outcome status finding conclusion einstufung einordnung clasificacion classement classificacao word term label designation name description adjective title predicate tag palabra termino etiqueta mot terme etiquette wort begriff bezeichnung etikett palavra termo rotulo слово термин название كلمه وصف शब्द 词 标签 言葉 呼び名"
)
# “the introduction of … would suffice for level 1”
SUFFICES = word_set(
    "suffice suffices enough lift lifts bring brings raise raises lead leads get gets take takes earn earns guarantee guarantees mean means"
)
DEEDS = word_set(
    "introduction addition adoption implementation installation removal loss automation adding introducing automating removing dropping buying"
)
OWN = folded_set("have has own got tienes tienen haben habt avez tem tens имеете")
MODALS = word_set("will would can could may might must should shall")
# how a level is named by its size when it is asked for
LOW = folded_set("low none minimal minimum lowest bottom bajo bas niedrig baixo низкий низкая منخفض निम्न 低")
MEDIUM = folded_set(
    "medium middling average moderate middle medio moyen mittel medio médio средний средняя متوسط मध्यम 中"
)
HIGH = folded_set("high full highest maximum top maximal alto haut hoch высокий высокая مرتفع उच्च 高")
# “were your pipeline automatic, …”
WERE = word_set("were should had ware hatte hattet wurde sollte kame gabe fiele waren hatten")
# participles at the end: “Stufe 1 habt ihr geschafft”
DONE = word_set(
    "verdient erkampft erarbeitet gesichert merecido ganado merite gagne geschafft erreicht erklommen gemeistert ergattert verlassen uberwunden atteint franchi alcanzado superado logrado alcancado conquistado"
)
# “the aim should now be level 2”
URGES = word_set("should must now next focus attention time ought")
# “for level 2 you need …”
TOWARDS = folded_set("for to towards toward until till для к до para pour fur bis zur zum")
# “level 0 applies”
FITS = word_set("holds applies fits is stays remains suits matches it")
# what may stand before a level that a clause is about
ADVERBIAL = folded_set("""at in on the a an and but while whereas or for with of so that than auf au en na no im am bei in la el le les o um em dem der die das an zu zur и а на в у к для 在 到 第 من في الي عند پر में so then now plus
    . xbelow""")
WENT = word_set("went moved jumped climbed gone progressed advanced came grown")
# “once you get to level 2”: not yet
PENDING = folded_set(
    "once until till when before whenever soon cuando quand wenn sobald quando как когда если 当 عندما जब 一旦 bis hasta ate jusqu"
)
STAYS = word_set("stay remain keep hold maintain")
# “the function evaluates to 2”
SOURCES = word_set(
    "compute function assessment result results computation calculation rule tool program code facts evaluation diagnosis model algorithm"
)
YIELDS = word_set(
    "gave said told returned yielded produced spat printed answered showed put gives give returns return comes come out hand hands back says say yields lands adds add up spits prints outputs shows classifies puts"
)
# “assessment result: level 2”
HEADS = word_set(
    "results current assessed computed maturity overall final estimated result assessment diagnosis outcome verdict score rating preliminary provisional findings resultado resultat ergebnis resultado результат итог النتيجه परिणाम 结果 結果"
)
SPEECH = frozenset(["function", "tool", "demo", "program", "rule", "computation", "code", "condition", "line"])
# “hey, level-one team”
HAILS = word_set("hey hi hello dear yay hooray woohoo wow bam congrats yo good")
OR = folded_set("and or to und oder y o u et ou e и или و او और या 和 或 と か bis - / , a vs")
# what a consequence begins with
FOLLOWS = folded_set(
    "then you your that this it so the which entonces alors dann entao тогда то 那么 那 この その すると فعندها तब तो"
)
# conditions that end their clause
IF_BEHIND = folded_set(
    "なしでも なしで だけで だけでも があれば しても くても なくても ても とも なくとも たら れば なら すれば 場合"
)
# what a change does to a level
EFFECT = folded_set("""daria dara darian donnerait donnera gabe ergabe brachte даст дала дало bumps bump catapults catapult propels propel boosts boost launches launch carries carry shoots shoot sends send kicks elevates elevate promotes promote menera menerait mene conduira conduirait amenera amenerait subira llevara levara levaria conduce fuhrt fuhrte приведет переведет выведет делает 带到 带你们 させ brings bring takes take gets get lifts lift moves raises raise push pushes land lands makes puts leaves leave lower lowers drops bringt hebt lleva llevaria hace pasa
    amene passe suffirait suffit bastaria bastara basta genugt reicht ramene поднимет даст переведет 'll 'd would wurde wurdet wurden seria estaria seriez serait была бы ستنقل ستجعل يكفي enough suffices suffice cost costs gain gains changes change""")
# what begins a condition without “if”: “adding …”, “without …”
MOVERS = folded_set("""upon removal absence loss addition introduction failure adding automating automate switching dropping removing without with by putting setting through introducing losing turning building stopping making getting hooking going taking giving buying scheduling
    con sin anadiendo anadir automatizar automatizando quitar quitando avec sans ajouter automatiser supprimer retirer mit ohne selbst durch com sem adicionar automatizar automatizando
    с без добавив автоматизировав добавление автоматизация بدون باضافه اضافه बिना केवल सिर्फ 没有 只要 有了 加上 なしで""")
# imperatives that are conditions: “drop the pipeline and …”
ACTS = word_set("""tack glue attach plop layer pop sprinkle mix pair combine connect chuck install make add automate remove drop lose switch turn stop put toss hook take give build introduce set throw kill break unplug scrap ditch bring wire plug get let go roll
    delete disable cut replace retire decommission schedule deploy buy hire imagine suppose slap bolt stick anade agrega quita automatiza ajoutez ajoute retirez supprimez fugt nehmt adicione remova
    добавьте уберите automatisez automatisiert automatize""")
BEGINS = word_set("so now then just well ok okay and hey first please")
# denials that stand behind what they deny
AFTER_NOT = frozenset(map(visible, ["nicht", "नहीं", "ない", "ありません", "ません", "ではない", "not", "never", "no"]))
# words of no weight between a level and the learner
BACK = folded_set(
    "describe describes fit fits match matches suit suits capture captures characterises characterizes sums says tells covers reflects who which what where how i we me my us it that this these those they applies apply belongs corresponds home on off up by"
)
# “your attainment of level 1” has been attained
ARRIVALS = word_set("attainment achievement promotion arrival advancement graduation progression")
COMES = frozenset(["come", "go", "get", "advance", "step", "enter"])
# “would reach level 1” is an effect, and no goal
MOVES = frozenset(["jump", "reach", "climb", "approach", "attain", "achieve", "arrive", "become"])
# “no” as it denies a noun
NO_SUCH = folded_set("no kein keine keinen keinem keiner sin sans sem без нет")
# what asks for the learner's level
WHERE = folded_set(
    "where donde ou wo onde где اين कहां कहाँ 哪里 どこ result results verdict assessment diagnosis outcome score rating standing position place grade classification categorisation ranking status maturity placement rank clasificacion classement einstufung einordnung classificacao оценка оценке التصنيف वर्गीकरण 评级 分级 判定"
)
# verbs that end a sentence with nobody named: it is said of the one spoken to
PREDICATES = folded_set(
    "になれます になれる なれます になれた なれ なれます になれ 来 きま ました です だ います いる 到達 達し 達して なります なる 到着 处于 了"
)
# “level 1 it is”
IT_IS = frozenset(("it is", "it stays", "it remains", "then", "for sure", "stays", "remains", "stays it"))
# what may stand before “one” when it is a number
BEFORE_ONE = frozenset(
    (
        "at",
        "=",
        ":",
        "is",
        "level",
        "auf",
        "?",
        ")",
        ",",
        "niveau",
        "el",
        "le",
        "l",
        "der",
        "die",
        "das",
        "o",
        "not",
        "to",
    )
) | word_set("take takes pick choose bet guess say said a an then so thus hence therefore → -")
SIGNS = frozenset((">", "<", "≥", "≤", ">=", "<="))
NO_PLURALS = word_set("process processes processus folks guys")
JOINS_CLAUSES = word_set("so which but because since that's")
# Portuguese “no” is “at the”
AFTER_PORTUGUESE_NO = word_set(
    "ponto patamar degrau lugar cume cimo auge fim inicio comeco fundo andar estado maximo minimo primeiro terceiro ultimo momento xtop xbottom xmiddle nivel estagio segundo primeiro topo meio"
)
