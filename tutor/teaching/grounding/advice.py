"""Whether a sentence advises against the assessed next step.

The lesson says for each level which things come first there and which come later. A sentence is read clause by clause:
which of these things it speaks of, and whether it says that they come first, come later or are not needed. To put off
or belittle what comes first is wrong, and so is to urge what comes later. Reports of others, conditions and questions
advise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tutor.teaching.grounding import stances
from tutor.teaching.grounding.phrases import Found, Phrases, expanded, pattern

_Kind = Literal["main", "before", "after", "if", "instead"]


class _Clause(NamedTuple):
    """A stretch of a sentence, and how it is joined to the rest."""

    kind: _Kind
    text: str
    first: tuple[int, ...]
    """Where it names things that come first at the learner's level."""
    later: tuple[int, ...]
    """Where it names things that come later."""


_MARK = re.compile(
    r"[,;:.!?()\[\]\n\"|…]+|\s-+\s|→|=>|->"
    r"|(?<![\w-])(?:but|then|so(?=\W+(?:you|your|we|i|it|the|this|that|let|just|no|first|please|there|they|go|start|do|stop|automate|buy|get)\b|\W*$)|because|since|while|whereas|although|though|pero|porque|aunque|mientras|mais(?= (?:il|elle|vous|nous|on|ce|c|pas|les?|la|l|d|ne|n|je|tu|sans|avec|pour|surtout)\b)|car|puis|aber|weil|denn|dann"
    r"|mas|porque|enquanto|но|потому|поэтому|затем|а|لكن|لان|ثم|लेकिन|क्योंकि|और फिर|और)(?![\w-])|但是|但|因为|所以|然后|再(?!训|说|次|学)|が、|ので|から、"
)
_ADVERB = re.compile(
    r"^\W*(?:and |then )?(?:(?:as )?(?:a|the|your|its) (?:very )?first (?:measure|step|thing|priority|action|move)|to begin with|for a start|for starters|first off|in the first place|initially|first|firstly|first of all|second|secondly|third|thirdly|then|next|finally|lastly|later|afterwards|now|today|primero|segundo|luego|despues|d'abord|ensuite|puis|zuerst|dann|danach|primeiro|depois|сначала|потом|затем|اولا|ثانيا|ثم|पहले|首先|其次|然后|まず|次に)\W*$"
)
_AND = re.compile(r"(?<!\w)(?:and|or|y|e|et|und|и|و|or)(?!\w)|和|并且|而且|並|そして")
_IF = re.compile(
    r"^\W*(?:even )?(?:if|without|unless|whoever|should you|suppose|imagine|were you|si|sin|sans|wenn|falls|ohne|se|sem|если|без|اذا|لو|بدون|अगर|यदि|如果|要是|没有|もし)(?!\w)"
    r"|たら$|れば$|なら$|なければ|ないと"
)
_EVERYTHING = pattern("""
anything|anything else|everything|everything else|all else|the rest|any other|other things|todo lo demas|cualquier otra|nada|tout le reste|toute autre|quoi que ce soit|alles andere|allem anderen
allem|qualquer outra|tudo|всего|всем|остальн*|любым|اي شيء|كل شيء|किसी भी|सब कुछ|一切|其他|何より|他の何
""")
_PRONOUN = re.compile(
    r"(?<!\w)(?:it|that|this|they|them|these|those|all of that|lo|la|los|las|eso|ello|ca|cela|le|les|das|es|sie|dies|isso|ela|ele|это|их|его|ее|он|она|هذا|ذلك|ها|यह|इसे|उसे|वह)(?!\w)|它|这|那|これ|それ"
)
_WORRY = pattern("""
worry*|worrying|think*|care|caring|bother*|look at|looking at|consider*|spend*|preocup*|pens*|soucier|penser|kummer*|denken|denkt|думать|беспокоиться|التفكير|सोच*|考虑|考えま
""")
_RHETORICAL = re.compile(
    r"\b(?:who needs|who has (?:got )?(?:the )?time|who 's got|who has got|who wants|who would|who does|who on earth|what for|whatever for|since when|who cares|why pay|why spend|why fuss|why invest|why bother|what is the point|what's the point|what good|why waste|why even|quien necesita|para que|para que perder|a quoi bon|qui a besoin|wer braucht|wozu|quem precisa|para que)\b|кому нуж|зачем|谁需要|何必|\bwhy (?:\w+ ){1,4}(?:when|if|anyway|at all)\b"
)
_EFFECT = pattern("""
you would|you will|your team would|your team will|team would|is yours|are yours|takes you|bring* you|get you|gets you|lift* you|puts you|and you are|the function|you jump|you land|you drop|would be|you are at|you reach|leave* you|would still
seriais|estaria*|estarian|pasari*|subir*|seriez|seriez|serait|passer*|waret|ware|wurdet|kommt ihr|seid ihr|kamt|seria*|ficaria*|estariam|passari*|будете|окажетесь|станете|ستصل*|ستكون*|होंगे|होगी|जाएंगे|जाएगी|会达到|就会|会到|就到|なります|になる
""")
_TO_A_LEVEL = re.compile(
    r"(?<!straight to )(?<!directly to )(?<!right to )(?:levels?|lvl|stufe|nivel|niveau|уровень|уровне|уровня|المستوي|स्तर|レベル)\s*\d|\d\s*级"
)
_GOAL = pattern("""
to reach|to get to|in order to|for level|to become|to be at|on the way to|the way to|to move to|to be called|requires|would require|to arrive at|the road to|the path to|the goal|getting to|reaching|going from|means|is about|is when|is called
para llegar|para alcanzar|para pasar|pour atteindre|pour passer|pour arriver|um ... zu erreichen|bis zur|bis zu|para chegar|para atingir|para passar|чтобы|для перехода|до уровня|للوصول|حتي تصل*|के लिए|要到|要达到|为了|ため|には
""")
_LEAD = (
    r"(?:so|just|please|now|then|go|and|or|first|first of all|simply|well|ok|okay|hey|honestly|step \d|\d|next|also|really|instead|better|finally|rather|go ahead(?: and)?|feel free to|be sure to|make sure to|try to|get to work|"
    r"(?:my|our) (?:advice|tip|recommendation|suggestion)(?: for you)?(?: is)?(?: simple| clear)?|(?:your|the) (?:next step|next move|best move|best thing|main thing|first step|priority|plan|next task|most valuable thing|thing)(?: now| to do| you should do| you can do| for you| for your team)*(?: is| would be| should be)?(?: to)?|"
    r"what (?:you|your team) (?:should|need to|must|have to)(?: do)?(?: first| next| now)?(?: is)?(?: to)?|(?:you|we|your team|the team|everyone)(?: all)?(?: really)? (?:should|must|have to|need to|needs to|has to|ought to|can|could|may|might as well|had better|would do well to|want to)|"
    r"i(?: would| do)?(?: strongly)? (?:recommend|suggest|advise|urge|like)(?: that)?(?: you| your team)?(?: to)?|i would|let's|let us|why not|it is time to|time to|right away|immediately|today|straight|directly|yourself|yourselves|out|up|with|by|on|"
    r"hay que|deberia\w*|debe\w*|tiene\w* que|recomiendo|lo mejor es|conviene|vous devriez|vous devez|il faut|je recommande|je vous conseille de|ihr solltet|solltet ihr|sie sollten|du solltest|am besten|ich wurde|(?:voces?|a equipe) (?:devem?|deveriam?|precisam?)|"
    r"recomendo|que|o melhor e|вам (?:следует|нужно|надо)|следует|нужно|надо|лучше|советую|وعليكم|عليكم|يجب|ان|आपको|你们?|您|应该|应当|可以|最好|建议|请|就)"
)
_IMPERATIVE = re.compile(rf"^\W*(?:{_LEAD}[\s,'\-]*){{0,10}}$")
_ADDRESSED = re.compile(
    r"(?<!\w)(?:you|your|yours|we|let's|us|my|i|tu|tus|su|sus|usted\w*|vous|votre|vos|ta|ton|tes|ihr|euer|eure\w*|dein\w*|du|sie|voces?|sua|seu|вы|ваш\w*|вам)(?!\w)|[\u0400-\u9fff]"
)
_THE_FIRST = re.compile(r"(?:the|its|a|their|la|el|le|die|der|das|o)\W+$")
_STEP = re.compile(
    r"\W*(?:thing|things|option|options|choice|way|move|step|steps|measure|action|investment|item|order|purchase|priority|task|move|of all|order of|paso|etape|schritt|passo)"
)
_LISTED = re.compile(
    r"^\W*(?:and )?(?:second|secondly|third|thirdly|then|next|finally|lastly|dann|despues|luego|ensuite|puis|depois|em seguida|затем|потом|然后|次に|फिर|ثم)(?!\w)"
)
_RELATIVE = re.compile(r"(?:that|which|who|whether)(?:\W+\w+){0,2}\W*$")
# said of anything: these urge only where somebody is spoken to
_COMMON = frozenset(
    (
        *(
            "first",
            "start",
            "begin",
            "now",
            "today",
            "tomorrow",
            "start with",
            "begin with",
            "starts with",
            "starts by",
        ),
        *(
            "begins with",
            "first thing",
            "firstly",
            "focus on",
            "this week",
            "right now",
            "is next",
            "comes next",
            "up next",
        ),
        *("ya", "ja", "gleich", "direkt", "heute", "hoy", "hoje", "logo", "a must", "recommended", "next step"),
    )
)
_NOMINAL = pattern("""
next step|priority|most valuable|most important|most urgent|fastest win|best thing|biggest win|quick win|first step|next thing|next move|first thing|urgente|urgent|prioridad|priorite|prioritat|prioridade|приоритет*|siguiente paso|proximo paso|prochaine etape|nachster schritt|nachste schritt|следующий шаг|الخطوه التاليه|अगला कदम|下一步|次のステップ
start with|start by|begin with|begin by|empiez*|empec*|commenc*|fang*|comec*|начн*|ابدا*|zuerst|zunachst|primero|d'abord|primeiro
""")
_STRONG = pattern("""
should|must|ought to|recommend*|advise|suggest|my advice|my tip|priority|i would|i'd|we should|had better|best move|need to|have to|let's|let us|time to|you can start|deberia*|debe*|deben|tienen que|tiene que|hay que|recomiendo|devriez|devez|il faut|je recommande
solltet|sollte|sollten|sollst|musst|mussen|empfehle|deve|devem|deveria*|precisam|recomendo|следует|нужно|надо|советую|рекомендую|должны|يجب|ينبغي|عليكم|चाहिए|करो|कीजिए|应该|应当|必须|建议|べき|ましょう|ください
""")


