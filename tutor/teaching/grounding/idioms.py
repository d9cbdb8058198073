"""Ways of saying where somebody stands on a scale that take more than one word, each as one word with a role.

“You left level 0 in the dust”, “you are past level 0” and “level 0 is history” say the same. Nothing here belongs to a
subject; the syntax of the lists is that of `phrases`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.teaching.grounding.lexicon import roles
from tutor.teaching.grounding.phrases import expanded, listed, pattern

_IDIOMS = {
    # above the level that is named
    "xpassed": """
more than|better than|further than|farther than|
left behind|leave behind|leaves behind|behind you|behind your team|behind us|behind them|behind your crew|in the dust|in the rear-view mirror|in the rear view mirror|in the past|a thing of the past|thing of the past|is history|are history|ancient history|distant memory|long gone|is gone
done with|through with|finished with|graduated from|graduate from|graduating from|moved past|moved beyond|moved on from|move past|progressed beyond|progressed past|gone beyond|went beyond|go beyond|goes beyond|grown out of|grew out of|outgrown|outgrew|said goodbye to|say goodbye to|waved goodbye to|bid farewell to|bade farewell to|kissed goodbye to|kiss goodbye to|kiss ... goodbye|wave ... goodbye|say ... goodbye|wave goodbye to|goodbye to|farewell to|adios to|bye-bye to
got past|gotten past|get past|is past|are past|been past|well past|way past|long past|far past|already past|now past|further along than|further than|farther than|better than|more than just|more mature than|more advanced than|ahead of where|clear of|escaped|escaped from|broken out of|broke out of|climbed out of|risen above|rose above|rises above|has left|have left|you left|your team left|already left|got beyond|get beyond|made it beyond|made it past|come past|came past|passed the|gone out|went out of|come out of|came out of|got out of|gotten out of|moved out of|out from|already behind|behind already|has passed|have passed|you passed|overcome|overcame|surpassed|surpasses|exceeds|exceeded|exceed|outpaced|transcended|shed the|shaken off|crossed off|checked off|ticked off
no longer applies|no longer applicable|no longer describes|no longer fits|no longer the right word|belongs to the past|does better|do better|does much better|do much better|does far better|doing better|doing much better
dejado atras|dejo atras|dejaron atras|dejaste atras|quedo atras|quedado atras|atras|ha superado|han superado|has superado|mas alla de|mas alla del|por encima de|por encima del|salido de|salido del|pasado de|pasaron de|es historia|es cosa del pasado|ya paso de|sobrepasado
laisse derriere|derriere vous|derriere toi|derriere elle|depasse|depasses|depassee|au-dela de|au-dela du|au dela du|au-dessus de|au-dessus du|sortis du|sorti du|sortie du|quitte le|quitte la|n'est plus qu'un souvenir|appartient au passe
hinter euch|hinter sich|hinter dir|hinter ihnen|hinter dich|hinaus|darüber hinaus|langst vorbei|entwachsen|hinter sich gelassen|geschichte|vergangenheit|herausgewachsen|rausgewachsen
para tras|ja passaram de|ja passaram do|ja passou de|ja passou do|passaram do|passaram da|passou do|alem do|alem da|alem de|acima do|acima da|acima de|sairam do|saiu do|ficou no passado
позади|переросл*|вышли за|вышла за|вышли из|вышла из|ушли от|ушла от|оставили позади|осталс* позади|осталось позади|в прошлом|прошли мимо|выше чем|шагнули дальше|давно прошли
خلفكم|وراءكم|وراء ظهركم|خلف ظهركم|من الماضي|تخطيتم|تجاوزتم|تجاوزت|تجاوز|ابعد من
पार कर|पार कर चुके|से आगे|से ऊपर|पीछे छोड़|छोड़ चुके|से बाहर|से निकल
已经过了|早就过了|早已超过|超过了|走出了|甩在身后|甩在后面|摆脱了|告别了|脱离了|过了|已经很远|很远了|以上了
卒業|脱却|脱して|超えて|越えて|抜け出し|過去のもの|通り過ぎ|を終え
""",
    # the level that is named lies ahead
    "xahead": """
