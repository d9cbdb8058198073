"""The words by which an answer is graded, in each of the languages that are checked. The syntax is that of `phrases`."""

from __future__ import annotations

import re

from tutor.teaching.grounding.normalise import word_set
from tutor.teaching.grounding.phrases import pattern

# what calls an answer right, when nothing else is there to be right
RIGHT = pattern("""
positive|correct|correctly|right|exact|exactly|exactly right|absolutely|precisely|perfect|perfectly|true|accurate|spot-on|flawless|faultless|impeccable|excellent|brilliant|valid|sound|100 percent|superb|outstanding|splendid|indeed so|quite so|just so
goldrichtig|vollig richtig|haargenau|haarscharf|richtig|richtige|korrekt|korrekte|genau|genau richtig|stimmt|das stimmt|perfekt|ausgezeichnet|zutreffend|trifft zu|fehlerfrei|einwandfrei|tadellos|exakt|vollkommen richtig|prima
correcto|correcta|exacto|exacta|exactamente|perfecto|perfecta|excelente|cierto|acertado|acertada|verdadero|impecable|precisamente|en efecto
exactement|parfait|parfaite|juste|correcte|exacte|vrai|vraie|precisement|impeccable|sans faute|bonne reponse|tout a fait|absolument
correto|correta|certo|certa|certissimo|certissima|exato|exata|exatamente|perfeito|perfeita|perfeitamente|verdadeiro|impecavel|na mosca
верно|верный|верен|верна|правильно|правильный|правильная|точно|точный|именно|отлично|абсолютно|безупречно|прекрасно|блестяще|так и есть|все так|все верно
صحيح|صحيحه|صواب|صائب|صائبه|دقيق|دقيقه|ممتاز|ممتازه|بالضبط|رائع|رائعه|مضبوط|تمام|سليم|سليمه
सही|बिल्कुल सही|ठीक|सटीक|उत्तम|दुरुस्त|सच
全对|都对|全部正确|全都对|正确|准确|没错|对|对了|完全对|无误|精准|满分|正解|正しい|正しいです|完璧|その通り|そのとおり|合って|的確|大正解|ばっちり|バッチリ|完全に正しい
""")
# ways of saying so that take more than one word
RIGHT_IDIOM = pattern("""
you smashed it|smashed it|you crushed it|crushed it|you killed it|killed it|you rocked it|rocked it|you owned it|you slayed|slayed it|knocked it out of the park|out of the park|you did it|you get it|you see it|you cracked it|you found it|you hit it|you nailed it|you nailed this|nailed it|nailed this one|hit the nail|hits the nail|on the nose|bang on|spot on|dead on|on target|right on|on the mark|hit the mark|hits the mark|hit the bull's eye|bull's eye|bullseye|bingo|bravo|jackpot|on the money|on point|well done|well reasoned|well put|well answered
you have reason|have reason|it is so|is so|in the right|correctness of your|accuracy of your|validity of your|soundness of your|as you say|like you say|you say it|this is how it is|that is how it is|you did well|you did great|did very well|well observed|well spotted|perfect ten|ten out of ten|a clean ten|precisely it|exactly it|just it|on fire|full point|the point is yours|hit the truth|is the truth|speak the truth|a yes from me|it is a yes|no room for criticism|nothing to criticise|nothing to criticize|evaluation is positive|no room for criticism|no room for improvement|no room for doubt|no room for complaint*|earns you full|earns you the full|earns you the point|nothing missing|not a thing missing|nothing is missing|nothing lacking|nothing left out|nothing to change|nothing wrong with|not a thing wrong|nothing more to say|no gaps|not one mistake|not one error|without fault|without error|without errors|error-free|hundred percent|100 percent right|a hundred out of|every box|ticks every box|tick every box|a bullseye|full marks|top marks|full credit|full points|top score|perfect score|full score|no notes|thumbs up|leaves nothing to be desired|leaves little to be desired|agree with your|agree with you|i agree|i concur|only agree|flying colours|flying colors|nothing to add|everything is there|all is there|all there|hit exactly the point|hits exactly the point|hit the point|hits the point|nothing to object|nothing to object to|nothing to complain|nothing to correct|nothing to fix|nothing to improve|no objections|no complaints|pat on the back|you have good answered|you have well answered|good answered|well answered|could not have said it better|could not have put it better|could not agree more|exactly what i was looking for|just what i was looking for|exactly what i wanted|what i was looking for|what i was hoping for
you got it|you have got it|you have it right|got it right|got this right|got that right|got that one right|have that right|you got this one|you understood|you have understood|you have grasped|you grasped|you have cracked|you cracked|you solved it|you passed|you aced|aced it|you were right|you are right|you have got that right|you chose well|you chose right|you answered correctly|you answered well
holds up|holds water|holds true|stands up|checks out|adds up|hits home|makes perfect sense|matches the expected|match the expected|matches what|is as expected|meets all|covers everything|covers all|in every respect|in every detail|on all counts|in full|to the letter|to a t|not a single mistake|no mistakes|without a mistake|without mistakes|not wrong|nothing wrong|faultlessly|gold star|home run|slam dunk|this is it|this is the one|this is the answer|no shortcomings|no faults|no flaws|no objections|that is the one|that is the right|that is it|that is the answer|that is the way|as it should be|deserves full|earns full|great answer|good answer|excellent answer|perfect answer|nice answer|strong answer|great job|good job|nice job|great work|nice work|good work|way to go|attaboy|chapeau|hats off
gut gemacht|sehr gut|volltreffer|treffer|ins schwarze|auf den punkt|den nagel auf den kopf|hast du ... recht|habt ihr ... recht|haben sie ... recht|du hast ... recht|ihr habt ... recht|hast recht|habt recht|haben recht|volle punktzahl|nichts hinzuzufugen|gut beantwortet|besser ... nicht sagen|besser geht|besser kann man|gut erkannt|richtig erkannt|so ist es|genau so|bestanden|hast du verstanden|gut verstanden|liegst richtig|liegen sie richtig|liegt ihr richtig
muy bien|bien hecho|asi es|acertaste|acertado|has acertado|acerto|eso es|en el clavo|en el blanco|diste en|dado en|bien dicho|bien respondido|tienes ... razon|tiene ... razon|tienen ... razon|tienes razon|tiene razon|tienen razon|nota maxima|lo has entendido|lo ha entendido|lo clavaste|clavado|ni mas ni menos|justo lo que|diez sobre diez|un diez|buena respuesta|gran respuesta
c'est ca|c'est exactement ca|exactement ca|exactement cela|c'est bien ca|bien joue|dans le mille|tu as raison|vous avez raison|bien vu|bien repondu|bravo|tres bien|excellente reponse|c'est exact|c'est gagne|mis dans le mille|note maximale|sans fausse note|rien a redire|vingt sur vingt|20 sur 20|on ne peut mieux|tu as tout compris|vous avez tout compris|bien compris
muito bem|acertou|acertaram|acertaste|isso mesmo|na mosca|em cheio|mandou bem|resposta certa|voce tem razao|tem razao|nota dez|nota 10|nota maxima|e isso ai|isso ai|bem respondido|entendeu tudo|gabaritou|boa resposta|otima resposta
молодец|молодцы|вы правы|ты прав|ты права|в точку|в самую точку|в десятку|в яблочко|попали в цель|попал в цель|так точно|угадали|хорошо сказано|лучше не скажешь|лучше и не скажешь|лучше не сказать|высший балл|пять с плюсом|на отлично|все правильно|отличный ответ|прекрасный ответ|хорошая работа|браво
احسنت|احسنتم|احسنتي|اصبت|اصبتم|اجابه موفقه|في الصميم|العلامه الكامله|عين الصواب|انت محق|انتم محقون|معك حق|برافو|عمل رائع|اجابه رائعه
शाबाश|बहुत बढ़िया|बहुत खूब|बहुत अच्छा|वाह|सौ प्रतिशत|पूरे अंक|आप सही हैं|बिलकुल सही|एकदम सही|निशाने पर|पूरे नंबर
漂亮|答得漂亮|精彩|很棒|真棒|答对|答得对|答得好|很好|太棒了|说得对|说对了|做得好|棒极了|一针见血|满分|正中|非常好|完美|回答得很好|你是对的|您是对的|猜对|选对|厉害|好答案|说到点子上
よくでき|素晴らしい|すばらしい|お見事|ご名答|満点|当たり|当たって|大当たり|花丸|よくわかって|文句なし|さすが|やった|合格|バッチリ|言う通り|おっしゃる通り
""")
WRONG = pattern("""
negative|incorrect|incorrectly|wrong|wrongly|mistaken|false|untrue|inaccurate|erroneous|faulty|invalid|unsound|flawed|deficient|inadequate|subpar|unconvincing|untenable|unfounded|off|off base|off track|off target
grundfalsch|vollig falsch|falsch|inkorrekt|fehlerhaft|verkehrt|unrichtig|unzutreffend|daneben|falsche|unkorrekt
incorrecto|incorrecta|equivocado|equivocada|falso|falsa|erroneo|erronea|inexacto|inexacta|mal
faux|fausse|incorrecte|inexact|inexacte|errone|erronee|mauvaise reponse|a cote
incorreto|incorreta|errado|errada|falso|falsa|inexato|inexata|equivocado|equivocada
неверно|неверный|неверен|неверна|неправильно|неправильный|ошибочно|ошибка|ошибочный|ложно|мимо|не верно|не правильно
خطا|خاطئ|خاطئه|غير صحيح|غير صحيحه|غير دقيق|غير دقيقه|مغلوط|مغلوطه
गलत|ग़लत|अशुद्ध|त्रुटिपूर्ण|全错|都错|全都错|错误|不对|不正确|错了|错|有误|不准确|不正解|間違い|間違って|誤り|違います|違う|正しくありません|正しくない|ちがいます|ハズレ|はずれ|外れ
""")
WRONG_IDIOM = pattern("""
incorrectness of your|inaccuracy of your|falseness of your|truth is a different|truth is different|truth is another|truth lies elsewhere|a different one|is different|cannot be accepted|can not be accepted|not be accepted|must be rejected|is rejected|not give you the point|not give you the full point|no point for|no points for|a no from me|it is a no|goes wrong|go wrong|went wrong|false direction|wrong direction|wrong way|wrong track|wrong path|wrong road|false track|false path|not convinced|does not convince|do not convince|not persuaded|not satisfied|not happy with|not impressed|can not accept|cannot accept|can not agree|cannot agree|do not agree|do not think so|do not buy it|do not buy this|do not buy that|not buying it|not buying this|a mistake|your mistake|made a mistake|made an error|a mistake in|an error in|a flaw in|error in your|not it|not the answer|not the one i|not the one that|not the right|not the correct|not the expected|not the best|not true|not so|not right|not correct|not what i was looking for|not what the text|not what i wanted|not accurate|not the case|not how it
misses the mark|missed the mark|miss the mark|misses the point|missed the point|miss the point|missed it|you missed|wide of the mark|off the mark|way off|far off|completely off|totally off|not even close|no cigar|no dice|no luck|wrong tree|swing and a miss|a miss|does not hold|does not work|does not fit|is other|it is other|is another one|is a different one|war nix|war nichts|war wohl nichts|does not cut it|not cut it|does not go|do not go|leaves much to be desired|leaves a lot to be desired|leaves something to be desired|try other|try another|try once more|does not add up|does not count|does not answer|does not match|does not quite work|does not quite fit|will not do|not hold up|not hold water|fails to|falls flat|falls short|thumbs down|big red x
you got it wrong|got that wrong|got this wrong|got it wrong|got that one wrong|you failed|you fail|answered bad|answered badly|answered wrong|answered wrongly|answered incorrectly|bad answered|a fail|a misunderstanding|a misconception|common misconception|common mix-up|a mix-up|mixed up|mixes up|mix up two|you confuse|you have confused|confuses two|you misunderstood|misread|try again|have another try|have another go|have another look|give it another|better luck|nice try|good try|think again|i have to disagree|i disagree|must disagree|back to the drawing board|you are out|no points|zero points|not a good answer|not good|not a good one|not great|bad answer|poor answer|that was nothing|was nothing|learn it again|it again from|afraid not|unfortunately not|sadly not
stimmt nicht|stimmt so nicht|stimmt leider nicht|stimmt so leider nicht|leider nein|leider nicht|nicht richtig|nicht korrekt|kein treffer|knapp vorbei|voll daneben|liegst falsch|liegst ... falsch|liegt ... falsch|liegen ... falsch|liegt ihr falsch|liegen sie falsch|irrst|irren sie|irrt ihr|ein fehler|ein irrtum|ein missverstandnis|nicht die richtige|trifft nicht zu|versuch es noch|noch einmal versuchen|am thema vorbei|nicht getroffen|passt nicht
esa no es|ese no es|eso no es|no es esa|no es ese|no es correcto|no es correcta|no es cierto|no es asi|no es la respuesta|no es eso|te equivocas|se equivoca|os equivocais|se equivocan|te has equivocado|se ha equivocado|te equivocaste|fallaste|has fallado|un error|no has acertado|no acertaste|no acerto|por desgracia no|lamentablemente no|desgraciadamente no|intentalo de nuevo|intentelo de nuevo|vuelve a intentar|no aciertas|no va por ahi|respuesta equivocada|no tienes razon|no tiene razon
pas correct|pas correcte|n'est pas correct|pas juste|pas exact|pas exacte|c'est faux|pas la bonne|vous avez tort|tu as tort|vous vous trompez|tu te trompes|pas bon|pas bonne|pas vrai|une erreur|passe a cote|passez a cote|malheureusement non|malheureusement pas|n'est malheureusement pas|helas non|rate|essayez encore|reessayez|essaie encore|ce n'est pas ca|ce n'est pas cela|pas ca du tout|hors sujet
nao esta correto|nao esta correta|nao esta certo|nao esta certa|nao e a resposta|resposta errada|nao confere|nao bate|nao e isso|nao e bem isso|voce errou|errou|erraram|um erro|infelizmente nao|nao acertou|nao acertaste|tente de novo|tente novamente|passou longe|fora do alvo|nao procede|nao e verdade|nao e correto|nao e correta
ошибаетесь|ошибся|ошиблись|вы не правы|ты не прав|не в точку|к сожалению нет|увы нет|мимо цели|не угадали|попробуйте еще|попробуй еще|промах|промахнулись|не тот ответ|не так|это не так|не то|не соответствует|не верен|не верна
ليس صحيحا|ليست صحيحه|اخطات|اخطاتم|للاسف لا|ليس هذا|ليست الاجابه|حاول مره|حاولوا مره|جانبك الصواب|لم تصب|لم تصيبوا|اجابه خاطئه|غلط|لست محقا
सही नहीं|सही नहीं है|ठीक नहीं|गलती|चूक|फिर से कोशिश|दोबारा कोशिश|आप गलत|चूक गए|निशाना चूक|सटीक नहीं|उत्तर नहीं है
答错|回答错误|你错了|不是正确|并不对|不太正确|很遗憾|再试|猜错|选错|搞错|弄错|偏题|没答对|没有答对|不是这样
間違えて|残念|惜しくも|外して|もう一度考え|そうではありません|そうじゃ|答えではありません|不正確|的外れ|誤解|合っていません|合ってない|正解ではありません|正解ではない
""")
# what calls an answer partly right
PARTLY = pattern("""
not quite|not quite right|not entirely|not entirely right|not entirely correct|not exactly|not totally|almost|almost right|almost there|almost got it|nearly|nearly right|nearly there|partly|partly right|partly correct|partially|partially right|partially correct|half right|half wrong|half correct|half true|half of it|half the answer|half the story|half of the truth|half the truth|halfway right|halfway there|mostly right|mostly correct|mostly
lacks something|lacks a|something lacks|misses something|something misses|it misses|it lacks|needs work|warmer|getting warmer|close|so close|very close|pretty close|close enough|close but|not completely|not fully|not fully correct|partial credit|half credit|half marks|half the points|on the right track|right track|right direction|getting there|getting warm|getting warmer|part of the story|only part|only a part|only partly|only partially|only half|incomplete|not complete|one part right|in part|in parts|to some extent|to a degree|up to a point|good start|a start|one more thing to it|not the whole|not the full|not all of it|more to it|something is missing|one thing is missing|one part is missing|one piece is missing|a piece is missing|needs a bit more|a bit more to
nicht ganz|nicht ganz richtig|nicht ganz korrekt|fast|fast richtig|teilweise|teilweise richtig|zum teil|zum teil richtig|halb richtig|zur halfte|zur halfte richtig|beinahe|nicht vollstandig|unvollstandig|nah dran|knapp|knapp daneben|ein teil fehlt|auf dem richtigen weg|teils|teils richtig|nur halb|nicht vollig|im ansatz
no del todo|no del todo correcto|casi|casi correcto|casi casi|parcialmente|parcialmente correcto|parcialmente correcta|no exactamente|en parte|en parte correcto|a medias|medio correcto|por poco|muy cerca|vas por buen camino|va por buen camino|van por buen camino|incompleto|incompleta|te falta|le falta algo|falta algo|la mitad
pas tout a fait|presque|partiellement|partiellement correct|partiellement juste|en partie|en partie correct|en partie juste|a moitie juste|a moitie|pas exactement|pas completement|incomplet|incomplete|sur la bonne voie|tu y es presque|vous y etes presque|il manque|pas entierement|proche
quase|quase la|quase isso|parcialmente|parcialmente correto|parcialmente correta|em parte|em parte certo|nao exatamente|nao totalmente|nao completamente|nao de todo|pela metade|meio certo|incompleto|incompleta|no caminho certo|por pouco|falta algo|nao e bem
не совсем|не совсем верно|не совсем правильно|почти|почти верно|почти правильно|частично|частично верно|частично правильно|лишь частично|отчасти|отчасти верно|наполовину|неполный|неполно|не полностью|близко|тепло|вы на верном пути|на верном пути|не до конца|чуть-чуть не
ليس تماما|تقريبا|صحيح جزئيا|صحيحه جزئيا|جزئيا|الي حد ما|غير مكتمل|غير مكتمله|ناقص|ناقصه|نصف صحيح|نصف صحيحه|اقتربت|قريب|قريبه|ليس بالضبط|كدت|ليس كليا
पूरी तरह नहीं|लगभग|लगभग सही|आंशिक|आंशिक रूप से|आंशिक रूप से सही|आधा सही|पूरी तरह सही नहीं|अधूरा|अधूरी|करीब|काफी करीब|थोड़ा सा|कुछ हद तक
不太准确|不够准确|不太正确|不完全准确|不太对|不完全对|部分正确|差一点|差一点点|不太对|几乎正确|几乎|基本正确|不完全正确|差不多对|差不多|只对了一半|对了一半|一半|不够完整|不完整|接近了|很接近|还差
惜しい|部分的に正解|ほぼ正解|少し違い|ちょっと違い|一部正解|あと一歩|半分正解|半分|不十分|もう少し|部分的|完全ではありません|一部
""")
# what may be said of a wrong answer too
ALMOST = pattern("""
not quite|not entirely|not exactly|not completely|not fully|not totally|close|so close|almost|nearly|not the whole|right track|good start|getting there|getting warm|warmer|getting warmer|you are getting warmer|nicht ganz|fast|beinahe|knapp|nah dran|no del todo|no exactamente|casi|por poco|pas tout a fait|pas exactement|presque|nao exatamente|nao totalmente|nao e bem|quase|por pouco
не совсем|почти|близко|ليس تماما|تقريبا|قريب*|اقتربت|पूरी तरह नहीं|लगभग|करीब|不太准确|不够准确|不完全对|不完全正确|不太对|差一点|差不多|几乎|接近|惜しい|少し違い|ちょっと違い|あと一歩|もう少し
""")
# what limits a grade to a part
WITH_PART = pattern("""
part|parts|partly|half|halves|bit|bits|piece|first point|second point|first one|second one|one of the|one thing|other|rest|missing|misses|lacks|only|so far|but|however|though|yet|still|first|second|both|element|elements|not there|one not|teil|teile|halfte|fehlt|fehlen|aber|erste|zweite|parte|partes|mitad|falta|faltan|pero|primera|segunda|primer|segundo|partie|moitie|manque|mais|premiere|premier|deuxieme|seconde|metade|mas|faltou|primeira
часть|части|половин*|не хватает|но|перв*|втор*|جزء|نصف|ينقص|لكن|الاول*|الثاني*|भाग|आधा|लेकिन|पहला|दूसरा|कमी|部分|一半|但|缺|第一|第二|部分|半分|しかし|ただ|足り|が
""")
# words that may stand beside a grade: they speak of the answer, of the learner, of the speaker, or of nothing
NEUTRAL = word_set("""
only merely full fully total totally regarded deemed seen treated taken classified must partly
yes yep yeah yup no nope nah well ok okay oh ah aha ooh wow hm hmm mm sorry unfortunately sadly alas afraid i'm i am me my indeed absolutely
completely totally entirely perfectly exactly precisely simply just all 100 still actually quite also very so really pretty fairly largely basically
essentially certainly definitely surely clearly truly technically honestly frankly again now then here there and or but too as far more than the a an this that
these those it its is was are were be been being you your yours u ur ya have has had got get gets did do does answer answers reply response responses guess choice
option selection pick explanation solution reasoning statement sentence wording argument point thinking logic attempt try one ones what said wrote
answered gave chose picked given view opinion book would could should say saying think believe consider find mark grade count call judge rate see seems seem looks
look sounds sound appears appear reads feels comes came to us for with in on of at by every each both part parts some not isn't never neither nor will can may might
must let tell confirm glad happy pleased proud great good nice fine there's time once regret inform respect respects detail details aspect way
none noone confirm confirms confirmed certify chef kiss acknowledge acknowledges must admit attest goes going go single thing statement claim assessment analysis formulation we our ten from me evaluation verdict judgement judgment word ainda todavia aun noch encore еще пока give gives gave something da du hast ihr habt half complete truth alles alle ganze komplett todo toda tout toute tudo all first second third last whole everything anything nothing much bit little s not correct right wrong true false sure out turns turn turned result judged graded graded
marked rated considered deemed case hits hit head straight out my friend dear champ buddy pal mate team folks soldier everyone
ja nein leider also das ist war dies es deine ihre eure deine antwort losung erklarung aussage hast du ihr habt sie haben sind seid bist vollig ganz absolut vollkommen doch schon auch so
sehr wirklich eindeutig und aber die der den dein euer ihr mir damit auf mit in was gesagt geschrieben war nicht kann man es besser
si no tu su la el lo respuesta es esta eso esto muy totalmente completamente del todo y pero que ha has han dicho usted ustedes bien absolutamente lamentablemente desgraciadamente me temo vuestra solucion explicacion un una de en por supuesto claro
oui non c'est ce la votre ta ton reponse est tout a fait completement absolument tres bien mais et vous tu as avez malheureusement helas n'est pas que une un le les voila de en ca cela dit explication solution
sim nao sua tua a o resposta esta e isso muito totalmente completamente absolutamente infelizmente mas voce voces foi seu explicacao um uma de em esta ta
да нет увы к сожалению ваш твой ваша твоя ответ это совершенно абсолютно вполне очень и но вы ты сказали ответили все так был объяснение ваше полностью
ليس ليست غير نعم لا للاسف هذا هذه اجابتك اجابتكم الاجابه جوابك جوابكم انت انتم هي هو تماما جدا و ما قلته ردك الرد اجابه
हां हाँ जी नहीं आपका आपकी तुम्हारा उत्तर जवाब यह वह है हैं बिल्कुल बिलकुल एकदम पूरी तरह से और लेकिन माफ कीजिए माफ़ खेद यही बहुत तो जवाब
""")
NEUTRAL_CJK = re.compile(
    r"(?:是的|是|的|你们?|您|回答|答案|解答|答|这个?|那|完全|非常|很|真|太|得|了|啦|呀|啊|吧|呢|哦|嗯|抱歉|遗憾|恭喜|但|不过|也|都|就|确实|说|选|选择|想法|理解|也是|并|一点|不|没|有|吗|我|觉得|认为|可惜|哎呀|对不起|"
    r"全部|すべて|全て|はい|いいえ|ええ|うん|その|それ|これ|この|は|が|も|の|で|です|だ|ね|よ|な|に|を|と|て|い|ます|ました|でした|あなた|御社|貴社|答え|回答|解答|お|ご|残念|ながら|ですが|本当|まさ|まさに|とても|完全|全く|まったく|そう|ちょっと|少し|けど|だよ|さん|皆|様|正|確|やり|した|え|っ|ー|！|、|。)+"
)
# what looks like a grade and is none
NO_GRADE = pattern(
    "all right|right now|right away|right after|right before|right there|right here|right from|right at|right up|right into|right to|不错|没关系|of course|good luck|all good|too good"
)
# words that grade only what is said of the learner's answer
GOOD = pattern("""
reflects|faithful|faithfully|accurately|captures|mirrors|in ... agreement|agrees|matches|match|corresponds|correspond|consistent with|in line with|in keeping with|convincing|convinces|solid|good|great|fine|wonderful|deserves|acceptable|accepted|passes|meets|satisfies|fulfils|fulfills|covers everything|covers all|contains everything|contains all|has everything|as expected|the expected|works|makes sense|hits|holds|stands|beautiful|lovely|superb|neat|sharp|on par|adds up|could not be better|no errors|no mistakes|no shortcomings|no faults|no flaws|no problems|no gaps|no weaknesses|no complaints|no objections|well|free of errors|without errors
coincide|concuerda|cumple|buena|bien|correspond|convient|bonne|bien|stimmt uberein|entspricht|passt|gut|uberzeugt|coincide|corresponde|boa|bate com|совпадает|соответствует|хорош*|сходится|تطابق|تتفق|जेड़|मेल खाता|अच्छा
""")
BAD = pattern("""
not ... single|no correct|nothing correct|nothing right|nothing true|not one correct|false direction|wrong direction|wrong way|wrong track|false track|wide of|short of|not what|require* revision|require* rework|require* correction|require* more|require* improvement|needs revision|needs rework|needs work|needs fixing|needs correction|needs improvement|need revision|need rework|need work|need correction|need fixing|could be better|must be corrected|should be corrected|must be revised|should be revised|to be corrected|room for improvement|questionable|doubtful|confusing|confused|not convincing|misguided|inaccurac*|shortcoming*|weakness*|gap|gaps|hole|holes|omission*|imprecision*|deficienc*|fault|faults|error|errors|mistake|mistakes|flaw|flaws|lacks|misses|fails|bad|poor|weak|insufficient|unsatisfactory|unacceptable|rejected|contradicts|confuses|mixes up|has a problem|has a gap|has a hole|off|deviates|differs from|at odds|contains an error|error in it|leaves out|omits|overlooks|ignores|forgets
error|errores|falla|fallos|mala|contradice|erreur|erreurs|mauvaise|contredit|fehler|schlecht|widerspricht|erro|erros|ruim|contradiz|ошибк*|ошибок|противоречит|خطا|اخطاء|गलती|त्रुटि
""")
# a tone that fits no right answer, and one that fits no wrong one
REGRET = pattern("""
afraid|unfortunately|sorry|sadly|alas|oops|uh-oh|oof|ouch|pity|shame|too bad|bummer|regret|regrettably|disappointing|disappointed|leider|schade|bedauerlich*|lamentablemente|desgraciadamente|por desgracia|lastima|helas|dommage|malheureusement|infelizmente|que pena|poxa
увы|к сожалению|жаль|للاسف|مع الاسف|अफ़सोस|अफसोस|खेद|दुर्भाग्य*|遗憾|可惜|抱歉|残念|惜し
""")
JOY = pattern("""
yay|woo|woohoo|hooray|hurray|bravo|congrats|congratulations|awesome|fantastic|amazing|wonderful|terrific|superb|hats off|kudos|love it|loved it|wow|yes sir|you rock|champion|winner|applause|genius|magnificent|marvellous|stellar|toll|super|klasse|wunderbar|genial|estupendo|fantastico|magnifique|formidable|otimo|excelente
maravilha|здорово|супер|замечательно|прекрасно|رائع|ممتاز|वाह|शानदार|太棒|棒|厉害|すごい|素晴らし|最高
""")