def opposed(text: str, before: str, first: Sequence[str], later: Sequence[str]) -> str | None:
    """Why a folded sentence advises against what comes `first` or for what comes `later`; None when it does not."""
    if not first and not later:
        return None
    sentence = expanded(text)
    topics = (pattern(first), pattern(later))
    if not any(topic.search(sentence) for topic in topics) and not _PRONOUN.search(sentence):
        return None
    carried = _last_topic(expanded(before[-300:]), topics)
    asked = False
    for part in re.split(r"(?<=[.!?\n])(?<!\d\.)\s+|\n", sentence):
        rhetorical = _RHETORICAL.search(part)
        if rhetorical and topics[0].search(part) and not topics[1].search(part):
            return f"it belittles what comes first at this level (“{rhetorical[0][:30]}”)"
        if part.rstrip().endswith("?") and not rhetorical:
            asked = asked or bool(_GOAL.search(part) or _TO_A_LEVEL.search(part))
            carried = _last_topic(part, topics) or carried
            continue
        clauses = list(_clauses(part, topics))
        if wrong := _judged(clauses, carried, goal=asked):
            return wrong
        carried = _last_topic(part, topics) or carried
    return None


def _last_topic(text: str, topics: tuple[Phrases, Phrases]) -> Literal["", "first", "later"]:
    ends = [max((match.end() for match in topic.finditer(text)), default=-1) for topic in topics]
    if max(ends) < 0:
        return ""
    return "first" if ends[0] >= ends[1] else "later"