in front of you|in front of your|in front of us|ahead of you|ahead of your|ahead of us|lies ahead|lie ahead|still ahead|still to come|yet to come|still to be|out of reach|out of your reach|beyond your reach|not within reach|within reach|within your reach|within touching distance|a stretch|too far|far off|far away|a long way off|long way to go|some distance away|not there yet|on the horizon|around the corner|awaits you|awaits your|awaits|is waiting for you|waiting for you
still missing|still lacking|is missing|still a goal|a goal|your goal|the goal|a target|your target|the target|a dream|your dream|a wish|an ambition|your ambition|next for you|next for your|is next|are next|comes next|come next|up next|next stop|next milestone|next rung|next level|next step up|next stage|next goal|next target|the next|your next|not been reached|not been attained|not been achieved|never been reached|eludes you|takes more|takes some|still takes|will take|a while to reach|remains to be|has to wait
por delante|queda lejos|esta lejos|fuera de alcance|a su alcance|el siguiente|la siguiente|el proximo|la proxima|su siguiente|su proximo|tu siguiente|tu proximo|devant vous|hors de portee|a venir|la prochaine|le prochain|votre prochain|votre prochaine|reste a atteindre|vor euch|vor ihnen|vor dir|noch entfernt|in weiter ferne|ausser reichweite|nachste stufe|nachstes ziel|noch weit|ein stuck entfernt|weit entfernt|entfernt|weit weg
pela frente|fora de alcance|o proximo|a proxima|seu proximo|sua proxima|впереди|недостижим*|следующая цель|следующий уровень|еще далеко|предстоит|امامكم|بعيد المنال|الهدف التالي|المستوي التالي|आगे है|अगला लक्ष्य|अभी दूर|पहुंच से बाहर|समय लगेगा|下一个目标|下一个|还在前面|还很远|遥不可及|次の目標|まだ先|手が届か|これから
""",
    # short of the level that is named
    "xbelow": """
short of|shy of|far from|a far cry from|nowhere near|not anywhere near|a long way from|long way to|still to reach|yet to reach|yet to make it|yet to arrive|has yet to|have yet to|still has to|still have to|still needs to|still need to|still must|stops you from|keeps you from|keep you from|prevents you from|holds you back from|stands between you and|between you and|between your team and|separates you from|separates your team from|sets you apart from|gap to|distance to|gap between|gap from|distance between|difference between your|one more push|a final push|one last push|one final push|one more effort|one last effort|one last hurdle|one more hurdle|a little push|music of future|music of the future|zukunftsmusik|dream of the future|ticket to|gateway to|door to|bridge to|passport to|route to|shortcut to|stepping stone to|springboard to|let us get|let s get|let s bring|let s move|let s take|let s aim|let s go|let s push|let s march|let s head|let us bring|let us move|let us take|let us aim|let us go|we will get you|we will take you|we will bring you|help you get|help you reach|help your team reach|help your team get|awaiting|on your way to|on the way to|working towards|working toward|working your way
before you can|before your team can|only when|only once|only after|not until|until you|until your|lower than|less than|no match for|not up to|inferior to|underneath|not enough for|insufficient for|too little for|does not suffice for|do not suffice for|not sufficient for|fails to reach|fail to reach|failed to reach|fails to meet|fail to meet|misses you|miss you|lack|lacks|lacking|prevents ... from|prevent ... from|preventing ... from|keeps ... from|keep ... from|stops ... from|holds ... back from|bars ... from|needed for|missing for|missing to|needs to get out of
a falta de|les falta|te falta|le falta|os falta|lejos de|por debajo de|por debajo del|faltan para|falta para|antes de llegar|queda para|quedan para|loin du|loin de|en dessous du|en dessous de|au-dessous du|il vous manque|il te manque|manque pour|avant d'atteindre|avant le|reste avant|fehlt euch|fehlt ihnen|fehlt dir|fehlt eurem|fehlt ihrem|weit entfernt von|unterhalb von|unterhalb der|noch bis|fehlt noch|fehlen noch|fehlt zu|fehlt zur
falta para|faltam para|falta so|longe do|longe da|abaixo do|abaixo da|antes de chegar|не хватает|не дотяг*|не дотян*|недотяг*|недотян*|не дошл*|далеко до|осталось до|остается до|до уровня|не достает|нужно еще|ينقصكم|ينقص|تنقص|تفصلكم عن|يفصلكم عن|بعيدون عن|बाकी है|की कमी|से दूर|से नीचे|还差|不到|低于|尚未达到|没到|まで残り|まであと|に届か|に及ば|手前|に足り
""",
    "xatleast": """
