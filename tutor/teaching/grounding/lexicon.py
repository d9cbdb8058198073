"""The words by which a claim about a level is recognised, in each of the languages that are checked.

Nothing here belongs to a subject. A word may have several roles. `*` at the end stands for any ending, a blank joins
the words of a phrase, `~` at the end of an English verb stands for its forms. Everything is folded as the text is, so accents and case do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from tutor.teaching.grounding.normalise import visible, word_set

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
    "LEVEL": """ maturidade madurez maturite reife зрелост* النضج परिपक्वता 成熟 level levels lvl lv levl lvls stage stages tier tiers rung rungs maturity nivel niveles niveis estadio etapa etapas estagio fase niveau niveaux stade
        palier stufe stufen ebene reifegrad reifegrads reifestufe livello livelli уров* ступен* стади* этап* левел* مستوي المستوي مستويات المستويات مستواك
        مستواكم مستوايا المرحله مرحله स्तर स्तरों लेवल चरण अवस्था 级 级别 等级 水平 阶段 层级 层次 阶 レベル 段階 ステージ 水準 成熟度 echelon echelons paliers escalon escalones peldano
        peldanos degrau degraus sprosse sprossen reifegrade niveaus ранг درجه الدرجه مرتبه पायदान 阶级 台阶 层 格 ランク 階級""",
    # counting levels up or down
    "UNIT": """level levels step steps rung rungs hop hops notch notches stage stages jump jumps leap leaps tier tiers move moves grade grades place places floor
        floors stop stops nivel niveles escalon escalones peldano peldanos paso pasos etapa etapas salto saltos niveau niveaux marche marches etape etapes
        cran crans echelon echelons palier paliers pas stufe stufen schritt schritte sprosse sprossen ebene ebenen niveis degrau degraus passo passos estagio
        estagios уров* ступен* шаг* этап* مستوي مستويات مستويين خطوه خطوات خطوتين خطوتان درجه درجات مرحله स्तर कदम पायदान चरण 级 步 个级别 层 阶 个台阶 台阶 段 レベル 段階 歩
        ステップ""",
    # nouns that make a level of an adjective beside them: “manual phase”, “top of the scale”
    "SLOT": """league journey leagues division cluster days times years stuff regime practice setting corner department bucket drawer rating rank club camp faction island planet country phase phases mode state status category class bracket band notch grade rating score place spot position territory realm land world league camp zone
        domain area region end side type setup mindset way ways approach work working scale ladder model mark box label ballpark tier style era age floor
        process processes fase fases modo estado categoria etapa escala terreno mundo tipo manera etat categorie echelle monde facon zustand kategorie bereich
        skala leiter welt art weise jeito фаз* режим* состояни* категори* шкал* мир* тип* способ* вид* مرحله حاله وضع فئه نمط طريقه चरण स्थिति श्रेणी तरीका
        मोड दौर 状态 模式 类型 类别 时期 方式 世界 階層 状態 モード 段階 フェーズ 時代 やり方""",
    # nouns that stand for a team or its way of working
    # nouns for a place in an order
    "RANK": """echelon echelons stratum plateau degree belt storey floor floors quality league division tier leagues position positions place places spot rank ranks class classes category categories grade grades rating ratings score scores standing notch bracket band band mark slot posicion puesto lugar rango clase categoria calificacion position place rang classe categorie note platz rang klasse kategorie position bewertung posicao lugar posto classe categoria nota место мест* позици* ранг* класс* категори* оценк* مركز موقع رتبه تصنيف स्थान पद श्रेणी 位置 名次 位次 档 位 ランク 順位 評価""",
    "TEAM": """equipa equipas team teams crew crews organisation organization organisations organizations company companies firm firms shop shops squad unit group groups department
        outfit bunch folks guys club operation business enterprise startup party lot setup process processes workflow practice practices people
        gang troop equipo equipos empresa empresas organizacion organizaciones proceso procesos grupo equipe equipes entreprise entreprises processus groupe
        firma firmen unternehmen prozess prozesse gruppe mannschaft organisationen truppe time times organizacao organizacoes processo processos команд*
        компан* организац* процесс* групп* отдел* فريق الفريق فريقك فريقكم شركه الشركه المنظمه منظمه مؤسسه عمليه العمليه टीम टीमों टीमें संगठन कंपनी प्रक्रिया
        समूह 团队 小组 公司 组织 流程 团体 部门 企业 チーム 組織 会社 企業 部署 プロセス 御社""",
    # who is spoken to
    "YOU": """you u yall y'all yourself yourselves learner learners user student thou usted ustedes vosotros ti contigo eres sois estais tienes teneis habeis
        llegaste alcanzaste vous tu toi du dich dir ihr euch bist seid hast habt voce voces te os estas вы вас вам вами ты тебя тебе находитесь انت انتم انتما
        لديك لديكم لك لكم وصلت आप आपको आपने आपसे तुम तू तुमने 你 您 你们 您们 贵公司 贵方 贵团队 贵组织 贵司 あなた あなた方 貴社 御社 貴チーム 皆さん みなさん 皆様 君 きみ お客様 そちら yourselfs thine ye thee
        vosotras vostros ihnen وصلتم لديكما لستم 你俩 大家 各位 御団体 皆様方 諸君""",
    "YOUR": """vossa vosso vossos vossas vossa yr yer yar yo your yours ur thy tu tus su vuestro vuestra vuestros vuestras votre vos ton ta tes dein deine deinem deinen deiner deines euer eure eurem euren eurer
        eures ihre ihrem ihren ihrer ihres seu sua seus suas teu tua teus tuas ваш* твой твоя твое твоей твоего твоем твою твои مستواك مستواكم فريقك فريقكم
        عمليتك आपका आपकी आपके तुम्हारा तुम्हारी तुम्हारे तेरा तेरी 你的 您的 你们的 您们的 あなたの 君の yourn فريقكما منظمتكم منظمتك شركتكم شركتك مؤسستكم عملكم عملك نضجكم 贵
        貴""",
    "WE": """we us our""",
    "OTHER": """google microsoft teams another other others such typical many some most anyone someone somebody equipos empresa otro
        equipes autre andere anderes outra outro другая другой команды шкала فرق अन्य 其他 别的 他の they them their theirs he she his her folks'
        netflix spotify competitor competitors neighbour neighbor colleague colleagues customer customers client vendor vendors bank
        startup ellos ellas nadie eux personne ils niemand jeder manche viele eles elas ninguem alguns muitos они их никто многие некоторые هم كثير بعض वे कई
        कुछ 他们 别人 有人 没有人 很多 许多 有些 彼ら 誰 多く""",
    "THING": """goal goals target aim question questions guess summary explanation definition understanding words plan plans ambition road path way journey step steps
        sentence note notes colleague colleagues manager director boss friend idea ideas reading wish quote prediction objection remark pregunta respuesta
        objetivo meta paso camino explicacion definicion reponse objectif etape explication frage antwort ziel schritt weg erklarung vermutung pergunta
        resposta passo explicacao вопрос* ответ* цел* шаг* سوالك هدفك اجابتك خطوتك प्रश्न सवाल उत्तर लक्ष्य 问题 目标 回答 质問 質問 目標 答え competitor neighbour neighbor
        customer client vendor sister cousin dog ambitions milestone dream rival opponent vecino voisin nachbar konkurrent vizinho""",
    "ANSWERS": """answer answers facts fact replies reply respuestas respuesta reponses reponse antworten antwort respostas resposta ответы ответов ответам اجاباتك
        اجاباتكم जवाबों 回答 答案 答え""",
    # numbers; the weak ones are articles or pronouns as well
    "N0": """нулев* нуле нулем нули нулях zero nought naught nil cero null nullte nullten ноль нуль ноля нуля нулевой нулевом нулевого нулю нулевая нулевую صفر الصفر शून्य ज़ीरो जीरो 零 〇 ゼロ
        nul nulo nula ноле""",
    "N1": """единице единицей eins один одна единица 壱 ワン""",
    "W1": """one uno una un une ein eine einen einem einer um uma одно واحد واحده एक 一""",
    "N2": """двоике двоикои двоике two twain dos deux zwei zwo dois duas два две двойка двух двум اثنان اثنين اثنتين 二 两 弐""",
    "W2": """दो""",
    "N3": """three tres trois drei три трех ثلاثه ثلاث तीन 三""",
    "N4": """four cuatro quatre vier quatro четыре اربعه चार 四""",
    "N5": """five cinco cinq funf пять خمسه पांच पाँच 五""",
    "O0": """zeroth nullte nullten""",
    "O1": """first primero primer primera premier premiere erste ersten erster erstes primeiro primeira перв* الاول الاولي पहला पहले पहली प्रथम""",
    "O2": """second segundo segunda deuxieme seconde zweite zweiten zweiter zweites втор* الثاني الثانيه दूसरा दूसरे दूसरी द्वितीय""",
    "O3": """third tercero tercer tercera troisieme dritte dritten dritter drittes terceiro terceira трет* الثالث الثالثه तीसरा तीसरे तीसरी तृतीय""",
    "TOP": """advanced expert pro elite master supreme premium avanzado avance fortgeschritten avancado продвинут* متقدم उन्नत 高级 上級 xtop top topmost highest final last maximum max uppermost peak maximo maxima ultimo ultima supremo maximal maximale dernier derniere supreme alto alta haut
        elevado eleve ऊँचे ऊंचे ऊँचा उच्च hochste hochsten hochster oberste obersten высш* максимальн* последн* الاعلي اعلي النهائي उच्चतम सर्वोच्च शीर्ष
        अंतिम 最高 顶级 顶 最后 最上 最上位 apex summit pinnacle ceiling upper cima cumbre tope sommet plafond spitze gipfel topo cume
        pico вершин* верхн* القمه الاقصي सर्वश्रेष्ठ 最好 一番上 頂点 最良""",
    "BOT": """minimal minimale minimales rookie novice newbie starter elementary primary infant beginner's principiante novato debutant novice anfanger iniciante новичк* مبتدئ शुरुआती 初级 初級 xbottom lowest bottom entry beginner starting minimum bottommost minimo minima bajo baja baixo baixa bas niedrigste niedrigsten unterste untersten низш*
        начальн* минимальн* الادني ادني निचले न्यूनतम निम्नतम 最低 最初 入门 base basic elementary beginning lowermost ground rudimentary inicial inicio basico
        principiante debut debutant depart anfang* einstieg* grundstufe basica нижн* первоначальн* الابتدائي الابتدائيه प्रारंभिक सबसे-निचले 最底
        起始 初始 最下 最下位 一番下 初期""",
    "MID": """الاوسط الوسطي المتوسط الوسط बीच वाला xmiddle middle intermediate median intermedio intermedia intermediaire mittlere mittleren intermediario средн* промежуточн* المتوسط متوسط मध्य मध्यम 中间 中级 mid
        halfway centre center mitad medio media milieu mitte mittler* meio meia центр* середин* الوسط الوسطي बीच 中等 真ん中 中位""",
    "NEXT": """next following siguiente proximo proxima prochain prochaine suivant suivante nachste nachster nachstes nachsten seguinte следующ* التالي التاليه
        القادم القادمه المقبل अगला अगली अगले 下一 下一个 下个 次 次の""",
    # claims
    "BE": """sois somos sodes まま のまま ままです iz izz siendo estando etant sendo r = equal equals равен равна равно entspricht vaut egale equivale igual يساوي تساوي बराबर 等于 イコール occupies occupy resides reside hovers hover lingers linger rests camps s is are am be been being was were at in on it's ist sind es est sont esta estan estamos son estas e estao etes sommes находится находитесь находишься
        является हो है हैं 处于 在 是 位于 属于 です いる います ある あります remain remains remained stay stays stayed be'in runs run operate operates operating work works
        working function functions exist exists permanece permanecen sigue siguen continua continuan quedan queda trabajan trabaja opera operan reste restez
        restent demeure fonctionne travaille bleibt bleiben bleibst bliebe blieben arbeitet arbeiten arbeitest befindest permanecem continuam segue seguem
        trabalha trabalham остается остаетесь остаются остались работает работаете работают стоит стоите стоят مازال يزال زال زالت يبقي تبقي تعمل
        تعملون يعمل रहता रहती रहते रहेंगे बने बनी बना 仍 仍然 仍处于 停留 留在 とどまって 留まって 位置 働いて 動いて""",
    "REACH": """になれます になれる なれます になれた conquered leaved 来ました 来た 来ています crack~ breeze~ sail~ leapfrog~ bump~ catapult~ elevate~ promote~ upgrade~ vault~ soar~ hop~ grab~ snag~ earn~ demote~ relegate~ downgrade~ slip~ conquistado ganado lograste gagne gagnez decroche decrochez atteignent erklommen ergattert gelandet conquistaram ganharam завоевали заработали получили نلتم أحرزتم 拿下 跻身 迈进 獲得 到逹 reach~ achieve~ attain~ unlock~ arrive~ climb~ advance~ progress~ gain~ secure~ clinch~ complete~ finish~ pass~ cross~ enter~ join~ graduate~ land~ capture~ conquer~ accomplish~ fulfil~ nailed ticked checked scaled mastered يصل تصل يصلوا تصلوا يبلغ تبلغ arrives reaches attains achieves enters reached achieved attained made hit earned meet satisfy unlocked got gotten arrived climbed risen advanced progressed moved alcanzado alcanzo
        alcanzaste llegado llego llegaste logrado atteint atteinte arrive parvenu erreicht angekommen alcancou atingiu chegou alcancado atingido достиг*
        достигли вышли добрались وصلت وصل بلغت بلغ حققت पहुंच पहुँच पहुंचे पहुँचे प्राप्त 达到 到达 升到 达成 到達 達し 達して hits scored crossed cleared conquered
        completed mastered finished topped landed landing come came become becomes became turned entered enters joined joins graduated promoted upgraded
        stepped stepping jumped leaped leapt rose ascended summited claimed certified own owns bag bagged pocketed deserve deserves llegan llegaron alcanzaron
        lograron subieron subio pasaron paso entraron ascendieron conseguido arrivee arrivez atteignez passes monte montee conquis geschafft erklommen
        aufgestiegen erreichtet gekommen hochgestiegen chegaram alcancaram atingiram subiram passaram conquistaram conseguiram достигла достигло достигнут*
        поднял* перешли перешла дошли дошла дорос* заслужил* بلغتم حققتم وصلتم ارتقيتم ارتقي انتقلتم चढ़ पा गए चुके हासिल 晋升 升级 进入 迈入 跨入 来到 步入 突破 なり 達成 進み 昇格
        上がり 入り 到着""",
    "RATE": """assume~ presume~ clock~ weigh~ hover~ linger~ dwell~ settle~ anchor~ plant~ perch~ camp~ figure~ feature~ emerge~ stagnate~ plateau~ parked hallan ronda rondan ostenta ostentan figura figuran stagne stagnez plafonne plafonnez demeurez campe campez evolue evoluez rangiert rangieren verharrt verharren verbleibt verbleiben dumpelt residiert operiert operieren agiert zahlt hangt hangen пребывает пребываете застряла застряли держитесь держится числится числитесь يقع تقع يندرج تندرج स्थित 处在 停在 排在 位列 列为 升至 已达 该当 該当 属し 位置し find~ finds record~ document~ enter~ book~ lies lie check~ tick~ fill~ place~ rank~ rate~ score~ belong~ qualify~ correspond~ grade~ assess~ estimate~ classify~ call~ consider~ deem~ regard~ label~ mark~ file~ judge~ evaluate~ assign~ award~ allocate~ attribute~ designate~ recognise~ recognize~ determine~ compute~ calculate~ diagnose~ register~ list~ categorise~ categorize~ describe~ characterise~ characterize~ define~ identify~ certify~ confirm~ declare~ pronounce~ crown~ peg~ resemble~ reflect~ mirror~ embody~ represent~ exemplify~ typify~ treat~ situate~ position~ locate~ book~ group~ sort~ slot~ compare~ hang~ play~ found seated settled parked based assigned allocate allocated award attributed attribute corresponding amounts tallies translates translate merits merit warrants warrant earns classifies categorises categorizes ranks classed put puts place places placed rank ranks ranked land lands rate rates rated score scores scored sit sits stand stands fall falls belong belongs qualify
        qualifies count counts correspond corresponds correspond* grade graded assess assessed estimate classify classified gets get call consider situe
        situez situo situa trouve trouvez trouvent coloca colocan ubica situarse befindet befinden befindest steht stehst stehen liegt liegst liegen stuft
        entspricht gehort gehoren fica encontra encontras соответству* относит* 对应 相当于 評価 file files filed label labels labelled labeled describe describes
        described characterise characterised characterize characterized deem deemed regard regarded designate designated recognise recognised recognize
        recognized determine determined compute computed evaluate evaluates evaluated evaluating diagnose diagnosed mark marks marked assign assigned earn
        earns grant granted award awarded named sitting sat stuck standing lying live lives living home return returns returned yield yields yielded equal
        equals total totals amount amounts clasifica clasifican califica calificado evalua considera consideran pertenece pertenecen classe classee classez
        evalue evaluee appartient appartenez considere considerer eingestuft eingeordnet bewertet zugeordnet zahlt zahlen classificado classificada classifica
        avaliado avaliada pertence pertencem considerado considerada оценива* оценен* классифицир* присвоен* отнес* число* يصنف تصنف مصنف مصنفه يعتبر تعتبر
        تقييم ينتمي माना मानी गिना श्रेणी 评为 归为 算是 算 判定 评定 属 算作 分類 相当 当たります""",
    "SOUNDS": """point~ speak~ suggest~ indicate~ imply~ amount~ scream~ shout~ spell~ whisper~ sounds looks seems appears feels suggests indicates implies means shows sound look seem suena parece significa semble ressemble signifie klingt
        scheint bedeutet heisst похоже значит означает يعني يبدو यानी मतलब 意味 意味します 意味する 看来 看起来 意味着 说明 sounding looking seeming suggesting pointing points
        point speaks speak reads says parecen suggere indique pointe wirkt deutet indica indicam кажется судя указыва* говорит يشير تشير يدل تدل लगता लगती
        लगते इशारा 像 看起来像 表明 显示 指向 ようです らしい 思われます 示して""",
    "WELCOME": """hello hola hallo bonjour ola welcome bienvenido bienvenidos bienvenida bienvenue willkommen bem bemvindo пожаловать مرحبا اهلا स्वागत 欢迎 ようこそ""",
    "CONGRATS": """xcheers cheers props salute felicitations felicidades gluckwunsche kudos hurrah confetti toast congratulations congrats bravo kudos felicidades enhorabuena felicitaciones felicitations gluckwunsch gratuliere gratulation parabens поздравля*
        поздравлен* تهانينا مبروك تهاني बधाई मुबारक 恭喜 祝贺 おめでとう おめでとうございます woohoo hooray hurray hurrah yay yippee cheers applause proud impressed brag trophy
        medal celebrate celebrates celebrating felicito impresionante orgulloso felicite stolz jubel orgulhoso горжусь ура فخور رائع गर्व 太棒了 太棒 骄傲 すごい やった
        やったね""",
    "NOW": """always forever constantly permanently consistently xfill now already currently today presently all way up ahora ya actualmente hoy maintenant deja actuellement aujourd'hui jetzt schon derzeit aktuell bereits
        momentan heute agora ja atualmente hoje сейчас уже сегодня الان حاليا اليوم अभी अब वर्तमान 现在 目前 当前 已经 已 現在 今 すでに 既に もう 今は still nowadays meanwhile
        moment momento moment' encore toujours todavia aun ainda pelo еще пока لحد अभी-भी तक 仍旧 依然 还 眼下 まだ いまだ 未だ 現時点 早くも
        とっくに""",
    # time
    "YET": """yet noch encore todavia aun ainda еще пока بعد अभी 还 尚 尚未 还没 まだ 未だ いまだ quite """,
    "MORE": """xnolonger longer more anymore mehr plus ya ja mais больше уже أكثر अब 再 もう もはや""",
    "FUTURE": """xsomeday someday eventually soon later tomorrow futuro algun dia jour bientot irgendwann spater bald eines tages algum breve скоро однажды потом
        يوما قريبا किसी-दिन कभी 将来 有一天 以后 いつか いずれ""",
    "AS": """as like being als wie como comme как باعتبارك بصفتك 作为 身为 として""",
    "SINCE": """since because given porque dado puisque weil da pois لان क्योंकि 因为 既然 ので から""",
    # what makes it no claim
    "GOAL": """await~ lack~ pend~ strive~ approach~ reach reaching attain attaining achieve achieving climbing climb advance advancing attainment achievement transition advancement progression promotion ready want wants wanted goal goals target aim aims aiming toward towards until till before next need needs needed plan plans planned hope hopes try prepare
        preparing path route road roadmap way closer skip skipping head heading require requires required miss lack lacks away journey lead leads leading jump
        jumping become becoming approach wait waiting quiere quieres quieren querer objetivo
        meta hacia hasta antes siguiente proximo necesita necesitas necesitan falta faltan llegar alcanzar pasar subir camino lograr voulez veux vouloir
        objectif vers jusqu avant prochain prochaine besoin faut manque atteindre passer arriver monter viser willst wollt wollen ziel richtung bis bevor
        nachste nachsten nachster braucht brauchst brauchen fehlt fehlen erreichen gelangen weg quer querem queres rumo ate proxima precisa precisam
        precisas chegar alcancar atingir passar caminho хотите хочешь хотим цель цели прежде следующ* нужен нужна нужно нужны чтобы достичь перейти
        попасть путь дойти تريد تريدون هدف هدفك نحو حتي قبل التالي القادم تحتاج تحتاجون للوصول الوصول لبلوغ الانتقال चाहते चाहिए लक्ष्य अगला अगली अगले पहुंचने
        पहुँचने जरूरत आवश्यकता लिए 想 想要 要 目标 迈向 走向 之前 下一 下一步 需要 为了 才能 如何达到 通往 目指 目標 次 まで 前に 必要 ため たい には 向け ambition ambitious rush rushing hurry cross
        crossing going proceed proceeding graduate progress progressing lacking work striving strive eyeing dream dreams
        dreaming stretch milestone horizon beckons awaits ahead separates gap barrier obstacle hurdle prevents
        ambiciona aspira aspiran aspire strebt streben anstreben aspiram стремит* стремл* нацел* تطمح تطمحون تسعون تسعي चाह पाने 追求 努力 争取 通向 达到需要 差 欠缺 缺 目指し
        目指す 到達するには missing""",
    "SAY": """indicate~ mention~ wonder~ believe~ predict~ guess~ reckon~ insist~ argue~ propose~ claim~ hope~ expect~ said say says asked ask asks wrote mentioned told tell think thinks thought know knows learned learnt see saw remember guess guessed wonder wondered
        understand explain explained compare notice heard picture recall believe expected expect discuss discussed confuse mixed predicted predict answered
        named quote dijiste preguntaste mencionaste dijo escribiste sabe sabes recuerda pensaste explicar preguntas dice dit demande demandez savez ecrit
        pensez rappelle expliquer mentionne sagst gesagt sagtest gefragt fragst weisst wisst meinst schreibst denkst erklaren erklare geschrieben kennst disse
        perguntou mencionou escreveu lembra сказали спросили знаете писали помните упомянули думаете объясн* расска* قلت سالت ذكرت كتبت تعرف تذكر اشرح कहा
        पूछा जानते लिखा बताया समझा 说 说过 问 提到 知道 写道 认为 解释 言い 言っ 聞き 尋ね 書き 知っ 思い 説明 claim claims claimed considered feel feels reckon reckoned insist insisted
        suggest suggested assumed assume argue argued swear swore joked hoped crees cree creyo sentias pense pensais croyez croyais ressentiez glaubst
        glaubt geglaubt gemeint fuhlte achou acha acharam sentiram думали думал считали считаете чувствовали اعتقدت ظننت شعرتم मानते सोचा लगा 觉得 以为 写 感觉 估计
        思った 感じ 考え 書い 述べ 推測 felt""",
    "FACTIVE": """know knows see sees saw remember realise realize realised realized notice noticed understand understood learned learnt recall prove proves sabe sabes
        sabeis savez sais wisst weisst sabem знаете تعرف تعلم تعلمون जानते 知道 知って""",
    "DO": """少了 缺了 丢了 砍掉 拿掉 なくなっ 無くなっ 消え 壊れ 加上 去掉 添加 引入 取消 加入 除去 導入 追加 除い 外し ship ships deliver delivers hand hands deploy find finds meet meets add gain gains lose automate retrain train trains copy copies move""",
    "IF": """なしでも なしで だけで だけでも があれば さえ しても くても ても なくても ても とも なくとも if when once whenever unless suppose supposing provided cuando quand lorsque wenn falls sobald caso quando assim если когда اذا لو عندما अगर यदि जब 如果
        假如 要是 若 当 一旦 もし たら れば なら すれば imagine picture imagina imaginez angenommen stell suponha suponga supongamos представьте допустим предположим تخيل تخيلوا
        افترض मान मानिए कल्पना 假设 设想 想象 仮に 想像 場合 たとえ si se como""",
    "WHETHER": """whether either si ob se ли هل क्या 是否 还是 かどうか""",
    "UNSURE": """can't cannot don't know unknown undecided open later find unclear depends decide determine assess question puedo sais weiss sei знаю اعرف पता 不知道 还不
        わかりません まだ""",
    "WOULD": """जाएँगे जाएँगी पहुँचेंगे पहुँचेगी पहुंचेंगे पहुंचेगी होंगें menera menerait amenera conduira llevara levara would could will might 'd 'll seria estaria estarias estariais estarian serias sera estara estaras lleva llevaria subiria seriez serait serais serez
        passez passerait passeriez mene ware waret waren wurde wurdet wurden wirst bringt kommt hebt estariam ficaria ficariam leva levaria была бы был будете
        будет окажетесь стала поднимет ستكون سيكون سوف ستصل होंगे होगी होगा जाएंगे जाएगी 会 将 就 就会 便 でしょう なります なる pasarias pasaria pasarian volveria volverian
        caeria caerian bajaria seguiria seguirian quedaria quedarian quedarias llegaria llegarian quedas alcanzaria alcanzarian permaneceria
        reviendriez retomberiez tomberiez resteriez atteindriez atteindrait resterait redescendriez bliebe blieben bliebt kame kamet kamt fiele fielet stunde
        stunden lage lagen landete erreichte erreichten hatte hattet fallt passariam passaria voltaria voltariam cairiam cairia continuaria continuariam
        chegaria chegariam subiriam вернулась вернетесь вернулись станет станете стали останется останетесь упадет упали поднимется поднялись окажется
        перейдет перейдете получите ستصلون ستعود ستعودون ستبقي ستبقون ستنتقل ستنتقلون لبقيتم لكنتم रहेंगे रहेगी रहेगा जाएगा पहुँचेंगे पहुंचेंगे पहुँचेगी होता
        होते होती 会达到 会回到 会降 将会 仍会 会到 就到 会变 就变 落ち 戻り とどまり なるでしょう 下がり 上がります""",
    "NOT": """还没 尚未 还没有 从未 从没 nothing nichts rien ничего لاشيء nada xnot xnolonger not no never neither nor cannot without hardly nunca ni jamais pas non nicht kein keine keinen nie nao nem не нет ни никогда ليس ليست لست لستم لا
        لم غير नहीं न मत 不 没 没有 未 不是 并非 ない ません ありません ではない""",
    "ONLY": """only just merely simply solo seulement nur bloss apenas только فقط केवल 仅 只 だけ""",
    # comparison
    "ABOVE": """xpassed above higher beyond exceed exceeds exceeded surpass surpassed surpasses outgrown outgrew ahead superior encima supera superado superaste arriba dessus
        depasse depassez uber hoher oberhalb hinaus uberschritten acima alem superou выше сверх превысил* превзошл* فوق اعلي تجاوزت تجاوز ऊपर आगे अधिक 高于 超过
        超越 以上 之上 超え 上回 further farther greater outpaced overtook overtaken transcended passed eclipsed escaped superaron sobrepaso sobrepasaron
        rebasado dejado dejaron depassee quitte quittee sorti sortis uberwunden hinter entwachsen verlassen raus ultrapassou ultrapassaram deixaram deixou
        переросл* миновал* преодолел* покинул* вышла прошли прошла обогнал* позади больше تخطي تخطيتم تخطت غادر غادرتم تجاوزتم पार छोड़ ज्यादा बढ़कर 高过
        越过 走出 摆脱 脱离 告别 超出 离开 跨过 卒業 脱し 越え 脱却 抜け 超過 凌 over past""",
    "BELOW": """xbelow below under lower beneath short behind less debajo inferior abajo dessous sous unter unterhalb niedriger abaixo ниже под تحت اقل دون नीचे कम 低于 以下 之下
        不到 未満 下回 shy lacking underneath sub inferiores inferieur inferieure меньше أدنى 不足 低过 逊于 差于 届か 及ば 満た 未到達""",
    "NEAR": """xnear almost nearly close halfway practically virtually casi presque beinahe quase почти تقريبا लगभग 接近 几乎 ほぼ approaching""",
    "AWAY": """осталась осталось остался остались away short shy off behind below beneath under missing misses miss lacks lack lacking left separates separate separated remains remaining go until till
        before from to gap distance far climb needs need more falta faltan queda quedan separa menos abajo hasta manque reste separe avant jusqu fehlt fehlen
        trennt trennen entfernt bis vor unter resta restam faltam ate abaixo осталось остается остался до отделяет ниже يفصل تفصل يفصلكم تفصلكم
        يبعد بعيد تبقي متبقي ينقص ينقصكم तक दूर बाकी शेष पीछे कम 差 距 离 还差 只差 低 少 残り あと 手前 足り 下""",
    "SEPARATES": """separates separate separated separa separe trennt отделяет يفصل تفصل stands lies""",
    "FROM": """since from de desde von vom depuis с от из من से 从 から""",
    "TO": """to a al hacia vers au nach auf zu para ao до к на الي तक 到 至 へ""",
    "BREAKWORD": """but because while whereas and although though so where which since if when once after then pero porque aunque mientras y mais car donc et que aber
        weil denn und wahrend sodass mas pois enquanto e но потому и а так لكن لان و लेकिन क्योंकि और 但 但是 因为 而 所以 が けど ので""",
    "FILL": """तरह vollstandig komplett ganzlich rein ausschliesslich totalmente enteramente puramente totalement entierement completement purement полностью целиком чисто исключительно بالكامل كليا पूरी पूर्णतः पूर्णत 纯 完全に 全く まったく すっかり الحالي الحاليه things possess possesses occupy occupies enjoy enjoys boast boasts sport sports applicable relevant corresponding respective resulting aka ie eg bzw resp may might must itself yourself yourselves themselves himself herself shall welcome boxes box flags true dab all facts fact lo value badge shiny new smack right aw hey again folks little tiny teeny via self juicy lovely appropriate proper classification conclusion categorisation categorization predominantly mostly largely mainly essentially primarily baby honey dude bro man guys gang kids cool proudly happily sadly gladly officially technically effectively practically far اي ou seja isto number rein reine reinem purely pure pur puramente purement чисто lediglich strictly wholly entirely altogether squarely the a an of this that it so means makes hence therefore thus then still clearly simply just really actually exactly indeed only solid clear firmly
        firm probably likely maybe perhaps roughly about around somewhere comes come out to by as equals equal has have had definitely certainly obviously
        surely officially proudly squarely quite well here there up for like would with and overall current assessed computed calculated estimated right
        outcome verdict diagnosis outcomes club folks shop me i let think myself fine very pretty team teams process processes setup organisation organization
        company group department practice operation operations score result results level assessment facts fact answers maturity rating status position number
        no place workflow project system unit crew people guys now my friend all both what where how known named el la los las un una al del en de que se ya
        lo le muy proceso equipo empresa madurez organizacion ha han haber au aux du des les une equipe processus entreprise donc ainsi bien ont avez ce cela
        c vous l auf dem der die das den im in ein eine einer bei prozess firma unternehmen also somit damit sich zu zum hat haben habt hast o os na nos nas
        em do da um uma ao time processo maturidade portanto pois команд* процесс* на в это ваш что значит теперь там же таким образом организаци* في علي هو
        هي ان الي فريق فريقك فريقكم العمليه انه पर में की का के टीम को तक से प्रक्रिया यह गए गई गया चुके चुकी चुका अभी 的 了 到 为 团队 小组 公司 流程 组织 成熟度 这 就 那么 所以 等于
        第 个 は が に で の を も と チーム 組織 会社 プロセス しました して た ました つまり comfy comfortable comfortably basically honestly frankly truly sitting big fat whopping whole
        entire mere merely home base own yours mine ours its their thing these days today spot lovely nice great awesome decent proper genuine real
        bona fide textbook classic typical standard perfect prime rather kind sort bit little too even already formally hereby deemed namely
        i.e. ie eg viz pardon sorry drum roll please dear hey guess yes yeah yep hmm okay ok amazing brilliant hello wow oh ah boom bam tada voila behold
        attention listen look see there's what's that's pending based according given per due thanks whom whose one ones champ mate pal buddy superstar
        friends everyone everybody lucky few among amongst within inside onto into upon beside besides during across along against read reads goes calls
        titled labelled labeled described characterised characterized best good fair simple short long line word words sentence figure value digit letter
        reading conclusion summary end day final answer total sum count tally category class bracket band grade under called which because say
        todavia aun aqui ahi pues sencillamente exactamente claramente oficialmente ademas entonces hecho verdad resumen palabra encore ici simplement
        exactement clairement officiellement fait moment pour noch ganz genau klar eindeutig offiziell hier eben halt ja doch nun momentan zurzeit derzeit
        resumo exatamente ainda entao просто именно точно ясно официально здесь вот итак пока еще ну да очень сам بالضبط حاليا رسميا هنا اذن فقط لذلك ايضا بعد
        زال ما يزال بالفعل لقد قد بالكامل सिर्फ़ बस ठीक यहाँ यहां असल वास्तव भी ही एक तो 其实 正好 应该 可能 大概 只 刚好 真的 就是 呢 啊 啦 呀 吧 哦 所 也 都 还 很 仍 一个 一家 那个 这个 这里 本 身
        ちょうど まさに ちなみに という と言え すでに だよ だね よ ね さ まあ では 、 やった 今 現 時点 御 様 さん""",
}  # fmt: skip

_NUMBER_ROLE = re.compile(r"[NWO]\d$")
ROMAN = {
    "won": 1,
    "wun": 1,
    "oner": 1,
    "too": 2,
    "tu": 2,
    "tew": 2,
    "nil": 0,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "o": 0,
    "l": 1,
    "z": 2,
}
"""Letters that stand for a number after a word for level."""

WORDS: dict[str, frozenset[str]] = {}
PREFIXES: dict[str, frozenset[str]] = {}
CJK: dict[str, frozenset[str]] = {}
_IS_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def _inflected(words: Iterable[str]) -> Iterator[str]:
    """`~` at the end of an English verb stands for its regular forms."""
    for word in words:
        if not word.endswith("~"):
            yield word
            continue
        verb = word[:-1]
        stem = verb[:-1] if verb.endswith("e") else verb
        third = (
            verb[:-1] + "ies"
            if re.search(r"[^aeiou]y$", verb)
            else verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")
        )
        past = verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed"
        yield from (verb, third, past, stem + "ing")


def _build() -> None:
    words: dict[str, set[str]] = {}
    prefixes: dict[str, set[str]] = {}
    cjk: dict[str, set[str]] = {}
    for role, listed in _ROLES.items():
        for word in _inflected(listed.split()):
            folded = visible(word.rstrip("*")).strip()
            table = cjk if _IS_CJK.search(folded) else prefixes if word.endswith("*") else words
            table.setdefault(folded, set()).add(role)
    WORDS.update((word, frozenset(roles)) for word, roles in words.items())
    PREFIXES.update((word, frozenset(roles)) for word, roles in prefixes.items())
    CJK.update((word, frozenset(roles)) for word, roles in cjk.items())


_build()
LONGEST_CJK = max(map(len, CJK))
_NOTHING: frozenset[str] = frozenset()
_ARABIC_YOU = frozenset(("YOU",))


# Romance verbs in the conditional, and in the future of the second person
_CONDITIONAL = (
    "arian",
    "erian",
    "irian",
    "ariais",
    "eriais",
    "iriais",
    "ariam",
    "eriam",
    "iriam",
    "eriez",
    "iriez",
    "driez",
    "erait",
    "irait",
    "drait",
    "areis",
    "ereis",
    "ireis",
)
_NO_ADVERBS = word_set(
    "hardly barely scarcely rarely seldomly supply family assembly reply apply comply multiply anomaly monthly weekly daily nightly equipment department deployment management environment experiment document segment moment investment payment treatment"
)


@lru_cache(maxsize=16384)
def roles(word: str) -> frozenset[str]:
    """The roles of a folded word."""
    own = WORDS.get(word, _NOTHING)
    for length in range(min(len(word), 12), 2, -1):
        if word[:length] in PREFIXES:
            return own | PREFIXES[word[:length]]
    if own:
        return own | _ARABIC_YOU if word.endswith("تم") and "REACH" in own else own
    if len(word) > 6 and word.endswith(_CONDITIONAL):
        return frozenset(("WOULD",))
    if len(word) > 5 and word.endswith(("ly", "mente", "ment", "weise", "erweise")) and word not in _NO_ADVERBS:
        return frozenset(("FILL",))
    if "\u0600" <= word[:1] <= "\u06ff" and len(word) > 3:
        for prefix in ("و", "ف", "ب", "ل", "ك"):
            if word.startswith(prefix) and word[1:] in WORDS:
                return WORDS[word[1:]]
        if word.startswith("لل") and "ال" + word[2:] in WORDS:
            return WORDS["ال" + word[2:]]
        if (
            len(word) > 3
            and word.endswith("تم")
            and word not in ("سيتم", "ويتم", "فيتم", "خاتم", "مهتم", "يهتم", "نهتم")
        ):
            return (
                frozenset(("YOU", "FILL", "BE"))
                if word.startswith(("زل", "لس", "كن", "ماز"))
                else frozenset(("YOU", "REACH"))
            )
        if len(word) > 4 and word.endswith(("ك", "كم")) and not word.endswith(("ذلك", "هناك", "كذلك", "تلك", "يمكنك")):
            return frozenset(("YOUR", "FILL"))
    return _NOTHING


def number_role(own: frozenset[str]) -> tuple[str, int] | None:
    """The kind of number that a word with these roles states, and its value."""
    for role in sorted(own):
        if _NUMBER_ROLE.match(role):
            return {"N": "NUM", "W": "WEAK", "O": "ORD"}[role[0]], int(role[1])
    return None