def _clauses(part: str, topics: tuple[Phrases, Phrases]) -> Iterator[_Clause]:
    start = 0
    bounds = [(match.start(), match.end()) for match in _MARK.finditer(part)]
    for begin, end in [*bounds, (len(part), len(part))]:
        piece = part[start:begin]
        if _ADVERB.match(piece) and end < len(part):
            continue  # "first, track each run": it belongs to what follows
        start = end
        if piece.strip():
            for half in _halves(piece, topics):
                yield from _joined(half, topics)


def _halves(piece: str, topics: tuple[Phrases, Phrases]) -> Iterator[str]:
    """“Automate A and leave B for later”: two clauses, as the two sides speak of different things."""
    start = 0
    for match in _AND.finditer(piece):
        left, right = (_named(text, topics) for text in (piece[start : match.start()], piece[match.end() :]))
        if any(left) and any(right) and left != right:
            yield piece[start : match.start()]
            start = match.end()
    yield piece[start:]


def _named(text: str, topics: tuple[Phrases, Phrases]) -> tuple[bool, bool]:
    clause = _clause("main", text, topics)
    return bool(clause.first), bool(clause.later)


def _joined(piece: str, topics: tuple[Phrases, Phrases]) -> Iterator[_Clause]:
    """The clause, cut where “before”, “after” or “instead of” joins two things."""
    if _IF.search(piece.strip()):
        yield _clause("if", piece, topics)
        return
    for kind, joints in (("instead", stances.INSTEAD), ("before", stances.BEFORE), ("after", stances.AFTER)):
        found = joints.search(piece)
        if found is None or (kind == "instead" and found[0] in ("not", "over") and piece[: found.start()].strip()):
            continue
        if any(
            one.start() < found.end() and one.end() > found.start() and one[0] != found[0]
            for words in (stances.DROP, stances.LATER, *topics)
            for one in words.finditer(piece)
        ):
            continue
        ahead, behind = piece[: found.start()], piece[found.end() :]
        if ahead.strip():
            yield _clause("main", ahead, topics)
        yield _clause(kind, behind, topics)  # type: ignore[arg-type]
        return
    for kind, joints in (("before", stances.BEFORE_POST), ("after", stances.AFTER_POST)):
        found = joints.search(piece)
        if found and any(one.start() <= found.start() < one.end() for one in stances.LATER.finditer(piece)):
            continue
        if found and found.start() > 0 and any(topic.search(piece[: found.start()]) for topic in topics):
            yield _clause(kind, piece[: found.start()], topics)  # type: ignore[arg-type]
            yield _clause("main", piece[found.end() :], topics)
            return
    yield _clause("main", piece, topics)