at least|no less than|not less than|not below|not lower than|or higher|or above|or better|or more|at minimum|as a minimum|minimum of|no lower than|por lo menos|al menos|como minimo|au moins|au minimum|mindestens|zumindest|wenigstens|pelo menos|no minimo|по меньшей мере|по крайней мере|как минимум|не ниже|علي الاقل|कम से कम|至少|起码|少なくとも|最低でも
""",
    "xatmost": """
at most|no more than|not more than|no higher than|not higher than|at best|as far as you get|as far as it gets|maximum of|or lower|or less|como mucho|como maximo|a lo sumo|au plus|tout au plus|hochstens|maximal|no maximo|quando muito|не выше|в лучшем случае|максимум до|علي الاكثر|ज़्यादा से ज़्यादा|अधिक से अधिक|最多|至多|せいぜい|高くても
""",
    "xnear": """
on the verge of|on the brink of|on the cusp of|on the doorstep of|at the doorstep of|on the threshold of|at the threshold of|knocking on the door of|knocking at the door of|close to|about to reach|about to enter|about to become|about to hit|approaching|nearing|inches from|a stone's throw from|al borde de|a punto de|cerca de|au bord de|sur le point de|aux portes de|proche de|proche du|kurz vor|an der schwelle|nahe an|a beira de|prestes a|perto de|perto do|на пороге|на грани|вот-вот|вплотную к|علي وشك|علي اعتاب|के करीब|के नजदीक|即将|快到|快要|接近于|目前に|間近|寸前|もう少しで
""",
    "xnolonger": """
no longer|not any more|not any longer|not anymore|any more|anymore|any longer|ya no|ne sont plus|n'est plus|n'etes plus|n'es plus|n'ont plus|n'avez plus|nicht mehr|nicht langer|keine ... mehr|kein ... mehr|keinen ... mehr|ja nao|nao sao mais|nao esta mais|nao estao mais|nao e mais|больше не|уже не|более не|لم يعد|لم تعد|لم تعودوا|لم نعد|अब नहीं|不再|もはや
""",
    # the ends and the middle of the scale
    "xtop": """
the very top|top of the scale|top of the ladder|top of the model|top of the mountain|top of the three|top of the range|top of the heap|top of the table|top of the stairs|top of the tree|top of the world|top of the maturity|top of the pyramid|top of the class|at the top|to the top|the summit|the summit of the scale|the pinnacle|the peak|peak of the scale|the apex|the very highest|highest there is|highest possible|highest one|highest of the three|highest of all|highest of them|highest rung|highest rating|highest score|highest mark|highest grade|highest class|highest place|highest point|the highest|highest result|highest maturity|highest category
the maximum|maximum rating|maximum score|maximum possible|maximum maturity|maxed out|maxed it out|most mature|most mature type|most advanced|most automated|best result|best level|best possible|best rating|best score|best grade|best there is|best category|best anyone can|as high as it gets|as high as it goes|as high as the scale|as high as you can|as far up as|nothing above you|nothing ... above you|nobody above you|none above you|no ... above you|nothing beyond you|nothing higher than you|none higher|nothing higher|as high as anyone|nothing ... above your|no ... above your|nothing above your|nothing ... left to climb|nothing more to climb|no more climbing|nothing to climb|cannot go higher|can not go higher|cannot go any higher|can not go any higher|can not get higher|can not get any higher|can not climb|nowhere to climb|conquered the whole|reached the end of|the whole ladder behind|nothing left to reach|nothing left to achieve|all the levels|every level there is|clean sweep|full house|completed the scale|completed the ladder|reached the finish|the finish line|nada por encima|nadie por encima|ningun nivel por encima|rien au-dessus|plus rien au-dessus|nichts uber euch|nichts mehr uber|keine stufe uber|nada acima|выше некуда|выше только|выше вас|再往上没有|上面没有|上はありません|上はもうありません|これ以上上|every single level|every level there|nothing left to climb|nothing left for you to climb|nothing is left for you to climb|nothing is left to climb|nowhere left to climb|nowhere left to go|nowhere higher|no rung above|no rung higher|no level above|no level higher|no higher level|no step above|no step higher|no more levels|no more rungs
end of the ladder|end of the scale|end of the road|top tier|top-tier|top rung|uppermost|topmost|last of the three|third of three|three of three|final boss|the final rung|the ceiling|the penthouse|the rooftop
ponto mais alto|punto mas alto|point le plus haut|hochster punkt|hochsten punkt|hochste punkt|высшая точка|высшей точке|самой верхней|最高点|اعلي نقطه|سقف|lo mas alto|la cima|la cumbre|el tope|el maximo|la maxima|mas alto de|el mas alto|la mas alta|lo mas alto de la escala|le sommet|au sommet|du sommet|le plus haut|la plus haute|tout en haut|le maximum|le haut de l'echelle|en haut de l'echelle|ganz oben|an der spitze|die spitze|das maximum|am hochsten|das hochste|das obere ende|oberen ende|o topo|ao topo|no topo|do topo|o mais alto|a mais alta|o maximo|no alto da escala|вершин*|на вершине|самый верх|самом верху|самого верха|самый высокий|самом высоком|максимум*|на высшей|высшая|القمه|اعلي السلم|الاعلي|في القمه|اعلي درجه|शीर्ष|सबसे ऊपर|सबसे ऊँचे|सबसे ऊंचे|चोटी|最高的|最高级|顶端|顶峰|最顶|最上面|到顶|满级|最高|頂点|一番上|最上位|最高位|てっぺん|頂上
""",
    "xbottom": """
the very bottom|bottom of the scale|bottom of the ladder|bottom of the model|bottom of the three|bottom of the table|bottom of the stairs|bottom of the heap|bottom of the maturity|at the bottom|foot of the ladder|foot of the scale|foot of the stairs|foot of the mountain|base of the ladder|lowest there is|lowest possible|lowest one|lowest of the three|lowest of all|lowest of them|the lowest|lowest rung|lowest rating|lowest score|lowest mark|lowest grade|lowest place|lowest point|the very lowest|lowest category|least mature|least automated|starting line|starting blocks|starting level|square one|ground zero|ground floor|entry level|entry-level|very beginning|beginning of the scale|beginning of the ladder|start of the scale|start of the ladder|manual end|lower end|low end|worst result|worst level|worst rating|worst possible|minimum rating|minimum score|bottom rung|bottommost|lowermost|as low as it gets|as low as it goes|nothing below you|nothing ... below you|no ... below you|none below you|nothing under you|nothing lower|none lower|cannot go lower|can not go lower|can not go any lower|can not get lower|can not get any lower|have not started climbing|not started climbing|not left the ground|not yet left the ground|not climbed a single|not climbed a rung|not climbed any|not a single rung|not a single level|not one rung|not one single rung|not even one rung|not even the first|at the very start|at square|from scratch|the basement|rock bottom|the doormat|ground level|nada por debajo|ningun nivel por debajo|rien en dessous|nichts unter euch|nada abaixo|ниже некуда|下はありません|no rung below|no level below|nothing below
ponto mais baixo|punto mas bajo|point le plus bas|niedrigster punkt|niedrigsten punkt|низшая точка|нижней точке|самой нижней|最低点|lo mas bajo|el mas bajo|la mas baja|abajo del todo|el minimo|la parte baja|le plus bas|la plus basse|tout en bas|le bas de l'echelle|en bas de l'echelle|le minimum|ganz unten|am fuss|das niedrigste|am niedrigsten|das untere ende|unteren ende|o mais baixo|a mais baixa|o minimo|na base|no fundo|la em baixo|самый низ|самом низу|самый низкий|самом низком|низшая|минимум*|внизу шкалы|القاع|اسفل السلم|الادني|ادني درجه|सबसे नीचे|सबसे निचले|निचले छोर|最低的|最低级|最底|底层|底部|起跑线|最低|一番下|最下位|最底辺|どん底
""",
    "xmiddle": """