def _clause(kind: _Kind, text: str, topics: tuple[Phrases, Phrases]) -> _Clause:
    spans = [[match.span() for match in topic.finditer(text)] for topic in topics]
    # where both lists have a phrase, the longer one says what is meant
    kept = [
        tuple(
            span[0]
            for span in own
            if not any(s < span[1] and e > span[0] and e - s > span[1] - span[0] for s, e in other)
        )
        for own, other in ((spans[0], spans[1]), (spans[1], spans[0]))
    ]
    return _Clause(kind, text, kept[0], kept[1])


def _judged(clauses: Sequence[_Clause], carried: Literal["", "first", "later"], *, goal: bool) -> str | None:
    mains = [clause for clause in clauses if clause.kind == "main"]
    in_order = False
    for number, clause in enumerate(clauses):
        if clause.kind in ("before", "after", "instead"):
            verdict = _ordered(clauses, number)
            if verdict == "wrong":
                return "it advises an order that is not the one of the next step"
            in_order = in_order or verdict == "right"
    for clause in mains:
        if clause.first and not clause.later and stances.FIRST.search(clause.text) and not _denied(clause.text):
            in_order = True
    last: Literal["", "first", "later"] = carried
    effect = any(_EFFECT.search(clause.text) or _TO_A_LEVEL.search(clause.text) for clause in clauses)
    goal = goal or any(_GOAL.search(clause.text) for clause in clauses)
    for number, clause in enumerate(clauses):
        if clause.kind == "main":
            if _others_before(clause):
                continue
            noted = number > 0 and bool(_NOTED.match(clauses[number - 1].text))
            if wrong := _puts_off(clause, last, listed=in_order and bool(_LISTED.search(clause.text)), noted=noted):
                return wrong
            if not in_order and (wrong := _urges(clause, carried=last, effect=effect, goal=goal)):
                return wrong
        if clause.first or clause.later:
            last = "first" if max(clause.first, default=-1) > max(clause.later, default=-1) else "later"
    return None


def _ordered(clauses: Sequence[_Clause], number: int) -> Literal["", "right", "wrong"]:
    clause = clauses[number]
    near = [one for one in (*reversed(clauses[:number]), *clauses[number + 1 :]) if one.kind == "main"]
    main = next((one for one in near if one.first or one.later), near[0] if near else None)
    if main is None or (_others_before(main) and not main.first):
        return ""
    if clause.kind == "after" and main.later and clause.first and stances.FIRST.search(main.text):
        return ""
    denied = _denied(main.text)
    if clause.kind == "instead":
        if clause.first and not main.first and not denied:
            return "wrong" if main.later or stances.ADVISES.search(main.text) else ""
        return "right" if clause.later and main.first else ""
    if clause.kind == "before":
        if main.later and not main.first and (clause.first or _EVERYTHING.search(clause.text)):
            return "right" if denied or stances.DROP.search(main.text) or stances.LATER.search(main.text) else "wrong"
        if main.first and not main.later and clause.later:
            return "wrong" if denied and not stances.LATER.search(main.text) else "right"
        if clause.first and not main.first and not main.later and _WORRY.search(clause.text) and not denied:
            return "wrong" if _WORRY.search(clause.text[: clause.first[0]]) else ""
        return ""
    if main.first and not main.later and clause.later and not clause.first:
        if denied and stances.LATER.search(main.text):
            return "right"  # "should not wait until"
        advised = any(
            words.search(main.text) for words in (stances.ADVISES, stances.FIRST, stances.LATER, stances.DOES, _WORRY)
        )
        return "wrong" if advised else ""
    return "right" if main.later and clause.first else ""


def _others_before(clause: _Clause) -> bool:
    found = stances.OTHERS.search(_SOME_DAY.sub(" ", clause.text))
    topic = min((*clause.first, *clause.later), default=len(clause.text))
    return found is not None and found.start() <= topic


def _denied(text: str) -> bool:
    """Whether a stance is taken back: “don't skip”, “it would be a mistake to”."""
    return bool(stances.NOT.search(stances.DROP.sub(" ", text)))