middle of the scale|middle of the ladder|middle of the table|middle of the pack|middle of the three|middle of the road|the level before the last|level before last|the one before the last|before the last level|next to last|next-to-last|second to last|second-to-last|second from the top|second from the bottom|one from the top|penultimate|half of the levels|half the levels|half the ladder|half of the ladder|half of the way up|penultimo nivel|el penultimo|avant-dernier|l'avant-dernier|vorletzte*|penultima|предпослед*|قبل الاخير|倒数第二|最後から二番目|in the middle|the middle one|the middle|halfway up|half way up|midway up|midway|in between|in the centre|in the center|a medio camino|en el medio|en medio|a mitad de|le milieu|au milieu|a mi-chemin|entre les deux|in der mitte|die mitte|dazwischen|auf halbem weg|no meio|ao meio|a meio caminho|посередине|в середине|середин*|посреди|في الوسط|في المنتصف|منتصف|बीच में|मध्य में|中间的|中间|居中|半途|真ん中|中間|中ほど|途中
""",
    "when": """
as soon as|the moment that|the moment your|the minute|the day your|from the moment|tan pronto como|en cuanto|des que|des lors que|assim que|logo que|как только|بمجرد ان|जैसे ही
""",
    "xsame": """
not alter ... level|not alter ... classification|not alter ... rating|not alter ... score|not alter ... maturity|not alter ... status|not alter ... result|not change ... level|not change ... classification|not change ... rating|not change ... score|not change ... maturity|not change ... status|not change ... result|not affect ... level|not affect ... classification|not affect ... rating|not affect ... score|not affect ... maturity|not affect ... status|not affect ... result|not influence ... level|not influence ... classification|not influence ... rating|not influence ... score|not influence ... maturity|not influence ... status|not influence ... result|not move ... level|not move ... classification|not move ... rating|not move ... score|not move ... maturity|not move ... status|not move ... result|not improve ... level|not improve ... classification|not improve ... rating|not improve ... score|not improve ... maturity|not improve ... status|not improve ... result|not raise ... level|not raise ... classification|not raise ... rating|not raise ... score|not raise ... maturity|not raise ... status|not raise ... result|not lift ... level|not lift ... classification|not lift ... rating|not lift ... score|not lift ... maturity|not lift ... status|not lift ... result|not touch ... level|not touch ... classification|not touch ... rating|not touch ... score|not touch ... maturity|not touch ... status|not touch ... result|not impact ... level|not impact ... classification|not impact ... rating|not impact ... score|not impact ... maturity|not impact ... status|not impact ... result|not modify ... level|not modify ... classification|not modify ... rating|not modify ... score|not modify ... maturity|not modify ... status|not modify ... result|no consequence* for ... level|no consequence* for ... rating|no effect on ... level|no effect on ... rating|no impact on ... level|no influence on ... level|no bearing on ... level|no difference to ... level|no difference for ... level|without consequence*|without effect on|レベルは変わりません|レベルは変わらない|レベルが変わりません|レベルは変わることは|レベルは上がりません|レベルは上がらない|レベルが変わらな|レベルは同じ|level stays as|nothing changes for|nothing really changes|nothing would change|nothing will change|no change for your|no change in your level|no change to your level|nothing happens to|nothing happens with|nothing moves|not impair ... level|not impair ... rating|not impair ... score|not harm ... level|not harm ... rating|not harm ... score|not hurt ... level|not hurt ... rating|not hurt ... score|not damage ... level|not damage ... rating|not damage ... score|not diminish ... level|not diminish ... rating|not diminish ... score|not reduce ... level|not reduce ... rating|not reduce ... score|not endanger ... level|not endanger ... rating|not endanger ... score|not jeopardise ... level|not jeopardise ... rating|not jeopardise ... score|not jeopardize ... level|not jeopardize ... rating|not jeopardize ... score|not worsen ... level|not worsen ... rating|not worsen ... score|not lower ... level|not lower ... rating|not lower ... score|not cost ... level|not cost ... rating|not cost ... score|not budge ... level|not budge ... rating|not budge ... score|pas bouger ... niveau|pas changer ... niveau|rien ... niveau|nicht ... eure stufe|unaffected by|be unaffected|remain unaffected|not be affected|untouched by|stay intact|remain intact|level does nothing|level would survive|level will survive|level survives|not a level more|not one level more|no level more|not a level higher|not a level better|not another level|not one level higher|not gain a level|not one more level|not change your level|not change the level|not change a thing|not change anything|change nothing|changes nothing|not affect your level|not affect the level|not alter your level|not affect your rating|not change your rating|not move your level|not move you|no effect on your level|no impact on your level|no influence on your level|not cost you a thing|cost you nothing|costs you nothing|not hurt your level|makes not a step|makes no step|not a step further|no step further|not an inch|makes no difference|make no difference|not make a difference|not make any difference|leave your level unchanged|leaves your level unchanged|leave you where you are|leaves you where you are|stay where you are|stays where it is|stay the same|stays the same|remain the same|remains the same|remain unchanged|stay unchanged|stays unchanged|level unchanged|the same level|keep your level|keeps your level|not raise your level|not lift your level|not improve your level|not lower your level|not budge
no cambia* ... nivel|no altera* ... nivel|no modifica* ... nivel|no cambia* su nivel|no cambia* tu nivel|no cambia* nada|no afecta* a su nivel|seguir* igual|el mismo nivel|ne change* ... niveau|ne modifie* ... niveau|ne change* rien|ne changerait rien|pas changer votre niveau|le meme niveau|nichts andern|nichts ... andern|andert ... nichts|andert an ... nichts|andert nichts|andern nichts|wurde nichts andern|dieselbe stufe|die gleiche stufe|nao muda* nada|nao muda* ... nivel|nao altera* ... nivel|nao afeta* ... nivel|nao muda* o nivel|o mesmo nivel|ничего не измен*|не измен* уровень|не изменит ваш уровень|не изменится|тот же уровень|لن يتغير|لا يتغير|لن يغير|नहीं बदलेगा|नहीं बदलता|कोई फर्क नहीं|不会改变|不会变|不变|没有影响|变わらない|変わりません|影響しません
""",
    "xraised": """