def _puts_off(clause: _Clause, last: Literal["", "first", "later"], *, listed: bool, noted: bool) -> str | None:
    """Whether what comes first is put off or belittled; `listed`: as the next item after what comes first as well;
    `noted`: after an acknowledgement, where “no tests” repeats what was heard."""
    about = clause.first
    if not about and not clause.later and last == "first":
        rest = _SMALL.sub(" ", stances.DROP.sub(" ", stances.LATER.sub(" ", clause.text)))
        if not re.search(r"\w", rest) or _PRONOUN.search(clause.text):
            about = (0,)
    if not about:
        return None
    for words, what in ((stances.DROP, "drop or belittle"), (stances.LATER, "put off")):
        for match in words.finditer(clause.text):
            if _LAST_STEP.match(clause.text, match.start()):
                continue
            if any(one.start() < match.start() < one.end() for one in stances.NOW.finditer(clause.text)):
                continue  # "without delay"
            if (listed and words is stances.LATER) or _RELATIVE.search(clause.text[: match.start()]):
                continue
            if clause.later and _distance(match.start(), clause.later) < _distance(match.start(), about):
                continue
            around = _blank(_NO_SUCH, clause.text[: match.start()], about) + " . " + clause.text[match.end() :]
            if stances.NOT.search(around[: match.start()][-70:]) or _NOT_BEHIND.search(
                around[match.start() + 3 :][:30]
            ):
                continue
            return f"it advises to {what} what comes first at this level (“{match[0][:30]}”)"
    near = clause.text[: about[0]].rstrip()
    if (
        not noted
        and re.search(r"(?<!\w)(?:no|kein\w*|sin|sans|sem|без)$", near)
        and (stances.FIRST.search(clause.text) or not near[:-4].strip(" ,.!-"))
    ):
        return "it advises to leave out what comes first at this level"
    needless = stances.NECESSARY.search(clause.text)
    if needless and not any(words.search(clause.text) for words in (stances.LATER, stances.DROP)):
        beside = _NO_MATTER.search(clause.text)
        relative = re.search(r"(?<!\w)(?:that|which|who)\s+$", clause.text[: needless.start()])
        if beside and not relative and not _THERE_IS.search(near + " "):
            return f"it belittles what comes first at this level (“{needless.said[:30]}”)"
    if _AVOID.search(near + " "):
        return "it advises to avoid what comes first at this level"
    if (modal := _MUST_NOT.search(near + " ")) and not any(
        words.search(clause.text[modal.start() :]) for words in (stances.LATER, stances.DROP)
    ):
        return f"it advises against what comes first at this level (“{modal[0][:30]}”)"
    return None


_NOTED = re.compile(
    r"^\W*(?:understood|noted|got it|okay|ok|i see|i understand|gotcha|alright|thanks|thank you|verstanden|entendido|compris|note|понятно|ясно|مفهوم|समझ गया|明白|了解)\W*$"
)
_OUGHT_TO_BE = re.compile(
    r"(?<!\w)(?:should|must|ought to|has to|have to|needs? to|had better)(?: \w+){0,2} be (?:automated|introduced|installed|bought|purchased|procured|built|set up|put|scheduled|acquired|adopted|implemented|addressed|tackled|done|made)(?!\w)"
)
_AT_ONCE = re.compile(r"(?<!\w)(?:without|no) (?:any |further |more )?(?:delay|hesitation|ado)")
_SOME_DAY = re.compile(r"\bsome (?=day|time|other|more|point)")
_TAKEN_UP = re.compile(
    r"^\W*(?:that|this|it|these|those)(?: is|'s| 's| are) (?:what|where|how|the thing|your|the way|the one|the first|the next)(?!\w)"
)
_LAST_STEP = re.compile(r"last (?:step|piece|hurdle|mile|stretch|missing|rung|bit|thing (?:missing|between|you need))")
_SMALL = re.compile(
    r"(?<!\w)(?:vollig|ganz|total|absolut|komplett|completamente|totalmente|del todo|totalement|completement|совершенно|абсолютно|on verra|we will see|we shall see|we see|i say|veremos|ya|man|sehen wir|vamos ver|i|we|us|on|al|all|that|this|can|could|may|should|will|is|are|be|just|really|simply|then|so|well|meh|please|you|to|the|a|for|now|absolutely|totally|completely|even|still|only|of|course)(?!\w)"
)
_NOT_BEHIND = re.compile(
    r"(?<!\w)nicht(?!\w)|नहीं|मत|(?<!構い)(?<!かまい)(?<!問題あり)(?<!支えあり)(?:ない|ません|べきでは)"
)
_AVOID = re.compile(
    r"(?<!\w)(?:avoid|avoiding|refrain from|resist|stay away from|keep away from|steer clear of|hands off|do without|evit\w*|absteng\w*|vermeid\w*|finger weg von|избегайте|تجنب\w*)\s+(?:\w+\s+){0,2}$"
)
_NO_MATTER = re.compile(
    r"(?<!\w)(?:not(?! only| just)|no|never|nothing|hardly|barely|little|less|nobody|neither|nor|without|no hay|sin|nada|pas|aucun\w*|peu|sans|rien|nicht|kein\w*|kaum|wenig|nichts|nao|pouc\w*|sem|не|нет|мало|ничего|без|لا|ليس\w*|غير|نہ|नहीं|मत|कोई)(?!\w)|不|没|无|ない|なく|ません"
)
_THERE_IS = re.compile(
    r"(?:there (?:is|are)|has|have|had|with|you see|hay|hat|haben|habt|gibt|il y a|avez|tem|ha)(?: still| as yet| yet)? no(?:ch)?(?: \w+)? $"
)
_NO_SUCH = re.compile(r"(?<!\w)(?:no|kein\w*|sin|sans|sem|без)(?=\s)")
_MUST_NOT = re.compile(
    r"(?:^\W*|(?<!\w)(?:you|please|just|team|and|so|should|must|need|ought to|have to|better) )(?:do |must |should |need |have to |shall |better |may )?not (?!only|just)(?:\w+[\s,]+){0,4}$"
)