your level would rise|your level would go up|your level would increase|your level rises|your level goes up|you would gain a level|raise your level|raises your level|raise the level|lift your level|lifts your level|improve your level|improves your level|increase your level|move you up|moves you up|bump you up|bumps you up|push you up|take you up|bring you up|level you up|get you a level up|higher level for you|subir* de nivel|subiria* de nivel|monter* d'un niveau|eine stufe hoher|aufsteigen|subir de nivel|subiria de nivel|повысит уровень|повысит ваш уровень|поднимет ваш уровень|يرفع مستواكم|स्तर बढ़|提升你们的级别|升一级|レベルが上が
""",
    "xlowered": """
your level would drop|your level would fall|your level would sink|your level drops|your level falls|you would drop a level|you would lose a level|lower your level|lowers your level|reduce your level|reduces your level|decrease your level|move you down|moves you down|knock you down|set you back|sets you back|push you down|drag you down|bring you down|bajar* de nivel|bajaria* de nivel|descendr* d'un niveau|eine stufe tiefer|absteigen|cair de nivel|baixaria* de nivel|понизит уровень|понизит ваш уровень|снизит ваш уровень|يخفض مستواكم|स्तर घट|降一级|降低你们的级别|レベルが下が
""",
    "xfill": """
over at|over there|over here|since long|since a long time|for a long time|for ages|all the way|by the way|one way or another|in a way|either way|way to go|a long way since|no way around it|between you and me|between us|entre nous|entre nosotros|unter uns|entre nos|между нами|for the moment|at the moment|for the time being|as of now|as of today|right now|por el momento|pour le moment|pour l'instant|im moment|por enquanto|no momento|на данный момент|в данный момент|пока что|في الوقت الحالي|अपने आप|फिलहाल|今のところ
""",
    "you have": """