def _blank(pattern_: re.Pattern[str], text: str, topics: Sequence[int]) -> str:
    """The text without the denials that belong to a topic: “no tests” is none of “tests can wait”."""
    return pattern_.sub(lambda match: "  " if any(0 <= at - match.end() <= 2 for at in topics) else match[0], text)


def _urges(clause: _Clause, *, carried: Literal["", "first", "later"], effect: bool, goal: bool) -> str | None:
    """Whether what comes later is urged as the thing to do now."""
    if clause.first or not (clause.later or carried == "later"):
        return None
    text = clause.text
    if not clause.later:
        does = stances.DOES.search(text)
        told = (
            does is not None
            and _IMPERATIVE.match(text[: does.start()])
            and re.search(r"(?<!\w)(?:it|them|that)(?!\w)", text[does.start() :])
        )
        taken_up = _TAKEN_UP.match(text) or told
        if not taken_up or effect or goal or _denied(text) or stances.LATER.search(text) or stances.DROP.search(text):
            return None
        urged = stances.FIRST.search(text) or stances.NOW.search(text)
        return f"it urges what comes later than the next step (“{urged[0][:30]}”)" if urged else None
    if any(words.search(stances.NOW.sub(" ", text)) for words in (stances.LATER, stances.DROP)) or _denied(
        _AT_ONCE.sub(" ", text)
    ):
        return None
    urging = [
        match for words in (stances.FIRST, stances.NOW) for match in words.finditer(text) if not _counts(text, match)
    ]
    ahead = text[: clause.later[0]]
    verb = stances.DOES.search(ahead + text[clause.later[0] : clause.later[0] + 12])
    imperative = bool(verb and _IMPERATIVE.match(ahead[: min(verb.start(), len(ahead))]))
    if (
        urging
        and not goal
        and not effect
        and (
            imperative
            or _ADDRESSED.search(text)
            or any(match[0] not in _COMMON for match in urging)
            or _NOMINAL.search(text)
            or stances.FIRST.match(text.strip())
            or text.rstrip(" .!,").endswith(("first", "zuerst", "primero", "d'abord", "primeiro", "сначала"))
        )
    ):
        return f"it urges what comes later than the next step (“{urging[0][0][:30]}”)"
    if (needed := stances.NECESSARY.search(text)) and not goal and not effect and _ADDRESSED.search(text):
        return f"it urges what comes later than the next step (“{needed.said[:30]}”)"
    if not goal and not effect and (ought := _OUGHT_TO_BE.search(text)):
        return f"it urges what comes later than the next step (“{ought[0][:30]}”)"
    if stances.KEEP.search(text) and not goal and not effect:
        return "it advises to go on with what comes later than the next step"
    if effect or goal:
        return None
    if imperative:
        return "it advises what comes later than the next step"
    if _IMPERATIVE.match(ahead) and _STRONG.search(ahead):
        return "it advises what comes later than the next step"
    return None


def _counts(text: str, match: Found) -> bool:
    """“The first condition” puts nothing first."""
    return bool(_THE_FIRST.search(text[: match.start()])) and not (
        _STEP.match(text, match.end()) or _NOMINAL.search(match[0])
    )


def _distance(place: int, places: Sequence[int]) -> int:
    return min(abs(place - one) for one in places)