nobody can take|no one can take|nobody takes|none can take
""",
    "hello": """
if it is not my|if it is not the|if it isn't my|if it isn't the|if it is not our
""",
    "xcheers": """
give it up for|a big hand for|make some noise for|let us hear it for|let s hear it for|put your hands together|hip hip|shout-out to|shoutout to|
high five|high-five|high fives|fist bump|hats off|round of applause|pat on the back|pop the champagne|raise a glass|raise your glass|here is to|here 's to|take a bow|good job on|great job on|nice work on|great work on|nice job|well deserved|thumbs up for|way to go|give yourself a hand|chapeau|un aplauso|buen trabajo|un grand bravo|gut gemacht|hut ab|bom trabalho|так держать|молодцы
""",
    # no claim at all
    "xopen": """
premature to|too early to|too soon to|early to say|cannot say|can not say|can not tell|cannot tell|could not say|could not tell|not possible to say|impossible to say|do not know|does not know|not yet know|not know yet|unknown|not been assessed|not been computed|not clear|unclear|remains open|remains to be seen|still open|not decided|undecided|hard to say|who knows|demasiado pronto|no se sabe|no lo se|no se puede decir|no puedo decir|trop tot|je ne sais pas|on ne sait pas|impossible de dire|zu fruh|noch offen|weiss ich nicht|wissen wir nicht|kann ich nicht sagen|cedo demais|nao sei|nao se sabe|nao da para|рано говорить|не знаю|неизвестно|пока неясно|трудно сказать|من المبكر|لا اعرف|لا اعلم|لا نعرف|नहीं कह सकते|पता नहीं|अभी कहना जल्दबाज|还不知道|不知道|不好说|还不能|无法判断|わかりません|分かりません|まだ言え|まだ決ま
""",
    "xnot": """
off the table|ruled out|out of the question|excluded|not an option|not on the cards|descartado|exclu|ausgeschlossen|fora de questao|исключен*|مستبعد|排除
inaccurate to|no indication that|no evidence that|no sign that|no proof that|no reason to think|no reason to believe|nothing suggests that|nothing indicates that|nothing shows that|by no means|in no way|under no circumstances|far from true|not by a long shot|hay indicios de que no|rien n'indique que|nichts deutet darauf hin|nada indica que|ничто не говорит|inaccurate for|incorrect to|wrong to|false to|misleading to|untrue that|not true that|not the case that|not correct to|not right to|mistaken to|mistake to|hesitate to|would not call|would not say|cannot call|can not call|nothing about|anything but|hardly any|far from being|would be a lie|does not hold that|por nada|lejos de ser|serait faux|serait inexact|ware falsch|ware gelogen|seria errado|seria falso|seria inexacto|неверно было бы|нельзя назвать|нельзя сказать|لا يمكن القول|कहना गलत
""",
    "xsomeday": """
some day|one day|some time|sooner or later|in the long run|at some point|in the future|down the road|by the end of|next year|next month|next quarter|a year from now|before long|soon enough|in due course|in time|algun dia|en el futuro|mas adelante|tarde o temprano|un jour|a l'avenir|plus tard|tot ou tard|eines tages|in zukunft|fruher oder spater|um dia|algum dia|no futuro|mais tarde|когда-нибудь|в будущем|рано или поздно|со временем|في المستقبل|يوما ما|किसी दिन|भविष्य में|总有一天|有一天|有朝一日|今后|いつの日か|いつか|将来的に
""",
}
_LEARNER = re.compile(
    r"تم(?!\w)|(?<!\w)(?:your?|te|os|le|les|su|tu|vous|vos|votre|toi|euch|eurem|ihnen|ihrem|dir|seu|sua|вас|вам)(?!\w)|كم(?!\w)|你|您"
)
_COMPARATIVE = re.compile(
    r"(?<!\w)(?:(?:more|less) \w+ than|(?!(?:rather|other|after|either|whether|whichever|together|never|ever|over) )\w{2,}er than|(?:mas|menos) \w+ que|(?:plus|moins) \w+ que|\w{3,}er als|(?:mais|menos) \w+ (?:do )?que|(?:более|менее) \w+,? чем)(?!\w)"
)
_LESS = re.compile(r"less|lower|worse|weaker|smaller|poorer|fewer|behind|menos|moins|niedriger|schlechter|менее")
_AROUND_LEARNER = (
    # "over you there is still a level", "there is not a level under you"
    (re.compile(r"(?<!\w)(?:not|no|nor) (?:a |any |one |single |further |other |more )*(?:levels?|stages?|rungs?|steps?) (?:is |are |left )?(?:under|below|beneath) (?:you|your)(?!\w)"), " you are xbottom "),
    (re.compile(r"(?<!\w)(?:not|no|nor) (?:a |any |one |single |further |other |more )*(?:levels?|stages?|rungs?|steps?) (?:is |are |left )?(?:over|above|beyond) (?:you|your)(?!\w)"), " you are xtop "),
    (re.compile(r"(?<!\w)(?:over|above|beyond) (?:you|your team|your organi[sz]ation),? (?:there )?(?:is|are|lies|lie|remains?|waits?) (?:\w+ ){0,2}(?:a|one|another|more|still|two) (?:\w+ ){0,2}(?:levels?|stages?|rungs?)"), " you are xbelow xtop "),
    (re.compile(r"(?<!\w)(?:under|below|beneath) (?:you|your team|your organi[sz]ation),? (?:there )?(?:is|are|lies|lie) (?:\w+ ){0,2}(?:a|one|another|already|two) (?:\w+ ){0,2}(?:levels?|stages?|rungs?)"), " you are xpassed xbottom "),
    (re.compile(r"(?<!\w)(?:a|one|another|still|more) (?:\w+ )?(?:levels?|stages?|rungs?) (?:over|above|beyond) (?:you|your team|your organi[sz]ation)(?!\w)"), " you are xbelow xtop "),
    (re.compile(r"(?<!\w)(?:a|one|another|already) (?:\w+ )?(?:levels?|stages?|rungs?) (?:under|below|beneath) (?:you|your team|your organi[sz]ation)(?!\w)"), " you are xpassed xbottom "),
)  # fmt: skip
_WORD_FOR = {phrase: word for word, phrases in reversed(_IDIOMS.items()) for phrase in listed(phrases)}
_ALL = pattern(_WORD_FOR)


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """A folded text with each idiom as the one word that stands for it."""
    text = expanded(text)
    if "level" in text or "rung" in text or "stage" in text:
        for beside, place in _AROUND_LEARNER:
            text = beside.sub(place, text)
    text = _COMPARATIVE.sub(lambda match: " xbelow " if _LESS.search(match[0]) else " xpassed ", text)
    return _ALL.sub(lambda found: _with_learner(found.said, _WORD_FOR[found.phrase]), text)


def _with_learner(said: str, word: str) -> str:
    """The word for an idiom; the learner is kept when the idiom speaks of them."""
    # “kiss the manual days goodbye”: what stands in a gap is kept
    level = " ".join(
        one
        for one in said.split()
        if one[:1].isdigit() or one.startswith(("xname", "xadjective")) or "LEVEL" in roles(one)
    )
    found = _LEARNER.search(said)
    if found is None:
        return f" {word} {level} "
    if found[0] in ("كم", "تم"):
        return f" {word} {level} انتم "  # a suffix is no word by itself
    return f" {found[0]} {word} {level} " if found.start() == 0 else f" {word} {level} {found[0]} "
